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
    """Calls of a row in which each sample of each operand occurs, with as few calls as it takes."""
    samples = [[operand(text) for text in kind.samples] for kind in form.kinds]
    covered: set[tuple[int, Operand]] = set()
    found: list[Statement] = []
    for candidate in _combinations(samples):
        places = set(enumerate(candidate))
        if legal(form, candidate) and (not found or not places <= covered):
            covered |= places
            found.append(Statement(form.name, candidate))
    return found


def _combinations(samples: list[list[Operand]]) -> Iterator[tuple[Operand, ...]]:
    yield tuple(choices[slot % len(choices)] for slot, choices in enumerate(samples))
    for slot, choices in enumerate(samples):  # each operand alone, the others alike
        for choice in choices:
            base = [others[1 % len(others)] for others in samples]
            base[slot] = choice
            yield tuple(base)
    for turn in range(max((len(choices) for choices in samples), default=1)):  # and all move on together
        yield tuple(choices[(turn + slot) % len(choices)] for slot, choices in enumerate(samples))
        yield tuple(choices[turn % len(choices)] for choices in samples)
