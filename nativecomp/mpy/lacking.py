"""The Python that MicroPython's compiler lacks, which it refuses as `invalid syntax`: what it is, and what to write."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nativecomp.language.diagnostics import Diagnostic, Located, SourceFile, Span

_DEFINITIONS = "FunctionDef AsyncFunctionDef ClassDef"
_COMPREHENSIONS = "ListComp SetComp DictComp GeneratorExp"

Rule = tuple[str, str, str, Callable[[Any], Iterable[Located]]]
"""Classes of nodes, what MicroPython lacks, what to write instead, and where a node has it."""


def _odd_decorators(node: Any) -> Iterator[Located]:
    for decorator in node.decorator_list:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        while isinstance(name, ast.Attribute):
            name = name.value
        if not isinstance(name, ast.Name):
            yield decorator


def _stars(node: Any) -> list[Located]:
    is_target = isinstance(getattr(node, "ctx", None), ast.Store)
    return [] if is_target else [item for item in node.elts if isinstance(item, ast.Starred)]


def _in_parentheses(node: Any) -> list[Located]:
    taken = [item.context_expr for item in node.items]
    return taken if len(taken) > 1 or node.items[0].optional_vars is not None else []


_RULES: tuple[Rule, ...] = (
    ("Match", "`match`", "write `if` and `elif`", lambda node: [node]),
    ("arguments", "positional-only parameters", "leave the `/` out", lambda node: node.posonlyargs[-1:]),
    (
        _DEFINITIONS, "type parameters", "leave them out, with the annotations that use them",
        lambda node: getattr(node, "type_params", []),
    ),
    (_DEFINITIONS, "decorators that are no names", "give it a name before the definition", _odd_decorators),
    ("TypeAlias", "the statement `type`", "write `X = ...`, or leave it out", lambda node: [node]),
    ("TryStar", "`except*`", "write `except`", lambda node: node.handlers),
    ("List Tuple Set", "star in a list, tuple or set", "add them: `list(a) + [b]`", _stars),
    ("List", "`del` of a list of names", "write `del a, b`", lambda node: [node] * isinstance(node.ctx, ast.Del)),
    (
        "Dict", "`**` in a dict", "write `d.update(...)`",
        lambda node: [value for key, value in zip(node.keys, node.values, strict=True) if key is None],
    ),
    (
        _COMPREHENSIONS, "`async for` in a comprehension", "write an `async for` loop",
        lambda node: [node] * any(generator.is_async for generator in node.generators),
    ),
    ("FormattedValue", "`!a` in an f-string", "write `!r`", lambda node: [node] * (node.conversion == ord("a"))),
    (
        "Subscript", "`:=` in an index", "put it in parentheses",
        lambda node: [node.slice] * isinstance(node.slice, ast.NamedExpr),
    ),
    ("With AsyncWith", "parentheses around what `with` takes", "leave them out", _in_parentheses),
)  # fmt: skip
"""The classes of nodes are named, since not every version of Python has all."""

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
        found = [rule for rule in _RULES if type(node).__name__ in rule[0].split()]
        for place, what, instead in ((place, rule[1], rule[2]) for rule in found for place in rule[3](node)):
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
