"""Emulated memory: read, written, and given out in arenas."""

import ctypes

from unicorn import Uc
from unicorn.unicorn_py3.unicorn import uclib

from nativecomp.emulator.loader import pages

ALIGN = 16
_GAP = 32  # between two pieces, so that a small overrun of one does not change the next
_GROWTH = 0x10000
_SHARE = 128
"""Of what is left for gaps, the part that the next one gets: about a megabyte first, and some at any number."""


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
    """A region of emulated memory that is given out from its start and grows as needed, up to `limit` bytes.

    With `spread` up to half of it are gaps: what is beside one piece by less than a gap is in no other. The first gaps
    are larger than the memory of most boards, so what is wrong by any index that such a board has room for is noticed.
    """

    def __init__(self, uc: Uc, base: int, limit: int, protection: int, *, spread: bool = False) -> None:
        self._uc = uc
        self._base = base
        self._limit = limit
        self._protection = protection
        self._mapped = 0
        self._spread = spread
        self.clear()

    def clear(self) -> None:
        """Nothing is given out."""
        self._gaps_left = self._limit // 2 if self._spread else 0
        self.used = self._gap() if self._spread else 0

    def _gap(self) -> int:
        gap = max(self._gaps_left // _SHARE & -ALIGN, _GAP)
        self._gaps_left -= gap
        return gap

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
        self.used = end + self._gap()
        return self._base + start
