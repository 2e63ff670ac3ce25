"""Which statements inference refused, so that the rest of a function is built and told what a target lacks for it."""

import ast
from collections.abc import Callable, Iterable, Iterator

from nativecomp.frontend.infer.typed import ERROR, DirectCall, TypedFunction
from nativecomp.language.diagnostics import Diagnostic, SourceFile
from nativecomp.language.syntax import children


def find_refused(
    function: TypedFunction, source: SourceFile, diagnostics: Iterable[Diagnostic]
) -> Callable[[ast.AST], bool]:
    """Whether a statement itself, not one inside of it, was refused or uses something that was."""
    places = {(diagnostic.span.line, diagnostic.span.column) for diagnostic in diagnostics}

    def is_refused(node: ast.AST) -> bool:
        if isinstance(node, ast.expr | ast.stmt | ast.arg | ast.keyword | ast.ExceptHandler):
            span = source.span(node)
            if (span.line, span.column) in places:
                return True
        if isinstance(node, ast.expr) and function.types.get(node) == ERROR:
            return True
        if isinstance(node, ast.Return) and function.ir.result == ERROR:
            return True
        if isinstance(node, ast.Name) and node.id in function.locals:
            return function.locals[node.id].type == ERROR
        kind = function.calls.get(node) if isinstance(node, ast.Call) else None
        return isinstance(kind, DirectCall) and any(param.type == ERROR for param in kind.callee.ir.params)

    return lambda statement: bool(places) and any(map(is_refused, _own_nodes(statement)))


def blocks_inside(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a statement that was refused itself: they may have faults of other kinds."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    return blocks + [handler.body for handler in getattr(statement, "handlers", [])]


def _own_nodes(statement: ast.AST) -> Iterator[ast.AST]:
    yield statement
    for child in children(statement):
        if not isinstance(child, ast.stmt):
            yield from _own_nodes(child)
