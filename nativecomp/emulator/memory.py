"""Emulated memory: read, written, and given out in arenas."""

import ctypes

from unicorn import Uc
from unicorn.unicorn_py3.unicorn import uclib

from nativecomp.emulator.loader import pages

ALIGN = 16
_GAP = 32  # between two buffers, so that a small overrun of one does not change the next
_GROWTH = 0x10000


def read_memory(uc: Uc, address: int, size: int) -> bytearray:
    """Bytes of emulated memory.

    Raises:
        ValueError: some of it is not memory.
    """
    data = bytearray(size)
    if size:
        cells = (ctypes.c_char * size).from_buffer(data)
        if uclib.uc_mem_read(uc._uch, ctypes.c_uint64(address), cells, ctypes.c_uint64(size)):
            raise ValueError(f"0x{address:08x} with {size} bytes is not in emulated memory")
        del cells
    return data


def write_memory(uc: Uc, address: int, data: bytes | bytearray | memoryview) -> None:
    """Change emulated memory, read-only memory too.

    Raises:
        ValueError: some of it is not memory.
    """
    raw = bytes(data)
    if raw and uclib.uc_mem_write(uc._uch, ctypes.c_uint64(address), raw, ctypes.c_uint64(len(raw))):
        raise ValueError(f"0x{address:08x} with {len(raw)} bytes is not in emulated memory")


class Arena:
    """A region of emulated memory that is given out from its start and grows as needed, up to `limit` bytes."""

    def __init__(self, uc: Uc, base: int, limit: int, protection: int) -> None:
        self._uc = uc
        self._base = base
        self._limit = limit
        self._protection = protection
        self._mapped = 0
        self.used = 0

    def take(self, size: int, offset: int = 0) -> int:
        """The address of `size` free bytes, at a multiple of 16 plus `offset`.

        Raises:
            MemoryError: the arena would outgrow its limit.
        """
        start = self.used + -self.used % ALIGN + offset
        end = start + size
        if end > self._limit:
            raise MemoryError(f"the arguments take more than the {self._limit} bytes of emulated memory")
        if end > self._mapped:
            more = min(max(pages(end - self._mapped), _GROWTH, self._mapped), self._limit - self._mapped)
            self._uc.mem_map(self._base + self._mapped, more, self._protection)
            self._mapped += more
        self.used = end + _GAP
        return self._base + start
