"""Buffers of the host as emulated memory: copied in for a call, what overlaps stays overlapping, copied back after."""

import array
import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

from unicorn import Uc
from unicorn.unicorn_py3.unicorn import uclib

from nativecomp.emulator.cores import READ, WRITE
from nativecomp.emulator.loader import pages
from nativecomp.emulator.values import Buffer

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


class _PyBuffer(ctypes.Structure):
    """CPython's `Py_buffer`, of which only the first two fields are read."""

    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


def host_address(data: object) -> int:
    """Where a contiguous buffer lies in this process."""
    info = _PyBuffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), ctypes.byref(info), 0)
    try:
        return int(info.buf or 0)
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(info))


@dataclass
class _Span:
    """One buffer argument: its bytes here and its address there."""

    view: memoryview
    writable: bool
    start: int
    size: int
    origin: int  # host address that counts as a multiple of 16
    address: int = 0

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def is_slice(self) -> bool:
        """Whether it is a part of an object whose whole extent is known."""
        return bool(self.origin and self.size) and self.size < memoryview(self.view.obj).nbytes


class BufferSet:
    """The buffers of one call in emulated memory.

    Args:
        uc: the engine.
        writable, constant: arenas for buffers that the code may change and may not.
        buffers: the arguments, in order; `addresses` are theirs.
        empty: address for a buffer without bytes; nothing is mapped there.

    Raises:
        TypeError: an argument has no buffer, or one that is not contiguous, or is read-only but asked to be writable.
        ValueError: a buffer is not aligned as asked for.
    """

    def __init__(self, uc: Uc, writable: Arena, constant: Arena, buffers: Sequence[Buffer], empty: int) -> None:
        self._uc = uc
        given = [_open(buffer) for buffer in buffers]
        # What lies around a slice is memory on the board, so the whole object goes along.
        wholes = [_open(Buffer(span.view.obj, span.writable)) for span in given if span.is_slice]
        self._spans = given + wholes
        for group in _overlapping(self._spans):
            self._copy_in(group, writable, constant, empty)
        self.addresses = [span.address for span in given]

    def _copy_in(self, group: list[_Span], writable: Arena, constant: Arena, empty: int) -> None:
        first = group[0]
        size = max(span.end for span in group) - first.start
        if not size:
            first.address = empty
            return
        arena = writable if any(span.writable for span in group) else constant
        base = arena.take(size, (first.start - first.origin) % ALIGN)
        for span in group:
            span.address = base + span.start - first.start
            write_memory(self._uc, span.address, span.view)

    def copy_back(self) -> None:
        """Give the host what the code changed, and let go of the host's buffers."""
        for span in self._spans:
            if span.writable and span.size:
                after = read_memory(self._uc, span.address, span.size)
                if after != span.view:
                    span.view[:] = after
        self.release()

    def release(self) -> None:
        """Let go of the host's buffers, so that they may be resized again."""
        for span in self._spans:
            span.view.release()


def _open(buffer: Buffer) -> _Span:
    try:
        whole = memoryview(buffer.data)  # type: ignore[arg-type]
    except (TypeError, BufferError):
        raise TypeError(f"{type(buffer.data).__name__} has no buffer to pass") from None
    if not whole.c_contiguous:
        raise TypeError("the buffer is not contiguous: pass a copy, or a slice with step 1")
    writable = not whole.readonly if buffer.writable is None else buffer.writable
    if writable and whole.readonly:
        raise TypeError("the buffer is read-only, but the function may write to it")
    start = host_address(whole)
    origin = 0
    if isinstance(whole.obj, bytes | bytearray | array.array):
        origin = host_address(whole.obj)
    if whole.nbytes and (start - origin) % buffer.alignment:
        raise ValueError(f"the buffer is not aligned to its elements of {buffer.alignment} bytes")
    # An empty view cannot be cast where it has more than one dimension.
    view = whole.cast("B") if whole.nbytes else memoryview(b"")
    return _Span(view, writable, start, whole.nbytes, origin)


def _overlapping(spans: list[_Span]) -> list[list[_Span]]:
    """Groups of spans that share host memory, each sorted by address."""
    groups: list[list[_Span]] = []
    end = -1
    for span in sorted(spans, key=lambda each: (each.start, -each.size)):
        if span.size and groups and span.start < end:
            groups[-1].append(span)
            end = max(end, span.end)
        else:
            groups.append([span])
            end = span.end if span.size else end
    return groups


def arenas(
    uc: Uc, writable_base: int, writable_limit: int, constant_base: int, constant_limit: int
) -> tuple[Arena, Arena]:
    """The two arenas for a machine's arguments: one that code may write to and one that it may not."""
    return (
        Arena(uc, writable_base, writable_limit, READ | WRITE),
        Arena(uc, constant_base, constant_limit, READ),
    )
