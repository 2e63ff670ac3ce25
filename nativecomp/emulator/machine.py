"""One emulated core with one object file in its memory: call its functions from Python."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from nativecomp.elf import ElfError, find_function
from nativecomp.elf.lines import LineTable, Place, read_lines
from nativecomp.emulator.buffers import Buffers
from nativecomp.emulator.callbacks import weakly
from nativecomp.emulator.cores import EXECUTE, INSTRUCTIONS, READ, WRITE
from nativecomp.emulator.devices import LOG_LIMIT, Access, Devices, ReadScript, Watch, WriteCallback
from nativecomp.emulator.engine import Engine, Registers
from nativecomp.emulator.errors import (
    LIMIT_REACHED,
    EmulationError,
    InstructionLimit,
    LoadError,
    StackOverflow,
    UnmappedAccess,
)
from nativecomp.emulator.fixed import FIXED_BASE, FIXED_LIMIT, in_call
from nativecomp.emulator.frames import Frames
from nativecomp.emulator.loader import CODE_BASE, PAGE, RAM_BASE, FlatCode, load, load_flat, pages
from nativecomp.emulator.memory import Arena, read_memory, write_memory
from nativecomp.emulator.patience import Patience
from nativecomp.emulator.values import Argument, Buffer, Outcome, Scratch, Word
from nativecomp.targets import Target

CONSTANT_BASE = 0x1000_0000
CONSTANT_LIMIT = 0x0F00_0000
STACK_TOP = 0x3000_0000
STACK_SIZE = 0x4_0000
STACK_GUARD = 0x10_0000
SCRATCH_BASE = 0x3010_0000
SCRATCH_LIMIT = 0x00E0_0000
DEFAULT_LIMIT = 2_000_000_000


@dataclass(frozen=True)
class Jump:
    """A hook's answer: it has set the registers itself, and the code goes on at an address (without the Thumb bit).

    The registers `lost` are no longer as the function's caller left them, and need not be.
    """

    address: int
    lost: tuple[str, ...] = ()


Hook = Callable[["Machine", tuple[int, ...]], "int | Word | Jump | None"]


class Machine:
    """An emulated core that holds one object file.

    Args:
        code: a relocatable ELF file for the target, or code that needs no relocation.
        target: which core.
        hooks: functions of the host by the undefined symbols of the object that they stand for. One is called with
            the machine and the words in the argument registers, and gives the result as an int (a word, or the low and
            high word of 64 bits), as a `Word`, or None. It may call the machine, and may raise: the exception leaves
            `call`, and the machine can be used again.
        stack_size: bytes of stack; below it lies a guard area, so that an overflow is noticed.
        limit: how many instructions a call may take where the call does not say.
        memcheck: whether a read of the stack that no one has written is an error. What a function that is over has
            left there counts as written until the outermost call is over, or another begins at the same place.
        lines: source lines of functions that the object's debug information does not know: by symbol, ranges of
            offsets from the function's start.

    Global variables of the object keep their values from call to call, as they do in C.

    Raises:
        LoadError: the object cannot be loaded.
    """

    def __init__(
        self,
        code: bytes | FlatCode,
        target: Target,
        *,
        hooks: Mapping[str, Hook] | None = None,
        stack_size: int = STACK_SIZE,
        limit: int = DEFAULT_LIMIT,
        memcheck: bool = False,
        lines: Mapping[str, Sequence[tuple[int, int, Place]]] | None = None,
    ) -> None:
        self.target = target
        self.limit = limit
        self._more_lines = lines or {}
        self.hooks = dict(hooks or {})
        """By their names; one may be replaced by another."""
        if isinstance(code, FlatCode):
            self._program = load_flat(code, target.emulator, self.hooks)
        else:
            self._program = load(code, target.emulator, self.hooks)
        self._engine = Engine(target, CODE_BASE, self._program.code_end)
        self._uc = self._engine.uc
        self._stack_bottom = STACK_TOP - pages(stack_size)
        self._hook_at = {self._program.stubs[name]: name for name in self.hooks}
        self._return_address = self._program.stubs[""]
        self._frames = Frames(self._engine, self._return_address)
        self._map()
        if memcheck:
            self._engine.written.add(self._stack_bottom, bytearray(STACK_TOP - self._stack_bottom), "")
        instructions, content = INSTRUCTIONS[target.emulator], bytes(self._program.code)
        # An outcome keeps the code alive with it, not the engine.
        self._decode = lambda start, size: instructions(content[start - CODE_BASE : start - CODE_BASE + size], start)
        self._devices = Devices(self._engine)
        self._engine.stop_at(self._return_address, CODE_BASE + len(self._program.code))
        self._fresh = self._uc.context_save()
        self._depth = 0
        self._engine.patience = Patience(weakly(self._place))

    def _map(self) -> None:
        program = self._program
        parts = (
            (CODE_BASE, program.code, READ | EXECUTE),
            (program.constants_base, program.constants, READ),
            (RAM_BASE, program.data, READ | WRITE),
        )
        for base, content, protection in parts:
            if content:
                self._uc.mem_map(base, pages(len(content)), protection)
                write_memory(self._uc, base, content)
        self._uc.mem_map(self._stack_bottom, STACK_TOP - self._stack_bottom, READ | WRITE)
        arena_base = RAM_BASE + pages(len(program.data)) + PAGE
        arena_limit = self._stack_bottom - STACK_GUARD - arena_base
        constant = self.arena(CONSTANT_BASE, CONSTANT_LIMIT, writable=False, spread=True)
        bounds = self._engine.bounds
        bounds.check(arena_base, arena_base + arena_limit - 1)
        bounds.check(CONSTANT_BASE, CONSTANT_BASE + CONSTANT_LIMIT - 1)
        bounds.check(FIXED_BASE, FIXED_BASE + FIXED_LIMIT - 1)
        writable = self.arena(arena_base, arena_limit, spread=True)
        self.buffers = Buffers(self._uc, writable, constant, bounds, self._engine.written)
        self._scratch = self.arena(SCRATCH_BASE, SCRATCH_LIMIT)

    # ---- what the object holds

    @cached_property
    def lines(self) -> LineTable:
        """The source line of each address, from the object's debug information."""
        try:
            found = read_lines(self._program.relocated_file())
        except (ElfError, LoadError):  # damaged debug information: lines only make reports better
            found = LineTable([])
        if not self._more_lines:
            return found
        bases = {symbol: self.address_of(symbol) & ~1 for symbol in self._more_lines if symbol in self._program.symbols}
        more = [(base + a, base + b, place) for s, base in bases.items() for a, b, place in self._more_lines[s]]
        return LineTable([*found, *more])

    def address_of(self, symbol: str) -> int:
        """The address of a function (with the Thumb bit) or of a global variable.

        Raises:
            KeyError: the object has no such global symbol.
        """
        try:
            return self._program.symbols[symbol]
        except KeyError:
            raise KeyError(f"the object has no symbol `{symbol}`") from None

    def function_at(self, address: int) -> str | None:
        """The name of the function that an address lies in, or None."""
        function = find_function(self._program.functions, address)
        return function[2] if function else None

    def stub(self, hook: str) -> int:
        """The address (with the Thumb bit) at which a call is one of this hook."""
        return self._program.stubs[hook] | self._engine.core.entry_bit

    def start_of(self, address: int) -> int:
        """Where the function begins that an address lies in; the address itself where there is none."""
        function = find_function(self._program.functions, address)
        return function[0] if function else address

    @property
    def entry_bit(self) -> int:
        """1 where addresses of code have the Thumb bit, else 0."""
        return self._engine.core.entry_bit

    # ---- registers, for hooks

    def registers(self, *names: str) -> Registers:
        """Reads and writes these registers at once, by the names that `cores` gives them."""
        return Registers(self._uc, [self._engine.core.registers[name] for name in names])

    @property
    def return_address(self) -> int:
        """Inside a hook: where it returns to, without the Thumb bit."""
        return self._frames.return_address()

    def trail(self) -> list[tuple[int, int]]:
        """The blocks (start, size) that the call under way ran last, the last one first."""
        return self._engine.counters.trail()

    def instructions_of(self, block: tuple[int, int]) -> tuple[int, ...]:
        """The addresses of a block's instructions."""
        return self._engine.decode(*block)

    @property
    def free_stack(self) -> int:
        """Where the stack of the next call begins, from which it goes down."""
        return self._frames.free_stack() if self._depth else STACK_TOP

    @property
    def stack_left(self) -> int:
        """Bytes of stack that the call under way has not used."""
        return self.free_stack - self._stack_bottom

    # ---- memory, for hooks

    def arena(self, base: int, limit: int, *, writable: bool = True, spread: bool = False) -> Arena:
        """A region of memory of its own, which is mapped as far as it is used; see `Arena`."""
        return Arena(self._uc, base, limit, READ | WRITE if writable else READ, spread=spread)

    def read(self, address: int, size: int) -> bytes:
        """Bytes of emulated memory; ValueError where some of it is not memory."""
        return bytes(read_memory(self._uc, address, size))

    def write(self, address: int, data: bytes) -> None:
        """Change emulated memory; ValueError where some of it is not memory."""
        write_memory(self._uc, address, data)
        self._engine.written.wrote(address, len(data))

    def check_bounds(self, verb: str, address: int, size: int) -> None:
        """Refuse what a hook is about to do for the code, where the code itself must not.

        Raises:
            OutsideBuffer: an access to the bytes would reach out of a buffer.
            UninitializedRead: it would read what nobody has written.
        """
        error: EmulationError | None = self._engine.bounds.refuse(verb, address, size)
        if error is None and verb == "read":
            error = self._engine.written.refuse(address, size)
        if error is not None:
            caller = self._caller()
            if caller is None or self.function_at(caller) is None:
                # The code left by a jump: it stands at the end of the last block that ran.
                known = [block for block in self.trail() if self.function_at(block[0])]
                caller = self.instructions_of(known[0])[-1] if known else None
            error.address = caller
            raise self._located(error, 0)

    def arguments(self, *kinds: str) -> tuple[int | float, ...]:
        """Inside a hook: its arguments, for a function whose parameters have these kinds (as in `Word`)."""
        return self._frames.arguments(kinds)

    # ---- devices

    @property
    def log(self) -> list[Access]:
        """The accesses of all the watched ranges together, in order."""
        return self._devices.log

    def watch(
        self,
        start: int,
        size: int,
        *,
        read: ReadScript = None,
        write: WriteCallback = None,
        log_limit: int = LOG_LIMIT,
    ) -> Watch:
        """Make a range of addresses a device whose accesses are logged.

        Args:
            start: first address.
            size: how many bytes.
            read: what reads give: an int, values in order, or a callable of address and size. None: what was last
                written there, else 0.
            write: called with address, size and value of each write.
            log_limit: how many accesses are logged before a `DeviceError` says that there are too many.

        Raises:
            ValueError: the range overlaps memory or another watch.
        """
        return self._devices.add(Watch(start, size, read, write, log_limit=log_limit))

    def share_devices(self, other: "Machine") -> None:
        """Watch what another machine watches; both go on with one log."""
        self._devices.share(other._devices)

    # ---- calls

    def call(
        self,
        symbol: str,
        arguments: Sequence[Argument] = (),
        result: str | None = None,
        *,
        limit: int | None = None,
        counting: bool = False,
    ) -> Outcome:
        """Call a function.

        Args:
            symbol: its name.
            arguments: in order; a typed buffer is a `Buffer` and a `Word`, a hidden struct result a `Scratch`.
            result: kind of the result, or None.
            limit: how many instructions it may take.
            counting: also give the counts of blocks, instructions and lines.

        Raises:
            KeyError: there is no such function.
            EmulationError: it could not go on.
            KeyboardInterrupt: Ctrl-C was pressed.
            Exception: whatever a hook or a device callback raised.
        """
        entry = self.address_of(symbol)
        if self._engine.running:
            raise RuntimeError("a device callback cannot call the machine: it is in the middle of an instruction")
        with self._nested() as stack, self._memory(arguments) as (words, scratch):
            instructions = self._run(entry, words, stack, self.limit if limit is None else limit, counting)
            return Outcome(
                value=None if result is None else self._frames.result(result),
                instructions=instructions,
                scratch=b"".join(self.read(address, size) for address, size in scratch),
                runs=self._engine.counters.runs() if counting else {},
                _decode=self._decode if counting else None,
                _lines=self.lines if counting else None,
            )

    @contextmanager
    def _nested(self) -> Iterator[int]:
        """Begin with a fresh core; inside a hook, keep the core of the call that the hook serves. Gives the stack."""
        stack = self.free_stack
        outer = (self._uc.context_save(), self._engine.counters.save()) if self._depth else None
        self._depth += 1
        self._uc.context_restore(self._fresh)
        try:
            yield stack
        finally:
            self._depth -= 1
            if outer is not None:
                self._uc.context_restore(outer[0])
                self._engine.counters.restore(outer[1])

    @contextmanager
    def _memory(self, arguments: Sequence[Argument]) -> Iterator[tuple[list[Word], list[tuple[int, int]]]]:
        """Put the memory arguments into emulated memory; gives the arguments as words, and the places of scratch."""
        used = self._scratch.used
        calls = in_call()
        before = len(calls)
        try:
            if self._depth > 1:
                self.buffers.from_host()
            else:
                self.buffers.place_fixed()
                calls.append(self.buffers.placed)
            given = [argument for argument in arguments if isinstance(argument, Buffer)]
            addresses = iter(self.buffers.place(given))
            words: list[Word] = []
            scratch: list[tuple[int, int]] = []
            for argument in arguments:
                if isinstance(argument, Buffer):
                    words.append(Word("ptr", next(addresses)))
                elif isinstance(argument, Scratch):
                    address = self._scratch.take(argument.before + argument.size) + argument.before
                    write_memory(self._uc, address - argument.before, bytes(argument.before))
                    write_memory(self._uc, address, argument.data.ljust(argument.size, b"\0"))
                    scratch.append((address, argument.size))
                    words.append(Word(argument.kind, address))
                else:
                    words.append(argument)
            yield words, scratch
        finally:
            self._scratch.used = used
            del calls[before:]
            self.buffers.to_host()
            if self._depth == 1:
                self.buffers.release()

    def _run(self, entry: int, words: Sequence[Word], stack: int, limit: int, counting: bool) -> int:
        """Run from the entry to the return, serving hooks on the way; gives the number of instructions."""
        engine, frames = self._engine, self._frames
        if self._depth == 1:  # what hooks call is a part of the outer call
            engine.patience.begin()
        sp = frames.enter(words, stack)
        if engine.written.active:
            engine.written.forget(self._stack_bottom, sp - self._stack_bottom)
            engine.written.wrote(sp, stack - sp)
        engine.counters.reset_trail()
        if counting:
            engine.counters.reset()
        done = 0
        lost: set[str] = set()
        start = pc = entry & ~engine.core.entry_bit
        while True:
            with self._locating(done):
                pc, ran = engine.run(pc, self._return_address, limit - done, self._hook_at.__contains__)
            done += ran
            if pc == self._return_address:
                break
            hook = self.hooks[self._hook_at[pc]]
            answer = hook(self, frames.words())
            if isinstance(answer, Jump):
                lost.update(answer.lost)
                pc = answer.address
            else:
                pc = frames.leave(answer)
        with self._locating(done):
            frames.check_left(sp, start, words, lost)
        return done

    @contextmanager
    def _locating(self, done: int) -> Iterator[None]:
        """Add to an error where in the source it happened, and the instructions done before."""
        try:
            yield
        except EmulationError as error:
            raise self._located(error, done) from None

    def _located(self, error: EmulationError, done: int) -> EmulationError:
        """Say where in the source an error happened; a fault in the stack's guard area is an overflow."""
        fault = error.fault_address
        bottom = self._stack_bottom
        if isinstance(error, UnmappedAccess) and fault is not None and bottom - STACK_GUARD <= fault < bottom:
            instructions = error.instructions
            words = f"stack overflow: more than {STACK_TOP - bottom} bytes"
            error = StackOverflow(words, fault_address=fault, address=error.address)
            error.instructions = instructions
        if error.instructions is not None:
            error.instructions += done
        if isinstance(error, InstructionLimit):
            error.reason = LIMIT_REACHED.format(error.instructions)
        where = error.address
        if where is not None and self.function_at(where) is None:
            where = self._caller()
        name = None if where is None else self.function_at(where)
        if where is not None and name is not None:
            error.locate(name, self._place(where))
        return error

    def _place(self, address: int) -> Place | None:
        return self.lines.nearest(address, self.start_of(address)) if self.function_at(address) else None

    def _caller(self) -> int | None:
        """After a jump to nowhere: the address of the call, as far as the return address tells."""
        try:
            address = self._frames.return_address()
        except ValueError:
            return None
        # The place to return to from the first function lies behind the code: what is before it has called nothing.
        return None if address == self._return_address else address - 1
