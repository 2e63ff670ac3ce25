"""The Python that MicroPython's compiler lacks, which it refuses as `invalid syntax`: what it is, and what to write."""

import ast
import re
from collections.abc import Callable, Iterator

from nativecomp.language.diagnostics import Diagnostic, Located, SourceFile, Span

Found = tuple[Located, str, str]
"""A place, what stands there, and what to write instead."""


def _match(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.stmt)
    yield node, "`match`", "write `if` and `elif`"


def _arguments(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.arguments)
    if node.posonlyargs:
        yield node.posonlyargs[-1], "positional-only parameters", "leave the `/` out"


def _definition(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    parameters: list[ast.expr] = getattr(node, "type_params", [])
    for parameter in parameters[:1]:
        yield parameter, "type parameters", "leave them out, with the annotations that use them"
    for decorator in node.decorator_list:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        while isinstance(name, ast.Attribute):
            name = name.value
        if not isinstance(name, ast.Name):
            yield decorator, "decorators that are no names", "give it a name before the definition"


def _alias(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.stmt)
    yield node, "the statement `type`", "write `X = ...`, or leave it out"


def _group(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.Try) or type(node).__name__ == "TryStar"
    handlers: list[ast.ExceptHandler] = getattr(node, "handlers", [])
    yield handlers[0], "`except*`", "write `except`"


def _display(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.List | ast.Tuple | ast.Set)
    starred = [item for item in node.elts if isinstance(item, ast.Starred)]
    if starred and not isinstance(getattr(node, "ctx", None), ast.Store):
        yield starred[0], "star in a list, tuple or set", "add them: `list(a) + [b]`"
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Del):
        yield node, "`del` of a list of names", "write `del a, b`"


def _dict(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.Dict)
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            yield value, "`**` in a dict", "write `d.update(...)`"
            return


def _comprehension(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)
    if any(generator.is_async for generator in node.generators):
        yield node, "`async for` in a comprehension", "write an `async for` loop"


def _formatted(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.FormattedValue)
    if node.conversion == ord("a"):
        yield node, "`!a` in an f-string", "write `!r`"


def _subscript(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.Subscript)
    if isinstance(node.slice, ast.NamedExpr):
        yield node.slice, "`:=` in an index", "put it in parentheses"


def _with(node: ast.AST) -> Iterator[Found]:
    assert isinstance(node, ast.With | ast.AsyncWith)
    if len(node.items) > 1 or node.items[0].optional_vars is not None:
        yield node.items[0].context_expr, "parentheses around what `with` takes", "leave them out"


_LACKING: dict[str, Callable[[ast.AST], Iterator[Found]]] = {
    "Match": _match,
    "arguments": _arguments,
    "FunctionDef": _definition,
    "AsyncFunctionDef": _definition,
    "ClassDef": _definition,
    "TypeAlias": _alias,
    "TryStar": _group,
    "List": _display,
    "Tuple": _display,
    "Set": _display,
    "Dict": _dict,
    "ListComp": _comprehension,
    "SetComp": _comprehension,
    "DictComp": _comprehension,
    "GeneratorExp": _comprehension,
    "FormattedValue": _formatted,
    "Subscript": _subscript,
    "With": _with,
    "AsyncWith": _with,
}
"""The rules by classes of nodes, which are named since not every version of Python has all."""

_SYNTAX = re.compile(r"invalid syntax$|\*x must be|can't delete")
"""mpy-cross's messages of what it lacks."""

_MADE_BY_CONST = "can't assign to expression"


def find_lacking(source: SourceFile, tree: ast.Module, span: Span, message: str) -> Diagnostic | None:
    """What MicroPython lacks in the lines that mpy-cross refuses with a message, if that is the reason."""
    if message == _MADE_BY_CONST:
        return _constant(source, tree, span)
    if not _SYNTAX.search(message):
        return None
    for node in ast.walk(tree):
        rule = _LACKING.get(type(node).__name__)
        for place, what, instead in rule(node) if rule else ():
            begin, end = _lines(node, place)
            if begin <= span.end_line and span.line <= end:
                return Diagnostic(source.span(place), f"MicroPython has no {what}", instead)
    return None


def _lines(node: ast.AST, place: Located) -> tuple[int, int]:
    """The lines on which mpy-cross may tell of a node: all of its own, or those of its head."""
    begin: int = getattr(node, "lineno", place.lineno)
    return min(begin, place.lineno), place.end_lineno or place.lineno


def _constant(source: SourceFile, tree: ast.Module, span: Span) -> Diagnostic | None:
    """An assignment to a name that `const` made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.lineno == span.line:
            message = f"`{node.id}` is a constant, made by `const(...)`"
            return Diagnostic(source.span(node), message, "give the variable another name, or leave `const` out")
    return None
