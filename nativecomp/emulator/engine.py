"""Run code on a Unicorn engine: in slices, so that limits and Ctrl-C work, and with faults told in words."""

import ctypes
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import unicorn
from unicorn.unicorn_py3.unicorn import uclib

from nativecomp.emulator.accesses import AccessChecks
from nativecomp.emulator.alignment import UNALIGNED, AlignmentChecks, access_fault, base_register
from nativecomp.emulator.bounds import BoundsChecks
from nativecomp.emulator.callbacks import add_hook, weakly
from nativecomp.emulator.cores import CORES, INSTRUCTIONS, float_fault, open_engine
from nativecomp.emulator.counters import Counters
from nativecomp.emulator.errors import LIMIT_REACHED, Asleep, EmulationError, Fault, InstructionLimit, UnmappedAccess
from nativecomp.emulator.patience import Patience
from nativecomp.emulator.written import WrittenChecks
from nativecomp.targets import Target

SLICE = 10_000_000
"""Instructions between two looks at the clock of the world: at most about a tenth of a second."""

_NEAR = 0x100000
"""Bytes around a buffer in which an access to no memory is told as one beside it."""

_ACCESS = {
    unicorn.UC_MEM_READ_UNMAPPED: ("read", "outside memory"),
    unicorn.UC_MEM_WRITE_UNMAPPED: ("write", "outside memory"),
    unicorn.UC_MEM_FETCH_UNMAPPED: ("jump", "outside memory"),
    unicorn.UC_MEM_READ_PROT: ("read", "in memory that cannot be read"),
    unicorn.UC_MEM_WRITE_PROT: ("write", "in memory that is read-only"),
    unicorn.UC_MEM_FETCH_PROT: ("jump", "in memory that holds no code"),
}
BREAKPOINT, INVALID_STATE = 7, 18
"""Unicorn's numbers of exceptions of Arm: BKPT, and code that is not Thumb."""

_WORDS = {
    unicorn.UC_ERR_INSN_INVALID: "undefined instruction",
    unicorn.UC_ERR_EXCEPTION: "unhandled exception of the core",
    unicorn.UC_ERR_READ_UNALIGNED: "unaligned read",
    unicorn.UC_ERR_WRITE_UNALIGNED: "unaligned write",
    unicorn.UC_ERR_FETCH_UNALIGNED: "jump to an unaligned address",
}


_ON_INVALID = ctypes.CFUNCTYPE(
    ctypes.c_bool, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint64, ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
)
_ON_INTERRUPT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)


class Registers:
    """Reads and writes a fixed list of registers at once, each as a non-negative int."""

    def __init__(self, uc: Any, numbers: Sequence[int]) -> None:
        count = len(numbers)
        self._uc = uc
        self._numbers = (ctypes.c_int * count)(*numbers)
        self._cells = (ctypes.c_uint64 * (2 * count))()  # 16 bytes each: as wide as the widest register
        base = ctypes.addressof(self._cells)
        self._pointers = (ctypes.c_void_p * count)(*(base + 16 * index for index in range(count)))
        self._count = ctypes.c_int(count)

    def write(self, values: Sequence[int]) -> None:
        """Set all of them."""
        for index, value in enumerate(values):
            self._cells[2 * index] = value
        uclib.uc_reg_write_batch(self._uc._uch, self._numbers, self._pointers, self._count)

    def read(self) -> list[int]:
        """Their values (of a vector register the low 64 bits)."""
        uclib.uc_reg_read_batch(self._uc._uch, self._numbers, self._pointers, self._count)
        return self._cells[::2]


class Engine:
    """A core with memory.

    Args:
        target: which core.
        start, end: the range of addresses whose instructions are counted.
    """

    def __init__(self, target: Target, start: int, end: int) -> None:
        self.target = target
        self.core = CORES[target.emulator]
        self.uc = open_engine(target)
        self.running = False
        self._failure: BaseException | None = None
        self._pc = Registers(self.uc, [self.core.registers[self.core.pc]])
        self._interrupt: tuple[int, Any] | None = None
        self._previous: Any = None
        self.instructions = INSTRUCTIONS[target.emulator]
        self.start, self.end = start, end
        self._callbacks = [
            add_hook(self.uc, unicorn.UC_HOOK_MEM_INVALID, _ON_INVALID, weakly(self._on_invalid_access)),
            add_hook(self.uc, unicorn.UC_HOOK_INTR, _ON_INTERRUPT, weakly(self._on_interrupt)),
        ]
        self._counters: Counters | None = None
        self._stops: list[Counters] = []
        self._checks = AlignmentChecks(self.uc)
        self._accesses = AccessChecks(self.uc) if target.emulator == "riscv32" and not target.unaligned else None
        self.bounds = BoundsChecks(self.uc, it_blocks=target.emulator == "arm")
        self.written = WrittenChecks(self.uc, it_blocks=target.emulator == "arm")
        self._skipped = 0
        self._unchecked: list[tuple[int, int]] = []
        self._stale = (0, 0)
        self.patience = Patience()

    @property
    def counters(self) -> Counters:
        """The counts of executed blocks; they begin to exist with the first use, after code is in memory."""
        if self._counters is None:
            self._counters = self._count(self.start, self.end)
        return self._counters

    def stop_at(self, start: int, end: int) -> None:
        """Pause the emulation before the instruction at any address of a range, which holds stubs and not code."""
        self._stops.append(self._count(start, end))

    def _count(self, start: int, end: int) -> Counters:
        return Counters(self.uc, start, end, self.core.shift, weakly(self.decode), weakly(self._admit))

    def decode(self, start: int, size: int) -> tuple[int, ...]:
        """Addresses of the instructions in a stretch of code."""
        return self.instructions(bytes(self.uc.mem_read(start, size)), start)

    def get(self, register: str) -> int:
        """The value of a register by its name in `cores`."""
        return int(self.uc.reg_read(self.core.registers[register]))

    def set(self, register: str, value: int) -> None:
        """Set a register by its name in `cores`."""
        self.uc.reg_write(self.core.registers[register], value)

    @property
    def failed(self) -> bool:
        """Whether the emulation is about to stop because of a failure."""
        return self._failure is not None

    def fail(self, failure: BaseException) -> None:
        """Stop the emulation as soon as possible; `run` raises the failure. The first one counts."""
        if self._failure is None:
            self._failure = failure
        self.uc.emu_stop()

    def run(self, begin: int, until: int, limit: int, stop: Callable[[int], bool]) -> tuple[int, int]:
        """Run from `begin` to `until`, or to an address for which `stop` is true where the emulation paused.

        Args:
            limit: how many instructions may run.

        Returns:
            The address reached and how many instructions ran.

        Raises:
            EmulationError: the code could not go on; `instructions` says how far it came.
            KeyboardInterrupt: Ctrl-C was pressed (only in the main thread).
        """
        if self.running:
            raise RuntimeError("the machine is running: a device callback cannot start it again")
        counters = self.counters
        counters.begin()
        done = 0
        pc = begin
        with self._interruptible():
            while True:
                part = min(SLICE, limit - done)
                counters.left = part
                status = self._run_slice(pc, until)
                pc = self._stopped_at()
                unwritten = self.written.take_fault()  # taken in any case: a fault that stays would be the next run's
                refused = self.bounds.take_fault() or (self._accesses and self._accesses.take_fault(pc)) or unwritten
                if self._failure is None:
                    self._failure = refused or (self._fault(status) if status else self._checks.take_fault(pc))
                if self._at_instruction():
                    counters.take_back(pc, self._completes())
                done += part - counters.left
                if self._failure is not None:
                    raise self._take_failure(pc, done)
                self.patience.look(pc)
                resumed = self._add_checks() | self._pass_on_interrupt()
                if pc == until or stop(pc):
                    return pc, done
                if done >= limit:
                    self._failure = InstructionLimit(LIMIT_REACHED.format(done))
                    raise self._take_failure(pc, done)
                if counters.left > 0 and not resumed:
                    self._failure = Asleep("the core went to sleep (WFI or HLT) with nothing to wake it")
                    raise self._take_failure(pc, done)

    def _run_slice(self, pc: int, until: int) -> int:
        self.running = True
        try:
            return int(
                uclib.uc_emu_start(
                    self.uc._uch,
                    ctypes.c_uint64(pc | self.core.entry_bit),
                    ctypes.c_uint64(until),
                    ctypes.c_uint64(0),
                    ctypes.c_size_t(0),
                )
            )
        finally:
            self.running = False

    def _stopped_at(self) -> int:
        """The address of the instruction at which the emulation stopped."""
        (pc,) = self._pc.read()
        skipped, self._skipped = self._skipped, 0
        return pc - skipped

    def _fault(self, status: int) -> Fault:
        if status == unicorn.UC_ERR_INSN_INVALID and self._without_thumb():
            return Fault(self.core.exceptions[INVALID_STATE], exception=INVALID_STATE)
        return Fault(_WORDS.get(status) or str(unicorn.UcError(status)))

    def _without_thumb(self) -> bool:
        return bool(self.core.entry_bit) and not self.get("xpsr") >> 24 & 1

    def _completes(self) -> bool:
        """Whether the instruction that stopped the emulation was executed: a breakpoint."""
        return isinstance(self._failure, Fault) and self._failure.exception == BREAKPOINT

    def _at_instruction(self) -> bool:
        """Whether a fault left the core at the very instruction; a failing device lets the block run to its end."""
        return isinstance(self._failure, EmulationError) and self._failure.address is None

    def _take_failure(self, pc: int, done: int) -> BaseException:
        failure = self._failure
        assert failure is not None
        self._failure = None
        if isinstance(failure, EmulationError):
            failure.instructions = done
            if failure.address is None:
                failure.address = pc
        return failure

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let Ctrl-C stop the emulation instead of raising inside a callback, where the exception would be lost."""
        self._interrupt = None
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def handle(number: int, frame: Any) -> None:
            self._interrupt = (number, frame)
            self.uc.emu_stop()

        previous = self._previous = signal.signal(signal.SIGINT, handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)

    def _pass_on_interrupt(self) -> bool:
        """Do what Ctrl-C did before the run; False where it was not pressed."""
        if self._interrupt is None:
            return False
        number, frame = self._interrupt
        self._interrupt = None
        if callable(self._previous):
            self._previous(number, frame)
        elif self._previous != signal.SIG_IGN:
            raise KeyboardInterrupt
        return True

    def _on_invalid_access(self, _: Any, access: int, address: int, size: int, *rest: object) -> bool:
        verb, where = _ACCESS.get(access, ("access", "outside memory"))
        what = f"{verb} of {size} byte{'s' if size != 1 else ''} at" if verb != "jump" else "jump to"
        # Memory ends behind the buffers, too, and nothing but they is near.
        outside = self.bounds.told(what.removesuffix(" at"), address, _NEAR) if where == "outside memory" else None
        self.note(outside or UnmappedAccess(f"{what} 0x{address:08x}, {where}", fault_address=address))
        return False

    def note(self, failure: EmulationError) -> None:
        """Remember why the emulation is about to stop by itself."""
        if self._failure is None:
            self._failure = failure

    def _on_interrupt(self, _: Any, number: int, *rest: object) -> None:
        if number == UNALIGNED and self.target.emulator == "arm":
            self.fail(access_fault(self.uc, self.get(self.core.pc)))
            return
        self._skipped = self.core.skipped
        words = self.core.exceptions.get(number, f"exception {number} of the core")
        self.fail(Fault(words, exception=number))

    def _admit(self, addresses: tuple[int, ...]) -> bool:
        """Look at a block before it runs the first time; False where it must not run as it is."""
        if self.target.emulator != "arm" or not addresses:
            return True
        codes = {address: bytes(self.uc.mem_read(address, 4)) for address in addresses}
        for address, code in codes.items():
            if reason := float_fault(self.target, code):
                self.note(Fault(reason, address=address))
                return False
        if not self.target.unaligned:
            return True  # Unicorn checks the alignment of all accesses of such a core
        for address, code in codes.items():
            register = base_register(code)
            if register is not None and not self._checks.is_watched(address):
                self._unchecked.append((address, register))
        if self._unchecked:
            # The block is already translated, without the checks: stop, and begin it again with them.
            self._stale = addresses[0], addresses[-1] + 4
        return not self._unchecked

    def _add_checks(self) -> bool:
        """Add the checks that a block asked for; False where none did."""
        if not self._unchecked:
            return False
        for address, register in self._unchecked:
            self._checks.watch(address, register)
        self._unchecked.clear()
        self.uc.ctl_remove_cache(*self._stale)
        return True
