"""Run a whole image, as the board would from reset on: vector table, start-up code, output, faults, exit code."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nativecomp import elf
from nativecomp.elf import ElfFile, find_function
from nativecomp.elf.lines import read_lines
from nativecomp.emulator.board import add_devices, load_board
from nativecomp.emulator.devices import Access, Devices, Watch
from nativecomp.emulator.engine import BREAKPOINT, Engine
from nativecomp.emulator.errors import EmulationError, Fault, LoadError, loading
from nativecomp.emulator.exceptions import RETURN_TO_THREAD, Exceptions
from nativecomp.emulator.machine import DEFAULT_LIMIT
from nativecomp.emulator.memory import read_memory
from nativecomp.emulator.semihosting import INSTRUCTION, Semihosting
from nativecomp.emulator.values import Counted
from nativecomp.targets import Board, Target

_NOWHERE = 0xFFFF_FFFE  # never reached: an image ends by asking for it


@dataclass(frozen=True, kw_only=True)
class ImageOutcome(Counted):
    """How an image ended.

    Attributes:
        exit_code: 0 to 255.
        instructions: how many were executed, from reset on.
        output: all that it wrote, fault reports in words.
        log: the accesses of the watched ranges, in order.
    """

    exit_code: int
    instructions: int
    output: str
    log: list[Access] = field(default_factory=list)


def run_image(
    image: bytes,
    target: Target,
    *,
    stdout: Callable[[str], None] | None = None,
    limit: int | None = None,
    watches: Sequence[Watch] = (),
) -> ImageOutcome:
    """Run an ELF executable on an emulated board until it exits by semihosting.

    There are no interrupts and no timers; device registers that are not watched keep what is written to them. A fault
    goes to the image's HardFault handler.

    Args:
        image: the linked ELF file; its vector table is at the start of flash.
        target: the board.
        stdout: gets the output line by line as it comes.
        limit: how many instructions may run; None: 2,000,000,000.
        watches: device ranges to observe or to script.

    Raises:
        LoadError: the file is no executable for the board, or the target is no board.
        EmulationError: the image could not go on and has no handler that could say so, or reached the limit.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    if target.board is None:
        raise LoadError(f"`{target.name}` is a core; an image runs on a board, for instance `mps2-an386`")
    return _Run(image, target, target.board, stdout, watches).to_end(DEFAULT_LIMIT if limit is None else limit)


class _Run:
    def __init__(
        self,
        image: bytes,
        target: Target,
        board: Board,
        stdout: Callable[[str], None] | None,
        watches: Sequence[Watch],
    ) -> None:
        with loading():
            file = ElfFile(image)
            segments, _ = file.segments, file.symbols
        if elf.MACHINES.get(file.machine) != "Arm" or file.type != elf.EXECUTABLE:
            raise LoadError("not a linked ELF file for Arm")
        flash_end = board.flash_origin + board.flash_size
        ends = [s.address + len(s.data) for s in segments if board.flash_origin <= s.address < flash_end]
        if not ends:
            raise LoadError("the image has nothing in the board's flash")
        self._image = image
        self._file = file
        self._engine = Engine(target, board.flash_origin, max(ends))
        load_board(self._engine, board, file)
        self._output = _Output(image, stdout)
        self._devices = Devices(self._engine)
        add_devices(self._devices, board, watches, self._output.write)
        self._semihosting = Semihosting(self._engine, self._output.write)
        self._exceptions = Exceptions(self._engine, board.vectors)
        vectors = read_memory(self._engine.uc, board.vectors, 8)
        self._engine.set("sp", int.from_bytes(vectors[:4], "little") & ~3)
        self._engine.set("lr", 0xFFFF_FFFF)
        self._reset = int.from_bytes(vectors[4:], "little") & ~1

    def to_end(self, limit: int) -> ImageOutcome:
        done = 0
        pc = self._reset
        try:
            while self._semihosting.exit_code is None:
                try:
                    self._engine.run(pc, _NOWHERE, limit - done, lambda address: False)
                except EmulationError as error:
                    done += error.instructions or 0
                    pc = self._handle(error)
        except EmulationError as error:
            error.instructions = done
            self._locate(error)
            raise
        finally:
            self._output.flush()
        code = bytes(read_memory(self._engine.uc, self._engine.start, self._engine.end - self._engine.start))
        start, instructions = self._engine.start, self._engine.instructions
        return ImageOutcome(
            exit_code=self._semihosting.exit_code,
            instructions=done,
            output=self._output.text,
            log=self._devices.log,
            runs=self._engine.counters.runs(),
            _decode=lambda address, size: instructions(code[address - start : address - start + size], address),
            _lines=read_lines(self._image),
        )

    def _handle(self, error: EmulationError) -> int:
        """Go on after the emulation stopped; gives the address."""
        address = error.address
        if address is None or not error.of_core:
            raise error
        if isinstance(error, Fault) and error.exception == BREAKPOINT and self._asks(address):
            self._semihosting.serve()
            return address + 2
        if address | 1 == RETURN_TO_THREAD and self._exceptions.active:
            return self._exceptions.leave()
        handler = self._exceptions.enter(error)
        if handler is None:
            raise error
        return handler

    def _asks(self, address: int) -> bool:
        return read_memory(self._engine.uc, address, 2) == INSTRUCTION

    def _locate(self, error: EmulationError) -> None:
        functions, address = self._file.functions, error.address
        if address is None:
            return
        function = find_function(functions, address)
        if function is None:
            address = (self._engine.get("lr") & ~1) - 1
            function = find_function(functions, address)
        if function is not None:
            error.locate(function[2], read_lines(self._image).nearest(address, function[0]))


class _Output:
    """Bytes that the image writes, as text, passed on line by line."""

    def __init__(self, image: bytes, stdout: Callable[[str], None] | None) -> None:
        self._image = image
        self._stdout = stdout
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line = ""
        self._parts: list[str] = []

    def write(self, data: bytes) -> None:
        self._line += self._decoder.decode(data)
        *lines, self._line = self._line.split("\n")
        for line in lines:
            self._pass_on(line + "\n")

    def flush(self) -> None:
        """Pass on what has no end of line."""
        self._line += self._decoder.decode(b"", final=True)
        if self._line:
            self._pass_on(self._line)
            self._line = ""

    def _pass_on(self, line: str) -> None:
        from nativecomp.emulator.faults import explain_faults  # needs the runtime's sources, calls of functions do not

        words = explain_faults(line, self._image)
        self._parts.append(words)
        if self._stdout is not None:
            self._stdout(words)

    @property
    def text(self) -> str:
        return "".join(self._parts)
