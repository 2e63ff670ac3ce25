"""The operators on values that already have one type: a table for integers and one for floats."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from tests.reference.errors import Raised
from tests.reference.types import Float, Integer

Operation = Callable[[Any, Any], Any]

DIVIDE_BY_ZERO = "divide by zero"


def _divide(a: int, b: int) -> int:
    if b == 0:
        raise Raised(ZeroDivisionError(DIVIDE_BY_ZERO))
    return a // b


def _modulo(a: int, b: int) -> int:
    if b == 0:
        raise Raised(ZeroDivisionError(DIVIDE_BY_ZERO))
    return a % b


# Exact results; the caller wraps them at the width of the type.
INTEGER: dict[type[ast.operator], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: _divide,
    ast.Mod: _modulo,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}

BITWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)


def shift_left(kind: Integer, value: int, count: int) -> int:
    """Only the low 8 bits of the count matter; the width or more gives 0."""
    return kind.wrap(value << (count & 0xFF))


def shift_right(kind: Integer, value: int, count: int) -> int:
    """Arithmetic for signed, logical for unsigned types; Python's `>>` of the value is both."""
    return value >> (count & 0xFF)


def power(kind: Integer, base: int, exponent: int) -> int:
    if exponent < 0:
        raise Raised(ValueError("negative power"))
    return kind.wrap(pow(base, exponent, 1 << kind.bits))


# Operators whose type is that of the left operand alone (rule 6, and `**`).
LEFT_TYPED: dict[type[ast.operator], Callable[[Integer, int, int], int]] = {
    ast.LShift: shift_left,
    ast.RShift: shift_right,
    ast.Pow: power,
}


def _float_quotient(kind: Float, a: float, b: float) -> float:
    if b == 0.0:
        raise Raised(ZeroDivisionError(DIVIDE_BY_ZERO))
    return kind.round(a / b)


def _float_divmod(kind: Float, a: float, b: float) -> tuple[float, float]:
    """Python's divmod of floats, every step rounded to the type.

    The remainder is exact before a divisor of the other sign is added; the quotient is the one that belongs to it.
    """
    if b == 0.0:
        raise Raised(ZeroDivisionError(DIVIDE_BY_ZERO))
    if math.isnan(a) or math.isnan(b) or math.isinf(a):
        return math.nan, math.nan
    remainder = math.fmod(a, b)
    quotient = kind.round(kind.round(a - remainder) / b)
    if remainder == 0.0:
        remainder = math.copysign(0.0, b)
    elif (remainder < 0) != (b < 0):
        remainder = kind.round(remainder + b)
        quotient = kind.round(quotient - 1.0)
    if quotient == 0.0:
        return math.copysign(0.0, a) * math.copysign(1.0, b), remainder
    if math.isinf(quotient):
        return quotient, remainder
    # The quotient is a whole number but for its rounding: take the nearest one.
    whole = float(math.floor(quotient))
    if quotient - whole > 0.5:
        whole += 1.0
    return kind.round(whole), remainder


FLOAT: dict[type[ast.operator], Callable[[Float, float, float], float]] = {
    ast.Add: lambda kind, a, b: kind.round(a + b),
    ast.Sub: lambda kind, a, b: kind.round(a - b),
    # Two singles multiply exactly in a double; sums and quotients of singles round the same way through a double.
    ast.Mult: lambda kind, a, b: kind.round(a * b),
    ast.Div: _float_quotient,
    ast.FloorDiv: lambda kind, a, b: _float_divmod(kind, a, b)[0],
    ast.Mod: lambda kind, a, b: _float_divmod(kind, a, b)[1],
}

COMPARISON: dict[type[ast.cmpop], Operation] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

# Constant expressions: Python's own arithmetic of integers.
CONSTANT: dict[type[ast.operator], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
}
