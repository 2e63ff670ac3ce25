"""Whether each access to the memory of arguments is inside of a buffer: what C would do silently is an error here.

    data = bytearray(4)       emulated memory:  ... gap | d a t a | gap | next buffer ...
    data[4] in a function     an address in the gap: the error names the buffer and the offset 4

A hook on the reads and writes of the arenas, in machine code of the host, looks for the address among the ranges that
are given out; the range of the last access is tried first. A buffer is the object as a whole: behind the end of a slice
lies what lies there on the board, too. What jumps over the gap into another buffer is not seen, so gaps are large
(`memory.Arena`).

Unicorn gives a core its state back before it calls a hook on memory, with the state of an IT block too. Its translated
code keeps the conditions of a block in itself and takes that state for empty: the next code would run as a part of the
block. So the hook of an Arm core empties it.
"""

import ctypes

from unicorn import UC_HOOK_MEM_READ, UC_HOOK_MEM_WRITE, Uc

from nativecomp.emulator.callbacks import REFUSE, RefusedAccess, add_native_hook, native_hook
from nativecomp.emulator.cores import ARM
from nativecomp.emulator.errors import FreedBufferError, OutsideBuffer


class _State(ctypes.Structure):
    """The access that was refused, the last range, and all ranges, which end exclusively.

    Its layout is repeated in `_HOOK`.
    """

    _fields_ = (
        ("refused", RefusedAccess),
        ("first", ctypes.c_uint64),
        ("end", ctypes.c_uint64),
        ("count", ctypes.c_uint64),
        ("ranges", ctypes.c_void_p),
    )


_HOOK = """
%state = type {{ i64, i32, i32, i64, i64, i64, ptr }}

define void @hook(ptr %uc, i32 %kind, i64 %address, i32 %size, i64 %value, ptr %state) {{
entry:
  %size.wide = zext i32 %size to i64
  %behind = add i64 %address, %size.wide
  %first.at = getelementptr %state, ptr %state, i32 0, i32 3
  %end.at = getelementptr %state, ptr %state, i32 0, i32 4
  %first = load i64, ptr %first.at
  %end = load i64, ptr %end.at
  %above = icmp uge i64 %address, %first
  %below = icmp ule i64 %behind, %end
  %same = and i1 %above, %below
  br i1 %same, label %done, label %search
search:
  %count.at = getelementptr %state, ptr %state, i32 0, i32 5
  %count = load i64, ptr %count.at
  %ranges.at = getelementptr %state, ptr %state, i32 0, i32 6
  %ranges = load ptr, ptr %ranges.at
  br label %next
next:
  %i = phi i64 [ 0, %search ], [ %i.next, %other ]
  %more = icmp ult i64 %i, %count
  br i1 %more, label %look, label %refuse
look:
  %first.i.at = getelementptr [2 x i64], ptr %ranges, i64 %i, i64 0
  %end.i.at = getelementptr [2 x i64], ptr %ranges, i64 %i, i64 1
  %first.i = load i64, ptr %first.i.at
  %end.i = load i64, ptr %end.i.at
  %above.i = icmp uge i64 %address, %first.i
  %below.i = icmp ule i64 %behind, %end.i
  %inside = and i1 %above.i, %below.i
  br i1 %inside, label %found, label %other
other:
  %i.next = add i64 %i, 1
  br label %next
found:
  store i64 %first.i, ptr %first.at
  store i64 %end.i, ptr %end.at
  br label %done
{refuse}done:
{last}
  ret void
}}
"""

_NEAR = 0x100000
"""From a buffer that is farther away than this an access was hardly meant to be: more than most boards have."""

_IT_BITS = 0x0600FC00
"""Where the program status register holds the state of an IT block (Armv7-M architecture reference manual, B1.4.2)."""

LEAVE_IT_BLOCK = f"""
  %value.at = alloca i64
  store i64 0, ptr %value.at
  %read = inttoptr i64 {{read}} to ptr
  call i32 %read(ptr %uc, i32 {ARM.registers["xpsr"]}, ptr %value.at)
  %status = load i64, ptr %value.at
  %bits = and i64 %status, {_IT_BITS}
  %empty = icmp eq i64 %bits, 0
  br i1 %empty, label %left, label %leave
leave:
  %emptied = xor i64 %status, %bits
  store i64 %emptied, ptr %value.at
  %write = inttoptr i64 {{write}} to ptr
  call i32 %write(ptr %uc, i32 {ARM.registers["xpsr"]}, ptr %value.at)
  br label %left
left:
"""


class BoundsChecks:
    """The hook of one engine, on ranges of addresses of which parts are given out.

    Args:
        uc: the engine.
        it_blocks: whether the core has them.
    """

    def __init__(self, uc: Uc, *, it_blocks: bool) -> None:
        self._uc = uc
        self._hook = _HOOK.replace("{refuse}", REFUSE).replace("{last}", LEAVE_IT_BLOCK if it_blocks else "")
        self._state = _State()
        self._given: list[tuple[int, int, str]] = []
        self._taken: list[tuple[int, int, str]] = []
        self._checked: list[tuple[int, int]] = []

    def check(self, first: int, last: int) -> None:
        """Look at all accesses to a range of addresses from now on (both ends included)."""
        self._checked.append((first, last))
        function, _ = native_hook(self._hook)
        add_native_hook(self._uc, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, function, self._state, first, last)

    def give(self, address: int, size: int, name: str) -> None:
        """Allow accesses to some bytes, which errors call by a name."""
        self._given.append((address, address + size, name))
        self._renew()

    def take(self, address: int, size: int, why: str) -> None:
        """Allow no accesses to some bytes that were given out; `why` follows their name in errors."""
        gone = [one for one in self._given if address <= one[0] and one[1] <= address + size]
        self._given = [one for one in self._given if one not in gone]
        self._taken += [(first, end, f"{name}, {why}") for first, end, name in gone]
        self._renew()

    def take_all(self) -> None:
        """Allow none."""
        self._given.clear()
        self._taken.clear()
        self._renew()

    def _renew(self) -> None:
        # Kept with the state, which does not keep it alive.
        self._ranges = (ctypes.c_uint64 * (2 * len(self._given)))(*(n for one in self._given for n in one[:2]))
        self._state.count, self._state.ranges = len(self._given), ctypes.addressof(self._ranges)
        self._state.first = self._state.end = 0

    def take_fault(self) -> OutsideBuffer | None:
        """The error of the access at which the emulation stopped, if it was stopped by the check."""
        refused = self._state.refused.take()
        if refused is None:
            return None
        verb, address, size = refused
        what = f"{verb} of {size} byte{'s' * (size != 1)}"
        return self.told(what, address) or OutsideBuffer(f"{what} where no buffer is", fault_address=address)

    def refuse(self, verb: str, address: int, size: int) -> OutsideBuffer | None:
        """The error of an access that somebody makes for the code; None where it is right."""
        if not size or not any(first <= address <= last for first, last in self._checked):
            return None
        if any(first <= address and address + size <= end for first, end, _ in self._given):
            return None
        # Told is where the access leaves the buffer.
        first_bad = next((end for first, end, _ in self._given if first <= address < end), address)
        return self.told(f"{verb} of {size} bytes", first_bad)

    def told(self, what: str, address: int, within: int | None = None) -> OutsideBuffer | None:
        """The error of an access, told by the nearest buffer, which is the one that was meant: mistakes are small.

        None where there is no buffer, or none `within` so many bytes.
        """
        near = min([*self._given, *self._taken], key=lambda one: _distance(one, address), default=None)
        if near is None or (within is not None and _distance(near, address) > within):
            return None
        kind = FreedBufferError if near in self._taken else OutsideBuffer
        place = f"at offset {address - near[0]} of {near[2]}"
        if _distance(near, address) > _NEAR:
            place = f"at 0x{address:08x}, in no buffer; from the nearest it would be {place}"
        return kind(f"{what} {place}", fault_address=address)


def _distance(given: tuple[int, int, str], address: int) -> int:
    return max(given[0] - address, address - given[1], 0)
