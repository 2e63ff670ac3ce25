"""Between Python values and machine values: arguments by their declared types, results, and exceptions.

The rules are those of MicroPython's viper where it has them: integers are cut to their type without an overflow error,
anything that is a buffer may be passed as a pointer.
"""

import math
import operator
import struct
import sys
from typing import Any

from nativecomp.emulator import Argument, Buffer, Scratch, Word
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    BufferType,
    FloatType,
    IntType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)

BUFFER_FORMATS: dict[str, tuple[bool, bool]] = {
    **dict.fromkeys("bhilqn", (True, True)),
    **dict.fromkeys("BHILQNc?", (True, False)),
    **dict.fromkeys("fde", (False, True)),
}
"""By the type code of a buffer (see `struct`): whether it holds integers, and whether they are signed."""


def _kind(type_: Type, context: TypeContext) -> str:
    """The emulator's word for how a value of the type is passed."""
    if isinstance(type_, FloatType):
        return f"f{type_.bits}"
    if isinstance(type_, PointerType):
        return "ptr"
    bits = type_.bits if isinstance(type_, IntType) else context.word_bits if type_ == OBJECT else 32
    return f"i{max(bits, 32)}"


def _given(value: Any) -> str:
    """What was passed, in words: `None`, `a str`, `an int`."""
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"


def _misfit(value: Any, place: str, type_: Type, advice: str = "") -> TypeError:
    return TypeError(f"{place} is `{type_}`, {_given(value)} was given{advice}")


def _integer(value: Any, place: str, type_: Type) -> int:
    try:
        return operator.index(value)
    except TypeError:
        advice = "; pass `int(...)` of it" if isinstance(value, float) else ""
        raise _misfit(value, place, type_, advice) from None


def _float(value: Any, place: str, type_: Type) -> float:
    if isinstance(value, str | bytes | bytearray):
        raise _misfit(value, place, type_)
    try:
        return float(value)
    except TypeError:
        raise _misfit(value, place, type_) from None
    except OverflowError:
        raise OverflowError(f"{place} is `{type_}`, the int given is too large for one") from None


def _view(value: Any, place: str, type_: Type) -> memoryview:
    try:
        view = memoryview(value)
    except (TypeError, ValueError, BufferError):
        raise _misfit(value, place, type_, "; pass a buffer such as a bytearray") from None
    if not view.c_contiguous:
        raise TypeError(f"{place}: the buffer is not contiguous; pass a copy")
    return view


_FOREIGN_ORDER = ">!" if sys.byteorder == "little" else "<"


def _buffer(value: Any, place: str, type_: BufferType, context: TypeContext) -> list[Argument]:
    view = _view(value, place, type_)
    element = type_.element
    size = element.bits // 8
    code = view.format.lstrip("@=<>!")
    if view.itemsize != 1 or size == 1:
        is_int, signed = BUFFER_FORMATS.get(code, (False, False))
        fits = view.itemsize == size and is_int == isinstance(element, IntType)
        fits = fits and (size == 1 or view.format[0] not in _FOREIGN_ORDER)
        raw = code in "Bc"
        if not fits or (isinstance(element, IntType) and not raw and signed != element.signed):
            raise TypeError(f"{place} is `{type_}`, a buffer of {_elements(view)} was given")
    if view.nbytes % size:
        raise ValueError(f"{place} is `{type_}`: {view.nbytes} bytes are no whole number of elements")
    return [Buffer(value, alignment=size, name=_name(place)), Word(f"i{context.word_bits}", view.nbytes // size)]


def _elements(view: memoryview) -> str:
    """What a buffer holds, as a type of the language where there is one for it."""
    code = view.format.lstrip("@=<>!")
    order = "big-endian " if view.format[0] in ">!" else ""
    is_int, signed = BUFFER_FORMATS.get(code, (False, False))
    if is_int and code not in "c?":
        return f"{order}`{'' if signed else 'u'}int{8 * view.itemsize}`"
    return f"{order}`float{8 * view.itemsize}`" if code in "efd" else f"elements of format {view.format!r}"


def _name(place: str) -> str:
    """What an error in the code calls a buffer: the argument without the function, which the error says itself."""
    return place.partition("(): ")[2] or place


def convert_argument(value: Any, place: str, type_: Type, context: TypeContext) -> list[Argument]:
    """The machine arguments for one Python argument. `place` is how messages call it.

    Raises:
        OverflowError: an int is too large for a float.
        TypeError: the value does not fit the declared type.
        ValueError: a buffer's size is no multiple of the element's.
    """
    if isinstance(type_, IntType):
        return [Word(_kind(type_, context), type_.wrap(_integer(value, place, type_)))]
    if type_ == BOOL:
        return [Word("i32", int(bool(value)))]
    if isinstance(type_, FloatType):
        return [Word(_kind(type_, context), _float(value, place, type_))]
    if isinstance(type_, PointerType):
        if is_address(value):
            return [Word("ptr", context.uint.wrap(operator.index(value)))]
        _view(value, place, type_)
        return [Buffer(value, name=_name(place))]
    if isinstance(type_, BufferType):
        return _buffer(value, place, type_, context)
    return [Word(f"i{context.word_bits}", 0)]


def convert_register(value: Any, place: str, type_: Type, context: TypeContext) -> list[Argument]:
    """The word for an argument of an assembler function, by MicroPython's rules.

    Numbers are cut to a word, `None` is 0, of a string or a buffer it is the address of the data.

    Raises:
        TypeError: nothing of the value fits a register.
    """
    if value is None:
        value = 0
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"{place} is a register, {value} is no whole number")
        value = int(value)
    elif isinstance(value, str):
        value = value.encode() + b"\0"
    elif not is_address(value) and not _is_buffer(value):
        raise TypeError(f"{place} is a register, {_given(value)} was given; pass a number or a buffer")
    return convert_argument(value, place, type_, context)


def is_address(value: Any) -> bool:
    """Whether a pointer argument is an integer, that is, a device address."""
    return isinstance(value, int) or (hasattr(value, "__index__") and not _is_buffer(value))


def _is_buffer(value: Any) -> bool:
    try:
        memoryview(value)
    except TypeError:
        return False
    return True


def result_kind(type_: Type, context: TypeContext) -> str | None:
    """How the machine returns a result: None for nothing and for a tuple, which goes through memory."""
    if type_ == NONE or isinstance(type_, TupleType | BufferType):
        return None
    return _kind(type_, context)


def convert_result(raw: int | float | None, type_: Type, context: TypeContext) -> Any:
    """The Python value of a result."""
    if type_ == NONE or raw is None:
        return None
    if isinstance(type_, FloatType):
        return raw
    assert isinstance(raw, int)
    if type_ == BOOL:
        return bool(raw & 1)
    if isinstance(type_, IntType):
        return type_.wrap(raw)
    return context.uint.wrap(raw)


_CODES: dict[tuple[bool, int], str] = {
    (signed, bits): code if signed else code.upper()
    for signed in (True, False)
    for bits, code in ((8, "b"), (16, "h"), (32, "i"), (64, "q"))
}


def _struct_code(type_: Type, context: TypeContext) -> str:
    if isinstance(type_, FloatType):
        return "f" if type_.bits == 32 else "d"
    if type_ == BOOL:
        return "?"
    if isinstance(type_, IntType):
        return _CODES[type_.signed, type_.bits]
    return "I" if context.word_bits == 32 else "Q"


def tuple_layout(type_: TupleType, context: TypeContext) -> tuple[list[int], str, int]:
    """Offsets of a tuple's items in memory, laid out as C lays out a struct, their `struct` codes, and the size."""
    offsets, codes, position = [], "", 0
    for item in type_.items:
        code = _struct_code(item, context)
        size = struct.calcsize(f"={code}")
        position = -(-position // size) * size
        offsets.append(position)
        codes += code
        position += size
    return offsets, codes, -(-position // 8) * 8


def tuple_scratch(type_: TupleType, context: TypeContext) -> Scratch:
    return Scratch(tuple_layout(type_, context)[2])


def convert_tuple(data: bytes, type_: TupleType, context: TypeContext) -> tuple[Any, ...]:
    """The Python values of a tuple result."""
    offsets, codes, _ = tuple_layout(type_, context)
    return tuple(struct.unpack_from(f"<{code}", data, offset)[0] for code, offset in zip(codes, offsets, strict=True))
