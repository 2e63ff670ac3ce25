"""What can go wrong while emulated code runs, each told in words with the place in the Python source."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nativecomp.elf import ElfError

if TYPE_CHECKING:
    from nativecomp.elf.lines import Place

LIMIT_REACHED = "still running after {} instructions: an endless loop, or the limit is too low"


class EmulationError(Exception):
    """Emulated code could not go on.

    Attributes:
        reason: what happened, without the place.
        address: program counter of the instruction, or None where none ran.
        function: symbol that holds the address, or None.
        file, line: source position of the address from the debug information, or None.
        fault_address: the memory address that was accessed, or None where the fault is not about one.
        instructions: how many instructions had been completed, or None where none were counted.
        of_core: whether the core itself found it, so that hardware would go to its fault handler.
    """

    of_core = False

    def __init__(self, reason: str, *, fault_address: int | None = None, address: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fault_address = fault_address
        self.address = address
        self.function: str | None = None
        self.file: str | None = None
        self.line: int | None = None
        self.instructions: int | None = None

    def locate(self, function: str | None, place: "Place | None") -> None:
        """Fill in where it happened; known only to whoever holds the symbols and the line table."""
        self.function = function
        if place is not None:
            self.file, self.line = place

    def __str__(self) -> str:
        parts = [self.reason]
        if self.function is not None:
            parts.append(f"in {self.function}")
        if self.file is not None:
            parts.append(f"({self.file}:{self.line})")
        elif self.address is not None:
            parts.append(f"(pc 0x{self.address:08x})")
        return " ".join(parts)


class LoadError(EmulationError):
    """The object file cannot be loaded: not ELF, wrong machine, an undefined symbol, an unknown relocation."""


@contextmanager
def loading() -> Iterator[None]:
    """What is wrong with an ELF file is told as a LoadError."""
    try:
        yield
    except ElfError as error:
        raise LoadError(str(error)) from None


class UnmappedAccess(EmulationError):
    """A read, write or jump outside memory, or one that the memory's protection forbids."""

    of_core = True


class OutsideBuffer(UnmappedAccess):
    """A read or write beside the buffers that the code works on. Hardware would not notice it."""

    of_core = False


class FreedBufferError(OutsideBuffer, BufferError):
    """A read or write by an address of an object that has changed its length since: its old memory may be free."""


class UninitializedRead(EmulationError):
    """A read of memory that nobody has written. Hardware would give whatever is there."""


class StackOverflow(UnmappedAccess):
    """The stack grew into its guard area."""


class Fault(EmulationError):
    """The core refused the instruction: undefined, unaligned, not in this core, not Thumb.

    `exception` is Unicorn's number of the core's exception, where it has one.
    """

    of_core = True

    def __init__(
        self,
        reason: str,
        *,
        fault_address: int | None = None,
        address: int | None = None,
        exception: int | None = None,
    ) -> None:
        super().__init__(reason, fault_address=fault_address, address=address)
        self.exception = exception


class Asleep(EmulationError):
    """The core waits for an interrupt (WFI, HLT), and nothing will give it one."""


class CallingConvention(EmulationError):
    """The function came back with a register changed that its caller may rely on."""


class InstructionLimit(EmulationError):
    """The code ran for more instructions than allowed; most likely an endless loop."""


class DeviceError(EmulationError):
    """A watched device has no value left to read, or its callback gave something that is not an integer."""
