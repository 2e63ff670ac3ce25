"""What a program asks its debugger to do: write text, and end. (Arm, "Semihosting for AArch32 and AArch64".)"""

import time
from collections.abc import Callable

from nativecomp.emulator.engine import Engine
from nativecomp.emulator.memory import read_memory, write_memory

INSTRUCTION = b"\xab\xbe"
"""BKPT 0xAB: the number of the operation is in r0, its argument in r1, the result comes in r0."""

_APPLICATION_EXIT = 0x20026
_CONSOLE = 1
_TICK_FREQUENCY = 1_000_000_000  # ticks are nanoseconds
_FAILED = 0xFFFFFFFF


class Semihosting:
    """The debugger's side.

    Args:
        engine: the core of the program.
        write: takes the bytes that the program writes.

    `exit_code` is None until the program has ended.
    """

    def __init__(self, engine: Engine, write: Callable[[bytes], None]) -> None:
        self._engine = engine
        self._write = write
        self._start = time.perf_counter_ns()
        self.exit_code: int | None = None
        self._operations: dict[int, Callable[[int], int]] = {
            0x01: lambda argument: _CONSOLE,  # SYS_OPEN: there is only the console
            0x02: lambda argument: 0,  # SYS_CLOSE
            0x03: self._write_character,
            0x04: self._write_string,
            0x05: self._write_block,
            0x09: lambda argument: 1,  # SYS_ISTTY
            0x10: lambda argument: self._elapsed() // 10_000_000,  # SYS_CLOCK, in hundredths of seconds
            0x11: lambda argument: int(time.time()),  # SYS_TIME
            0x13: lambda argument: 0,  # SYS_ERRNO
            0x18: self._exit,
            0x20: self._exit_extended,
            0x30: self._ticks,  # SYS_ELAPSED
            0x31: lambda argument: _TICK_FREQUENCY,  # SYS_TICKFREQ
        }

    def serve(self) -> None:
        """Do what the program asks for at this moment; an operation that is not known fails, as the standard says.

        Raises:
            ValueError: the argument points outside memory.
        """
        operation = self._operations.get(self._engine.get("r0"))
        result = _FAILED if operation is None else operation(self._engine.get("r1"))
        self._engine.set("r0", result)

    def _word(self, address: int) -> int:
        return int.from_bytes(read_memory(self._engine.uc, address, 4), "little")

    def _write_character(self, argument: int) -> int:
        self._write(bytes(read_memory(self._engine.uc, argument, 1)))
        return 0

    def _write_string(self, argument: int) -> int:
        text = bytearray()
        while byte := read_memory(self._engine.uc, argument + len(text), 1)[0]:
            text.append(byte)
        self._write(bytes(text))
        return 0

    def _write_block(self, argument: int) -> int:
        address, size = self._word(argument + 4), self._word(argument + 8)
        self._write(bytes(read_memory(self._engine.uc, address, size)))
        return 0  # how many bytes were not written

    def _elapsed(self) -> int:
        """Nanoseconds of this computer's clock since the program started."""
        return time.perf_counter_ns() - self._start

    def _ticks(self, argument: int) -> int:
        write_memory(self._engine.uc, argument, self._elapsed().to_bytes(8, "little"))
        return 0

    def _exit(self, argument: int) -> int:
        self.exit_code = 0 if argument == _APPLICATION_EXIT else 1
        return 0

    def _exit_extended(self, argument: int) -> int:
        code = self._word(argument + 4)
        self.exit_code = code & 0xFF if self._word(argument) == _APPLICATION_EXIT else 1
        return 0
