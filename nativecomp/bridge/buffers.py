"""The data of buffers in emulated memory, from when the code asks for it until the outermost call is over.

What the code changes is seen by all that runs under CPython meanwhile, and the other way round: both sides are
compared whenever control passes from one to the other.
"""

from dataclasses import dataclass
from typing import Any

from nativecomp.emulator.machine import Machine
from nativecomp.emulator.memory import host_address

BASE, CONSTANT_BASE, LIMIT = 0x3100_0000, 0x3800_0000, 0x0600_0000

_CODES = {(kind, size): code for kind, codes in {
    "int": {1: "b", 2: "h", 4: "i", 8: "q"}, "uint": {1: "B", 2: "H", 4: "I", 8: "Q"}, "float": {4: "f", 8: "d"},
}.items() for size, code in codes.items()}  # fmt: skip
_KINDS = {**dict.fromkeys("bhilqn", "int"), **dict.fromkeys("BHILQNc?", "uint"), **dict.fromkeys("fd", "float")}

BYTEARRAY = 1
"""The type code of a bytearray."""


@dataclass
class _Placed:
    """The data of one object and where it lies: here, there, and as it was when both were the same."""

    value: Any
    start: int
    address: int
    known: bytes
    writable: bool


def open_buffer(value: Any) -> memoryview | None:
    """The bytes of an object that can be read as a buffer, strings too; None of any other."""
    if isinstance(value, str):
        return memoryview(value.encode() + b"\0")[:-1]
    try:
        view = memoryview(value)
    except (TypeError, BufferError):
        return None
    return view if view.c_contiguous else None


def type_code(value: Any) -> int:
    """MicroPython's type code of a buffer's elements, by their kind and size."""
    if isinstance(value, bytearray):
        return BYTEARRAY
    if isinstance(value, str | bytes):
        return ord("B")
    with memoryview(value) as view:
        code = view.format.lstrip("@=<")
        return ord(_CODES.get((_KINDS.get(code, ""), view.itemsize), "?"))


class Buffers:
    """The buffers that the code has asked for."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._arenas = {
            True: machine.arena(BASE, LIMIT),
            False: machine.arena(CONSTANT_BASE, LIMIT, writable=False),
        }
        self._placed: list[_Placed] = []

    def place(self, value: Any) -> tuple[int, int, bool]:
        """Address, length in bytes, and whether it may be written to, of an object that is a buffer.

        Raises:
            TypeError: it is none.
        """
        view = open_buffer(value)
        if view is None:
            raise TypeError("object with buffer protocol required")
        with view:
            if isinstance(value, str):
                return self._put(value, view.tobytes() + b"\0", 0, False), view.nbytes, False
            start, size = host_address(view), view.nbytes
            for one in self._placed:
                if not isinstance(one.value, str) and one.start <= start and start + size <= one.start + len(one.known):
                    return one.address + start - one.start, size, not view.readonly
            # What lies around a slice is memory on the board, so the whole object goes along.
            owner = view.obj
            with memoryview(owner) as whole:
                base, content, writable = host_address(whole), whole.tobytes(), not whole.readonly
            if not base <= start <= start + size <= base + len(content):
                owner, base, content = value, start, view.tobytes()
            return self._put(owner, content, base, writable) + start - base, size, not view.readonly

    def _put(self, value: Any, content: bytes, start: int, writable: bool) -> int:
        for one in self._placed:
            if one.value is value and one.known == content and one.start == start:
                return one.address
        address = self._arenas[writable].take(max(len(content), 1))
        self._machine.write(address, content)
        self._placed.append(_Placed(value, start, address, content, writable))
        return address

    def to_host(self) -> None:
        """Let CPython see what the code has written."""
        for one in self._placed:
            if not one.writable or not one.known:
                continue
            found = self._machine.read(one.address, len(one.known))
            if found != one.known:
                with memoryview(one.value) as view, view.cast("B") as cells:
                    if len(cells) == len(found):
                        cells[:] = found
                one.known = found

    def from_host(self) -> None:
        """Let the code see what CPython has written. What has moved is no longer the buffer's."""
        for one in list(self._placed):
            if not one.writable:
                continue
            with memoryview(one.value) as view:
                if view.nbytes != len(one.known) or (view.nbytes and host_address(view) != one.start):
                    self._placed.remove(one)
                elif (content := view.tobytes()) != one.known:
                    one.known = content
                    self._machine.write(one.address, one.known)

    def release(self) -> None:
        """Forget all buffers."""
        self._placed.clear()
        for arena in self._arenas.values():
            arena.used = 0
