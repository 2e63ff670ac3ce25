"""Take out of compiled functions what is never run: MicroPython's compiler does not look at it either.

    if DEBUG:            # DEBUG = const(0)     |
        print(x, y)                             |
    else:                                       |
        x += 1                                  | x += 1
    while 0:                                    | pass
        x -= 1                                  |

So a branch for another board or another Python may hold what does not compile, and names that are only bound there are
no locals.
"""

import ast
from typing import Any

from nativecomp.frontend.constants import ConstantScopes
from nativecomp.frontend.discover import Scope, ScopeNode
from nativecomp.frontend.folding import NotConstant


class _Remover(ast.NodeTransformer):
    def __init__(self, constants: ConstantScopes, scope: Scope, *, exact: bool) -> None:
        self.constants = constants
        self.scope = scope
        self.exact = exact

    def _inside(self, node: ScopeNode) -> ast.AST:
        _Remover(self.constants, Scope(node, self.scope), exact=self.exact).generic_visit(node)
        return node

    visit_FunctionDef = visit_ClassDef = _inside

    def visit(self, node: ast.AST) -> Any:
        return node if isinstance(node, ast.expr) else super().visit(node)  # no statement stands in an expression

    def _test(self, node: ast.If | ast.While) -> bool | None:
        """The truth of a condition, None where only run time knows it."""
        try:
            return bool(self.constants.of(self.scope).evaluate(node.test, exact=self.exact))
        except NotConstant:
            return None

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        test = self._test(node)
        if test is None:
            return self.generic_visit(node)
        return self._kept(node, node.body if test else node.orelse)

    def visit_While(self, node: ast.While) -> ast.AST | list[ast.stmt]:
        return self._kept(node, node.orelse) if self._test(node) is False else self.generic_visit(node)

    def _kept(self, node: ast.stmt, body: list[ast.stmt]) -> list[ast.stmt]:
        kept: list[ast.stmt] = []
        for statement in body or [ast.copy_location(ast.Pass(), node)]:
            found = self.visit(statement)
            kept += found if isinstance(found, list) else [found]
        return kept


def remove_dead_branches(node: ast.FunctionDef, outer: Scope, emitter: str, constants: ConstantScopes) -> None:
    """Change a function, which stands in the scope `outer`, in place."""
    _Remover(constants, Scope(node, outer), exact=emitter == "native").generic_visit(node)
