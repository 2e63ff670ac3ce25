"""From statements to items: directives, pseudo instructions, IT blocks, the choice of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from asm_thumb.blocks import Block, check_suffix
from asm_thumb.conditions import CONDITIONS
from asm_thumb.cores import Core
from asm_thumb.errors import Problem
from asm_thumb.form import Form
from asm_thumb.kinds.labels import label_text
from asm_thumb.kinds.numbers import number_of
from asm_thumb.layout import AlignItem, AnyItem, DataItem, InstructionItem, LabelItem
from asm_thumb.match import choose, unknown
from asm_thumb.operands import Expression, Immediate, Name, Operand, Statement, describe
from asm_thumb.table import lookup

LARGEST_BOUNDARY = 1 << 20
"""Bytes that code may be aligned to: more than any table that a core reads asks for, and as far as branches reach."""


@dataclass(slots=True)
class Builder:
    """Makes items of statements for one core; `problems` collects what is wrong."""

    core: Core
    problems: list[Problem]
    items: list[AnyItem] = field(default_factory=list)
    block: Block = field(default_factory=Block)

    def build(self, statements: Sequence[Statement]) -> list[AnyItem]:
        """The items of all statements."""
        for index, statement in enumerate(statements):
            if not statement.mnemonic:  # unreadable, and reported where it was read
                self.block.take()
                continue
            self._statement(statement, index)
        self._report(self.block.unfinished())
        return self.items

    def _report(self, problem: Problem | None) -> None:
        if problem:
            self.problems.append(problem)

    def _statement(self, statement: Statement, index: int) -> None:
        match statement.mnemonic:
            case "label":
                self._label(statement, index)
            case "data":
                self._data(statement, index)
            case "align":
                self._align(statement, index)
            case "movwt":
                self._movwt(statement, index)
            case _:
                self._instruction(statement, index)

    def _label(self, statement: Statement, index: int) -> None:
        name = label_text(statement.operands[0]) if len(statement.operands) == 1 else None
        if name is None:
            self._report(Problem("`label` takes one name", statement.span))
            return
        if any(isinstance(item, LabelItem) and item.name == name for item in self.items):
            where = statement.operands[0].span or statement.span
            self._report(Problem(f"label `{name}` is defined twice", where, "give one of them another name"))
        self._report(self.block.interrupted("a label", statement.span))
        self.items.append(LabelItem(statement, index, name=name))

    def _align(self, statement: Statement, index: int) -> None:
        boundary = number_of(statement.operands[0]) if len(statement.operands) == 1 else None
        if boundary is None or not 0 < boundary <= LARGEST_BOUNDARY or boundary & (boundary - 1):
            message = f"`align` takes one number that is a power of two, up to {LARGEST_BOUNDARY}"
            self._report(Problem(message, statement.span))
            return
        self._report(self.block.interrupted("`align`", statement.span))
        self.items.append(AlignItem(statement, index, boundary=boundary))

    def _data(self, statement: Statement, index: int) -> None:
        operands = statement.operands
        width = number_of(operands[0]) if operands else None
        if width not in (1, 2, 4, 8):
            span = operands[0].span if operands else None
            self._report(Problem("`data` takes the size of a value first: 1, 2, 4 or 8", span or statement.span))
            return
        if len(operands) < 2:
            self._report(Problem("`data` takes one or more values after the size", statement.span))
            return
        assert width is not None
        for operand in operands[1:]:
            self._report(_wrong_value(operand, width))
        self._data_in_block(operands[1:], width, statement)
        self.items.append(DataItem(statement, index, width=width, count=len(operands) - 1))

    def _data_in_block(self, values: Sequence[Operand], width: int, statement: Statement) -> None:
        """Numbers may spell instructions, in an IT block too: each takes its slot."""
        if not self.block.pending:
            return
        numbers = [number_of(value) for value in values]
        if width == 1 or None in numbers:
            self._report(self.block.interrupted("data that is no instruction", statement.span))
            return
        code = b"".join((n & (1 << 8 * width) - 1).to_bytes(width, "little") for n in numbers if n is not None)
        at = 0
        while at < len(code):
            self.block.take()
            at += 4 if code[at + 1] >> 3 in (0b11101, 0b11110, 0b11111) else 2

    def _movwt(self, statement: Statement, index: int) -> None:
        operands = statement.operands
        value = number_of(operands[1]) if len(operands) == 2 else None
        if value is None or not -0x80000000 <= value <= 0xFFFFFFFF:
            self._report(Problem("`movwt` takes a register and a number that fits in 32 bits", statement.span))
            return
        for name, half in (("movw", value & 0xFFFF), ("movt", value >> 16 & 0xFFFF)):
            part = Statement(name, (operands[0], Immediate(half, span=operands[1].span)), statement.span)
            before = len(self.problems)
            self._instruction(part, index)
            if len(self.problems) > before:
                self.problems[before:] = [_renamed(p) for p in self.problems[before:]]
                return

    def _instruction(self, statement: Statement, index: int) -> None:
        place = self.block.place()
        found = _lookup(statement.mnemonic, bool(place.condition))
        if found is None:
            self._report(unknown(statement.mnemonic, statement.span))
            self.block.take()
            return
        rows, written = found
        opens = statement.mnemonic.startswith("it")
        if opens:
            self._report(self.block.interrupted("another IT instruction", statement.span))
            place = self.block.place()
        self._report(check_suffix(statement, written, place))
        chosen = choose(statement, rows, self.core, place)
        if isinstance(chosen, Problem):
            self._report(chosen)
        else:
            self.items.append(InstructionItem(statement, index, forms=chosen, condition=place.condition))
        self.block.take()
        if opens and not isinstance(chosen, Problem):
            self.block.open(statement)


def _lookup(name: str, in_block: bool) -> tuple[tuple[Form, ...], str] | None:
    """The rows of a name; in an IT block `beq` is `b` under `eq`, since the conditional encoding can't stand there."""
    stem, underscore, suffix = name.partition("_")
    if in_block and stem[:1] == "b" and stem[1:] in CONDITIONS:
        plain = lookup("b" + underscore + suffix)
        if plain:
            return plain[0], stem[1:]
    return lookup(name)


def _wrong_value(operand: Operand, width: int) -> Problem | None:
    if isinstance(operand, Expression) or (isinstance(operand, Name) and operand.value is None):
        return None  # labels, known after layout
    value = number_of(operand)
    if value is None:
        return Problem(f"`data` takes numbers, not {describe(operand)}", operand.span)
    if not -(1 << 8 * width - 1) <= value < 1 << 8 * width:
        return Problem(f"{value} doesn't fit in {width} byte{'s' if width > 1 else ''}", operand.span)
    return None


def _renamed(problem: Problem) -> Problem:
    message = problem.message.replace("`movw`", "`movwt`").replace("`movt`", "`movwt`")
    return Problem(message, problem.span, problem.hint)
