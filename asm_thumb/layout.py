"""Items with places: sizes, label addresses, and the choice between short and long branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asm_thumb.errors import Problem
from asm_thumb.form import Form
from asm_thumb.kinds.base import Site
from asm_thumb.kinds.labels import LabelKind
from asm_thumb.operands import Statement


@dataclass(slots=True)
class Item:
    """Something with a place in the code. `index` is the number of its statement."""

    statement: Statement
    index: int
    address: int = 0


@dataclass(slots=True)
class LabelItem(Item):
    """A label, before the item that it names."""

    name: str = ""

    def size(self) -> int:
        return 0


@dataclass(slots=True)
class DataItem(Item):
    """`data(size, ...)`: `count` values of `width` bytes, the operands after the first."""

    width: int = 1
    count: int = 0

    def size(self) -> int:
        return self.width * self.count


@dataclass(slots=True)
class AlignItem(Item):
    """`align(n)`."""

    boundary: int = 1

    def size(self) -> int:
        return -self.address % self.boundary


@dataclass(slots=True)
class InstructionItem(Item):
    """An instruction; `forms` are the rows that fit, and `chosen` the one in use."""

    forms: list[Form] = field(default_factory=list)
    condition: str = ""
    chosen: int = 0

    @property
    def form(self) -> Form:
        return self.forms[self.chosen]

    def size(self) -> int:
        return self.form.width


AnyItem = LabelItem | DataItem | AlignItem | InstructionItem


def place(items: Sequence[AnyItem], origin: int) -> dict[str, int]:
    """Give every item its address and return those of the labels; branches grow until all reach their labels.

    A branch never shrinks again, so this ends. One that doesn't reach even in its longest form stays as it is:
    `unreached` finds it.
    """
    while True:
        labels = _addresses(items, origin)
        grown = False
        for item in items:
            if isinstance(item, InstructionItem) and item.chosen + 1 < len(item.forms) and _fault(item, labels):
                item.chosen += 1
                grown = True
        if not grown:
            return labels


def _addresses(items: Sequence[AnyItem], origin: int) -> dict[str, int]:
    labels: dict[str, int] = {}
    address = origin
    for item in items:
        item.address = address
        if isinstance(item, LabelItem):
            labels.setdefault(item.name, address)
        address += item.size()
    return labels


def _fault(item: InstructionItem, labels: Mapping[str, int]) -> Problem | None:
    slot = item.form.label_slot()
    if slot is None:
        return None
    kind, operand = item.form.kinds[slot], item.statement.operands[slot]
    assert isinstance(kind, LabelKind)
    if kind.text(operand) not in labels:
        return None
    rejection = kind.reaches(operand, Site(item.address, labels))
    if rejection is None:
        return None
    name = item.statement.mnemonic
    return Problem(f"`{name}`: {rejection.reason}", operand.span or item.statement.span, rejection.hint)


def unreached(item: InstructionItem, labels: Mapping[str, int]) -> Problem | None:
    """Why an instruction can't reach its label, or None when it does."""
    problem = _fault(item, labels)
    name = item.statement.mnemonic
    if problem and not problem.hint and item.form.width == 2 and name.endswith("_n"):
        return Problem(problem.message, problem.span, f"`{name[:-2]}` takes the long form where it is needed")
    return problem
