"""What an instruction row may ask of one operand.

A `Kind` checks an operand value, writes it in Arm's syntax, and gives its bit fields to rows that encode
themselves. It also carries sample operands, the border cases first, so that tests can walk every form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from asm_thumb.operands import Operand


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an operand doesn't fit. `near`, 0 to 1: how much of it does, such as the sort of a number out of range."""

    reason: str
    near: float = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where an instruction stands: its address, and the addresses of all labels (bytes from the origin's 0)."""

    address: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One operand slot. `label` is its short name in tables, `title` completes "expects ..." in messages."""

    label: str
    title: str
    samples: tuple[str, ...]

    def reject(self, operand: Operand) -> Rejection | None:
        """None when the operand fits, else why it doesn't."""
        raise NotImplementedError

    def text(self, operand: Operand) -> str:
        """The operand in Arm's syntax."""
        raise NotImplementedError

    def check_text(self, operand: Operand, site: Site) -> str:
        """The operand as a disassembler shows it; differs from `text` only where labels are involved."""
        return self.text(operand)

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        """The values of the operand's bit fields, for rows that have a bit pattern of their own."""
        raise NotImplementedError
