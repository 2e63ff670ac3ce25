"""Exception handlers of emulated code: buffers in its frames with the registers as they were (MicroPython's NLR).

A raise restores from the buffer what the board restores, and no more: all other registers that a call may change, and
the floating-point registers that the board forgets, get values that show where code counts on them.
"""

from dataclasses import dataclass

from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.emulator.machine import Jump, Machine

_TRASH = 0xDEAD_BEEF_DEAD_0000


@dataclass(frozen=True)
class _Registers:
    """What a handler's buffer holds after its first two words, in their order, and what a raise destroys.

    `back` stands for where the code goes on. `lost` are destroyed though calls must keep them.
    """

    back: str
    stack: str
    result: str
    order: tuple[str, ...]
    wide: tuple[str, ...] = ()
    """Floating-point registers of 64 bits, which follow."""
    scratch: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def _numbered(letter: str, *numbers: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number}" for number in numbers)


_ARM = ("lr", *_numbered("r", *range(4, 12)), "sp")
_ARM_SCRATCH = ("r1", "r2", "r3", "r12")
_X86 = ("rip", "rbp", "rsp", "rbx", "r12", "r13", "r14", "r15")
_RISCV = ("ra", *_numbered("s", *range(12)), "sp")

REGISTERS = {
    ("arm", False): _Registers("lr", "sp", "r0", _ARM, scratch=_ARM_SCRATCH),
    ("arm", True): _Registers(
        "lr", "sp", "r0", _ARM, _numbered("d", 8, 9, 10),
        scratch=(*_ARM_SCRATCH, *_numbered("d", *range(8))), lost=_numbered("d", *range(11, 16)),
    ),
    ("x86-64", True): _Registers(
        "rip", "rsp", "rax", _X86,
        scratch=("rcx", "rdx", "rsi", "rdi", *_numbered("r", 8, 9, 10, 11), *_numbered("xmm", *range(16))),
    ),
    ("riscv32", False): _Registers(
        "ra", "sp", "a0", _RISCV, scratch=(*_numbered("a", *range(1, 8)), *_numbered("t", *range(7))),
    ),
}  # fmt: skip
"""By the kind of core, and whether it has floating-point registers."""


class Handlers:
    """The chain of handlers that are linked in, of all calls that are under way."""

    def __init__(self, machine: Machine) -> None:
        target = machine.target
        layout = REGISTERS[target.emulator, target.fpu != "none"]
        self._machine = machine
        self._layout = layout
        self._word = target.word_bits // 8
        self._saved = machine.registers(*(name for name in layout.order if name != "rip"), *layout.wide)
        self._scratch = machine.registers(layout.result, *layout.scratch, *layout.lost)
        self._chain: list[int] = []
        self.base = 0
        """How many handlers belong to calls further out."""

    def push(self, address: int) -> int:
        """Link in the handler whose buffer is at an address (the table's entry 32)."""
        values = self._saved.read()
        narrow = len(self._layout.order)
        if self._layout.back == "rip":
            values.insert(0, self._machine.return_address)
            values[self._layout.order.index("rsp")] += self._word  # as it is after the return
        data = b"".join(value.to_bytes(self._word, "little") for value in values[:narrow])
        data += b"".join(value.to_bytes(8, "little") for value in values[narrow:])
        self._machine.write(address, (self._chain[-1] if self._chain else 0).to_bytes(self._word, "little"))
        # The word between them stays: code may link the buffer in again before it reads the exception there.
        self._machine.write(address + 2 * self._word, data)
        self._chain.append(address)
        return 0

    def pop(self) -> None:
        """Take out the innermost handler (entry 33)."""
        if len(self._chain) <= self.base:
            raise BridgeError("a handler is taken out where none is linked in")
        self._chain.pop()

    @property
    def catches(self) -> bool:
        """Whether the call that is under way has a handler."""
        return len(self._chain) > self.base

    def enter(self) -> int:
        """Begin a call further in; gives what `leave` needs."""
        outer, self.base = self.base, len(self._chain)
        return outer

    def leave(self, outer: int) -> int:
        """End a call: handlers that it left linked in are gone. Gives how many there were."""
        left = len(self._chain) - self.base
        del self._chain[self.base :]
        self.base = outer
        return left

    def jump(self, exception: int) -> Jump:
        """Go to the innermost handler with an exception, an object word."""
        layout, machine, size = self._layout, self._machine, self._word
        address = self._chain.pop()
        if address < machine.registers(layout.stack).read()[0]:
            raise BridgeError("an exception is caught in a frame that is gone")
        machine.write(address + size, exception.to_bytes(size, "little"))
        narrow = len(layout.order)
        data = machine.read(address + 2 * size, narrow * size + 8 * len(layout.wide))
        values = [int.from_bytes(data[n * size : (n + 1) * size], "little") for n in range(narrow)]
        start = narrow * size
        wide = [int.from_bytes(data[start + 8 * n : start + 8 * n + 8], "little") for n in range(len(layout.wide))]
        back = values[layout.order.index(layout.back)]
        if layout.back == "rip":
            del values[0]
        self._saved.write([*values, *wide])
        mask = (1 << 8 * size) - 1
        trash = [_TRASH + number & (mask if name[0] not in "dx" else (1 << 64) - 1)
                 for number, name in enumerate((*layout.scratch, *layout.lost))]  # fmt: skip
        self._scratch.write([1, *trash])
        return Jump(back & ~machine.entry_bit, layout.lost)
