"""Generators as the rest of the frontend takes them: plain functions in which `yield` and `await` may stand.

    async def f(x): ...                 def f(x): ...                       (`Coroutine`, a function definition)

    (x * k for x in xs if x)            a `GeneratorCall` of `xs` and of    def <genexpr>(.0):
                                                                                for x in .0:
                                                                                    if x:
                                                                                        yield x * k

    [lambda: x for x in xs]             [.1 for .1 in (lambda: x for x in xs)]

A comprehension whose variables a function inside of it uses is a function of its own, as all are in MicroPython: one
variable for all turns, in a cell.
"""

import ast
from collections.abc import Iterator

from nativecomp.frontend.scopes import GENERATOR_EXPRESSION

ARGUMENT = ".0"
"""The iterator that a generator expression takes."""

_ITEMS = (".1", ".2")
_SUSPENDING = (ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp


class Coroutine(ast.FunctionDef):
    """An `async def`: calling it gives something to wait for, even without an `await`."""


class GeneratorCall(ast.expr):
    """A generator expression: its function, called with an iterator.

    `bindings` are the names that it binds in the function around it, by `:=`.
    """

    _fields = ("definition", "iterable", "bindings")
    definition: ast.FunctionDef
    iterable: ast.expr
    bindings: list[ast.expr]


def as_coroutine(node: ast.AsyncFunctionDef) -> ast.FunctionDef:
    """The same function as a kind of function definition."""
    made = Coroutine(node.name, node.args, node.body, node.decorator_list, node.returns)
    return ast.copy_location(made, node)


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a function's body without the insides of functions and classes in it."""
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _INNER):
            todo += ast.iter_child_nodes(node)


def suspends(node: ast.FunctionDef) -> bool:
    """Whether calling a function makes a generator."""
    return isinstance(node, Coroutine) or any(isinstance(one, _SUSPENDING) for one in own_nodes(node.body))


def take_out_generators(node: ast.FunctionDef) -> None:
    """Put calls in the place of generator expressions and of comprehensions with functions in them."""
    _Rewriter().generic_visit(node)


class _Rewriter(ast.NodeTransformer):
    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        self.generic_visit(node)
        return _call(node, node.elt, node.generators)

    def _comprehension(self, node: _Comprehension) -> ast.AST:
        self.generic_visit(node)
        if not any(isinstance(one, ast.Lambda | GeneratorCall) for one in ast.walk(node)):
            return node
        first, second = (ast.Name(name, ast.Load()) for name in _ITEMS)
        if isinstance(node, ast.DictComp):
            pair = ast.Tuple([ast.Name(name, ast.Store()) for name in reversed(_ITEMS)], ast.Store())
            call = _call(node, ast.Tuple([node.value, node.key], ast.Load()), node.generators)
            made: ast.expr = ast.DictComp(first, second, [ast.comprehension(pair, call, [], 0)])
        else:
            items = ast.comprehension(ast.Name(_ITEMS[0], ast.Store()), _call(node, node.elt, node.generators), [], 0)
            made = ast.ListComp(first, [items]) if isinstance(node, ast.ListComp) else ast.SetComp(first, [items])
        return ast.fix_missing_locations(ast.copy_location(made, node))

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension


def _call(node: ast.expr, made: ast.expr, generators: list[ast.comprehension]) -> ast.expr:
    first, *_ = generators
    body: list[ast.stmt] = [ast.Expr(ast.Yield(made))]
    for generator in reversed(generators):
        for test in reversed(generator.ifs):
            body = [ast.If(test, body, [])]
        iterable = ast.Name(ARGUMENT, ast.Load()) if generator is first else generator.iter
        loop = ast.AsyncFor if generator.is_async else ast.For
        body = [loop(generator.target, iterable, body, [])]
    bound = [one.target for one in own_nodes(body) if isinstance(one, ast.NamedExpr)]
    names = list(dict.fromkeys(target.id for target in bound))
    args = ast.arguments([], [ast.arg(ARGUMENT)], None, [], [], None, [])
    definition = ast.FunctionDef(GENERATOR_EXPRESSION, args, [ast.Nonlocal(names), *body] if names else body, [])
    call = GeneratorCall()
    call.definition, call.iterable, call.bindings = definition, first.iter, [ast.Name(n, ast.Store()) for n in names]
    return ast.fix_missing_locations(ast.copy_location(call, node))
