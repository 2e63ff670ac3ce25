"""Which values go into a place of another type without a cast, and what to say of those that do not."""

import sys

from nativecomp.frontend.infer.rules import FunctionTyping
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    OBJECTS,
    BufferType,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    Type,
    is_integer,
    is_number,
)

THE_RESULT = "the result"
"""What the value of a `return` is assigned to. A `bool` is asked for, as in MicroPython, which takes one elsewhere."""


def check_literal(t: FunctionTyping, node: Located, literal: Type, wanted: Type) -> None:
    """Report a literal integer that fits no bits of the type that it meets, or is larger than every float."""
    if not (isinstance(literal, LiteralType) and isinstance(literal.value, int)):
        return
    if isinstance(wanted, FloatType) and abs(literal.value) > sys.float_info.max:
        t.error(node, f"this integer is larger than every `{wanted}`")
    if isinstance(wanted, IntType) and not wanted.takes_literal(literal.value):
        wide = "int64" if -(1 << 63) <= literal.value < 1 << 63 else "uint64"
        hint = f"compute in 64 bits: `{wide}(...)`" if wanted.bits < 64 else "no type is that wide"
        if wanted.bits < 32:
            hint = f"write the bits that are meant: `0x{literal.value & (1 << wanted.bits) - 1:x}`"
        t.error(node, f"{literal.value} does not fit `{wanted}` ({wanted.bits} bits)", hint)


def unify(t: FunctionTyping, node: Located, left: Type, right: Type) -> Type:
    """The common type of two operands, with literals checked against it."""
    if ERROR in (left, right):
        return ERROR
    unified = t.context.unify(left, right)
    if unified is None:
        return left if left == right else t.error(node, f"`{left}` and `{right}` have no common type")
    for side in (left, right):
        check_literal(t, node, side, unified)
    return unified


def accepts(given: Type, wanted: Type) -> bool:
    """Whether a local of type `wanted` takes a value as it is, or converted without a cast or a loss."""
    if ERROR in (given, wanted) or given == wanted:
        return True
    if wanted == OBJECT:
        return not isinstance(given, BufferType)
    if isinstance(given, LiteralType) and isinstance(given.value, int) and isinstance(wanted, IntType):
        return wanted.takes_literal(given.value)
    if given == NONE or (given == OBJECT and wanted == BOOL):
        return is_number(wanted)
    return is_number(given) and (isinstance(wanted, FloatType) or (is_number(wanted) and is_integer(given)))


def assignable(
    t: FunctionTyping, node: Located, given: Type, wanted: Type, what: str, *, argument: bool = False
) -> None:
    """Report where a value of type `given` may not be put into a place of type `wanted` without a cast."""
    if ERROR in (given, wanted) or given == wanted:
        return
    if wanted == OBJECT:
        t.wanted(node, given)
        return
    if given == NONE and node in t.function.constants:
        return  # `None` in the place of a number is 0, as in MicroPython
    if given in OBJECTS and (argument or (given == OBJECT and wanted == BOOL)):
        return
    check_literal(t, node, given, wanted)
    if not _converts(given, wanted, what, argument=argument):
        shown = f"a {given}".replace("a i", "an i") if isinstance(given, LiteralType) else f"`{given}`"
        message = f"{what} is `{wanted}`, the value is {shown}"
        t.no_conversion(node, given, wanted, message, _instead(t, given, wanted, what))


def _converts(given: Type, wanted: Type, what: str, *, argument: bool) -> bool:
    """Whether a machine value is converted to another machine type where it is put there."""
    if argument and isinstance(wanted, PointerType):
        return is_integer(given) or isinstance(given, PointerType | BufferType)
    if argument and isinstance(wanted, IntType) and isinstance(given, PointerType):
        return True
    if not (is_number(given) and is_number(wanted)):
        return False
    if isinstance(wanted, FloatType):
        return True
    return is_integer(given) and (isinstance(wanted, IntType) or (wanted == BOOL and what != THE_RESULT))


def _instead(t: FunctionTyping, given: Type, wanted: Type, what: str) -> str:
    """What to write where a value cannot be put into a place."""
    name = what.split("`")[1] if what.startswith("local") else ""
    if wanted == t.context.int and isinstance(given, FloatType) and name:
        return f"`{wanted}(...)` drops the fraction; a local that begins as a float keeps it, as in `{name} = 0.0`"
    if wanted == BOOL:
        return "write `... != 0` or `bool(...)`"
    casts = is_number(given) or (isinstance(given, PointerType) and isinstance(wanted, IntType)) or given == OBJECT
    if isinstance(wanted, PointerType) or (is_number(wanted) and casts):
        hint = f"write `{wanted}(...)`"
        return hint + f", or declare it: `{name}: object = ...`" * (given == OBJECT and bool(name))
    return "a local keeps its first type: use another name" if name else ""
