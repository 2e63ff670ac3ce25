"""Buses of a board at the desk: what a program sends is logged, what it receives a test has put there before.

    bus = machine.I2C(0)
    bus.answers.append(b"\\x12\\x34")           the device's next answer
    bus.readfrom_mem(0x48, 0, 2)               b"\\x12\\x34"; `machine.log` holds what was asked

Without an answer a device gives zeros.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from nativecomp.standins.log import note


class _Bus:
    kind = ""

    def __init__(self, id: Any = 0, *args: Any, **settings: Any) -> None:
        self.id = id
        self.answers: deque[bytes] = deque()
        """What the other side sends, a piece for each read. For tests: a board has no such attribute."""
        self.init(*args, **settings)

    def init(self, *args: Any, **settings: Any) -> None:
        self.settings = settings

    def deinit(self) -> None:
        self._note("deinit", None)

    def _note(self, action: str, value: Any) -> None:
        note(f"{self.kind} {self.id}", action, value)

    def _answer(self, count: int) -> bytes:
        """The next answer, cut or filled with zeros to the length that is read."""
        given = self.answers.popleft() if self.answers else b""
        return given[:count].ljust(count, b"\0")

    def _fill(self, buffer: Any) -> None:
        memoryview(buffer).cast("B")[:] = self._answer(memoryview(buffer).nbytes)


class SPI(_Bus):
    """Serial peripheral interface, as controller."""

    kind = "SPI"
    MSB, LSB = 0, 1

    def write(self, data: Any) -> None:
        self._note("write", bytes(data))

    def read(self, count: int, write: int = 0) -> bytes:
        self._note("write", bytes([write]) * count)
        return self._answer(count)

    def readinto(self, buffer: Any, write: int = 0) -> None:
        self._note("write", bytes([write]) * memoryview(buffer).nbytes)
        self._fill(buffer)

    def write_readinto(self, data: Any, buffer: Any) -> None:
        self._note("write", bytes(data))
        self._fill(buffer)


class I2C(_Bus):
    """Inter-integrated circuit, as controller. `devices` are the addresses that answer to `scan()`."""

    kind = "I2C"

    def __init__(self, id: Any = 0, *args: Any, **settings: Any) -> None:
        self.devices: list[int] = []
        super().__init__(id, *args, **settings)

    def scan(self) -> list[int]:
        return list(self.devices)

    def writeto(self, addr: int, data: Any, stop: bool = True) -> int:
        self._note("writeto", (addr, bytes(data)))
        return len(bytes(data))

    def writevto(self, addr: int, vector: Sequence[Any], stop: bool = True) -> int:
        return self.writeto(addr, b"".join(map(bytes, vector)), stop)

    def readfrom(self, addr: int, count: int, stop: bool = True) -> bytes:
        self._note("readfrom", (addr, count))
        return self._answer(count)

    def readfrom_into(self, addr: int, buffer: Any, stop: bool = True) -> None:
        self._note("readfrom", (addr, memoryview(buffer).nbytes))
        self._fill(buffer)

    def readfrom_mem(self, addr: int, memaddr: int, count: int, *, addrsize: int = 8) -> bytes:
        self._note("readfrom_mem", (addr, memaddr, count))
        return self._answer(count)

    def readfrom_mem_into(self, addr: int, memaddr: int, buffer: Any, *, addrsize: int = 8) -> None:
        self._note("readfrom_mem", (addr, memaddr, memoryview(buffer).nbytes))
        self._fill(buffer)

    def writeto_mem(self, addr: int, memaddr: int, data: Any, *, addrsize: int = 8) -> None:
        self._note("writeto_mem", (addr, memaddr, bytes(data)))


class UART(_Bus):
    """A serial line. What the other side sent is read in pieces of any size."""

    kind = "UART"

    def _received(self, count: int) -> bytes:
        line = b"".join(self.answers)
        self.answers = deque([line[count:]] if line[count:] else [])
        return line[:count]

    def any(self) -> int:
        return sum(map(len, self.answers))

    def write(self, data: Any) -> int:
        sent = data.encode() if isinstance(data, str) else bytes(data)
        self._note("write", sent)
        return len(sent)

    def read(self, count: int = -1) -> bytes | None:
        return self._received(self.any() if count < 0 else count) or None

    def readinto(self, buffer: Any, count: int = -1) -> int | None:
        view = memoryview(buffer).cast("B")
        data = self._received(min(len(view), count) if count >= 0 else len(view))
        view[: len(data)] = data
        return len(data) or None

    def readline(self) -> bytes | None:
        line = b"".join(self.answers)
        return self._received(line.find(b"\n") + 1 or len(line)) or None

    def flush(self) -> None:
        """All was sent at once."""

    def txdone(self) -> bool:
        return True
