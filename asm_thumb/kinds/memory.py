"""Memory operands: `[base]`, `[base, offset]`, `[base, index]`, `[base, index, lsl(n)]`."""

from __future__ import annotations

from dataclasses import dataclass

from asm_thumb.kinds.base import Kind, Rejection, Site
from asm_thumb.kinds.numbers import ShiftKind, number_of, wrong_number
from asm_thumb.kinds.registers import LO, RS, SP, R, RegisterKind
from asm_thumb.operands import Memory, Operand, Register, Shift, describe


def _nearness(base: Operand) -> float:
    return 0.2 if isinstance(base, Register) else 0


@dataclass(frozen=True)
class OffsetKind(Kind):
    """`[base, offset]` with a number; `[base]` is offset 0. Fields: base, offset / step."""

    base: RegisterKind
    low: int
    high: int
    step: int = 1

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Memory):
            return Rejection(f"expects an address {self.title}, not {describe(operand)}")
        wrong = self.base.reject(operand.base)
        if wrong:
            return Rejection("the base " + wrong.reason, near=_nearness(operand.base))
        if operand.shift is not None:
            return Rejection(f"expects an address {self.title}, without a shift", near=0.4)
        offset = 0 if operand.offset is None else number_of(operand.offset)
        if offset is None:
            assert operand.offset is not None
            return wrong_number(operand.offset, "a number")
        if not self.low <= offset <= self.high:
            return Rejection(f"offset {offset} is out of range {self.low} to {self.high}", near=0.7)
        if offset % self.step:
            return Rejection(f"offset {offset} isn't a multiple of {self.step}", near=0.8)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Memory)
        base = self.base.text(operand.base)
        offset = number_of(operand.offset)
        return f"[{base}, #{offset or 0}]" if offset or base == "pc" else f"[{base}]"

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Memory)
        return *self.base.fields(operand.base, site), (number_of(operand.offset) or 0) // self.step


def offset(base: RegisterKind, low: int, high: int, step: int = 1) -> OffsetKind:
    """An address with a number as offset, `low` to `high` bytes in steps of `step`."""
    if low == high:
        samples = tuple(f"[{name}]" for name in base.samples)
        return OffsetKind(f"[{base.label}]", f"[{base.label}]", samples, base, low, high, step)
    middle = low + (high - low) // step // 3 * step
    offsets = tuple(dict.fromkeys((high, low, middle)))
    samples = tuple(f"[{name}, {offsets[0]}]" for name in base.samples)
    samples += tuple(f"[{base.samples[0]}, {value}]" for value in offsets[1:])
    if low <= 0:
        samples += (f"[{base.samples[-1]}]",)
    shown = f"{low}..{high}" + (f"/{step}" if step > 1 else "")
    label = f"[{base.label}, {shown}]"
    return OffsetKind(label, label, samples, base, low, high, step)


@dataclass(frozen=True)
class IndexKind(Kind):
    """`[base, index]` with a register, and a left shift when `shift` is given."""

    base: RegisterKind
    index: RegisterKind
    shift: ShiftKind | None = None

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Memory):
            return Rejection(f"expects an address {self.title}, not {describe(operand)}")
        wrong = self.base.reject(operand.base)
        if wrong:
            return Rejection("the base " + wrong.reason, near=_nearness(operand.base))
        if operand.offset is None:
            return Rejection(f"expects an address {self.title}")
        wrong = self.index.reject(operand.offset)
        if wrong:
            return Rejection("the index " + wrong.reason, near=0.5)
        if (operand.shift is None) != (self.shift is None):
            return Rejection(f"expects an address {self.title}")
        return None if self.shift is None or operand.shift is None else self.shift.reject(operand.shift)

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Memory)
        assert operand.offset is not None
        parts = [self.base.text(operand.base), self.index.text(operand.offset)]
        if isinstance(operand.shift, Shift):
            parts.append(f"{operand.shift.kind} #{operand.shift.amount}")
        return f"[{', '.join(parts)}]"


def index(base: RegisterKind, register: RegisterKind, low: int = 0, high: int = 0) -> IndexKind:
    """An address with a register as offset; shifted left by `low` to `high` when `high` isn't 0."""
    pairs = zip(base.samples, register.samples[1:] + register.samples[:1], strict=False)
    if not high:
        label = f"[{base.label}, {register.label}]"
        return IndexKind(label, label, tuple(f"[{b}, {i}]" for b, i in pairs), base, register)
    amounts = f"lsl({low})" if low == high else f"lsl({low}..{high})"
    shift = ShiftKind("lsl", amounts, (), (("lsl", low, high, 1),))
    samples = tuple(f"[{b}, {i}, lsl({low + n % (high - low + 1)})]" for n, (b, i) in enumerate(pairs))
    label = f"[{base.label}, {register.label}, {amounts}]"
    return IndexKind(label, label, samples, base, register, shift)


BASE = offset(RS, 0, 0)
INDEX_LO = index(LO, LO)
INDEX = index(RS, R)
INDEX_SHIFT = index(RS, R, 1, 3)
SP_WORD = offset(SP, 0, 1020, 4)


@dataclass(frozen=True)
class SignedOffsetKind(OffsetKind):
    """`[base, offset]` for rows that store the sign apart. Fields: base, 1 when not negative, magnitude / step."""

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Memory)
        value = number_of(operand.offset) or 0
        return *self.base.fields(operand.base, site), int(value >= 0), abs(value) // self.step


def signed_offset(base: RegisterKind, most: int, step: int = 1) -> SignedOffsetKind:
    """An address with an offset from `-most` to `most`, its sign apart."""
    plain = offset(base, -most, most, step)
    return SignedOffsetKind(plain.label, plain.title, plain.samples, base, -most, most, step)
