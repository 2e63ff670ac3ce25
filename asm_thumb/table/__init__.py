"""The instruction table: every row, by name, in the order in which rows are tried."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from asm_thumb.conditions import CONDITIONS
from asm_thumb.form import Form
from asm_thumb.table import (
    arithmetic,
    branch,
    coprocessor,
    dsp,
    float,
    float_transfer,
    memory,
    multiple,
    multiply,
    system,
    v8m,
)

FAMILIES: dict[str, ModuleType] = {
    "Moves, arithmetic, logic, comparisons, shifts": arithmetic,
    "Multiplication, division, bit fields, extension": multiply,
    "DSP extension": dsp,
    "Loads and stores": memory,
    "Register lists": multiple,
    "Branches": branch,
    "Floating point arithmetic": float,
    "Floating point transfers": float_transfer,
    "System": system,
    "Armv8-M": v8m,
    "Coprocessor interface": coprocessor,
}
"""The families in the order of the documentation; each module has `rows()`."""

PSEUDO: dict[str, str] = {
    "label": "label(name): names this place",
    "data": "data(size, value, ...): values of 1, 2, 4 or 8 bytes, lowest byte first",
    "align": "align(n): fills up to a multiple of n bytes",
    "movwt": "movwt(Rd, value): `movw` and `movt`, any 32-bit value",
}
"""Directives and pseudo instructions, and what they do."""


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """All rows by the name that a call has."""
    table: dict[str, list[Form]] = {}
    for form in all_rows():
        table.setdefault(form.name, []).append(form)
    return {name: tuple(rows) for name, rows in table.items()}


@cache
def all_rows() -> tuple[Form, ...]:
    """Every row, family by family."""
    return tuple(form for module in FAMILIES.values() for form in module.rows())


def lookup(name: str) -> tuple[tuple[Form, ...], str] | None:
    """The rows that a written name means, and the condition in it ("" for none); None for an unknown name.

    `addeq`, `addeq_w` and `vaddeq_f32` are rows of `add`, `add_w` and `vadd_f32` under the condition `eq`; `ldr_w` and
    `ldr_n` are the 32-bit and the 16-bit rows of `ldr`.
    """
    rows = _exact(name)
    if rows:
        return rows, ""
    stem, underscore, suffix = name.partition("_")
    condition = stem[-2:]
    if condition in CONDITIONS and len(stem) > 2:
        base = stem[:-2]
        rows = _exact(base + underscore + suffix) or (_exact(base + "_") if not suffix else None)
        if rows:
            return rows, condition
    return None


def _exact(name: str) -> tuple[Form, ...] | None:
    table = forms()
    if name in table:
        return table[name]
    base, _, suffix = name.rpartition("_")
    if suffix in ("n", "w") and base in table:
        width = 2 if suffix == "n" else 4
        return tuple(form for form in table[base] if form.width == width) or None
    return None
