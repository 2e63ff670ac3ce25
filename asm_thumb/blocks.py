"""IT blocks: which condition each instruction stands under (ARMv7-M ARM, A7.7.38)."""

from __future__ import annotations

from dataclasses import dataclass, field

from asm_thumb.conditions import CODES, CONDITIONS, opposite
from asm_thumb.errors import Problem, Span
from asm_thumb.match import Place
from asm_thumb.operands import Name, Statement


@dataclass(slots=True)
class Block:
    """The rest of the IT block that is open, as the conditions of its slots."""

    pending: list[str] = field(default_factory=list)
    opened: Statement | None = None

    def open(self, statement: Statement) -> None:
        """Start the block of `it(eq)`, `itte(ne)` and so on; the statement is known to be well formed."""
        operand = statement.operands[0]
        assert isinstance(operand, Name)
        first = CODES[CONDITIONS[operand.text.lower()]]
        letters = "t" + statement.mnemonic[2:]
        self.pending = [first if letter == "t" else opposite(first) for letter in letters]
        self.opened = statement

    def place(self) -> Place:
        """The slot that the next instruction takes, without taking it."""
        if not self.pending:
            return Place()
        return Place(self.pending[0], last=len(self.pending) == 1)

    def take(self) -> None:
        """The next instruction has taken its slot."""
        self.pending = self.pending[1:]

    def interrupted(self, what: str, span: Span | None) -> Problem | None:
        """The problem of something that can't stand inside a block, or None outside one."""
        if not self.pending:
            return None
        self.pending = []
        return Problem(f"{what} can't stand inside an IT block", span)

    def unfinished(self) -> Problem | None:
        """The problem of a block that wants more instructions than there are."""
        if not self.pending or self.opened is None:
            return None
        count = len(self.pending)
        return Problem(
            f"`{self.opened.mnemonic}` wants {count} more instruction{'s' if count > 1 else ''}", self.opened.span
        )


def check_suffix(statement: Statement, written: str, place: Place) -> Problem | None:
    """Whether the condition in a name, "" for none, is the one of its slot."""
    if not written:
        return None
    written = CODES[CONDITIONS[written]]
    if not place.condition:
        hint = f"put `it({written})` before it"
        return Problem(f"`{statement.mnemonic}` has a condition outside an IT block", statement.span, hint)
    if written != place.condition:
        wanted = place.condition
        return Problem(
            f"`{statement.mnemonic}`: this slot of the IT block has the condition `{wanted}`", statement.span
        )
    return None
