"""Ranges of addresses that are watched: every access is logged in order, reads can be scripted."""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from unicorn.unicorn_py3.unicorn import uclib

from nativecomp.emulator.callbacks import weakly
from nativecomp.emulator.engine import Engine
from nativecomp.emulator.errors import DeviceError
from nativecomp.emulator.loader import PAGE

ReadScript = Callable[[int, int], int] | Iterable[int] | int | None
WriteCallback = Callable[[int, int, int], object] | None

_ON_READ = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_void_p)
_ON_WRITE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_uint64, ctypes.c_void_p)

LOG_LIMIT = 1_000_000


@dataclass(frozen=True)
class Access:
    """One access: `kind` is "read" or "write", `size` is in bytes, `value` unsigned."""

    kind: str
    address: int
    size: int
    value: int

    def __str__(self) -> str:
        return f"{self.kind} 0x{self.address:08x} {8 * self.size} bits 0x{self.value:0{2 * self.size}x}"


@dataclass(eq=False)
class Watch:
    """A watched range; `log` holds its accesses in order.

    A read gives what the script says: a constant, the next of the values (a `DeviceError` when there is none left),
    or what `read(address, size)` returns; `watch.read` may be replaced.
    Without a script it gives what was last written there, else 0.
    """

    start: int
    size: int
    read: ReadScript = None
    write: WriteCallback = None
    log: list[Access] = field(default_factory=list)
    log_limit: int = LOG_LIMIT
    logged: bool = True
    _bytes: dict[int, int] = field(default_factory=dict, repr=False)
    _values: tuple[Iterable[int], Iterator[int]] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.size <= 0:
            raise ValueError(f"a watch covers at least one byte, not {self.size}")

    def covers(self, address: int, size: int) -> bool:
        """Whether the whole access lies in the range."""
        return self.start <= address and address + size <= self.start + self.size

    def value_read(self, address: int, size: int) -> int:
        """What a read gives."""
        script = self.read
        if script is None:
            return self.value_kept(address, size)
        if isinstance(script, int):
            value: Any = int(script)
        elif callable(script):
            value = script(address, size)
        else:
            if self._values is None or self._values[0] is not script:
                self._values = script, iter(script)  # also when the script was replaced
            value = next(self._values[1], None)
            if value is None:
                raise DeviceError(f"the values to read at 0x{address:08x} are used up", fault_address=address)
        if not isinstance(value, int):
            raise DeviceError(f"the value to read at 0x{address:08x} is not an integer: {value!r}")
        return value & ((1 << 8 * size) - 1)

    def value_kept(self, address: int, size: int) -> int:
        """What was last written at an address, else 0."""
        return int.from_bytes(bytes(self._bytes.get(address + n, 0) for n in range(size)), "little")

    def value_written(self, address: int, size: int, value: int) -> None:
        """Take a write."""
        for n, byte in enumerate(value.to_bytes(size, "little")):
            self._bytes[address + n] = byte
        if self.write is not None:
            self.write(address, size, value)


class Devices:
    """The watched ranges of one engine, and the log of all of them together."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watches: list[Watch] = []
        self._behind: list[Watch] = []
        self._mapped: list[tuple[int, int]] = []  # first and last page of each range that is mapped as devices
        self._callbacks: list[Any] = []
        self.log: list[Access] = []

    def add(self, watch: Watch) -> Watch:
        """Begin to watch.

        Raises:
            ValueError: the range overlaps memory or another watch.
        """
        for other in self._watches:
            if watch.start < other.start + other.size and other.start < watch.start + watch.size:
                raise ValueError(f"0x{watch.start:08x} is already watched, from 0x{other.start:08x}")
        self._map(watch)
        self._watches.append(watch)
        return watch

    def share(self, other: "Devices") -> None:
        """Watch what another engine's devices are, and keep one log with them."""
        self.log = other.log
        for watch in other._watches:
            self.add(watch)

    def add_behind(self, watch: Watch) -> Watch:
        """Begin to watch a range, with other watches in front of it where they overlap."""
        self._map(watch)
        self._behind.append(watch)
        return watch

    def _map(self, watch: Watch) -> None:
        """Map the pages of a watch that are not mapped yet."""
        page, last = watch.start // PAGE, (watch.start + watch.size - 1) // PAGE
        for begin, end, _ in self._engine.uc.mem_regions():
            known = (begin // PAGE, end // PAGE) in self._mapped
            if begin // PAGE <= last and page <= end // PAGE and not known:
                raise ValueError(f"0x{watch.start:08x} is in emulated memory (0x{begin:08x} to 0x{end:08x})")
        for begin, end in sorted(self._mapped):
            if page < begin and page <= last:
                self._map_pages(page, min(begin - 1, last))
            if begin <= page <= end or page < begin:
                page = max(page, end + 1)
        if page <= last:
            self._map_pages(page, last)

    def _map_pages(self, first: int, last: int) -> None:
        base = first * PAGE
        on_read, on_write = weakly(self._on_read), weakly(self._on_write)
        callbacks = (
            _ON_READ(lambda uc, offset, size, user: on_read(base + offset, size)),
            _ON_WRITE(lambda uc, offset, size, value, user: on_write(base + offset, size, value)),
        )
        self._callbacks.append(callbacks)
        size = ctypes.c_size_t((last - first + 1) * PAGE)
        handle = self._engine.uc._uch
        status = uclib.uc_mmio_map(handle, ctypes.c_uint64(base), size, callbacks[0], None, callbacks[1], None)
        assert status == 0, status
        self._mapped.append((first, last))

    def _find(self, kind: str, address: int, size: int) -> Watch:
        for watch in (*self._watches, *self._behind):
            if watch.covers(address, size):
                return watch
        words = f"{kind} of {size} bytes at 0x{address:08x}, beside the watched device addresses"
        raise DeviceError(words, fault_address=address)

    def _record(self, watch: Watch, access: Access) -> None:
        if not watch.logged:
            return
        if len(watch.log) >= watch.log_limit:
            raise DeviceError(
                f"more than {watch.log_limit} accesses of the device at 0x{watch.start:08x}: an endless loop "
                "that polls it, or log_limit is too low",
                fault_address=access.address,
            )
        watch.log.append(access)
        self.log.append(access)

    def _on_read(self, address: int, size: int) -> int:
        if self._engine.failed:
            return 0
        try:
            watch = self._find("read", address, size)
            value = watch.value_read(address, size)
            self._record(watch, Access("read", address, size, value))
            return value
        except BaseException as error:
            self._fail(error)
            return 0

    def _on_write(self, address: int, size: int, value: int) -> None:
        if self._engine.failed:
            return
        try:
            watch = self._find("write", address, size)
            self._record(watch, Access("write", address, size, value))
            watch.value_written(address, size, value)
        except BaseException as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, DeviceError):
            error.address = self._engine.get(self._engine.core.pc)
        self._engine.fail(error)
