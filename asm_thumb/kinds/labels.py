"""Label operands: branch targets and words beside the code, each with the reach of its encoding."""

from __future__ import annotations

from dataclasses import dataclass

from asm_thumb.kinds.base import Kind, Rejection, Site
from asm_thumb.operands import Name, Operand, Register, describe


def label_text(operand: Operand) -> str | None:
    """The label that an operand names; a register's name is one where a label is expected."""
    if isinstance(operand, Name):
        return operand.text
    return operand.written if isinstance(operand, Register) else None


@dataclass(frozen=True)
class LabelKind(Kind):
    """A label from `low` to `high` bytes away from the program counter, in steps of `step`.

    `aligned`: the program counter counts rounded down to a multiple of 4. `shape` names the bit fields:
    `plain` and `word` (one field), `branch` (S, J1, J2, high, low), `condition` (S, J2, J1, high, low), `signed`
    (add bit, magnitude), `address` (3 when below, magnitude). `external`: may name another function.
    """

    low: int
    high: int
    step: int
    shape: str
    aligned: bool = False
    external: bool = False

    def reject(self, operand: Operand) -> Rejection | None:
        data = self.shape in ("word", "signed")  # where a register is a slip rather than an odd name for a label
        if label_text(operand) is None or (data and isinstance(operand, Register)):
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        return None

    def text(self, operand: Operand) -> str:
        return label_text(operand) or ""

    def distance(self, operand: Operand, site: Site) -> int:
        """Bytes from the program counter, 4 ahead of the instruction, to the label."""
        base = site.address + 4
        if self.aligned:
            base &= ~3
        return site.labels.get(self.text(operand), site.address) - base

    def reaches(self, operand: Operand, site: Site) -> Rejection | None:
        """None when the encoding reaches the label from this site."""
        distance = self.distance(operand, site)
        if not self.low <= distance <= self.high:
            return Rejection(
                f"{self.text(operand)} is {distance + 4} bytes away; reaches {self.low + 4} to {self.high + 4}"
            )
        if distance % self.step:
            word = f"{self.text(operand)} isn't at a multiple of {self.step} bytes"
            return Rejection(word, hint=f"put `align({self.step})` before the label")
        return None

    def check_text(self, operand: Operand, site: Site) -> str:
        distance = self.distance(operand, site)
        if self.shape in ("signed", "word"):
            return f"[pc, #{distance}]"
        if self.aligned:
            return f"#{distance}"
        return f"#{(site.address + 4 + distance) & 0xFFFFFFFF}"

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        distance = self.distance(operand, site)
        if self.shape == "signed":
            return int(distance >= 0), abs(distance) // self.step
        if self.shape == "address":
            return (3 if distance < 0 else 0), abs(distance)
        half = distance // self.step
        if self.shape in ("plain", "word"):
            return (half,)
        sign = int(half < 0)
        if self.shape == "branch":  # ARMv7-M ARM A7.7.12: I1 = NOT(J1 EOR S)
            high, low = half >> 11 & 0x3FF, half & 0x7FF
            return sign, (half >> 22 & 1) ^ sign ^ 1, (half >> 21 & 1) ^ sign ^ 1, high, low
        return sign, half >> 18 & 1, half >> 17 & 1, half >> 11 & 0x3F, half & 0x7FF


def _label(title: str, low: int, high: int, step: int, shape: str, **more: bool) -> LabelKind:
    return LabelKind("label", title, ("LABEL",), low, high, step, shape, **more)


BRANCH_11 = _label("a label", -2048, 2046, 2, "plain")
BRANCH_8 = _label("a label", -256, 254, 2, "plain")
BRANCH_20 = _label("a label", -(1 << 20), (1 << 20) - 2, 2, "condition")
BRANCH_24 = _label("a label or a function", -(1 << 24), (1 << 24) - 2, 2, "branch", external=True)
FORWARD = _label("a label after this instruction", 0, 126, 2, "plain")
LITERAL_8 = _label("a label", 0, 1020, 4, "word", aligned=True)
ADDRESS_8 = _label("a label", 0, 1020, 4, "plain", aligned=True)
LITERAL_12 = _label("a label", -4095, 4095, 1, "signed", aligned=True)
LITERAL_WORDS = _label("a label", -1020, 1020, 4, "signed", aligned=True)
ADDRESS_12 = _label("a label", -4095, 4095, 1, "address", aligned=True)
