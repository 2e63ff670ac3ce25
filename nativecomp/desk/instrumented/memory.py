"""The memory that instrumented functions see: the buffers that they were given, each at an address."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nativecomp.emulator.buffers import bytes_of, object_at, whole_of
from nativecomp.emulator.errors import OutsideBuffer, UnmappedAccess
from nativecomp.language.types import FloatType, IntType

FIRST = 0x2000_0000
GAP = 0x1_0000

_CODES = {(True, 8): "b", (True, 16): "h", (True, 32): "i", (True, 64): "q",
          (False, 8): "B", (False, 16): "H", (False, 32): "I", (False, 64): "Q"}  # fmt: skip


@dataclass(frozen=True)
class _Placed:
    owner: Any
    start: int
    size: int
    address: int


class Memory:
    """What one call from outside works on. A store changes the object itself."""

    def __init__(self) -> None:
        self._placed: list[_Placed] = []
        self._next = FIRST

    def place(self, data: Any) -> int:
        """The address of a buffer; parts of one object lie as far from each other as they do."""
        owner, whole, size, start, offset = whole_of(data)
        found = next((one for one in self._placed if one.start <= start and start < one.start + max(one.size, 1)), None)
        if found is None:
            found = _Placed(owner, whole, size, self._next + offset)
            self._placed.append(found)
            self._next += size + GAP & -16
        return found.address + start - found.start

    def _find(self, verb: str, address: int, size: int) -> memoryview:
        """The bytes at an address.

        Raises:
            OutsideBuffer: no buffer has them.
        """
        for one in self._placed:
            if one.address <= address and address + size <= one.address + one.size:
                found: tuple[object, int] | None = one.owner, address - one.address
                break
        else:
            found = object_at(address)
        view = None if found is None else bytes_of(found, size)
        if view is None or len(view) < size:
            raise OutsideBuffer(f"{verb} of {size} byte{'s' * (size != 1)} at 0x{address:08x}, where no buffer is: "
                                "`python` has no devices", fault_address=address)  # fmt: skip
        return view

    def load(self, address: int, element: IntType | FloatType) -> Any:
        """The element of a type at an address, which need not be aligned."""
        return struct.unpack(code_of(element), self._find("read", address, element.bits // 8))[0]

    def store(self, address: int, element: IntType | FloatType, value: Any) -> None:
        view = self._find("write", address, element.bits // 8)
        if view.readonly:
            raise UnmappedAccess(f"write at 0x{address:08x}, in memory that is read-only", fault_address=address)
        view[:] = struct.pack(code_of(element), value)


def code_of(element: IntType | FloatType) -> str:
    """The `struct` code of an element."""
    if isinstance(element, FloatType):
        return "<f" if element.bits == 32 else "<d"
    return "<" + _CODES[element.signed, element.bits]


@dataclass(frozen=True)
class TypedBuffer:
    """A typed buffer: where its elements begin, and how many there are."""

    memory: Memory
    address: int
    length: int
    element: IntType | FloatType

    def place(self, index: int, *, checked: bool) -> int:
        """The address of an element.

        Raises:
            IndexError: there is none, where that is checked.
        """
        if checked:
            index += self.length if index < 0 else 0
            if not 0 <= index < self.length:
                raise IndexError("index out of range")
        return self.address + index * (self.element.bits // 8)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Any]:
        for index in range(self.length):
            yield self.memory.load(self.place(index, checked=False), self.element)
