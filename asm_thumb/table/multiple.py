"""Loads and stores of register lists, push and pop (ARMv7-M ARM, A5.2.5, A5.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from asm_thumb.form import Form, narrow, wide
from asm_thumb.kinds.names import WB
from asm_thumb.kinds.registers import (
    LIST_LO,
    LIST_ONE,
    LIST_ONE_PC,
    LIST_POP,
    LIST_PUSH,
    LIST_WIDE,
    LIST_WIDE_PC,
    LO,
    RS,
)
from asm_thumb.rules import base_in_list, base_lowest, base_not_in_list, not_lr_and_pc

_WRITTEN = "{0}!, {1}"


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield narrow("push", (LIST_PUSH,), timing="stm")
    yield wide("push", (LIST_WIDE,), "push.w", timing="stm")
    yield wide("push", (LIST_ONE,), "push.w", timing="store")
    yield narrow("pop", (LIST_POP,), timing="ldm")
    yield wide("pop", (LIST_WIDE_PC,), "pop.w", timing="ldm", rules=(not_lr_and_pc(0),))
    yield wide("pop", (LIST_ONE_PC,), "pop.w", timing="load")
    for name in ("ldm", "ldmia", "ldmfd"):
        yield narrow(name, (LO, LIST_LO, WB), "ldm", template=_WRITTEN, rules=(base_not_in_list(0, 1),), timing="ldm")
        yield narrow(name, (LO, LIST_LO), "ldm", rules=(base_in_list(0, 1),), timing="ldm")
        yield from _loads(name, "ldm.w")
    for name in ("ldmdb", "ldmea"):
        yield from _loads(name, "ldmdb")
    for name in ("stm", "stmia", "stmea"):
        yield narrow(name, (LO, LIST_LO, WB), "stm", template=_WRITTEN, rules=(base_lowest(0, 1),), timing="stm")
        yield from _stores(name, "stm.w")
    for name in ("stmdb", "stmfd"):
        yield from _stores(name, "stmdb")


def _loads(name: str, ual: str) -> Iterator[Form]:
    yield wide(name, (RS, LIST_WIDE_PC), ual, rules=(not_lr_and_pc(1),), timing="ldm")
    rules = (base_not_in_list(0, 1), not_lr_and_pc(1))
    yield wide(name, (RS, LIST_WIDE_PC, WB), ual, template=_WRITTEN, rules=rules, timing="ldm")


def _stores(name: str, ual: str) -> Iterator[Form]:
    yield wide(name, (RS, LIST_WIDE), ual, timing="stm")
    yield wide(name, (RS, LIST_WIDE, WB), ual, template=_WRITTEN, rules=(base_not_in_list(0, 1),), timing="stm")
