"""The DSP extension of ARMv7E-M and Armv8-M: saturating, parallel and dual arithmetic.

Source: ARMv7-M ARM, A5.3.14 to A5.3.17.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.numbers import PACK_LEFT, PACK_RIGHT, ROTATE, imm
from asm_thumb.kinds.registers import R
from asm_thumb.rules import differ

_THREE: tuple[Kind, ...] = (R, R, R)
_FOUR: tuple[Kind, ...] = (R, R, R, R)


def _dsp(name: str, kinds: Sequence[Kind], ual: str = "", **more: Any) -> Form:
    return wide(name, kinds, ual, needs=Feature.DSP, **more)


def _saturating() -> Iterator[Form]:
    for name in ("qadd", "qdadd", "qsub", "qdsub"):
        yield _dsp(name, _THREE)
    yield _dsp("ssat16", (R, imm(1, 16), R))
    yield _dsp("usat16", (R, imm(0, 15), R))


def _parallel() -> Iterator[Form]:
    for prefix in ("s", "q", "sh", "u", "uq", "uh"):
        for operation in ("add8", "add16", "asx", "sax", "sub8", "sub16"):
            yield _dsp(prefix + operation, _THREE)
    yield _dsp("sel", _THREE)
    yield _dsp("usad8", _THREE)
    yield _dsp("usada8", _FOUR, timing="mla")


def _packing() -> Iterator[Form]:
    # keystone has no pack and no extend-and-add for Thumb, so these rows encode themselves (A7.7.93, A7.7.182...)
    yield _dsp("pkhbt", _THREE, pattern="111010101100nnnn 0000dddd0000mmmm", letters="dnm")
    yield _dsp("pkhbt", (R, R, R, PACK_LEFT), pattern="111010101100nnnn 0iiiddddii00mmmm", letters="dnmi")
    yield _dsp("pkhtb", (R, R, R, PACK_RIGHT), pattern="111010101100nnnn 0iiiddddii10mmmm", letters="dnmi")
    yield _dsp(
        "pkhtb",
        _THREE,
        template="{0}, {2}, {1}",
        ual="pkhbt",
        pattern="111010101100mmmm 0000dddd0000nnnn",
        letters="dnm",
    )
    for name, code in (("sxtb16", "010"), ("uxtb16", "011")):
        yield _dsp(name, (R, R), pattern=f"111110100{code}1111 1111dddd1000mmmm", letters="dm")
        yield _dsp(name, (R, R, ROTATE), pattern=f"111110100{code}1111 1111dddd10rrmmmm", letters="dmr")
    codes = {"sxtah": "000", "uxtah": "001", "sxtab16": "010", "uxtab16": "011", "sxtab": "100", "uxtab": "101"}
    for name, code in codes.items():
        yield _dsp(name, _THREE, pattern=f"111110100{code}nnnn 1111dddd1000mmmm", letters="dnm")
        yield _dsp(name, (R, R, R, ROTATE), pattern=f"111110100{code}nnnn 1111dddd10rrmmmm", letters="dnmr")


def _multiply() -> Iterator[Form]:
    halves = [first + second for first in "bt" for second in "bt"]
    for half in halves:
        yield _dsp("smul" + half, _THREE, timing="mul")
        yield _dsp("smla" + half, _FOUR, timing="mla")
        yield _dsp("smlal" + half, _FOUR, rules=(differ(0, 1),), timing="mlal")
    for half in "bt":
        yield _dsp("smulw" + half, _THREE, timing="mul")
        yield _dsp("smlaw" + half, _FOUR, timing="mla")
    for operation in ("ad", "sd"):
        for swap in ("", "x"):
            yield _dsp(f"smu{operation}{swap}", _THREE, timing="mul")
            yield _dsp(f"sml{operation}{swap}", _FOUR, timing="mla")
            yield _dsp(f"sml{operation[0]}ld{swap}", _FOUR, rules=(differ(0, 1),), timing="mlal")
    for rounded in ("", "r"):
        yield _dsp("smmul" + rounded, _THREE, timing="mul")
        yield _dsp("smmla" + rounded, _FOUR, timing="mla")
        yield _dsp("smmls" + rounded, _FOUR, timing="mla")
    yield _dsp("umaal", _FOUR, rules=(differ(0, 1),), timing="mlal")


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _saturating()
    yield from _parallel()
    yield from _packing()
    yield from _multiply()
