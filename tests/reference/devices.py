"""Device registers for the interpreter: scripted reads and an ordered log, like the emulator's `watch`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Access(NamedTuple):
    """One access to a device: `kind` is "read" or "write", `size` is in bytes, `value` is unsigned."""

    kind: str
    address: int
    size: int
    value: int


class Device:
    """A range of addresses. `read` is a constant, a sequence used up in order, or `read(address, size)`.

    Without `read`, each byte gives what was last written to it, else 0.
    """

    def __init__(
        self,
        start: int,
        size: int,
        read: int | Sequence[int] | Callable[[int, int], int] | None = None,
    ) -> None:
        self.start = start
        self.end = start + size
        self._written: dict[int, int] = {}
        self._read = read
        self._script: Iterator[int] = iter(read) if isinstance(read, Sequence) else iter(())

    def load(self, address: int, size: int) -> int:
        if callable(self._read):
            value = self._read(address, size)
        elif isinstance(self._read, int):
            value = self._read
        elif self._read is None:
            value = int.from_bytes(bytes(self._written.get(address + n, 0) for n in range(size)), "little")
        else:
            value = next(self._script)
        return value & ((1 << 8 * size) - 1)

    def store(self, address: int, size: int, value: int) -> None:
        self._written.update(enumerate(value.to_bytes(size, "little"), address))
