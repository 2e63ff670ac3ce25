"""The types of the language as plain Python objects, so that a decorated file also runs without being compiled.

`uint8(300)` is 44, `ptr16(buffer)` is a view of the buffer's half words, `Buffer[uint8]` and `uint8[:]` may stand in
annotations. They serve `f.python(...)` and code outside of compiled functions; inside, the compiler knows the names
itself. What type checkers see is in `pytypes.pyi`.
"""

import math
import struct
from typing import Any

from nativecomp.language.types import FIXED_INTS, IntType


class _Annotation:
    """What `uint8[:]` and `Buffer[uint8]` evaluate to."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


class _MachineType(type):
    def __getitem__(cls, item: Any) -> _Annotation:
        if item != slice(None):
            raise TypeError(f"a typed buffer is written `{cls.__name__}[:]`")
        return _Annotation(f"{cls.__name__}[:]")


class Buffer:
    """A typed buffer in an annotation, spelled so that type checkers know it: `Buffer[uint8]` is `uint8[:]`."""

    def __class_getitem__(cls, element: Any) -> _Annotation:
        if not isinstance(element, type) or element.__name__ not in (
            *FIXED_INTS,
            "int",
            "uint",
            "float",
            "float32",
            "float64",
        ):
            raise TypeError(
                f"a typed buffer holds integers or floats: write `Buffer[uint8]`, not `Buffer[{element!r}]`"
            )
        return _Annotation(f"Buffer[{element.__name__}]")


def _integer(type_: IntType) -> _MachineType:
    lowest = -(1 << type_.bits - 1) if type_.signed else 0
    highest = lowest + (1 << type_.bits) - 1

    def new(cls: type, value: Any = 0) -> int:
        if isinstance(value, float):
            # As in docs/language.md: a float out of range gives the nearest end, NaN gives 0.
            return 0 if math.isnan(value) else int(max(lowest, min(highest, value)))
        return type_.wrap(int(value))

    return _MachineType(type_.name, (), {"__new__": new, "__doc__": f"An integer of {type_.bits} bits."})


int8, int16, int32, int64, uint8, uint16, uint32, uint64 = (
    _integer(FIXED_INTS[name]) for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
)
uint = _integer(IntType("uint", 32, False))


class float32(metaclass=_MachineType):
    """A number rounded to IEEE single precision."""

    def __new__(cls, value: Any = 0.0) -> float:  # type: ignore[misc]
        number = float(value)
        try:
            rounded: float = struct.unpack("<f", struct.pack("<f", number))[0]
        except OverflowError:
            return math.copysign(math.inf, number)
        return rounded


class float64(metaclass=_MachineType):
    """A Python float."""

    def __new__(cls, value: Any = 0.0) -> float:  # type: ignore[misc]
        return float(value)


def _pointer(name: str, code: str) -> type:
    def new(cls: type, value: Any) -> memoryview:
        if isinstance(value, int):
            raise TypeError(f"`{name}` of an address needs a machine: call the function on the emulated core")
        return memoryview(value).cast("B").cast(code)  # type: ignore[call-overload,no-any-return]

    return type(name, (), {"__new__": new, "__doc__": "A view of a buffer's elements."})


ptr, ptr8, ptr16, ptr32 = (_pointer(n, c) for n, c in (("ptr", "B"), ("ptr8", "B"), ("ptr16", "H"), ("ptr32", "I")))


def const(value: Any) -> Any:
    """Its argument: a name assigned once from it is a constant of compiled functions."""
    return value
