"""What is there for debugging only: `__debug__`, a word that MicroPython's lexer knows, and `assert`.

    if __debug__: f(x)      -O0: `__debug__` is `True`, at more `False`
    assert x, "m"           at -O1 and more nothing

Without the option the level is 0.
"""

import ast

DEBUG = "__debug__"


class _Settle(ast.NodeTransformer):
    def __init__(self, optimise: int) -> None:
        self.optimise = optimise

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id != DEBUG or not isinstance(node.ctx, ast.Load):
            return node
        return ast.copy_location(ast.Constant(not self.optimise), node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return ast.copy_location(ast.Pass(), node) if self.optimise else self.generic_visit(node)


def settle_debugging(tree: ast.Module, optimise: int) -> None:
    """Put into a tree what the level -O of mpy-cross makes of it."""
    _Settle(optimise).visit(tree)
