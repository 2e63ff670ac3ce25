"""Number operands: plain ranges, Thumb modified immediates, floating point immediates, and shifts."""

from __future__ import annotations

from dataclasses import dataclass

from asm_thumb.kinds.base import Kind, Rejection, Site
from asm_thumb.operands import Immediate, Name, Operand, Option, Real, Shift, describe


def number_of(operand: Operand | None) -> int | None:
    """The whole number that an operand stands for, constants included; None when it is something else."""
    if isinstance(operand, Immediate):
        return operand.value
    if isinstance(operand, Name):
        return operand.value
    return None


def wrong_number(operand: Operand, title: str) -> Rejection:
    """The rejection for an operand that should have been a number."""
    if isinstance(operand, Name):
        return Rejection(f"`{operand.text}` is neither a constant nor a register; expects {title}")
    return Rejection(f"expects {title}, not {describe(operand)}")


@dataclass(frozen=True)
class RangeKind(Kind):
    """A number from `low` to `high` that is a multiple of `step`; encoded as `(value - bias) / step`."""

    low: int
    high: int
    step: int = 1
    bias: int = 0

    def reject(self, operand: Operand) -> Rejection | None:
        value = number_of(operand)
        if value is None:
            return wrong_number(operand, self.title)
        if not self.low <= value <= self.high:
            return Rejection(f"{value} is out of range; expects {self.title}", near=0.6)
        if value % self.step:
            return Rejection(f"{value} isn't a multiple of {self.step}; expects {self.title}", near=0.6)
        return None

    def text(self, operand: Operand) -> str:
        return f"#{number_of(operand)}"

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        value = number_of(operand)
        assert value is not None
        return ((value - self.bias) // self.step,)


def imm(low: int, high: int, step: int = 1, bias: int = 0) -> RangeKind:
    """A number operand of this range."""
    middle = low + (high - low) // step // 3 * step
    title = f"{low}" if low == high else f"a number from {low} to {high}"
    title += f", a multiple of {step}" if step > 1 else ""
    label = f"{low}" if low == high else f"{low}..{high}" + (f"/{step}" if step > 1 else "")
    samples = tuple(str(value) for value in dict.fromkeys((low, high, middle, high - step)) if low <= value)
    return RangeKind(label, title, samples, low, high, step, bias)


def modified_immediate(value: int) -> int | None:
    """The 12-bit code of a Thumb modified immediate (ARMv7-M ARM, A5.3.2), or None when there is none."""
    if not 0 <= value <= 0xFFFFFFFF:
        return None
    low = value & 0xFF
    for code, pattern in enumerate((low, low * 0x00010001, None, low * 0x01010101)):
        if pattern == value:
            return code << 8 | low
    high = value >> 8 & 0xFF
    if value == high * 0x01000100:
        return 2 << 8 | high
    top = value.bit_length() - 1
    rotation = 39 - top  # the top set bit of the byte is always stored, as bit 7
    byte = value >> (top - 7)
    if byte << (top - 7) != value:
        return None
    return rotation << 7 | byte & 0x7F


@dataclass(frozen=True)
class ModifiedKind(Kind):
    """A constant that data processing instructions can hold: a byte, shifted or repeated."""

    def reject(self, operand: Operand) -> Rejection | None:
        value = number_of(operand)
        if value is None:
            return wrong_number(operand, self.title)
        if not -0x80000000 <= value <= 0xFFFFFFFF:
            return Rejection(f"{value} doesn't fit in 32 bits", near=0.6)
        if modified_immediate(value & 0xFFFFFFFF) is None:
            return Rejection(
                f"{value} can't be encoded: expects {self.title}",
                near=0.6,
                hint="put the constant in a register with `movwt` or `movw` first",
            )
        return None

    def text(self, operand: Operand) -> str:
        value = number_of(operand)
        assert value is not None
        return f"#{value & 0xFFFFFFFF}"


MODIFIED = ModifiedKind(
    "const",
    "a byte shifted left by 0 to 24, or a byte repeated as 0x00XY00XY, 0xXY00XY00 or 0xXYXYXYXY",
    ("0", "255", "0xff00ff", "0xab00ab00", "0x12121212", "0xff000000", "256", "0x1fe", "0x3fc00"),
)


@dataclass(frozen=True)
class RealKind(Kind):
    """A floating point constant that `vmov` can hold: n/16 * 2**r, n from 16 to 31, r from -3 to 4."""

    def reject(self, operand: Operand) -> Rejection | None:
        if isinstance(operand, Real):
            value: float | None = operand.value
        else:
            value = number_of(operand)
        if value is None:
            return wrong_number(operand, self.title)
        if not any(abs(value) == n / 16 * 2.0**r for n in range(16, 32) for r in range(-3, 5)):
            return Rejection(f"{value} can't be encoded: expects {self.title}", near=0.6)
        return None

    def text(self, operand: Operand) -> str:
        value = operand.value if isinstance(operand, Real) else number_of(operand)
        assert value is not None
        return f"#{float(value)!r}"


REAL = RealKind(
    "real",
    "plus or minus n/16 * 2**r with n from 16 to 31 and r from -3 to 4, such as 1.0, 0.5 or -31.0",
    ("1.0", "-31.0", "0.125", "2.5"),
)


@dataclass(frozen=True)
class ShiftKind(Kind):
    """A shift among `ranges`: name, lowest and highest amount, step. Fields: amount, and the type when `typed`."""

    ranges: tuple[tuple[str, int, int, int], ...]
    typed: bool = False

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Shift):
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        for kind, low, high, step in self.ranges:
            if operand.kind == kind:
                if low <= operand.amount <= high and not operand.amount % step:
                    return None
                wanted = f"{low} to {high}" + (f" in steps of {step}" if step > 1 else "")
                return Rejection(f"{kind} by {operand.amount} is out of range; expects {wanted}", near=0.6)
        return Rejection(f"can't shift by {operand.kind} here; expects {self.title}", near=0.6)

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Shift)
        return operand.kind if operand.kind == "rrx" else f"{operand.kind} #{operand.amount}"

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Shift)
        if operand.kind == "ror":  # the extend instructions count in bytes
            amount = operand.amount if self.typed else operand.amount // 8
        else:
            amount = operand.amount & 31  # right shifts by 32 are stored as 0
        return (amount, _SHIFT_TYPES[operand.kind]) if self.typed else (amount,)


_SHIFT_TYPES = {"lsl": 0, "lsr": 1, "asr": 2, "ror": 3, "rrx": 3}


SHIFT = ShiftKind(
    "shift",
    "a shift: lsl(1..31), lsr(1..32), asr(1..32), ror(1..31) or rrx",
    ("lsl(1)", "lsl(31)", "lsr(32)", "lsr(1)", "asr(32)", "asr(7)", "ror(1)", "ror(31)", "rrx"),
    (("lsl", 1, 31, 1), ("lsr", 1, 32, 1), ("asr", 1, 32, 1), ("ror", 1, 31, 1), ("rrx", 0, 0, 1)),
    typed=True,
)
ROTATE = ShiftKind("ror", "ror(8), ror(16) or ror(24)", ("ror(8)", "ror(16)", "ror(24)"), (("ror", 8, 24, 8),))
PACK_LEFT = ShiftKind("lsl", "lsl(1..31)", ("lsl(1)", "lsl(31)", "lsl(16)"), (("lsl", 1, 31, 1),))
PACK_RIGHT = ShiftKind("asr", "asr(1..32)", ("asr(1)", "asr(32)", "asr(16)"), (("asr", 1, 32, 1),))
SATURATE = ShiftKind(
    "shift",
    "lsl(1..31) or asr(1..31)",
    ("lsl(1)", "lsl(31)", "asr(1)", "asr(31)"),
    (("lsl", 1, 31, 1), ("asr", 1, 31, 1)),
)


@dataclass(frozen=True)
class SignedKind(RangeKind):
    """A number whose sign is stored apart. Fields: 1 when not negative, magnitude / step."""

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        value = number_of(operand)
        assert value is not None
        return int(value >= 0), abs(value) // self.step


def signed(most: int, step: int = 1) -> SignedKind:
    """A number from `-most` to `most`, its sign apart."""
    plain = imm(-most, most, step)
    return SignedKind(plain.label, plain.title, plain.samples, -most, most, step)


@dataclass(frozen=True)
class OptionKind(Kind):
    """The option byte of an unindexed LDC or STC, written `{5}`."""

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Option):
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        if not 0 <= operand.value <= 255:
            return Rejection(f"{operand.value} is out of range; expects {self.title}", near=0.6)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Option)
        return "{" + str(operand.value) + "}"

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Option)
        return (operand.value,)


OPTION = OptionKind("{0..255}", "an option byte in braces, {0} to {255}", ("{0}", "{255}", "{4}"))
