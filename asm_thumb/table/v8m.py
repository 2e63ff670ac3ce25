"""Armv8-M: acquire and release loads and stores, and the security extension (ARMv8-M ARM, C2.4).

keystone knows no M-profile security, and the others only as A-profile instructions, so all rows encode themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, narrow, wide
from asm_thumb.kinds.memory import offset
from asm_thumb.kinds.registers import RS, R, core_register
from asm_thumb.rules import differ, not_base

_V8: dict[str, Any] = {"needs": Feature.V8}
_BRANCH = core_register("Rm", "a register r0 to r12 or lr", "r0-r12 lr", "lr r3 r12")
_PLAIN = offset(RS, 0, 0)


def _acquire_release() -> Iterator[Form]:
    for suffix, size in (("b", "00"), ("h", "01"), ("", "10")):
        for middle, exclusive in (("", "0"), ("ex", "1")):
            pattern = f"111010001101nnnntttt11111{exclusive}{size}1111"
            yield wide("lda" + middle + suffix, (R, _PLAIN), pattern=pattern, letters="tn_", timing="load", **_V8)
        pattern = f"111010001100nnnntttt111110{size}1111"
        yield wide("stl" + suffix, (R, _PLAIN), pattern=pattern, letters="tn_", timing="store", **_V8)
        more: dict[str, Any] = {"letters": "dtn_", "rules": (differ(0, 1), not_base(0, 2)), "timing": "store"}
        pattern = f"111010001100nnnntttt111111{size[0]}{size[1]}dddd"
        yield wide("stlex" + suffix, (R, R, _PLAIN), pattern=pattern, **more, **_V8)


def _security() -> Iterator[Form]:
    yield wide("sg", (), pattern="11101001011111111110100101111111", in_it=InIt.NO, **_V8)
    last: dict[str, Any] = {"in_it": InIt.LAST, "timing": "jump"}
    yield narrow("bxns", (_BRANCH,), pattern="010001110mmmm100", letters="m", **last, **_V8)
    yield narrow("blxns", (_BRANCH,), pattern="010001111mmmm100", letters="m", **last, **_V8)
    for name, bits in (("tt", "00"), ("ttt", "01"), ("tta", "10"), ("ttat", "11")):
        yield wide(name, (R, R), pattern=f"111010000100nnnn1111dddd{bits}000000", letters="dn", **_V8)
    yield wide("vlstm", (R,), pattern="111011000010nnnn0000101000000000", letters="n", needs=Feature.V8_MAIN)
    yield wide("vlldm", (R,), pattern="111011000011nnnn0000101000000000", letters="n", needs=Feature.V8_MAIN)


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _acquire_release()
    yield from _security()
