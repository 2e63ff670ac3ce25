"""The types of the typed language and the rules by which they combine (docs/language.md).

A type is an immutable value; each kind of type is one class. Widths depend on the target only through `TypeContext`,
which is where `int`, `uint`, `float` and pointers get their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Type:
    """Base of all types. `name` is what the user writes."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class IntType(Type):
    """An integer of `bits` bits that wraps around. `bool` is not one."""

    bits: int
    signed: bool

    @cached_property
    def minimum(self) -> int:
        return -(1 << (self.bits - 1)) if self.signed else 0

    @cached_property
    def maximum(self) -> int:
        return (1 << (self.bits - 1)) - 1 if self.signed else (1 << self.bits) - 1

    def wrap(self, value: int) -> int:
        """The value of this type with the same low bits as `value`."""
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if self.signed and value >> (self.bits - 1) else value

    def takes_literal(self, value: int) -> bool:
        """Whether a literal is one of this width's bit patterns, read as signed or as unsigned."""
        return -(1 << (self.bits - 1)) <= value < 1 << self.bits


@dataclass(frozen=True)
class FloatType(Type):
    """An IEEE 754 binary format of `bits` bits."""

    bits: int


@dataclass(frozen=True)
class PointerType(Type):
    """An address; `element_bits` is 0 for `ptr`, which only holds one."""

    element_bits: int


@dataclass(frozen=True)
class BufferType(Type):
    """A typed buffer: an address that is aligned to the element, and a length in elements."""

    element: IntType | FloatType


@dataclass(frozen=True)
class TupleType(Type):
    """Several typed values, as the result of a function."""

    items: tuple[Type, ...]


@dataclass(frozen=True)
class LiteralType(Type):
    """A constant number that has not met a type yet."""

    value: int | float


BOOL = Type("bool")
NONE = Type("None")
OBJECT = Type("object")


@dataclass(frozen=True)
class CellType(Type):
    """What holds a variable that functions share: an object that has the value, or nothing, in it.

    `holds` is the type that the value is read as; in the cell it is an object.
    """

    holds: Type


CELL = CellType("cell", OBJECT)
STRING = Type("str constant")
"""A constant string: only as the text of `print`, `raise` and `ord`."""

OBJECTS = (OBJECT, STRING, NONE)
"""The types of what is an object already."""

ITERATOR = Type("iterator")
"""What a loop over an object keeps: four words, which only the runtime looks into."""

FIXED_INTS = {
    f"{prefix}int{bits}": IntType(f"{prefix}int{bits}", bits, not prefix)
    for prefix in ("", "u")
    for bits in (8, 16, 32, 64)
}
FLOAT32 = FloatType("float32", 32)
FLOAT64 = FloatType("float64", 64)
INT64 = FIXED_INTS["int64"]
POINTERS = {name: PointerType(name, bits) for name, bits in (("ptr", 0), ("ptr8", 8), ("ptr16", 16), ("ptr32", 32))}


def tuple_of(items: tuple[Type, ...]) -> TupleType:
    return TupleType(f"tuple[{', '.join(t.name for t in items)}]", items)


def buffer_of(element: IntType | FloatType) -> BufferType:
    return BufferType(f"{element.name}[:]", element)


class TypeContext:
    """The types as they are on one target: the word is `word_bits` wide, `float` is `float_bits` wide."""

    def __init__(self, word_bits: int, float_bits: int) -> None:
        self.word_bits = word_bits
        self.int = IntType("int", word_bits, True)
        self.uint = IntType("uint", word_bits, False)
        self.float = FloatType("float", float_bits)
        self.named: dict[str, Type] = {
            "int": self.int,
            "uint": self.uint,
            "float": self.float,
            "bool": BOOL,
            "object": OBJECT,
            **FIXED_INTS,
            "float32": FLOAT32,
            "float64": FLOAT64,
            **POINTERS,
        }

    def promote(self, type_: Type) -> Type:
        """The type in which arithmetic on an operand happens: what is narrower than 32 bits becomes `int`."""
        if type_ == BOOL or (isinstance(type_, IntType) and type_.bits < 32):
            return self.int
        return type_

    def element_value(self, element: IntType | FloatType) -> Type:
        """The type of an element loaded from a typed buffer."""
        return self.promote(element)

    def unify(self, left: Type, right: Type) -> Type | None:
        """The type of an arithmetic operation, or None where the two do not combine.

        A literal takes the other operand's type; the wider integer wins, of equal width the left; a float wins over an
        integer, the wider float over the narrower. Two literals stay one (their value is the caller's matter).
        """
        left, right = self.promote(left), self.promote(right)
        if isinstance(left, LiteralType) or isinstance(right, LiteralType):
            return self._unify_literal(left, right)
        if isinstance(left, IntType) and isinstance(right, IntType):
            return right if right.bits > left.bits else left
        if isinstance(left, FloatType) and isinstance(right, FloatType):
            return right if right.bits > left.bits else left
        if isinstance(left, FloatType) and isinstance(right, IntType):
            return left
        if isinstance(left, IntType) and isinstance(right, FloatType):
            return right
        return None

    def unify_all(self, types: Sequence[Type]) -> Type | None:
        """The common type of several operands, from left to right, literals last: they take what the others give."""
        typed = [t for t in types if not isinstance(t, LiteralType)]
        literals = [t for t in types if isinstance(t, LiteralType)]
        ordered = [*typed, *literals]
        result = ordered[0]
        for other in ordered[1:]:
            unified = self.unify(result, other)
            if unified is None:
                return None
            result = unified
        return result

    def _unify_literal(self, left: Type, right: Type) -> Type | None:
        literal, other = (left, right) if isinstance(left, LiteralType) else (right, left)
        assert isinstance(literal, LiteralType)
        if isinstance(other, LiteralType):
            is_float = isinstance(literal.value, float) or isinstance(other.value, float)
            return self.float if is_float else self.int
        if isinstance(other, FloatType):
            return other
        if isinstance(other, IntType):
            return self.float if isinstance(literal.value, float) else other
        return None

    def is_wide(self, type_: Type, *others: Type) -> bool:
        """Whether it is a literal integer that neither `int` nor any of the types that it meets holds."""
        if not isinstance(type_, LiteralType) or not isinstance(type_.value, int):
            return False
        value = type_.value
        return not any(
            isinstance(other, FloatType) or (isinstance(other, IntType) and other.takes_literal(value))
            for other in (self.int, *others)
        )

    def default(self, type_: Type) -> Type:
        """What a literal is when it stays alone: `int` or `float`. Other types are themselves."""
        if isinstance(type_, LiteralType):
            return self.float if isinstance(type_.value, float) else self.int
        return type_


def is_number(type_: Type) -> bool:
    return type_ == BOOL or isinstance(type_, IntType | FloatType | LiteralType)


def is_integer(type_: Type) -> bool:
    """Whether it is an integer, a `bool`, or a literal integer."""
    if isinstance(type_, LiteralType):
        return isinstance(type_.value, int)
    return type_ == BOOL or isinstance(type_, IntType)
