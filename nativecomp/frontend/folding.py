"""Constant expressions: the values that they have, computed as Python computes them."""

import ast
import operator
from collections.abc import Callable
from types import EllipsisType

Constant = int | float | complex | bool | str | bytes | EllipsisType | tuple["Constant", ...] | None
MAX_BITS = 4096
"""Constant expressions stop here, so that `1 << 10 ** 9` is an error and not a wait."""


class NotConstant(Exception):
    """The expression has no value at compile time. The message says why where that helps."""


class RaisesAtRunTime(NotConstant):
    """The expression raises where it is executed, which it may never be: a division by zero, a negative shift."""


def _shift_left(left: int, right: int) -> int:
    if right > MAX_BITS:
        raise NotConstant("the constant is too large")
    return left << right


def _power(left: int | float, right: int | float) -> int | float:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MAX_BITS:
        raise NotConstant("the constant is too large")
    result = left**right
    if isinstance(result, complex):
        raise NotConstant("the constant is a complex number")
    return result


BINARY: dict[type[ast.operator], Callable[..., int | float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.LShift: _shift_left,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
UNARY: dict[type[ast.unaryop], Callable[..., int | float | bool]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}


def fold_binary(op: ast.operator, left: int | float, right: int | float) -> int | float:
    """Python's own result.

    Raises:
        NotConstant: there is none (division by zero, negative shift, a float where integers are needed, too large).
    """
    try:
        result = BINARY[type(op)](left, right)
    except KeyError:
        raise NotConstant("this operator has no constant value") from None
    except (ZeroDivisionError, ValueError) as error:
        raise RaisesAtRunTime(str(error)) from None
    except (ArithmeticError, TypeError) as error:
        raise NotConstant(str(error)) from None
    if isinstance(result, int) and result.bit_length() > MAX_BITS:
        raise NotConstant("the constant is too large")
    return result


def fold_unary(op: ast.unaryop, operand: int | float) -> int | float | bool:
    """Python's own result.

    Raises:
        NotConstant: there is none (`~` of a float).
    """
    try:
        return UNARY[type(op)](operand)
    except TypeError as error:
        raise NotConstant(str(error)) from None


def evaluate(node: ast.expr, lookup: Callable[[ast.Name | ast.Attribute], Constant]) -> Constant:
    """The value of a constant expression: of all that `const` takes. `lookup` gives the values of names.

    Raises:
        NotConstant: it has none.
    """
    if is_const_call(node):
        assert isinstance(node, ast.Call)
        return evaluate(node.args[0], lookup)
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name | ast.Attribute):
        return lookup(node)
    if isinstance(node, ast.Tuple):
        return tuple(evaluate(item, lookup) for item in node.elts)
    if isinstance(node, ast.BoolOp):
        return _boolean(node, lookup)
    if isinstance(node, ast.UnaryOp):
        operand = evaluate(node.operand, lookup)
        return not operand if isinstance(node.op, ast.Not) else fold_unary(node.op, _number(operand))
    if isinstance(node, ast.BinOp):
        left, right = evaluate(node.left, lookup), evaluate(node.right, lookup)
        return fold_binary(node.op, _number(left), _number(right))
    raise NotConstant("not a constant expression")


def _boolean(node: ast.BoolOp, lookup: Callable[[ast.Name | ast.Attribute], Constant]) -> Constant:
    value: Constant = None
    for item in node.values:
        value = evaluate(item, lookup)
        if bool(value) == isinstance(node.op, ast.Or):
            break
    return value


def _number(value: Constant) -> int | float:
    if isinstance(value, int | float):
        return value
    raise NotConstant(f"a {type(value).__name__} has no arithmetic here")


def is_const_call(node: ast.expr) -> bool:
    """`const(...)` or `micropython.const(...)` with one argument."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return False
    name = node.func
    return (isinstance(name, ast.Name) and name.id == "const") or (
        isinstance(name, ast.Attribute) and name.attr == "const"
    )
