"""Exact instruction counts at the emulator's full speed.

Unicorn calls a hook at the start of every basic block. A hook in Python would cost a microsecond each time; this one is
machine code of the host, made by LLVM when first needed. It adds one to the block's counter, subtracts the block's
instructions from what is left of the current slice, and stops the emulation before the block that would begin when
nothing is left. So control comes back to Python regularly (for Ctrl-C and limits), and counts cost almost nothing.

Only the first time that a block runs, Python is asked how many instructions it has, and whether the core has them all.
"""

import ctypes
from collections.abc import Callable

from unicorn import UC_HOOK_BLOCK, Uc

from nativecomp.emulator.callbacks import add_native_hook, native_hook, weakly

Decode = Callable[[int, int], tuple[int, ...]]
"""Addresses of the instructions in a block, from its start and size."""


TRAIL = 64
"""How many of the last blocks are known in their order; a power of two."""


class _Slot(ctypes.Structure):
    """One block: `size` in bytes, how many instructions, how many times it ran."""

    _fields_ = (("size", ctypes.c_uint32), ("instructions", ctypes.c_uint32), ("runs", ctypes.c_uint64))


class _State(ctypes.Structure):
    """What the native hook works on; its layout is repeated in `_HOOK`."""

    _fields_ = (
        ("base", ctypes.c_uint64),  # first address counted
        ("table", ctypes.c_void_p),  # slot number by half word (Arm) or byte (x86-64) of code
        ("slots", ctypes.c_void_p),
        ("left", ctypes.c_int64),  # instructions left in this slice
        ("last", ctypes.c_uint64),  # slot number of the block that began last
        ("last_start", ctypes.c_uint64),
        ("learn", ctypes.c_void_p),  # called for a block that is not in its slot
        ("steps", ctypes.c_uint64),  # how many blocks have begun
        ("trail", ctypes.c_uint32 * TRAIL),  # the slot numbers of the last of them, in a ring
    )


_HOOK = """
%slot = type {{ i32, i32, i64 }}
%state = type {{ i64, ptr, ptr, i64, i64, i64, ptr, i64, [{trail} x i32] }}

define void @hook(ptr %uc, i64 %address, i32 %size, ptr %state) {{
  %left.at = getelementptr %state, ptr %state, i32 0, i32 3
  %left = load i64, ptr %left.at
  %more = icmp sgt i64 %left, 0
  br i1 %more, label %find, label %stop
stop:
  %emu_stop = inttoptr i64 {stop} to ptr
  call i32 %emu_stop(ptr %uc)
  ret void
find:
  %base = load i64, ptr %state
  %offset = sub i64 %address, %base
  %index = lshr i64 %offset, {shift}
  %table.at = getelementptr %state, ptr %state, i32 0, i32 1
  %table = load ptr, ptr %table.at
  %number.at = getelementptr i32, ptr %table, i64 %index
  %slots.at = getelementptr %state, ptr %state, i32 0, i32 2
  %number = load i32, ptr %number.at
  %slots = load ptr, ptr %slots.at
  %slot = getelementptr %slot, ptr %slots, i32 %number
  %known.size = load i32, ptr %slot
  %known = icmp eq i32 %known.size, %size
  br i1 %known, label %count, label %learn
learn:
  %learn.at = getelementptr %state, ptr %state, i32 0, i32 6
  %learn.function = load ptr, ptr %learn.at
  %go = call i32 %learn.function(i64 %address, i32 %size)
  %refused = icmp eq i32 %go, 0
  br i1 %refused, label %stop, label %again
again:
  %number.learnt = load i32, ptr %number.at
  %slots.learnt = load ptr, ptr %slots.at
  %slot.learnt = getelementptr %slot, ptr %slots.learnt, i32 %number.learnt
  br label %count
count:
  %the.number = phi i32 [ %number, %find ], [ %number.learnt, %again ]
  %the.slot = phi ptr [ %slot, %find ], [ %slot.learnt, %again ]
  %runs.at = getelementptr %slot, ptr %the.slot, i32 0, i32 2
  %runs = load i64, ptr %runs.at
  %runs.next = add i64 %runs, 1
  store i64 %runs.next, ptr %runs.at
  %instructions.at = getelementptr %slot, ptr %the.slot, i32 0, i32 1
  %instructions = load i32, ptr %instructions.at
  %instructions.wide = zext i32 %instructions to i64
  %left.next = sub i64 %left, %instructions.wide
  store i64 %left.next, ptr %left.at
  %last.at = getelementptr %state, ptr %state, i32 0, i32 4
  %number.wide = zext i32 %the.number to i64
  store i64 %number.wide, ptr %last.at
  %start.at = getelementptr %state, ptr %state, i32 0, i32 5
  store i64 %address, ptr %start.at
  %steps.at = getelementptr %state, ptr %state, i32 0, i32 7
  %steps = load i64, ptr %steps.at
  %place = urem i64 %steps, {trail}
  %trail.at = getelementptr %state, ptr %state, i32 0, i32 8, i64 %place
  store i32 %the.number, ptr %trail.at
  %steps.next = add i64 %steps, 1
  store i64 %steps.next, ptr %steps.at
  ret void
}}
"""


_LEARN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint64, ctypes.c_uint32)


class Counters:
    """Counts the instructions executed in one range of code of one Unicorn engine.

    Args:
        uc: the engine; it must not have run code of the range yet.
        start, end: the range of addresses.
        shift: 1 where instructions begin at even addresses, else 0.
        decode: gives the addresses of a block's instructions.
        admit: called with them before the block's first run; False stops the emulation before the block.
    """

    def __init__(
        self, uc: Uc, start: int, end: int, shift: int, decode: Decode, admit: Callable[[tuple[int, ...]], bool]
    ) -> None:
        self._decode = decode
        self._admit = admit
        self._shift = shift
        self._numbers: dict[tuple[int, int], int] = {}
        self._blocks: list[tuple[int, int]] = [(0, 0)]
        self._table = (ctypes.c_uint32 * (((end - start) >> shift) + 1))()
        self._slots = (_Slot * 256)()
        self._learn_pointer = _LEARN(weakly(self._learn))
        self._state = _State(base=start)
        self._state.table = ctypes.addressof(self._table)
        self._state.slots = ctypes.addressof(self._slots)
        self._state.learn = ctypes.cast(self._learn_pointer, ctypes.c_void_p).value
        address, self._engine = native_hook(_HOOK, shift=shift, trail=TRAIL)
        add_native_hook(uc, UC_HOOK_BLOCK, address, self._state, start, end - 1)

    def _learn(self, start: int, size: int) -> int:
        block = (start, size)
        number = self._numbers.get(block)
        if number is None:
            addresses = self._decode(start, size)
            if not self._admit(addresses):
                return 0
            number = len(self._blocks)
            if number == len(self._slots):
                larger = (_Slot * (2 * number))()
                ctypes.memmove(larger, self._slots, ctypes.sizeof(self._slots))
                self._slots = larger
                self._state.slots = ctypes.addressof(larger)
            self._blocks.append(block)
            self._numbers[block] = number
            self._slots[number].size = size
            self._slots[number].instructions = len(addresses)
        self._table[(start - self._state.base) >> self._shift] = number
        return 1

    @property
    def left(self) -> int:
        """Instructions left in the slice; below zero by at most a block's length when the slice is used up."""
        return int(self._state.left)

    @left.setter
    def left(self, value: int) -> None:
        self._state.left = value

    def take_back(self, address: int, completed: bool) -> None:
        """Uncount what the last block did not execute, since it was left at an address, completed or not."""
        number = self._state.last
        if not number:
            return
        start, size = self._blocks[number]
        if not start <= address < start + size:
            return
        instructions = self._decode(start, size)
        done = [each for each in instructions if each < address + completed]
        self._state.left += len(instructions) - len(done)
        self._slots[number].runs -= 1
        end = next((each for each in instructions if each >= address + completed), start + size)
        if done and self._learn(start, end - start):
            self._slots[self._numbers[start, end - start]].runs += 1

    def begin(self) -> None:
        """Forget which block ran last, before a run begins."""
        self._state.last = 0

    def reset(self) -> None:
        """Set all the counts to zero."""
        for number in range(1, len(self._blocks)):
            self._slots[number].runs = 0

    def runs(self) -> dict[tuple[int, int], int]:
        """How often each block (start, size) ran since the last reset; blocks that did not are left out."""
        slots = self._slots
        return {block: slots[number].runs for number, block in enumerate(self._blocks) if number and slots[number].runs}

    def trail(self) -> list[tuple[int, int]]:
        """The last blocks (start, size) that began since the last reset of the trail, the last one first."""
        steps = self._state.steps
        numbers = [self._state.trail[step % TRAIL] for step in range(steps - 1, max(-1, steps - 1 - TRAIL), -1)]
        return [self._blocks[number] for number in numbers]

    def reset_trail(self) -> None:
        """Forget which blocks began."""
        self._state.steps = 0

    def save(self) -> tuple[int, int, dict[tuple[int, int], int], tuple[int, bytes]]:
        """The counts, to put back after another run on the same engine."""
        trail = self._state.steps, bytes(self._state.trail)
        return self._state.left, self._state.last, self.runs(), trail

    def restore(self, saved: tuple[int, int, dict[tuple[int, int], int], tuple[int, bytes]]) -> None:
        """Put back what `save` gave."""
        self.reset()
        self._state.left, self._state.last, runs, (self._state.steps, trail) = saved
        ctypes.memmove(self._state.trail, trail, len(trail))
        for block, times in runs.items():
            self._slots[self._numbers[block]].runs = times
