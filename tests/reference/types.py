"""The types of the language and the conversions between their values.

Values are plain Python: `int` for integers and addresses, `bool`, `float` for both float types (a float32 is a
double that a single holds exactly), `(address, length)` for a typed buffer, a tuple for a tuple.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Converter = Callable[[Any], Any]


@dataclass(frozen=True)
class Type:
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Integer(Type):
    bits: int
    signed: bool

    @property
    def low(self) -> int:
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def high(self) -> int:
        return (1 << (self.bits - self.signed)) - 1

    def wrap(self, value: int) -> int:
        """The value of this type that has the low bits of `value`."""
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if self.signed and value >> (self.bits - 1) else value

    def admits(self, literal: int) -> bool:
        """Whether an integer literal may meet this type: it fits the bits, signed or unsigned."""
        return -(1 << (self.bits - 1)) <= literal < 1 << self.bits


@dataclass(frozen=True)
class Float(Type):
    bits: int

    def round(self, value: float) -> float:
        """`value` rounded to this type, to nearest, ties to even."""
        return value if self.bits == 64 else ctypes.c_float(value).value

    def from_integer(self, value: int) -> float:
        """An integer rounded once, straight to this type."""
        excess = abs(value).bit_length() - 53
        if excess > 0 and self.bits == 32:
            # A double cannot hold it: keep 53 bits and remember in the last one whether any lower bit was set
            # ("round to odd"), so that the rounding to single that follows is right.
            sticky = abs(value) & ((1 << excess) - 1) != 0
            kept = ((abs(value) >> excess) | sticky) << excess
            value = kept if value > 0 else -kept
        try:
            return self.round(float(value))
        except OverflowError:
            return math.copysign(math.inf, value)


@dataclass(frozen=True)
class Pointer(Type):
    size: int  # bytes of an element; 0 for `ptr`, which has none


@dataclass(frozen=True)
class Buffer(Type):
    element: Integer | Float


@dataclass(frozen=True)
class Tuple(Type):
    items: tuple[Type, ...]


BOOL = Type("bool")
NONE = Type("None")
OBJECT = Type("object")
INT_LITERAL = Type("integer literal")
FLOAT_LITERAL = Type("float literal")
LITERALS = (INT_LITERAL, FLOAT_LITERAL)

FIXED = {
    name: Integer(name, bits, signed)
    for bits in (8, 16, 32, 64)
    for name, signed in ((f"int{bits}", True), (f"uint{bits}", False))
}
FLOATS = {"float32": Float("float32", 32), "float64": Float("float64", 64)}
POINTERS = {"ptr": Pointer("ptr", 0)} | {f"ptr{8 * n}": Pointer(f"ptr{8 * n}", n) for n in (1, 2, 4)}
BUFFERS = {f"{t.name}[:]": Buffer(f"{t.name}[:]", t) for t in (*FIXED.values(), *FLOATS.values())}


class Words:
    """The types of one core: what `int`, `uint` and `float` are there."""

    def __init__(self, word_bits: int, float_bits: int) -> None:
        self.int = Integer("int", word_bits, True)
        self.uint = Integer("uint", word_bits, False)
        self.float = FLOATS[f"float{float_bits}"]
        self.numbers: dict[str, Type] = {
            "int": self.int,
            "uint": self.uint,
            "float": self.float,
            "bool": BOOL,
            **FIXED,
            **FLOATS,
        }
        self.named: dict[str, Type] = self.numbers | POINTERS | BUFFERS | {"object": OBJECT}

    def promote(self, kind: Type) -> Type:
        """Rule 1: `bool` and the 8- and 16-bit types become `int` before an operation."""
        narrow = kind is BOOL or (isinstance(kind, Integer) and kind.bits < 32)
        return self.int if narrow else kind

    def settle(self, kind: Type) -> Type:
        """The type of a value that stands alone: a literal is `int` or `float`."""
        return {INT_LITERAL: self.int, FLOAT_LITERAL: self.float}.get(kind, kind)

    def unify(self, left: Type, right: Type) -> Type | None:
        """The type of an operation on two operands (rules 1 to 4), None where there is none. May be a literal's."""
        left, right = self.promote(left), self.promote(right)
        kinds = {left, right}
        if kinds <= set(LITERALS):
            return FLOAT_LITERAL if FLOAT_LITERAL in kinds else INT_LITERAL
        if not all(k in LITERALS or isinstance(k, (Integer, Float)) for k in kinds):
            return None
        if INT_LITERAL in kinds:
            return right if left is INT_LITERAL else left
        if FLOAT_LITERAL in kinds:
            typed = right if left is FLOAT_LITERAL else left
            return typed if isinstance(typed, Float) else self.float
        if isinstance(left, Float) != isinstance(right, Float):
            return left if isinstance(left, Float) else right
        return right if right.bits > left.bits else left


def zero(kind: Type) -> Any:
    """What a local of this type reads as before anything was assigned."""
    if isinstance(kind, Float):
        return 0.0
    if isinstance(kind, Buffer):
        return (0, 0)
    if isinstance(kind, Tuple):
        return tuple(zero(item) for item in kind.items)
    return {BOOL: False, NONE: None}.get(kind, 0)


def float_to_integer(value: float, target: Integer) -> int:
    """Truncates towards zero; out of range gives the nearest end, NaN gives 0."""
    if math.isnan(value):
        return 0
    if math.isinf(value):
        return target.high if value > 0 else target.low
    return min(max(int(value), target.low), target.high)


def number_converter(source: Type, target: Type) -> Converter | None:
    """How a number of one type becomes one of another (with a cast or without); None where there is no way."""
    if source == target:
        return lambda value: value
    if target is BOOL:
        return bool
    if isinstance(target, Integer):
        if isinstance(source, Float) or source is FLOAT_LITERAL:
            return lambda value: float_to_integer(value, target)
        return lambda value: target.wrap(int(value))
    if isinstance(target, Float):
        if isinstance(source, Float) or source is FLOAT_LITERAL:
            return target.round
        return lambda value: target.from_integer(int(value))
    return None
