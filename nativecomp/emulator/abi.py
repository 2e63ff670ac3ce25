"""Where C's calling conventions put arguments and results.

The rules are those of the "Procedure Call Standard for the Arm Architecture" (base standard and VFP variant), of the
System V ABI for AMD64 and of the "RISC-V ABIs Specification" (ILP32), for scalar arguments.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nativecomp.emulator.values import INTEGER_BYTES, bits_to_float, float_to_bits

_FLOATS = ("f32", "f64")
_WIDE = ("i64", "f64")


@dataclass(frozen=True)
class Place:
    """One argument's place: registers that hold it, low word first, and the byte offset in the stack arguments of what
    they do not hold; None where they hold all."""

    registers: tuple[str, ...]
    stack: int | None = None


@dataclass(frozen=True)
class Placement:
    """Places of all the arguments of a call, in order, and the bytes of stack they take (a multiple of the
    alignment)."""

    places: tuple[Place, ...]
    stack_size: int


@dataclass
class _Free:
    """The registers that no argument has yet: for integers, and the float registers by their numbers."""

    integers: list[str]
    floats: list[int]


_Take = Callable[[_Free, str, int], tuple[tuple[str, ...], int]]
"""Takes registers for an argument of a kind, so many words: which, and how many words they do not hold."""


@dataclass(frozen=True)
class Convention:
    """One calling convention.

    Attributes:
        word: bytes of a word.
        integers: the registers that integers are passed in, in order.
        floats: how many registers there are for floats.
        stack_align: of what number the size of the stack arguments is a multiple.
        take: which registers an argument gets.
        results: the registers of a result by its kind; the row "" is for the other kinds.
        own: the register for kind "self", "" where the code passes nothing so.
    """

    word: int
    integers: tuple[str, ...]
    floats: int
    stack_align: int
    take: _Take
    results: dict[str, tuple[str, ...]]
    own: str = ""

    def place(self, kinds: Sequence[str]) -> Placement:
        """Lay out the arguments of the given kinds."""
        free = _Free(list(self.integers), list(range(self.floats)))
        stack = 0
        places = []
        for kind in kinds:
            if kind == "self":
                places.append(Place((self.own,)))
                continue
            registers, missing = self.take(free, kind, 2 if self.word == 4 and kind in _WIDE else 1)
            if not missing:
                places.append(Place(registers))
                continue
            stack += -stack % (self.word * missing)
            places.append(Place(registers, stack))
            stack += self.word * missing
        return Placement(tuple(places), stack + -stack % self.stack_align)

    def result(self, kind: str) -> Place:
        """Where a result of the kind is."""
        return Place(self.results.get(kind, self.results[""]))


def _take_arm(free: _Free, kind: str, words: int) -> tuple[tuple[str, ...], int]:
    """A double word begins at an even register; after what does not fit nothing more goes into registers."""
    if words == 2 and len(free.integers) % 2:
        del free.integers[0]
    if len(free.integers) < words:
        free.integers.clear()
        return (), words
    return _first(free.integers, words), 0


def _take_arm_float(free: _Free, kind: str, words: int) -> tuple[tuple[str, ...], int]:
    """Floats in float registers: a single takes the lowest free one, also behind doubles."""
    if kind not in _FLOATS:
        return _take_arm(free, kind, words)
    fitting = (n for n in free.floats if words == 1 or (n % 2 == 0 and n + 1 in free.floats))
    number = next(fitting, None)
    if number is None:
        free.floats.clear()
        return (), words
    free.floats = [n for n in free.floats if not number <= n < number + words]
    return (f"s{number}" if words == 1 else f"d{number // 2}",), 0


def _take_x86(free: _Free, kind: str, words: int) -> tuple[tuple[str, ...], int]:
    if kind in _FLOATS:
        return ((f"xmm{free.floats.pop(0)}",), 0) if free.floats else ((), 1)
    return (_first(free.integers, 1), 0) if free.integers else ((), 1)


def _take_riscv(free: _Free, kind: str, words: int) -> tuple[tuple[str, ...], int]:
    """Floats in integer registers; a double word may lie half in the last one."""
    registers = _first(free.integers, words)
    return registers, words - len(registers)


def _first(registers: list[str], count: int) -> tuple[str, ...]:
    """Take so many registers, or those that are left."""
    taken = tuple(registers[:count])
    del registers[:count]
    return taken


_ARM = tuple(f"r{n}" for n in range(4))
_ARM_RESULTS = {"": ("r0",), "i64": ("r0", "r1"), "f64": ("r0", "r1")}
_X86 = ("rdi", "rsi", "rdx", "rcx", "r8", "r9")
_RISCV = tuple(f"a{n}" for n in range(8))

_ARM_OWN = "r10"

_SOFT = Convention(4, _ARM, 0, 8, _take_arm, _ARM_RESULTS, _ARM_OWN)

CONVENTIONS = {
    "soft": _SOFT,
    "softfp": _SOFT,  # an FPU computes, and integer registers pass
    "hard": Convention(4, _ARM, 16, 8, _take_arm_float, {**_ARM_RESULTS, "f32": ("s0",), "f64": ("d0",)}, _ARM_OWN),
    "x86-64": Convention(8, _X86, 8, 16, _take_x86, {"": ("rax",), "f32": ("xmm0",), "f64": ("xmm0",)}),
    "ilp32": Convention(4, _RISCV, 0, 16, _take_riscv, {"": ("a0",), "i64": ("a0", "a1"), "f64": ("a0", "a1")}),
}
"""By a target's `float_abi`."""


def to_bits(kind: str, value: int | float, word: int) -> int:
    """The bits of an argument, as a non-negative number as wide as its place (`word` is in bytes)."""
    if kind in _FLOATS:
        return float_to_bits(kind, float(value))
    width = 8 if kind == "i64" else word
    return int(value) & ((1 << 8 * width) - 1)


def from_bits(kind: str, bits: int, word: int) -> int | float:
    """The value of a kind from the bits of its place: an unsigned int of the kind's width, or a float."""
    if kind in _FLOATS:
        return bits_to_float(kind, bits)
    return bits & ((1 << 8 * INTEGER_BYTES.get(kind, word)) - 1)
