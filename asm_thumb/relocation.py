"""The final bytes of branches to other functions."""

from __future__ import annotations

from asm_thumb.encode import fill
from asm_thumb.form import Form
from asm_thumb.kinds.base import Site
from asm_thumb.operands import Name
from asm_thumb.table import forms


def branch_code(kind: str, distance: int) -> bytes:
    """The 4 bytes of a branch over `distance` bytes, counted from the branch itself to its target.

    `kind` is that of a `Relocation`: `call` (`bl`) or `jump` (`b`, long). Raises `ValueError` when the distance is
    odd or beyond 16 MiB.
    """
    name = {"call": "bl", "jump": "b"}[kind]
    form: Form = next(form for form in forms()[name] if form.width == 4)
    if distance % 2 or not -(1 << 24) <= distance - 4 < 1 << 24:
        raise ValueError(f"a branch can't reach over {distance} bytes")
    return fill(form, (Name("target"),), Site(0, {"target": distance}), in_it=False)
