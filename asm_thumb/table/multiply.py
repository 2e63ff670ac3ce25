"""Multiplication, division, bit fields, saturation and extension of the base instruction sets (A5.3.12 to A5.3.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, narrow, wide
from asm_thumb.kinds.numbers import ROTATE, SATURATE, imm
from asm_thumb.kinds.registers import LO, R
from asm_thumb.rules import differ, fits_word, same
from asm_thumb.table.arithmetic import IMM5, IMM16


def _multiply() -> Iterator[Form]:
    more: dict[str, Any] = {"sets_flags": True, "timing": "mul"}
    yield narrow("mul", (LO, LO), "muls", quiet="mul", template="{0}, {1}, {0}", **more)
    yield narrow("muls", (LO, LO), template="{0}, {1}, {0}", in_it=InIt.NO, **more)
    yield narrow("muls", (LO, LO, LO), in_it=InIt.NO, rules=(same(0, 2),), **more)
    yield narrow("muls", (LO, LO, LO), in_it=InIt.NO, rules=(same(0, 1),), template="{0}, {2}, {0}", **more)
    yield wide("mul", (R, R, R), timing="mul")
    yield wide("mul_w", (R, R, R), "mul", timing="mul")
    yield wide("mul", (R, R), template="{0}, {0}, {1}", timing="mul")
    yield wide("mul_w", (R, R), "mul", template="{0}, {0}, {1}", timing="mul")
    yield wide("mla", (R, R, R, R), timing="mla")
    yield wide("mls", (R, R, R, R), timing="mla")
    for name in ("umull", "smull", "umlal", "smlal"):
        timing = "mlal" if name.endswith("al") else "mull"
        yield wide(name, (R, R, R, R), rules=(differ(0, 1),), timing=timing)
    for name in ("sdiv", "udiv"):
        yield wide(name, (R, R, R), needs=Feature.MID, timing="div")
        yield wide(name, (R, R), needs=Feature.MID, template="{0}, {0}, {1}", timing="div")


def _bits() -> Iterator[Form]:
    yield wide("movw", (R, IMM16), needs=Feature.MID)
    yield wide("movt", (R, IMM16), needs=Feature.MID)
    yield wide("clz", (R, R))
    yield wide("rbit", (R, R))
    for name in ("rev", "rev16", "revsh"):
        yield narrow(name, (LO, LO))
        yield wide(name, (R, R), name + ".w")
    yield wide("bfi", (R, R, IMM5, imm(1, 32)), rules=(fits_word(2, 3),))
    yield wide("bfc", (R, IMM5, imm(1, 32)), rules=(fits_word(1, 2),))
    for name in ("sbfx", "ubfx"):
        yield wide(name, (R, R, IMM5, imm(1, 32)), rules=(fits_word(2, 3),))
    for name, bits in (("ssat", imm(1, 32)), ("usat", imm(0, 31))):
        yield wide(name, (R, bits, R))
        yield wide(name, (R, bits, R, SATURATE))


def _extend() -> Iterator[Form]:
    for name in ("sxtb", "sxth", "uxtb", "uxth"):
        yield narrow(name, (LO, LO))
        yield wide(name, (R, R), name + ".w")
        yield wide(name, (R, R, ROTATE), name + ".w")


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _multiply()
    yield from _bits()
    yield from _extend()
