"""Memory of the host as emulated memory: what overlaps on the host overlaps there, and an address keeps its alignment.

    host        data = bytearray(10)        memoryview(data)[2:6]      memoryview(data)[4:]
    emulated    ten bytes at an address a   a + 2                      a + 4

An object's memory is placed as a whole when a call gets a part of it, or when code asks for one, and stays until
the outermost call is over. Both sides are compared whenever control passes from one to the other, so each sees what the
other has written. Objects that share memory, such as arrays of numpy, are found by their addresses on the host.
"""

import array
import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from unicorn import Uc

from nativecomp.emulator.bounds import BoundsChecks
from nativecomp.emulator.cores import READ, WRITE
from nativecomp.emulator.fixed import FixedBuffer, Placed, fixed_addresses, in_call
from nativecomp.emulator.loader import PAGE, pages
from nativecomp.emulator.memory import ALIGN, Arena, read_memory, write_memory
from nativecomp.emulator.values import Buffer
from nativecomp.emulator.written import Uninitialized, WrittenChecks

EMPTY = 0x3F00_0000
"""The address of a buffer without bytes; nothing is mapped there."""

_MOST_AROUND = 1 << 26
"""Up to so many bytes what lies around a slice goes along, since it is memory on the board too."""

_FULL = 0x11C  # PyBUF_FULL_RO


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
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), ctypes.byref(info), _FULL)
    try:
        return int(info.buf or 0)
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(info))


@dataclass(eq=False)
class _Memory:
    """The memory of an object: here, there, and as it was when both were the same."""

    owner: object
    start: int
    size: int
    writable: bool
    name: str = ""
    address: int = 0
    known: bytes = b""

    @property
    def end(self) -> int:
        return self.start + self.size

    def holds(self, start: int, size: int) -> bool:
        return self.start <= start and start + size <= self.end

    @property
    def origin(self) -> int:
        """The host address that counts as a multiple of 16."""
        return self.start if isinstance(self.owner, bytes | bytearray | array.array) else 0

    @contextmanager
    def pinned(self) -> Iterator[bool]:
        """Keep the object from moving; gives whether it is still where it was."""
        try:
            view = memoryview(self.owner)  # type: ignore[arg-type]
        except (TypeError, ValueError, BufferError):
            yield False
            return
        with view:
            yield host_address(view) == self.start and view.nbytes == self.size


def address_of(data: object) -> int:
    """The address of a buffer: where it is in the call under way, else one that it has in all calls from now on.

    Raises:
        MemoryError: too many have one.
        TypeError: there is no buffer.
    """
    view = memoryview(data)  # type: ignore[arg-type]
    if not view.nbytes:
        return EMPTY
    for placed in reversed(in_call()):
        if (address := placed.address_of(data)) is not None:
            return address
    memory, start = _around(view, False, ""), host_address(view)
    first = fixed_addresses.of(memory.owner, memory.start, memory.size, (memory.start - memory.origin) % ALIGN)
    for placed in in_call():
        placed.place_fixed()
    return first + start - memory.start


def whole_of(data: object) -> tuple[object, int, int, int, int]:
    """The object that a buffer is a part of, where it lies in this process, how many bytes it has, where the buffer
    lies, and by how much the object's address is beside a multiple of 16.
    """
    view = memoryview(data)  # type: ignore[arg-type]
    memory, start = _around(view, False, ""), host_address(view)
    return memory.owner, memory.start, memory.size, start, (memory.start - memory.origin) % ALIGN


def object_at(address: int) -> tuple[object, int] | None:
    """The object whose bytes are at an address, and the offset in it; None where there is none."""
    for placed in reversed(in_call()):
        if (found := placed.at(address)) is not None:
            return found
    return fixed_addresses.at(address)


def bytes_of(found: tuple[object, int], size: int) -> memoryview:
    """So many bytes of what `object_at` found, or fewer, as far as the object goes."""
    owner, offset = found
    return memoryview(owner).cast("B")[offset : offset + size]  # type: ignore[arg-type]


class Buffers:
    """The memory of the host that the code of one engine works on.

    Args:
        uc: the engine.
        writable, constant: arenas for what the code may change and may not.
        bounds, written: what looks at accesses to them, and at reads of what nobody has written.
    """

    def __init__(
        self, uc: Uc, writable: Arena, constant: Arena, bounds: BoundsChecks, written: WrittenChecks
    ) -> None:  # fmt: skip
        self._uc = uc
        self._bounds = bounds
        self._written = written
        self._arenas = {True: writable, False: constant}
        self._placed: list[_Memory] = []
        self._texts: dict[str, int] = {}
        self._opened: list[tuple[int, int]] = []
        self._mapped: set[int] = set()

    @property
    def placed(self) -> Placed:
        """What the call under way works on."""
        return Placed(self._address_of, self._object_at, self.place_fixed)

    def _address_of(self, data: object) -> int | None:
        try:
            view = memoryview(data)  # type: ignore[arg-type]
        except (TypeError, ValueError, BufferError):
            return None
        start = host_address(view)
        memory = next((one for one in self._placed if view.nbytes and one.holds(start, view.nbytes)), None)
        return None if memory is None else memory.address + start - memory.start

    def _object_at(self, address: int) -> tuple[object, int] | None:
        memory = next((one for one in self._placed if one.address <= address < one.address + one.size), None)
        return None if memory is None else (memory.owner, address - memory.address)

    def place_fixed(self) -> None:
        """Put what has an address that stays where it is."""
        there = {memory.address for memory in self._placed}
        for one in fixed_addresses.buffers:
            if one.address in there:
                continue
            memory = _around(memoryview(one.owner), True, "")  # type: ignore[arg-type]
            if (memory.start, memory.size) == (one.start, one.size):
                memory.writable = not memoryview(one.owner).readonly  # type: ignore[arg-type]
                self._put(memory, one)
            else:
                self._bounds.give(one.address, one.size, _told(_Memory(one.owner, one.start, one.size, False)))
                self._bounds.take(one.address, one.size, "resized since its address was taken")

    def _put(self, memory: _Memory, fixed: FixedBuffer) -> None:
        first = fixed.address // PAGE * PAGE
        if first not in self._mapped:
            protection = READ | WRITE if memory.writable else READ
            self._uc.mem_map(first, pages(fixed.address + fixed.size - first), protection)
            self._mapped.add(first)
        memory.address = fixed.address
        self._give([memory])

    def place(self, buffers: Sequence[Buffer]) -> list[int]:
        """The addresses of buffers, which share memory there where they do here.

        Raises:
            BufferError: one reaches out of memory that is placed already.
            MemoryError: there is no room for them.
            TypeError: an argument has no buffer, or one that is not contiguous, or is read-only but asked to be
                writable.
            ValueError: a buffer is not aligned as asked for.
        """
        views = [_open(buffer) for buffer in buffers]
        needed = [
            _around(view, view.readonly is False if buffer.writable is None else buffer.writable, buffer.name)
            for view, buffer in zip(views, buffers, strict=True)
            if view.nbytes
        ]
        new = [memory for memory in needed if not self._is_placed(memory)]
        for group in _overlapping(new):
            self._copy_in(group)
        return [
            self._address(host_address(view), buffer.alignment) if view.nbytes else EMPTY
            for view, buffer in zip(views, buffers, strict=True)
        ]

    def place_text(self, text: str) -> int:
        """The address of a string's bytes, with a zero behind them."""
        if text not in self._texts:
            data = text.encode() + b"\0"
            self._texts[text] = self._arenas[False].take(len(data))
            self._bounds.give(self._texts[text], len(data), "a text")
            write_memory(self._uc, self._texts[text], data)
        return self._texts[text]

    def _address(self, start: int, alignment: int) -> int:
        """The address of placed memory."""
        memory = next(one for one in self._placed if one.holds(start, 1))
        if (start - memory.origin) % alignment:
            raise ValueError(f"the buffer is not aligned to its elements of {alignment} bytes")
        return memory.address + start - memory.start

    def _is_placed(self, memory: _Memory) -> bool:
        """Whether an object's memory is there; where that of another object holds it, it belongs to both."""
        for one in self._placed:
            if one.holds(memory.start, memory.size):
                if memory.writable and not one.writable:
                    self._open_for_writing(one)
                if one.owner is not memory.owner:
                    memory.address, memory.known = one.address + memory.start - one.start, self._read(memory, one)
                    self._placed.append(memory)
                return True
            if one.start < memory.end and memory.start < one.end:
                raise BufferError("the buffer overlaps one that the code works on, and reaches out of it; pass a view "
                                  "of the whole memory, or a copy")  # fmt: skip
        return False

    def _read(self, memory: _Memory, around: _Memory) -> bytes:
        return bytes(read_memory(self._uc, around.address + memory.start - around.start, memory.size))

    def _open_for_writing(self, memory: _Memory) -> None:
        """Let code write to memory that it got as read-only: it has it as writable too."""
        first, last = memory.address // PAGE * PAGE, memory.address + memory.size
        self._uc.mem_protect(first, pages(last - first), READ | WRITE)
        self._opened.append((first, pages(last - first)))
        for one in self._placed:
            one.writable |= one.start < memory.end and memory.start < one.end

    def _copy_in(self, group: list[_Memory]) -> None:
        first, writable = group[0], any(memory.writable for memory in group)
        size = max(memory.end for memory in group) - first.start
        base = self._arenas[writable].take(size, (first.start - first.origin) % ALIGN)
        for memory in group:
            memory.address = base + memory.start - first.start
            memory.writable = writable
        self._give(group)

    def _give(self, group: list[_Memory]) -> None:
        for memory in group:
            memory.known = ctypes.string_at(memory.start, memory.size)
            write_memory(self._uc, memory.address, memory.known)
            self._bounds.give(memory.address, memory.size, _told(memory))
            self._look_at(memory)
        # The longest first: it holds what begins with it.
        self._placed += group

    def _look_at(self, memory: _Memory) -> None:
        """Note which bytes of a buffer that began without content hold something."""
        if isinstance(memory.owner, Uninitialized):
            memory.owner.settle()
            self._written.add(memory.address, memory.owner.written, _told(memory))

    def to_host(self) -> None:
        """Let the host see what the code has written. What has moved is no longer the object's."""
        for memory in self._placed:
            if memory.writable:
                found = bytes(read_memory(self._uc, memory.address, memory.size))
                if found != memory.known:
                    with memory.pinned() as is_there:
                        if is_there:
                            ctypes.memmove(memory.start, found, memory.size)
                    memory.known = found

    def from_host(self) -> None:
        """Let the code see what the host has written."""
        for memory in list(self._placed):
            if isinstance(memory.owner, bytes):
                continue
            with memory.pinned() as is_there:
                if not is_there:
                    self._placed.remove(memory)
                    self._written.remove_from(memory.address, memory.address + 1)
                    # Addresses of it are addresses of freed memory, on the board too where it has moved.
                    self._bounds.take(memory.address, memory.size, "resized since its address was taken")
                elif (content := ctypes.string_at(memory.start, memory.size)) != memory.known:
                    memory.known = content
                    write_memory(self._uc, memory.address, content)
                    if isinstance(memory.owner, Uninitialized):
                        memory.owner.settle()

    def release(self) -> None:
        """Forget all of it."""
        for memory in self._placed:
            self._written.remove_from(memory.address, memory.address + 1)
        self._placed.clear()
        self._texts.clear()
        self._bounds.take_all()
        for first, size in self._opened:
            self._uc.mem_protect(first, size, READ)
        self._opened.clear()
        for arena in self._arenas.values():
            arena.clear()


def _told(memory: _Memory) -> str:
    """What an error calls the memory of an object."""
    type_ = type(memory.owner.obj if isinstance(memory.owner, memoryview) else memory.owner).__name__
    size = f"{memory.size} byte{'s' * (memory.size != 1)}"
    return f"{memory.name}, a buffer of {size} ({type_})" if memory.name else f"a {type_} of {size}"


def _open(buffer: Buffer) -> memoryview:
    try:
        view = memoryview(buffer.data)  # type: ignore[arg-type]
    except (TypeError, BufferError):
        raise TypeError(f"{type(buffer.data).__name__} has no buffer to pass") from None
    if not view.c_contiguous:
        raise TypeError("the buffer is not contiguous: pass a copy, or a slice with step 1")
    if buffer.writable and view.readonly:
        raise TypeError("the buffer is read-only, but the function may write to it")
    return view


def _around(view: memoryview, writable: bool, name: str) -> _Memory:
    """The memory of the object that a buffer is a part of."""
    found = _Memory(view, host_address(view), view.nbytes, writable, name)
    owner: object = view.obj
    while owner is not None:
        try:
            whole = memoryview(owner)  # type: ignore[arg-type]
        except (TypeError, ValueError, BufferError):
            break
        if not whole.contiguous or whole.nbytes > _MOST_AROUND or not (start := host_address(whole)):
            break
        around = _Memory(owner, start, whole.nbytes, writable, name)
        if not around.holds(found.start, found.size):
            break
        found = around
        # An array of numpy names the object that it is a part of.
        owner = getattr(whole.obj, "base", None)
    return found


def _overlapping(memories: list[_Memory]) -> list[list[_Memory]]:
    """Groups that share host memory, each sorted by address."""
    groups: list[list[_Memory]] = []
    end = -1
    for memory in sorted(memories, key=lambda each: (each.start, -each.size)):
        if groups and memory.start < end:
            groups[-1].append(memory)
        else:
            groups.append([memory])
        end = max(end, memory.end)
    return groups
