"""Where C's calling conventions put arguments and results.

The rules are those of the "Procedure Call Standard for the Arm Architecture" (base standard and VFP variant), of the
System V ABI for AMD64 and of the "RISC-V ABIs Specification" (ILP32), for scalar arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nativecomp.emulator.values import INTEGER_BYTES, bits_to_float, float_to_bits


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


class Aapcs:
    """Arm, with floats in core registers."""

    word = 4
    integers: tuple[str, ...] = ("r0", "r1", "r2", "r3")
    stack_align = 8

    def place(self, kinds: Sequence[str]) -> Placement:
        """Lay out the arguments of the given kinds."""
        core = 0
        stack = 0
        places = []
        for kind in kinds:
            vector = self._vector(kind)
            if vector is not None:
                if vector:
                    places.append(Place((vector,)))
                    continue
                core_free = False
            else:
                core_free = True
            words = 2 if kind in ("i64", "f64") else 1
            if core_free and words == 2:
                core += core % 2
            if core_free and core + words <= 4:
                places.append(Place(self.integers[core : core + words]))
                core += words
                continue
            if core_free:
                core = 4
            stack += -stack % (4 * words)
            places.append(Place((), stack))
            stack += 4 * words
        self._done()
        return Placement(tuple(places), stack + -stack % self.stack_align)

    def _vector(self, kind: str) -> str | None:
        """The float register for an argument; "" where it goes to the stack; None where it is not for one."""
        return None

    def _done(self) -> None:
        """The arguments of a call are placed."""

    def result(self, kind: str) -> Place:
        """Where a result of the kind is."""
        return Place(("r0", "r1") if kind in ("i64", "f64") else ("r0",))


class AapcsVfp(Aapcs):
    """Arm, with floats in float registers; a single takes the lowest free one, also behind doubles."""

    def __init__(self) -> None:
        self._free = list(range(16))

    def _vector(self, kind: str) -> str | None:
        if kind == "f32" and self._free:
            return f"s{self._free.pop(0)}"
        if kind == "f64":
            for number in range(0, 16, 2):
                if number in self._free and number + 1 in self._free:
                    self._free.remove(number)
                    self._free.remove(number + 1)
                    return f"d{number // 2}"
        if kind in ("f32", "f64"):
            self._free.clear()
            return ""
        return None

    def _done(self) -> None:
        self._free = list(range(16))

    def result(self, kind: str) -> Place:
        if kind in ("f32", "f64"):
            return Place(("s0" if kind == "f32" else "d0",))
        return super().result(kind)


class SystemV:
    """x86-64."""

    word = 8
    integers: tuple[str, ...] = ("rdi", "rsi", "rdx", "rcx", "r8", "r9")
    stack_align = 16

    def place(self, kinds: Sequence[str]) -> Placement:
        """Lay out the arguments of the given kinds."""
        integers = list(self.integers)
        floats = [f"xmm{number}" for number in range(8)]
        stack = 0
        places = []
        for kind in kinds:
            free = floats if kind in ("f32", "f64") else integers
            if free:
                places.append(Place((free.pop(0),)))
            else:
                places.append(Place((), stack))
                stack += 8
        return Placement(tuple(places), stack + -stack % self.stack_align)

    def result(self, kind: str) -> Place:
        """Where a result of the kind is."""
        return Place(("xmm0" if kind in ("f32", "f64") else "rax",))


class Ilp32:
    """RISC-V of 32 bits, with floats in integer registers. A double word may lie half in the last register."""

    word = 4
    integers: tuple[str, ...] = tuple(f"a{n}" for n in range(8))
    stack_align = 16

    def place(self, kinds: Sequence[str]) -> Placement:
        """Lay out the arguments of the given kinds."""
        free = list(self.integers)
        stack = 0
        places = []
        for kind in kinds:
            words = 2 if kind in ("i64", "f64") else 1
            registers = tuple(free[:words])
            del free[:words]
            missing = words - len(registers)
            if not missing:
                places.append(Place(registers))
                continue
            stack += -stack % (4 * missing)
            places.append(Place(registers, stack))
            stack += 4 * missing
        return Placement(tuple(places), stack + -stack % self.stack_align)

    def result(self, kind: str) -> Place:
        """Where a result of the kind is."""
        return Place(("a0", "a1") if kind in ("i64", "f64") else ("a0",))


Convention = Aapcs | SystemV | Ilp32

CONVENTIONS: dict[str, type[Convention]] = {"soft": Aapcs, "hard": AapcsVfp, "x86-64": SystemV, "ilp32": Ilp32}
"""By a target's `float_abi`."""


def to_bits(kind: str, value: int | float, word: int) -> int:
    """The bits of an argument, as a non-negative number as wide as its place (`word` is in bytes)."""
    if kind in ("f32", "f64"):
        return float_to_bits(kind, float(value))
    width = 8 if kind == "i64" else word
    return int(value) & ((1 << 8 * width) - 1)


def from_bits(kind: str, bits: int, word: int) -> int | float:
    """The value of a kind from the bits of its place: an unsigned int of the kind's width, or a float."""
    if kind in ("f32", "f64"):
        return bits_to_float(kind, bits)
    return bits & ((1 << 8 * INTEGER_BYTES.get(kind, word)) - 1)
