"""Whether bytes that code reads have been written by anybody: the stack by request, and buffers that begin so.

    out = uninitialized(4)         which bytes of it hold something:   . . . .
    out[0] = 7 in a function                                          x . . .
    out[1] in a function           a read of what nobody has written: an error

A hook on all reads and writes, in machine code of the host, keeps a byte for each byte of the regions that it looks at:
a write sets it, a read asks for it. Static data is zero from the beginning and what a caller passes has been written by
him, so of the memory that a function sees these two regions alone can hold nothing.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

from unicorn import UC_HOOK_MEM_READ, UC_HOOK_MEM_WRITE, UC_MEM_WRITE, Uc

from nativecomp.emulator.bounds import LEAVE_IT_BLOCK
from nativecomp.emulator.callbacks import REFUSE, RefusedAccess, add_native_hook, native_hook
from nativecomp.emulator.errors import UninitializedRead

FILL = 0xA5
"""What bytes hold that nobody has written."""


class Uninitialized(bytearray):
    """A buffer whose bytes count as not written until somebody writes them; see `uninitialized`."""

    def __init__(self, size: int) -> None:
        super().__init__(bytes([FILL]) * size)
        self.written = bytearray(size)

    def __setitem__(self, index: Any, value: Any) -> None:
        length = len(self)
        super().__setitem__(index, value)
        if len(self) != length:
            self.written = bytearray(b"\1" * len(self))
        elif isinstance(index, slice):
            self.written[index] = b"\1" * len(range(*index.indices(length)))
        else:
            self.written[index] = 1

    def settle(self) -> None:
        """Take all for written where something other than code and `buffer[...] = value` has changed it.

        What a view of the buffer writes is not seen as it happens, and an error must never be wrong.
        """
        if len(self.written) != len(self):
            self.written = bytearray(b"\1" * len(self))
        elif any(one != FILL and not written for one, written in zip(self, self.written, strict=True)):
            self.written[:] = b"\1" * len(self)  # in its place, where a region looks at it


def uninitialized(size: int) -> Uninitialized:
    """A buffer of so many bytes that hold nothing: the memory that C's `malloc` or a local array gives.

    A compiled function that reads a byte of it that nobody has written ends with an `UninitializedRead`.
    """
    return Uninitialized(size)


@dataclass(eq=False)
class _Region:
    """Addresses that are looked at, and for each whether it has been written; `written` stays where it is.

    The stack has no name.
    """

    first: int
    written: bytearray
    name: str

    def __post_init__(self) -> None:
        self.pinned = (ctypes.c_char * len(self.written)).from_buffer(self.written)

    @property
    def end(self) -> int:
        return self.first + len(self.written)

    def mark(self, address: int, size: int, value: bytes) -> None:
        begin, end = max(address, self.first) - self.first, min(address + size, self.end) - self.first
        if begin < end:
            self.written[begin:end] = value * (end - begin)

    def place(self, address: int) -> str:
        """Where an address is, in words; a stack goes down from its end."""
        if not self.name:
            return f"{self.end - address} bytes below the top of the stack"
        return f"at offset {address - self.first} of {self.name}"

    def missing(self, address: int, size: int) -> int | None:
        """The first address of some that is in the region and has not been written."""
        begin, end = max(address, self.first) - self.first, min(address + size, self.end) - self.first
        found = self.written.find(b"\0", begin, end) if begin < end else -1
        return None if found < 0 else self.first + found


class _State(ctypes.Structure):
    """The access that was refused, and the regions: first address, end, where the bytes are. Repeated in `_HOOK`."""

    _fields_ = (("refused", RefusedAccess), ("count", ctypes.c_uint64), ("regions", ctypes.c_void_p))


_HOOK = f"""
%state = type {{{{ i64, i32, i32, i64, ptr }}}}

define void @hook(ptr %uc, i32 %kind, i64 %address, i32 %size, i64 %value, ptr %state) {{{{
entry:
  %size.wide = zext i32 %size to i64
  %count.at = getelementptr %state, ptr %state, i32 0, i32 3
  %count = load i64, ptr %count.at
  %regions.at = getelementptr %state, ptr %state, i32 0, i32 4
  %regions = load ptr, ptr %regions.at
  %is.write = icmp eq i32 %kind, {UC_MEM_WRITE}
  br label %next
next:
  %i = phi i64 [ 0, %entry ], [ %i.next, %other ]
  %more = icmp ult i64 %i, %count
  br i1 %more, label %look, label %done
look:
  %first.at = getelementptr [3 x i64], ptr %regions, i64 %i, i64 0
  %end.at = getelementptr [3 x i64], ptr %regions, i64 %i, i64 1
  %bytes.at = getelementptr [3 x i64], ptr %regions, i64 %i, i64 2
  %first = load i64, ptr %first.at
  %end = load i64, ptr %end.at
  %above = icmp uge i64 %address, %first
  %below = icmp ult i64 %address, %end
  %inside = and i1 %above, %below
  br i1 %inside, label %found, label %other
other:
  %i.next = add i64 %i, 1
  br label %next
found:
  %number = load i64, ptr %bytes.at
  %bytes = inttoptr i64 %number to ptr
  %offset = sub i64 %address, %first
  %rest = sub i64 %end, %address
  %fits = icmp ule i64 %size.wide, %rest
  %length = select i1 %fits, i64 %size.wide, i64 %rest
  br label %byte
byte:
  %k = phi i64 [ 0, %found ], [ %k.next, %goes.on ]
  %within = icmp ult i64 %k, %length
  br i1 %within, label %one, label %done
one:
  %index = add i64 %offset, %k
  %at = getelementptr i8, ptr %bytes, i64 %index
  br i1 %is.write, label %stored, label %loaded
stored:
  store i8 1, ptr %at
  br label %goes.on
loaded:
  %known = load i8, ptr %at
  %missing = icmp eq i8 %known, 0
  br i1 %missing, label %refuse, label %goes.on
goes.on:
  %k.next = add i64 %k, 1
  br label %byte
{REFUSE}
done:
{{last}}
  ret void
}}}}
"""


class WrittenChecks:
    """The hook of one engine. It is added with the first region, so that others pay nothing.

    Args:
        uc: the engine.
        it_blocks: whether the core has them (see `bounds`).
    """

    def __init__(self, uc: Uc, *, it_blocks: bool) -> None:
        self._uc = uc
        # The text of the last part has fields of its own.
        self._hook = _HOOK.replace("{last}", LEAVE_IT_BLOCK if it_blocks else "")
        self._state = _State()
        self._regions: list[_Region] = []
        self._added = False

    @property
    def active(self) -> bool:
        """Whether there is a region to look at."""
        return bool(self._regions)

    def add(self, first: int, written: bytearray, name: str) -> None:
        """Look at reads and writes of some addresses; `written` says which hold something, and must keep its length."""
        if not written:
            return
        self._regions.append(_Region(first, written, name))
        if not self._added:
            function, _ = native_hook(self._hook)
            add_native_hook(self._uc, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, function, self._state, 1, 0)
            self._added = True
        self._renew()

    def remove_from(self, first: int, end: int) -> None:
        """Look no more at regions that begin in a range of addresses."""
        if self._regions:
            self._regions = [one for one in self._regions if not first <= one.first < end]
            self._renew()

    def _renew(self) -> None:
        numbers = [n for one in self._regions for n in (one.first, one.end, ctypes.addressof(one.pinned))]
        # Kept with the state, which does not keep it alive.
        self._numbers = (ctypes.c_uint64 * len(numbers))(*numbers)
        self._state.count, self._state.regions = len(self._regions), ctypes.addressof(self._numbers)

    def wrote(self, address: int, size: int) -> None:
        """Somebody has written bytes for the code."""
        for region in self._regions:
            region.mark(address, size, b"\1")

    def forget(self, address: int, size: int) -> None:
        """Bytes hold nothing from now on."""
        for region in self._regions:
            region.mark(address, size, b"\0")

    def take_fault(self) -> UninitializedRead | None:
        """The error of the read at which the emulation stopped, if it was stopped by the check."""
        refused = self._state.refused.take()
        if refused is None:
            return None
        _, address, size = refused
        what = f"read of {size} byte{'s' * (size != 1)} that nobody has written"
        return self.refuse(address, size) or UninitializedRead(what, fault_address=address)

    def refuse(self, address: int, size: int) -> UninitializedRead | None:
        """The error of a read; None where all of it has been written."""
        for region in self._regions:
            if (missing := region.missing(address, size)) is not None:
                what = f"read of {size} byte{'s' * (size != 1)} {region.place(missing)}"
                return UninitializedRead(f"{what}, which nobody has written", fault_address=missing)
        return None
