"""One row of the instruction table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.kinds.base import Kind, Site
from asm_thumb.kinds.labels import LabelKind
from asm_thumb.kinds.names import WordKind
from asm_thumb.operands import Operand, Register, RegisterList

Rule = Callable[[Sequence[Operand]], str | None]
"""A condition on several operands together: None when it holds, else why it doesn't."""


class InIt(Enum):
    """Whether an instruction may stand in an IT block."""

    YES = "anywhere"
    LAST = "as the last one"
    NO = "never"


@dataclass(frozen=True)
class Form:
    """One way to write one instruction, and how it is encoded.

    `name` is the mnemonic of the call, `kinds` its operand slots, `width` its size in bytes. `ual` is Arm's mnemonic
    outside an IT block and `quiet` the one inside, where a 16-bit instruction doesn't set the flags (empty: the
    same). `template` writes Arm's operands when they aren't simply the operands in order. `pattern`, when given,
    encodes the row: each letter takes the bits of the field that `letters` lists for it, highest first; all
    other rows are encoded from their text, by keystone or clang. `timing` is a key of `asm_thumb.timing`.
    """

    name: str
    kinds: tuple[Kind, ...]
    ual: str
    width: int
    needs: Feature = Feature.BASE
    quiet: str = ""
    in_it: InIt = InIt.YES
    sets_flags: bool = False
    rules: tuple[Rule, ...] = ()
    template: str = ""
    pattern: str = ""
    letters: str = ""
    timing: str = "alu"

    def mnemonic(self, condition: str = "") -> str:
        """Arm's mnemonic, outside an IT block or with its condition inside one."""
        if not condition:
            return self.ual
        stem, dot, suffix = (self.quiet or self.ual).partition(".")
        return stem + condition + dot + suffix

    def write(self, operands: Sequence[Operand]) -> str:
        """Arm's text of the operands."""
        return self._arrange([kind.text(operand) for kind, operand in zip(self.kinds, operands, strict=True)])

    def check_text(self, operands: Sequence[Operand], site: Site) -> str:
        """Arm's text of the operands with labels as numbers, as a disassembler shows them."""
        return self._arrange(
            [kind.check_text(operand, site) for kind, operand in zip(self.kinds, operands, strict=True)]
        )

    def _arrange(self, texts: list[str]) -> str:
        if self.template:
            return self.template.format(*texts)
        joined = ", ".join(texts)
        return joined.replace(", !", "!")

    def text(self, operands: Sequence[Operand], condition: str = "") -> str:
        """The whole instruction in Arm's syntax."""
        return f"{self.mnemonic(condition)} {self.write(operands)}".rstrip()

    def label_slot(self) -> int | None:
        """Which operand is a label, or None."""
        for position, kind in enumerate(self.kinds):
            if isinstance(kind, LabelKind):
                return position
        return None

    def branches(self, operands: Sequence[Operand]) -> bool:
        """Whether the instruction writes the program counter."""
        if self.in_it is InIt.LAST:
            return True
        if not operands or self.timing in ("store", "stm", "compare"):
            return False
        if isinstance(operands[0], Register):
            return operands[0].name == "pc"
        return any(
            isinstance(operand, RegisterList) and any(r.name == "pc" for r in operand.registers) for operand in operands
        )

    def shape(self) -> str:
        """The call as the documentation shows it."""
        return f"{self.name}({', '.join(_shown(kind) for kind in self.kinds)})"


def _shown(kind: Kind) -> str:
    single = isinstance(kind, WordKind) and len(kind.words) == 1
    return kind.samples[0] if single else kind.label


def narrow(name: str, kinds: Sequence[Kind], ual: str = "", **more: Any) -> Form:
    """A 16-bit row; `ual` defaults to the name."""
    return Form(name, tuple(kinds), ual or name, 2, **more)


def wide(name: str, kinds: Sequence[Kind], ual: str = "", **more: Any) -> Form:
    """A 32-bit row, on cores with all of Thumb-2 unless `needs` says otherwise; `ual` defaults to the name."""
    more.setdefault("needs", Feature.WIDE)
    return Form(name, tuple(kinds), ual or name, 4, **more)
