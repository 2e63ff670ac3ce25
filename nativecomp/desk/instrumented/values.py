"""Machine arithmetic by Python's: what operators and conversions give on values of machine types (docs/language.md)."""

import ast
import math
import operator
import struct
from collections.abc import Callable
from typing import Any

from nativecomp.language.types import (
    BOOL,
    OBJECTS,
    BufferType,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)

_BITS_OF_DOUBLE = 53
_EXPONENTS = 0xFF
"""A shift looks at so many bits of its count."""

Function = Callable[..., Any]


def rounded(type_: FloatType, value: float) -> float:
    """A double as the nearest value of a type; what is too large is infinite."""
    if type_.bits == 64:
        return value
    try:
        single: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return single


def _float_of(type_: FloatType, value: int) -> float:
    """An integer as the nearest float: rounded once, so what a double has no room for counts as one bit below it."""
    more = abs(value).bit_length() - _BITS_OF_DOUBLE
    if type_.bits < 64 and more > 0:
        kept = abs(value) >> more
        kept |= abs(value) & (1 << more) - 1 != 0
        value = math.copysign(1, value) * (kept << more)  # type: ignore[assignment]
    return rounded(type_, float(value))


def _integer_of(type_: IntType, value: float) -> int:
    """A float as an integer: without its fraction, the nearest end where it is out of range, 0 for NaN."""
    return 0 if math.isnan(value) else int(max(type_.minimum, min(type_.maximum, value)))


def converter(given: Type, wanted: Type, context: TypeContext) -> Function | None:
    """What makes a value of one type one of another; None where nothing is to be done.

    Raises:
        KeyError: there is no such conversion.
    """
    if given == wanted or isinstance(wanted, TupleType | BufferType):
        return None
    if wanted == BOOL:
        return bool
    if isinstance(wanted, FloatType):
        return lambda value: rounded(wanted, value) if isinstance(value, float) else _float_of(wanted, int(value))
    if isinstance(wanted, IntType):
        return _to_integer(given, wanted, context)
    if wanted in OBJECTS:
        return None
    raise KeyError(given, wanted)


def _to_integer(given: Type, wanted: IntType, context: TypeContext) -> Function:
    if isinstance(given, FloatType) or (isinstance(given, LiteralType) and isinstance(given.value, float)):
        return lambda value: _integer_of(wanted, value)
    if given in OBJECTS:
        return lambda value: wanted.wrap(0 if value is None else operator.index(value))
    return lambda value: wanted.wrap(int(value))


def _not_zero(divisor: float) -> None:
    if divisor == 0:
        raise ZeroDivisionError("divide by zero")


def _integer_divide(compute: Callable[[int, int], int]) -> Callable[[IntType, int, int], int]:
    def divide(type_: IntType, a: int, b: int) -> int:
        _not_zero(b)
        return type_.wrap(compute(a, b))

    return divide


def _power(type_: IntType, base: int, exponent: int) -> int:
    if exponent < 0:
        raise ValueError("negative power")
    return type_.wrap(pow(base, exponent, 1 << type_.bits))


def _wrapped(compute: Callable[[int, int], int]) -> Callable[[IntType, int, int], int]:
    return lambda type_, a, b: type_.wrap(compute(a, b))


_INTEGERS: dict[type[ast.operator], Callable[[IntType, int, int], int]] = {
    ast.Add: _wrapped(operator.add), ast.Sub: _wrapped(operator.sub), ast.Mult: _wrapped(operator.mul),
    ast.BitAnd: _wrapped(operator.and_), ast.BitOr: _wrapped(operator.or_), ast.BitXor: _wrapped(operator.xor),
    ast.FloorDiv: _integer_divide(operator.floordiv), ast.Mod: _integer_divide(operator.mod), ast.Pow: _power,
    ast.LShift: lambda type_, a, b: type_.wrap(a << (b & _EXPONENTS)),
    ast.RShift: lambda type_, a, b: a >> (b & _EXPONENTS),
}  # fmt: skip
BY_LEFT = (ast.LShift, ast.RShift, ast.Pow)
"""Operators whose type is that of their left operand; the right one stays what it is."""


def _float_divide(type_: FloatType, a: float, b: float) -> float:
    _not_zero(b)
    return rounded(type_, a / b)


def _float_divmod(type_: FloatType, a: float, b: float) -> tuple[float, float]:
    """Quotient and remainder as Python has them, each step rounded to the type."""
    _not_zero(b)
    if math.isnan(a) or math.isnan(b) or math.isinf(a):
        return math.nan, math.nan
    rest = math.fmod(a, b)
    quotient = rounded(type_, rounded(type_, a - rest) / b)
    if rest == 0:
        rest = math.copysign(0.0, b)
    elif (rest < 0) != (b < 0):
        rest, quotient = rounded(type_, rest + b), rounded(type_, quotient - 1.0)
    if quotient == 0:
        return math.copysign(0.0, a) * math.copysign(1.0, b), rest
    if math.isfinite(quotient):
        whole = float(math.floor(quotient))
        quotient = rounded(type_, whole + (quotient - whole > 0.5))
    return quotient, rest


_FLOATS: dict[type[ast.operator], Callable[[FloatType, float, float], float]] = {
    # Sums, products and quotients of two singles come out of a double with one rounding.
    ast.Add: lambda type_, a, b: rounded(type_, a + b),
    ast.Sub: lambda type_, a, b: rounded(type_, a - b),
    ast.Mult: lambda type_, a, b: rounded(type_, a * b),
    ast.Div: _float_divide,
    ast.FloorDiv: lambda type_, a, b: _float_divmod(type_, a, b)[0],
    ast.Mod: lambda type_, a, b: _float_divmod(type_, a, b)[1],
}  # fmt: skip


def binary(op: ast.operator, type_: Type) -> Function:
    """What computes an operator on two operands of a type."""
    if isinstance(type_, IntType):
        compute = _INTEGERS[type(op)]
        return lambda a, b: compute(type_, a, b)
    assert isinstance(type_, FloatType)
    of_floats = _FLOATS[type(op)]
    return lambda a, b: of_floats(type_, a, b)


_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
}  # fmt: skip


def unary(op: ast.unaryop, type_: Type) -> Function:
    """The same of one operand."""
    compute = _UNARY[type(op)]
    return lambda value: type_.wrap(compute(value)) if isinstance(type_, IntType) else compute(value)


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip


def comparison(op: ast.cmpop, left: Type, right: Type, context: TypeContext) -> Function:
    """What compares two values of machine types: by value, but by its bits what `==` compares with a literal."""
    compare = _COMPARE[type(op)]
    if isinstance(left, PointerType):
        return compare
    common = context.unify(left, right)
    if isinstance(common, FloatType):
        first, second = (converter(side, common, context) or (lambda value: value) for side in (left, right))
        return lambda a, b: compare(first(a), second(b))
    by_bits = isinstance(op, ast.Eq | ast.NotEq) and isinstance(common, IntType)
    if by_bits and any(isinstance(side, LiteralType) for side in (left, right)):
        assert isinstance(common, IntType)
        wrap = common.wrap
        return lambda a, b: compare(wrap(a), wrap(b))
    return compare


def result_of(op: ast.operator, left: Type, right: Type, context: TypeContext) -> Type:
    """The type of `left op right` between machine values, as inference has it."""
    if isinstance(op, BY_LEFT):
        return context.default(context.promote(left))
    if left == BOOL == right and isinstance(op, ast.BitAnd | ast.BitOr | ast.BitXor):
        return BOOL
    common = context.unify(left, right)
    assert common is not None
    return context.float if isinstance(op, ast.Div) and isinstance(common, IntType) else common


def zero(type_: Type) -> Any:
    """What a local holds that was never assigned."""
    if isinstance(type_, TupleType):
        return tuple(map(zero, type_.items))
    return {BOOL: False}.get(type_, 0.0 if isinstance(type_, FloatType) else 0)
