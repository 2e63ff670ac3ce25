"""System instructions: special registers, interrupt masks, barriers, hints, exceptions (ARMv7-M ARM, B5.2, A5.3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, narrow, wide
from asm_thumb.kinds.names import (
    BARRIER,
    BARRIER_OPTIONS,
    MASK_FLAGS,
    PRIMASK_FLAG,
    SET_6,
    SET_7,
    SET_8,
    SET_8_MAIN,
    SET_GE,
    SPECIAL_6,
    SPECIAL_7,
    SPECIAL_8,
    SPECIAL_8_MAIN,
)
from asm_thumb.kinds.numbers import imm
from asm_thumb.kinds.registers import R

_IMM4, _IMM8, _IMM16 = imm(0, 15), imm(0, 255), imm(0, 65535)


def _special() -> Iterator[Form]:
    # keystone knows the A-profile's registers only
    read: dict[str, Any] = {"pattern": "11110011111011111000ddddssssssss", "letters": "ds", "timing": "special"}
    write: dict[str, Any] = {"pattern": "111100111000nnnn1000mmmmssssssss", "letters": "sn", "timing": "special"}
    write["pattern"] = "111100111000nnnn1000ssssssssssss"
    for kind, needs in (
        (SPECIAL_6, Feature.BASE),
        (SPECIAL_7, Feature.WIDE),
        (SPECIAL_8, Feature.V8),
        (SPECIAL_8_MAIN, Feature.V8_MAIN),
    ):
        yield wide("mrs", (R, kind), needs=needs, **read)
    for kind, needs in (
        (SET_6, Feature.BASE),
        (SET_7, Feature.WIDE),
        (SET_GE, Feature.DSP),
        (SET_8, Feature.V8),
        (SET_8_MAIN, Feature.V8_MAIN),
    ):
        yield wide("msr", (kind, R), needs=needs, **write)


def _masks() -> Iterator[Form]:
    for name, bit in (("cpsie", "0"), ("cpsid", "1")):
        more: dict[str, Any] = {
            "in_it": InIt.NO,
            "timing": "special",
            "pattern": f"10110110011{bit}00mm",
            "letters": "m",
        }
        yield narrow(name, (PRIMASK_FLAG,), **more)
        yield narrow(name, (MASK_FLAGS,), needs=Feature.WIDE, **more)


def _barriers() -> Iterator[Form]:
    for name in ("dmb", "dsb", "isb"):
        yield wide(name, (), template="sy", needs=Feature.BASE, timing="barrier")
        yield wide(name, (BARRIER,), needs=Feature.BASE, timing="barrier")
        if name != "isb":
            yield wide(name, (BARRIER_OPTIONS,), needs=Feature.WIDE, timing="barrier")


def _hints() -> Iterator[Form]:
    for code, name in enumerate(("nop", "yield_", "wfe", "wfi", "sev")):
        ual = name.rstrip("_")
        pattern = f"10111111{code:04b}0000"
        yield narrow(name, (), ual, pattern=pattern, timing="wait" if ual in ("wfe", "wfi") else "hint")
        pattern = f"111100111010111110000000{code:08b}"
        yield wide(name, (), ual + ".w", pattern=pattern, timing="wait" if ual in ("wfe", "wfi") else "hint")
    yield wide("dbg", (_IMM4,), timing="hint")
    yield wide("csdb", (), pattern="11110011101011111000000000010100", timing="hint", in_it=InIt.NO)
    yield wide("ssbb", (), pattern="11110011101111111000111101000000", timing="barrier", in_it=InIt.NO)
    yield wide("pssbb", (), pattern="11110011101111111000111101000100", timing="barrier", in_it=InIt.NO)


def _exceptions() -> Iterator[Form]:
    yield narrow("svc", (_IMM8,), timing="exception")
    yield narrow("bkpt", (_IMM8,), in_it=InIt.NO, timing="exception")
    yield narrow("udf", (_IMM8,), in_it=InIt.NO, timing="exception")
    yield wide("udf", (_IMM16,), "udf.w", in_it=InIt.NO, timing="exception")


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _special()
    yield from _masks()
    yield from _barriers()
    yield from _hints()
    yield from _exceptions()
