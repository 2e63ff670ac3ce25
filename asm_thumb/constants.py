"""Constant expressions: names, dotted names and arithmetic on whole numbers."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

Resolver = Callable[[str], int | None]
"""Gives the number of a constant by its name, `stm.GPIOA` included, or None."""

Constants = Mapping[str, int] | Resolver | None

_BINARY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[int], int]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Invert: operator.invert,
}
_LARGEST = 128  # bits; keeps `1 << 10**9` from taking the memory of the machine


class UnknownName(Exception):
    """A name in an expression is no constant; `args[0]` is the name."""


class NotConstant(Exception):
    """An expression that isn't arithmetic on whole numbers; `args[0]` says why."""


def resolver(constants: Constants) -> Resolver:
    """The constants as a function, whatever the caller gave."""
    if constants is None:
        return lambda name: None
    if isinstance(constants, Mapping):
        return constants.get
    return constants


def dotted(node: ast.expr) -> str | None:
    """`stm.GPIOA` for the expression of that name, or None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else None
    return None


def evaluate(node: ast.expr, resolve: Resolver) -> int:
    """The value of a constant expression; raises `UnknownName` or `NotConstant`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return int(node.value)
    name = dotted(node)
    if name is not None:
        value = resolve(name)
        if value is None:
            raise UnknownName(name)
        return value
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _UNARY[type(node.op)](evaluate(node.operand, resolve))
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = evaluate(node.left, resolve), evaluate(node.right, resolve)
        return _apply(node.op, left, right)
    if isinstance(node, ast.Call) and dotted(node.func) in ("const", "micropython.const") and len(node.args) == 1:
        return evaluate(node.args[0], resolve)
    raise NotConstant("isn't a constant expression of whole numbers")


def _apply(op: ast.operator, left: int, right: int) -> int:
    if isinstance(op, ast.LShift | ast.Pow) and not (0 <= right <= _LARGEST and abs(left) < 1 << _LARGEST):
        raise NotConstant("is too large")
    try:
        return _BINARY[type(op)](left, right)
    except (ArithmeticError, ValueError) as error:
        raise NotConstant(f"can't be computed: {error}") from None
