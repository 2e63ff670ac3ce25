"""Calls that walk every row of the table and every operand form, from the samples that the operand kinds carry."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from asm_thumb import Statement
from asm_thumb.form import Form
from asm_thumb.operands import Operand
from asm_thumb.reader import Reader


def operand(text: str) -> Operand:
    """The operand that a sample means."""
    return Reader(None, []).operand(ast.parse(text, mode="eval").body)


def legal(form: Form, operands: Sequence[Operand]) -> bool:
    """Whether the row takes these operands."""
    if any(kind.reject(value) for kind, value in zip(form.kinds, operands, strict=True)):
        return False
    return not any(rule(operands) for rule in form.rules)


def statements(form: Form) -> list[Statement]:
    """Calls of a row: each sample of each operand, the others at values that differ from it and from each other."""
    samples = [[operand(text) for text in kind.samples] for kind in form.kinds]
    found: dict[tuple[Operand, ...], None] = {}
    for candidate in _combinations(samples):
        if legal(form, candidate):
            found.setdefault(candidate)
    return [Statement(form.name, operands) for operands in found]


def _combinations(samples: list[list[Operand]]) -> Iterator[tuple[Operand, ...]]:
    longest = max((len(choices) for choices in samples), default=1)
    for turn in range(longest):  # all operands move on together, each from its own start
        yield tuple(choices[(turn + slot) % len(choices)] for slot, choices in enumerate(samples))
        yield tuple(choices[turn % len(choices)] for choices in samples)
    for slot, choices in enumerate(samples):  # and each alone
        for choice in choices:
            base = [others[(number + 1) % len(others)] for number, others in enumerate(samples)]
            base[slot] = choice
            yield tuple(base)
