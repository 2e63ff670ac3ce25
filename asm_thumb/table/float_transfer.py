"""Floating point loads, stores, and transfers to and from core registers (ARMv7-M ARM, A6.6 to A6.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.labels import LITERAL_WORDS
from asm_thumb.kinds.memory import offset, signed_offset
from asm_thumb.kinds.names import FLAGS, FPSCR, WB
from asm_thumb.kinds.registers import LANE, LIST_D, LIST_S, PC, RS, D, R, S
from asm_thumb.rules import consecutive, differ

_FP: dict[str, Any] = {"needs": Feature.FP}


def _transfers() -> Iterator[Form]:
    more: dict[str, Any] = {"timing": "vmov", **_FP}
    yield wide("vmov", (S, R), **more)
    yield wide("vmov", (R, S), **more)
    more["timing"] = "vmov2"
    yield wide("vmov", (D, R, R), **more)
    yield wide("vmov", (R, R, D), rules=(differ(0, 1),), **more)
    yield wide("vmov", (S, S, R, R), rules=(consecutive(0, 1),), **more)
    yield wide("vmov", (R, R, S, S), rules=(differ(0, 1), consecutive(2, 3)), **more)
    more["timing"] = "vmov"
    for name in ("vmov", "vmov_32"):
        yield wide(name, (LANE, R), "vmov.32", **more)
        yield wide(name, (R, LANE), "vmov.32", **more)
    yield wide("vmrs", (R, FPSCR), **more)
    yield wide("vmrs", (FLAGS, FPSCR), sets_flags=True, **more)
    yield wide("vmsr", (FPSCR, R), **more)


def _single() -> Iterator[Form]:
    for name in ("vldr", "vstr"):
        timing = "vload" if name == "vldr" else "vstore"
        for register, suffix, size in ((S, "_32", "0"), (D, "_64", "1")):
            for written in (name, name + suffix):
                yield wide(written, (register, offset(RS, -1020, 1020, 4)), name, timing=timing, **_FP)
                if name == "vldr":
                    yield from _literal(written, register, size)


def _literal(name: str, register: Kind, size: str) -> Iterator[Form]:
    more: dict[str, Any] = {"pattern": f"11101101ue011111dddd101{size}iiiiiiii", "timing": "vload", **_FP}
    yield wide(name, (register, signed_offset(PC, 1020, 4)), "vldr", letters="de_ui", **more)
    yield wide(name, (register, LITERAL_WORDS), "vldr", letters="deui", **more)


def _multiple() -> Iterator[Form]:
    for name in ("vldm", "vstm"):
        timing = "vldm" if name == "vldm" else "vstm"
        for registers in (LIST_S, LIST_D):
            for suffix in ("", "ia"):
                yield wide(name + suffix, (RS, registers), name + "ia", timing=timing, **_FP)
                template = "{0}!, {1}"
                yield wide(name + suffix, (RS, registers, WB), name + "ia", template=template, timing=timing, **_FP)
            yield wide(name + "db", (RS, registers, WB), template="{0}!, {1}", timing=timing, **_FP)
    for registers in (LIST_S, LIST_D):
        yield wide("vpush", (registers,), timing="vstm", **_FP)
        yield wide("vpop", (registers,), timing="vldm", **_FP)


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _transfers()
    yield from _single()
    yield from _multiple()
