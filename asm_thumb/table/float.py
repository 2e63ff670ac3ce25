"""Floating point: FPv4 and FPv5, single and double precision (ARMv7-M ARM, A6.4 to A6.9).

A name without a type takes it from the registers: `vadd(s0, s1, s2)` is Arm's `vadd.f32`. MicroPython's `vcmp` is
encoded as Arm's `vcmpe`, and so it is here; `vcmp_f32` is Arm's `vcmp.f32`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.numbers import REAL, imm
from asm_thumb.kinds.registers import D, S
from asm_thumb.rules import same

_ZERO = imm(0, 0)
_TYPES: tuple[tuple[str, Kind, Feature], ...] = (("f32", S, Feature.FP), ("f64", D, Feature.DOUBLE))
_FP5_TYPES: tuple[tuple[str, Kind, Feature], ...] = (("f32", S, Feature.FP5), ("f64", D, Feature.FP5_DOUBLE))

_THREE_REGISTERS = (
    *("vadd", "vsub", "vmul", "vdiv", "vnmul"),
    *("vmla", "vmls", "vnmla", "vnmls"),
    *("vfma", "vfms", "vfnma", "vfnms"),
)
_TIMING = {"vdiv": "vdiv", "vsqrt": "vdiv", "vmla": "vmla", "vmls": "vmla", "vnmla": "vmla", "vnmls": "vmla"}
_TIMING |= {"vfma": "vmla", "vfms": "vmla", "vfnma": "vmla", "vfnms": "vmla"}


def _typed(name: str, kinds: Sequence[Kind], kind: str, needs: Feature, **more: Any) -> Iterator[Form]:
    """The row under its name without a type and with it."""
    more.setdefault("timing", _TIMING.get(name, "vfp"))
    for written in (name, f"{name}_{kind}"):
        yield wide(written, kinds, f"{name}.{kind}", needs=needs, **more)


def _arithmetic() -> Iterator[Form]:
    for kind, register, needs in _TYPES:
        for name in _THREE_REGISTERS:
            yield from _typed(name, (register, register, register), kind, needs)
        for name in ("vadd", "vsub", "vmul", "vdiv", "vnmul"):
            template = "{0}, {0}, {1}"
            yield from _typed(name, (register, register), kind, needs, template=template)
        for name in ("vneg", "vabs", "vsqrt"):
            yield from _typed(name, (register, register), kind, needs)


def _compare() -> Iterator[Form]:
    for kind, register, needs in _TYPES:
        for other in (register, _ZERO):
            kinds = (register, other)
            yield wide("vcmp", kinds, f"vcmpe.{kind}", needs=needs, timing="vfp")
            yield wide(f"vcmp_{kind}", kinds, f"vcmp.{kind}", needs=needs, timing="vfp")
            yield from _typed("vcmpe", kinds, kind, needs)


def _convert() -> Iterator[Form]:
    for kind, register, needs in _TYPES:
        for whole in ("s32", "u32"):
            yield wide(f"vcvt_{kind}_{whole}", (register, S), f"vcvt.{kind}.{whole}", needs=needs, timing="vfp")
            yield wide(f"vcvt_{whole}_{kind}", (S, register), f"vcvt.{whole}.{kind}", needs=needs, timing="vfp")
            yield wide(f"vcvtr_{whole}_{kind}", (S, register), f"vcvtr.{whole}.{kind}", needs=needs, timing="vfp")
        yield from _fixed_point(kind, register, needs)
    for target, source, kinds in (("f64", "f32", (D, S)), ("f32", "f64", (S, D))):
        name = f"vcvt_{target}_{source}"
        yield wide(name, kinds, f"vcvt.{target}.{source}", needs=Feature.DOUBLE, timing="vfp")
    for half in "bt":
        name = f"vcvt{half}"
        yield wide(f"{name}_f32_f16", (S, S), f"{name}.f32.f16", needs=Feature.FP, timing="vfp")
        yield wide(f"{name}_f16_f32", (S, S), f"{name}.f16.f32", needs=Feature.FP, timing="vfp")
        yield wide(f"{name}_f64_f16", (D, S), f"{name}.f64.f16", needs=Feature.FP5_DOUBLE, timing="vfp")
        yield wide(f"{name}_f16_f64", (S, D), f"{name}.f16.f64", needs=Feature.FP5_DOUBLE, timing="vfp")


def _fixed_point(kind: str, register: Kind, needs: Feature) -> Iterator[Form]:
    for whole, bits in (("s16", imm(0, 16)), ("u16", imm(0, 16)), ("s32", imm(1, 32)), ("u32", imm(1, 32))):
        for target, source in ((kind, whole), (whole, kind)):
            name, ual = f"vcvt_{target}_{source}", f"vcvt.{target}.{source}"
            more: dict[str, Any] = {"needs": needs, "rules": (same(0, 1),), "timing": "vfp"}
            yield wide(name, (register, register, bits), ual, template="{0}, {0}, {2}", **more)


def _moves() -> Iterator[Form]:
    for kind, register, needs in _TYPES:
        yield from _typed("vmov", (register, register), kind, needs)
        yield from _typed("vmov", (register, REAL), kind, needs)


def _fp5() -> Iterator[Form]:
    never: dict[str, Any] = {"in_it": InIt.NO}
    for kind, register, needs in _FP5_TYPES:
        for condition in ("eq", "ge", "gt", "vs"):
            yield from _typed("vsel" + condition, (register, register, register), kind, needs, **never)
        for name in ("vmaxnm", "vminnm"):
            yield from _typed(name, (register, register, register), kind, needs, **never)
        for mode in "anpm":
            yield from _typed("vrint" + mode, (register, register), kind, needs, **never)
            for whole in ("s32", "u32"):
                name, ual = f"vcvt{mode}_{whole}_{kind}", f"vcvt{mode}.{whole}.{kind}"
                yield wide(name, (S, register), ual, needs=needs, timing="vfp", **never)
        for mode in "zrx":
            yield from _typed("vrint" + mode, (register, register), kind, needs)


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _arithmetic()
    yield from _compare()
    yield from _convert()
    yield from _moves()
    yield from _fp5()
