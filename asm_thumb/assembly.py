"""The result of assembling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from asm_thumb.errors import Span
from asm_thumb.signature import Signature


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the listing.

    `offset` counts from the first byte, `code` is empty for labels, `text` is in Arm's syntax, `statement` the number
    of the statement it came from, `span` where that stands, `cycles` as published ("1", "2-12", "1+P") or None.
    """

    offset: int
    code: bytes
    text: str
    statement: int
    span: Span | None
    cycles: str | None


@dataclass(frozen=True, slots=True)
class Relocation:
    """A branch to another function: the 4 bytes at `offset` want the distance to `symbol`.

    `kind` is `call` for `bl` and `jump` for `b`. The placeholder branches to itself, as ELF's R_ARM_THM_CALL and
    R_ARM_THM_JUMP24 expect it; `asm_thumb.branch_code` makes the final bytes.
    """

    offset: int
    kind: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Assembly:
    """Machine code for one core, and what is known about it.

    `labels` maps each label to its offset in `code`. `signature` is there when a whole function was assembled.
    """

    core: str
    code: bytes
    rows: tuple[Row, ...]
    labels: Mapping[str, int]
    relocations: tuple[Relocation, ...]
    signature: Signature | None = None

    def listing(self) -> str:
        """The listing as text: offset, bytes, instruction, cycles."""
        lines = []
        for row in self.rows:
            if not row.code:
                lines.append(row.text)
                continue
            code = " ".join(row.code[at : at + 2][::-1].hex() for at in range(0, len(row.code), 2))
            note = f"  ; {row.cycles}" if row.cycles else ""
            lines.append(f"{row.offset:04x}  {code:<10} {row.text}{note}")
        return "\n".join(lines)
