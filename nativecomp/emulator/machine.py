"""One emulated core with one object file in its memory: call its functions from Python."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from nativecomp.emulator.abi import CONVENTIONS, Placement, from_bits, to_bits
from nativecomp.emulator.cores import ARM_FPU_SAVED, EXECUTE, READ, WRITE
from nativecomp.emulator.devices import LOG_LIMIT, Access, Devices, ReadScript, Watch, WriteCallback
from nativecomp.emulator.engine import Engine, Registers
from nativecomp.emulator.errors import CallingConvention, EmulationError, StackOverflow, UnmappedAccess
from nativecomp.emulator.lines import LineTable, read_lines
from nativecomp.emulator.loader import CODE_BASE, PAGE, RAM_BASE, find_function, load, pages
from nativecomp.emulator.memory import Arena, BufferSet, arenas, read_memory, write_memory
from nativecomp.emulator.values import Argument, Buffer, Outcome, Scratch, Word
from nativecomp.targets import Target

CONSTANT_BASE = 0x1000_0000
CONSTANT_LIMIT = 0x0F00_0000
STACK_TOP = 0x3000_0000
STACK_SIZE = 0x4_0000
STACK_GUARD = 0x10_0000
EMPTY_BUFFER = 0x3F00_0000
DEFAULT_LIMIT = 2_000_000_000

Hook = Callable[["Machine", tuple[int, ...]], "int | Word | None"]


class Machine:
    """An emulated core that holds one object file.

    Args:
        elf_object: a relocatable ELF file for the target.
        target: which core.
        hooks: functions of the host by the undefined symbols of the object that they stand for. One is called with
            the machine and the words in the argument registers, and gives the result as an int (a word, or the low and
            high word of 64 bits), as a `Word`, or None. It may call the machine, and may raise: the exception leaves
            `call`, and the machine can be used again.
        stack_size: bytes of stack; below it lies a guard area, so that an overflow is noticed.
        limit: how many instructions a call may take where the call does not say.

    Global variables of the object keep their values from call to call, as they do in C.

    Raises:
        LoadError: the object cannot be loaded.
    """

    def __init__(
        self,
        elf_object: bytes,
        target: Target,
        *,
        hooks: Mapping[str, Hook] | None = None,
        stack_size: int = STACK_SIZE,
        limit: int = DEFAULT_LIMIT,
    ) -> None:
        self.target = target
        self.limit = limit
        self._hooks = dict(hooks or {})
        self._program = load(elf_object, target.emulator, self._hooks)
        self._convention = CONVENTIONS[target.float_abi]()
        self._engine = Engine(target, CODE_BASE, self._program.code_end)
        self._uc = self._engine.uc
        self._stack_bottom = STACK_TOP - pages(stack_size)
        self._hook_at = {self._program.stubs[name]: name for name in self._hooks}
        self._return_address = self._program.stubs[""]
        self._map()
        self._devices = Devices(self._engine)
        self._engine.stop_at(self._return_address, CODE_BASE + len(self._program.code))
        self._fresh = self._uc.context_save()
        self._depth = 0
        self._prepare_registers()

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
        self._writable: Arena
        self._constant: Arena
        self._writable, self._constant = arenas(self._uc, arena_base, arena_limit, CONSTANT_BASE, CONSTANT_LIMIT)

    def _prepare_registers(self) -> None:
        core = self._engine.core
        saved = core.saved
        if self.target.emulator == "arm" and self.target.fpu != "none":
            saved += ARM_FPU_SAVED
        self._saved = saved
        # Recognisable values, so that a function that reads what it never wrote does so repeatably.
        self._saved_values = [0xA5A5_0000 + 0x101 * number for number in range(len(saved))]
        self._setup = self._registers(core.sp, *saved)
        self._arguments = self._registers(*self._convention.integers)
        self._entries: dict[tuple[str, ...], tuple[Placement, Registers]] = {}

    def _registers(self, *names: str) -> Registers:
        return Registers(self._uc, [self._engine.core.registers[name] for name in names])

    # ---- what the object holds

    @cached_property
    def lines(self) -> LineTable:
        """The source line of each address, from the object's debug information."""
        return read_lines(self._program.relocated_file())

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

    # ---- memory, for hooks

    def read(self, address: int, size: int) -> bytes:
        """Bytes of emulated memory; ValueError where some of it is not memory."""
        return bytes(read_memory(self._uc, address, size))

    def write(self, address: int, data: bytes) -> None:
        """Change emulated memory; ValueError where some of it is not memory."""
        write_memory(self._uc, address, data)

    def read_word(self, address: int) -> int:
        """The unsigned machine word at an address."""
        return int.from_bytes(self.read(address, self._convention.word), "little")

    def read_string(self, address: int, longest: int = 0x10000) -> str:
        """The text at an address that ends with a zero byte.

        Raises:
            ValueError: it does not end within `longest` bytes, or outside memory.
        """
        found = bytearray()
        while len(found) < longest:
            byte = self.read(address + len(found), 1)
            if byte == b"\0":
                return found.decode("utf-8", "replace")
            found += byte
        raise ValueError(f"the text at 0x{address:08x} does not end")

    def arguments(self, *kinds: str) -> tuple[int | float, ...]:
        """Inside a hook: its arguments, for a function whose parameters have these kinds (as in `Word`)."""
        placement = self._convention.place(kinds)
        word = self._convention.word
        stack = self._engine.get(self._engine.core.sp) + (word if self._return_on_stack else 0)
        values = []
        for kind, place in zip(kinds, placement.places, strict=True):
            if place.registers:
                bits = self._bits_of(place.registers)
            else:
                size = 8 if kind in ("i64", "f64") else word
                bits = int.from_bytes(self.read(stack + place.stack, size), "little")
            values.append(from_bits(kind, bits, word))
        return tuple(values)

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
        with self._nested() as stack, self._memory(arguments) as (words, buffers, scratch):
            try:
                stack = self._set_arguments(words, stack)
                instructions = self._run(entry, stack, self.limit if limit is None else limit, counting)
            finally:
                buffers.copy_back()
            return Outcome(
                value=None if result is None else self._result(result),
                instructions=instructions,
                scratch=b"".join(self.read(address, size) for address, size in scratch),
                runs=self._engine.counters.runs() if counting else {},
                _decode=self._engine.decode if counting else None,
                _lines=self.lines if counting else None,
            )

    @contextmanager
    def _nested(self) -> Iterator[int]:
        """Begin with a fresh core; inside a hook, keep the core of the call that the hook serves. Gives the stack."""
        if not self._depth:
            outer = None
            stack = STACK_TOP
        else:
            outer = (self._uc.context_save(), self._engine.counters.save())
            stack = self._engine.get(self._engine.core.sp) & -16
            if self._return_on_stack:
                stack -= 128  # below the red zone
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
    def _memory(self, arguments: Sequence[Argument]) -> Iterator[tuple[list[Word], BufferSet, list[tuple[int, int]]]]:
        """Put the memory arguments into emulated memory; gives the arguments as words."""
        used = self._writable.used, self._constant.used
        try:
            given = [argument for argument in arguments if isinstance(argument, Buffer)]
            buffers = BufferSet(self._uc, self._writable, self._constant, given, EMPTY_BUFFER)
            addresses = iter(buffers.addresses)
            words: list[Word] = []
            scratch: list[tuple[int, int]] = []
            for argument in arguments:
                if isinstance(argument, Buffer):
                    words.append(Word("ptr", next(addresses)))
                elif isinstance(argument, Scratch):
                    address = self._writable.take(argument.size)
                    write_memory(self._uc, address, bytes(argument.size))
                    scratch.append((address, argument.size))
                    words.append(Word("ptr", address))
                else:
                    words.append(argument)
            yield words, buffers, scratch
        finally:
            self._writable.used, self._constant.used = used

    @property
    def _return_on_stack(self) -> bool:
        return self.target.emulator == "x86-64"

    def _entry(self, kinds: tuple[str, ...]) -> tuple[Placement, Registers]:
        """Where arguments of these kinds go, and the registers to write before the call; kept for the next call."""
        entry = self._entries.get(kinds)
        if entry is None:
            placement = self._convention.place(kinds)
            names = [name for place in placement.places for name in place.registers]
            if not self._return_on_stack:
                names.append("lr")
            entry = self._entries[kinds] = placement, self._registers(*names)
        return entry

    def _set_arguments(self, words: Sequence[Word], stack: int) -> int:
        """Fill argument registers and stack; gives the stack pointer at entry."""
        word_size = self._convention.word
        placement, registers = self._entry(tuple([word.kind for word in words]))
        sp = (stack & -16) - placement.stack_size
        values: list[int] = []
        for word, place in zip(words, placement.places, strict=True):
            bits = to_bits(word.kind, word.value, word_size)
            if not place.registers:
                size = 8 if word.kind in ("i64", "f64") else word_size
                write_memory(self._uc, sp + place.stack, bits.to_bytes(size, "little"))
            elif len(place.registers) == 2:
                values += (bits & 0xFFFFFFFF, bits >> 32)
            else:
                values.append(bits)
        if self._return_on_stack:
            sp -= 8
            write_memory(self._uc, sp, self._return_address.to_bytes(8, "little"))
        else:
            values.append(self._return_address | 1)
        registers.write(values)
        return sp

    def _run(self, entry: int, sp: int, limit: int, counting: bool) -> int:
        """Run from the entry to the return, serving hooks on the way; gives the number of instructions."""
        engine = self._engine
        self._setup.write([sp, *self._saved_values])
        if counting:
            engine.counters.reset()
        done = 0
        pc = entry & ~engine.core.entry_bit
        try:
            while True:
                pc, ran = engine.run(pc, self._return_address, limit - done, self._hook_at.__contains__)
                done += ran
                if pc == self._return_address:
                    break
                pc = self._serve(self._hook_at[pc])
        except EmulationError as error:
            raise self._located(error, done) from None
        self._check_saved(sp, entry)
        return done

    def _serve(self, name: str) -> int:
        """Call the host's function for a hook; gives the address to go on at."""
        engine = self._engine
        result = self._hooks[name](self, tuple(self._arguments.read()))
        if isinstance(result, Word):
            place = self._convention.result(result.kind)
            self._put_result(place.registers, to_bits(result.kind, result.value, self._convention.word))
        elif result is not None:
            self._put_result(self._convention.result("i64").registers, int(result) & ((1 << 64) - 1))
        if not self._return_on_stack:
            return engine.get("lr") & ~1
        sp = engine.get("rsp")
        engine.set("rsp", sp + 8)
        return int.from_bytes(self.read(sp, 8), "little")

    def _put_result(self, registers: tuple[str, ...], bits: int) -> None:
        for register in registers:
            self._engine.set(register, bits & 0xFFFFFFFF if len(registers) == 2 else bits)
            bits >>= 32

    def _bits_of(self, registers: tuple[str, ...]) -> int:
        bits = 0
        for register in reversed(registers):
            bits = bits << 32 | self._engine.get(register)
        return bits

    def _result(self, kind: str) -> int | float:
        place = self._convention.result(kind)
        return from_bits(kind, self._bits_of(place.registers), self._convention.word)

    def _check_saved(self, sp: int, entry: int) -> None:
        found_sp, *found = self._setup.read()
        expected = sp + (8 if self._return_on_stack else 0)
        changed = [
            name for name, before, after in zip(self._saved, self._saved_values, found, strict=True) if before != after
        ]
        if found_sp != expected:
            changed.insert(0, self._engine.core.sp)
        if changed:
            error = CallingConvention(f"{', '.join(changed)} not as before the call", address=entry & ~1)
            raise self._located(error, 0)

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
        where = error.address
        if where is not None and self.function_at(where) is None:
            where = self._caller()
        function = None if where is None else find_function(self._program.functions, where)
        if where is not None and function is not None:
            error.locate(function[2], self.lines.nearest(where, function[0]))
        return error

    def _caller(self) -> int | None:
        """After a jump to nowhere: the address of the call, as far as the return address tells."""
        if not self._return_on_stack:
            return (self._engine.get("lr") & ~1) - 2
        try:
            return self.read_word(self._engine.get("rsp")) - 1
        except ValueError:
            return None
