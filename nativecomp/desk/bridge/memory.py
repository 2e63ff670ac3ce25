"""The entries of the function table that are about memory: blocks of it, buffers, and the elements of arrays."""

import numbers
import operator
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nativecomp.codegen.lower.boxing import RAISE, WRITE
from nativecomp.desk.bridge.buffers import open_buffer, type_code

if TYPE_CHECKING:
    from nativecomp.desk.bridge.table import FunctionTable


class MemoryEntries:
    """The callbacks, on the table that has the others."""

    def __init__(self, table: "FunctionTable") -> None:
        self.table = table
        self.machine = table.world.machine
        self.callbacks: dict[str, Callable[..., int | None]] = {
            "memset": self.memset,
            "memmove": self.memmove,
            "realloc": self.realloc,
            "get_buffer": self.get_buffer,
            "array_get": self.array_get,
            "array_set": self.array_set,
        }

    def memset(self, place: int, value: int, size: int) -> int:
        self.machine.check_bounds("write", place, size)
        self.machine.write(place, bytes([value & 0xFF]) * size)
        return place

    def memmove(self, place: int, source: int, size: int) -> int:
        self.machine.check_bounds("read", source, size)
        self.machine.check_bounds("write", place, size)
        self.machine.write(place, self.machine.read(source, size))
        return place

    def realloc(self, place: int, size: int, flags: int) -> int:
        """Code asks whether there is memory; what it gets is none to write to. For an object of two words there is
        none: code that would make it asks for the object then."""
        return self.table.world.objects.other if size > 2 * self.table.word_bits // 8 else 0

    def get_buffer(self, given: int, info: int, flags: int) -> int:
        value = self.table.object(given)
        view = None if isinstance(value, int) else open_buffer(value)
        if view is not None and not (view.readonly and flags & WRITE):
            self.table.write(info, [self.table.address(value), view.nbytes])
            self.machine.write(info + 2 * self.table.word_bits // 8, type_code(value).to_bytes(4, "little"))
            return self.table.c_bool(True)
        if flags & RAISE:
            raise TypeError("object with buffer protocol required")
        return self.table.c_bool(False)

    def _code(self, code: int) -> tuple[str, int]:
        """The `struct` code for one of MicroPython's, which are those of the target's C compiler, and its size."""
        text = {"l": "iq", "L": "IQ"}.get(chr(code & 0xFF), chr(code & 0xFF) * 2)[self.table.word_bits == 64]
        return text, struct.calcsize(f"={text}")

    def array_get(self, code: int, place: int, index: int) -> int:
        text, size = self._code(code)
        (value,) = struct.unpack(f"={text}", self.machine.read(place + size * index, size))
        return self.table.word(value)

    def array_set(self, code: int, place: int, index: int, given: int) -> None:
        text, size = self._code(code)
        value = self.table.object(given)
        if text in "fd":
            data = pack_float(text, value)
        else:
            data = (integer(value) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
        self.machine.write(place + size * index, data)


def integer(value: Any) -> int:
    """The integer that MicroPython's code converts an object to: not a float's, but what a class's `__int__` says."""
    if hasattr(type(value), "__int__") and not isinstance(value, numbers.Real):
        return int(value)
    return operator.index(value)


def pack_float(code: str, value: Any) -> bytes:
    """A number as a float in memory; what is too large for single precision is infinite."""
    if isinstance(value, str | bytes):
        raise TypeError(f"can't convert {type(value).__name__} to float")
    number = float(value)
    try:
        return struct.pack(f"={code}", number)
    except OverflowError:
        return struct.pack(f"={code}", float("inf") if number > 0 else float("-inf"))
