"""Buffers with an address that stays: what `uctypes.addressof` gives, in every call of every emulated core.

    at = addressof(data)          0x31000040, the object's from now on
    f(at)                         the call finds the bytes of `data` there, and changes them

A buffer whose address nobody asked for is somewhere else in each call. The addresses here are given out once and lie
far from each other (as `memory.Arena` does). An object that has changed its length since has another address, as on a
board, and the old one is nobody's.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

FIXED_BASE = 0x3100_0000
FIXED_LIMIT = 0x0D00_0000
_PAGE = 0x1000
_SHARE = 256
"""Of what is left, the part that stays free behind a buffer."""


@dataclass(frozen=True)
class FixedBuffer:
    """An object, kept alive, its place in this process, and the address that stands for it."""

    owner: object
    start: int
    size: int
    address: int


class FixedAddresses:
    """What addresses objects have. One for the process, as a board has one memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, FixedBuffer] = {}
        self._gone: list[FixedBuffer] = []
        self._next = FIXED_BASE

    @property
    def buffers(self) -> list[FixedBuffer]:
        """All that have one, and those that had one before they changed their length."""
        return [*self._known.values(), *self._gone]

    def of(self, owner: object, start: int, size: int, offset: int) -> int:
        """The address for an object that lies at `start` here, a multiple of 16 plus `offset`.

        Raises:
            MemoryError: there are too many.
        """
        with self._lock:
            known = self._known.get(id(owner))
            if known is not None and (known.start, known.size) == (start, size):
                return known.address
            if known is not None:
                self._gone.append(known)
            first = self._next + -self._next % _PAGE
            gap = max((FIXED_BASE + FIXED_LIMIT - first) // _SHARE & -_PAGE, _PAGE)
            if first + size + gap > FIXED_BASE + FIXED_LIMIT:
                raise MemoryError("too many buffers have a fixed address")
            self._known[id(owner)] = FixedBuffer(owner, start, size, first + offset)
            self._next = first + 16 + size + gap
            return self._known[id(owner)].address

    def at(self, address: int) -> tuple[object, int] | None:
        """The object that has an address, and where in it that is."""
        for one in list(self._known.values()):
            if one.address <= address < one.address + max(one.size, 1):
                return one.owner, address - one.address
        return None


fixed_addresses = FixedAddresses()

_running = threading.local()


def in_call() -> "list[Placed]":
    """The buffers of the calls that this thread is in, the innermost last."""
    found: list[Placed] = _running.__dict__.setdefault("calls", [])
    return found


@dataclass(frozen=True)
class Placed:
    """What a call works on.

    Attributes:
        address_of: the address of an object, None where it is not placed.
        at: the object that has an address, and where in it that is.
        place_fixed: place what has been given an address since.
    """

    address_of: Callable[[object], int | None]
    at: Callable[[int], tuple[object, int] | None]
    place_fixed: Callable[[], None]
