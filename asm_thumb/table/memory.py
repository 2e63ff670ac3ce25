"""Loads and stores of one or two registers, exclusive ones, and preload hints.

Source: ARMv7-M ARM, A5.2.4 and A5.3.6 to A5.3.10.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, narrow, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.labels import LITERAL_8, LITERAL_12, LITERAL_WORDS
from asm_thumb.kinds.memory import BASE, INDEX, INDEX_LO, INDEX_SHIFT, SP_WORD, offset, signed_offset
from asm_thumb.kinds.names import WB
from asm_thumb.kinds.numbers import imm
from asm_thumb.kinds.registers import ANY, LO, PC, RS, R
from asm_thumb.rules import differ, not_base

IMM8 = imm(-255, 255)
WORDS8 = imm(-1020, 1020, 4)
PC_WORD = offset(PC, 0, 1020, 4)
PC_ANY = signed_offset(PC, 4095)
PC_PAIR = signed_offset(PC, 1020, 4)

# Mnemonic, bytes, whether there is a 16-bit form with a number, and the opcode of the PC-relative load.
_SINGLE = (
    ("ldr", 4, True, "11111000u1011111"),
    ("ldrh", 2, True, "11111000u0111111"),
    ("ldrb", 1, True, "11111000u0011111"),
    ("ldrsh", 2, False, "11111001u0111111"),
    ("ldrsb", 1, False, "11111001u0011111"),
    ("str", 4, True, ""),
    ("strh", 2, True, ""),
    ("strb", 1, True, ""),
)


def _single(name: str, size: int, narrow_number: bool, literal: str) -> Iterator[Form]:
    more: dict[str, Any] = {"timing": "load" if name.startswith("ld") else "store"}
    target: Kind = ANY if name == "ldr" else R  # a word can go to sp and pc, and come from sp
    any_target: Kind = RS if name == "str" else target
    if narrow_number:
        yield narrow(name, (LO, offset(LO, 0, 31 * size, size)), **more)
    yield narrow(name, (LO, INDEX_LO), **more)
    if size == 4:
        yield narrow(name, (LO, SP_WORD), **more)
    if name == "ldr":
        yield narrow(name, (LO, PC_WORD), "ldr.n", pattern="01001tttiiiiiiii", letters="t_i", **more)
        yield narrow(name, (LO, LITERAL_8), "ldr.n", pattern="01001tttiiiiiiii", letters="ti", **more)
    dotted = name + ".w"
    yield wide(name, (any_target, offset(RS, 0, 4095)), dotted, **more)
    yield wide(name, (any_target, offset(RS, -255, -1)), name, **more)
    yield wide(name, (any_target, offset(RS, -255, 255), WB), name, rules=(not_base(0, 1),), **more)
    yield wide(name, (any_target, BASE, IMM8), name, rules=(not_base(0, 1),), **more)
    yield wide(name, (any_target, INDEX), dotted, **more)
    yield wide(name, (any_target, INDEX_SHIFT), dotted, **more)
    if literal:
        pattern = literal + "ttttiiiiiiiiiiii"
        yield wide(name, (target, PC_ANY), dotted, pattern=pattern, letters="t_ui", **more)
        yield wide(name, (target, LITERAL_12), dotted, pattern=pattern, letters="tui", **more)
    yield wide(name + "t", (R, offset(RS, 0, 255)), **more)


def _double() -> Iterator[Form]:
    for name in ("ldrd", "strd"):
        load = name == "ldrd"
        more: dict[str, Any] = {"timing": "load2" if load else "store2"}
        apart = (differ(0, 1),) if load else ()
        yield wide(name, (R, R, offset(RS, -1020, 1020, 4)), rules=apart, **more)
        both = (*apart, not_base(0, 2), not_base(1, 2))
        yield wide(name, (R, R, offset(RS, -1020, 1020, 4), WB), rules=both, **more)
        yield wide(name, (R, R, BASE, WORDS8), rules=both, **more)
        if load:
            pattern = "11101001u1011111ttttddddiiiiiiii"
            yield wide(name, (R, R, PC_PAIR), rules=apart, pattern=pattern, letters="td_ui", **more)
            yield wide(name, (R, R, LITERAL_WORDS), rules=apart, pattern=pattern, letters="tdui", **more)


def _exclusive() -> Iterator[Form]:
    more: dict[str, Any] = {"needs": Feature.MID}
    yield wide("ldrex", (R, offset(RS, 0, 1020, 4)), timing="load", **more)
    yield wide("strex", (R, R, offset(RS, 0, 1020, 4)), timing="store", rules=(differ(0, 1), not_base(0, 2)), **more)
    for size in "bh":
        yield wide("ldrex" + size, (R, BASE), timing="load", **more)
        yield wide("strex" + size, (R, R, BASE), timing="store", rules=(differ(0, 1), not_base(0, 2)), **more)
    yield wide("clrex", (), timing="store", **more)


def _preload() -> Iterator[Form]:
    for name in ("pld", "pli"):
        code = "0" if name == "pld" else "1"
        for kind in (offset(RS, 0, 4095), offset(RS, -255, -1), INDEX, INDEX_SHIFT):
            yield wide(name, (kind,), timing="hint")
        pattern = f"1111100{code}u00111111111iiiiiiiiiiii"
        yield wide(name, (PC_ANY,), pattern=pattern, letters="_ui", timing="hint")
        yield wide(name, (LITERAL_12,), pattern=pattern, letters="ui", timing="hint")


def rows() -> Iterator[Form]:
    """All rows of this family."""
    for entry in _SINGLE:
        yield from _single(*entry)
    yield from _double()
    yield from _exclusive()
    yield from _preload()
