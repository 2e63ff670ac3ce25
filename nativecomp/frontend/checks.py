"""What Python refuses in a text that its parser takes: `return` outside of functions, names declared twice, ..."""

import ast
import copy
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from nativecomp.frontend.scopes import CLASS
from nativecomp.frontend.tolerant import unread
from nativecomp.language.diagnostics import Diagnostic, Diagnostics, SourceFile
from nativecomp.language.syntax import children

_TAKEN = re.compile(r"'(await|yield from|async for|async with)'|annotated name|statically nested")
"""What MicroPython takes though Python does not, in messages of Python's."""


@dataclass
class _Place:
    """Where an error of Python's is, as nodes of the syntax tree say it."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


def check(source: SourceFile, tree: ast.Module) -> Diagnostic | None:
    """What Python refuses of a tree though its parser takes the text; the first of it."""
    return _outside_loops(source, tree) or _refused(source, tree)


def check_function(source: SourceFile, node: ast.FunctionDef, free: Sequence[str], diagnostics: Diagnostics) -> None:
    """Report what Python refuses of a compiled function; `free` are the variables that functions around it have."""
    if refused := unread(node):
        for one in refused:
            diagnostics.error(one.diagnostic.span, one.diagnostic.message, _hint(one.diagnostic.message))
        return
    around = ast.FunctionDef(
        "_", ast.arguments([], [ast.arg(name) for name in free if name != CLASS], None, [], [], None, []), [], []
    )
    tree = ast.fix_missing_locations(ast.Module([around], []))
    around.body = [node]
    found = check(source, tree)
    if found is not None:
        diagnostics.error(found.span, found.message, found.hint)


_ONLY_PYTHONS = re.compile("before global|prior to (global|nonlocal)|keyword argument repeated|comprehension iterable")
"""What MicroPython refuses in some of the cases only, in messages of Python's."""


class _Plain(ast.NodeTransformer):
    """Takes out what MicroPython takes: declarations and keywords that repeat, `:=` in what comprehensions run over."""

    def __init__(self) -> None:
        self.declared = set[str]()

    def _scope(self, node: ast.AST) -> ast.AST:
        outer, self.declared = self.declared, set()
        self.generic_visit(node)
        self.declared = outer
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def _declaration(self, node: ast.Global | ast.Nonlocal) -> ast.AST:
        node.names = [name for name in node.names if name not in self.declared]
        self.declared |= set(node.names)
        return node if node.names else ast.copy_location(ast.Pass(), node)

    visit_Global = visit_Nonlocal = _declaration

    def visit_Call(self, node: ast.Call) -> ast.AST:
        for number, keyword in enumerate(node.keywords):
            keyword.arg = keyword.arg and f"{keyword.arg}{number}"
        return self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = _Values().visit(node.iter)
        return self.generic_visit(node)


class _Values(ast.NodeTransformer):
    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        value = self.visit(node.value)
        assert isinstance(value, ast.AST)
        return value


def _refused(source: SourceFile, tree: ast.Module) -> Diagnostic | None:
    found = _told(source, tree)
    if found is not None and _ONLY_PYTHONS.search(found.message):
        return _told(source, _Plain().visit(copy.deepcopy(tree)))
    return found


def _told(source: SourceFile, tree: ast.Module) -> Diagnostic | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            compile(tree, source.name, "exec", dont_inherit=True)
    except SyntaxError as error:
        if not _TAKEN.search(error.msg) and error.lineno:
            column = (error.offset or 1) - 1
            end = error.end_offset - 1 if error.end_offset else None
            place = _Place(error.lineno, column, error.end_lineno or error.lineno, end)
            return Diagnostic(source.span(place), error.msg, _hint(error.msg))
    except (RecursionError, ValueError, OverflowError, MemoryError):
        pass  # too deep or too large for Python itself; what compiles the text says so
    return None


def _hint(message: str) -> str:
    return next((hint for part, hint in _HINTS.items() if part in message), "")


_HINTS = {
    "Generator expression must be parenthesized": "put parentheses around it",
    "f-string": "compute it before, or use the other quotes in it: `f\"{d['k']}\"`",
    "duplicate parameter": "give each parameter a name of its own",
    "duplicate argument": "give each parameter a name of its own",
    "default 'except:' must be last": "put `except:` behind the others",
    "multiple starred": "one name can take the rest",
    "can't use starred": "a star belongs in a call or a list of targets",
    "starred assignment target": "write `*a, = ...`",
    "is parameter and global": "give the parameter another name",
    "is parameter and nonlocal": "give the parameter another name",
    "prior to": "put the declaration first in the function",
    "before global": "put the declaration first in the function",
    "before nonlocal": "put the declaration first in the function",
    "import *": "name what is imported",
    "nonlocal declaration not allowed": "`nonlocal` belongs in a function inside another function",
    "no binding for nonlocal": "assign the name in the function around this one",
    "'return' outside function": "`return` belongs in a function",
    "'yield' outside function": "`yield` belongs in a function",
    "outside async function": "write `async def`",
    "outside of an asynchronous function": "write `async def`",
}
"""What to do, by a part of Python's message."""


def _outside_loops(source: SourceFile, tree: ast.Module) -> Diagnostic | None:
    """The first `break` or `continue` outside of loops."""
    found: list[Diagnostic] = []
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, looped = todo.pop()
        if isinstance(node, ast.Break | ast.Continue) and not looped:
            word = type(node).__name__.lower()
            found.append(Diagnostic(source.span(node), f"`{word}` outside a loop", "use it inside `for` or `while`"))
        inside = isinstance(node, ast.For | ast.While | ast.AsyncFor)
        own = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
        after = {id(child) for child in node.orelse} if isinstance(node, ast.For | ast.While | ast.AsyncFor) else set()
        todo += [
            (c, own and (looped or (inside and id(c) not in after)))
            for c in children(node)
            if not isinstance(c, ast.expr)
        ]
    return min(found, key=lambda one: one.span, default=None)
