"""The coprocessor interface of Armv8-M mainline cores, such as the GPIO coprocessor of the RP2350 (ARMv8-M ARM, C2.4).

Every row encodes itself: keystone rejects or confuses many of them on Thumb.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.memory import offset, signed_offset
from asm_thumb.kinds.names import COPROCESSOR, CREG, FLAGS, WB
from asm_thumb.kinds.numbers import OPTION, imm, signed
from asm_thumb.kinds.registers import RS, R
from asm_thumb.rules import differ

_THREE_BITS, _FOUR_BITS = imm(0, 7), imm(0, 15)


def rows() -> Iterator[Form]:
    """All rows of this family; the names that end in 2 are the second opcode space."""
    for second, top in (("", "1110"), ("2", "1111")):
        more: dict[str, Any] = {
            "needs": Feature.COPROCESSOR,
            "timing": "coprocessor",
            "in_it": InIt.NO if second else InIt.YES,
        }
        yield from _operations(second, top, more)
        yield from _moves(second, top, more)
        for name, load in (("stc", "0"), ("ldc", "1")):
            for letter, long in (("", "0"), ("l", "1")):
                yield from _transfers(name + second + letter, f"{top}110", long, load, more)


def _operations(second: str, top: str, more: dict[str, Any]) -> Iterator[Form]:
    kinds = (COPROCESSOR, _FOUR_BITS, CREG, CREG, CREG)
    pattern = f"{top}1110oooonnnnddddppppqqq0mmmm"
    yield wide("cdp" + second, (*kinds, _THREE_BITS), pattern=pattern, letters="podnmq", **more)


def _moves(second: str, top: str, more: dict[str, Any]) -> Iterator[Form]:
    for name, bit in (("mcr", "0"), ("mrc", "1")):
        targets: tuple[Kind, ...] = (R,) if name == "mcr" else (R, FLAGS)
        for target in targets:
            kinds: tuple[Kind, ...] = (COPROCESSOR, _THREE_BITS, target, CREG, CREG)
            pattern = f"{top}1110ooo{bit}nnnnttttppppqqq1mmmm"
            yield wide(name + second, (*kinds, _THREE_BITS), pattern=pattern, letters="potnmq", **more)
            template = "{0}, {1}, {2}, {3}, {4}, #0"
            pattern = pattern.replace("qqq", "000")
            yield wide(name + second, kinds, pattern=pattern, letters="potnm", template=template, **more)
    for name, bit in (("mcrr", "0"), ("mrrc", "1")):
        rules = (differ(2, 3),) if name == "mrrc" else ()
        kinds = (COPROCESSOR, _FOUR_BITS, R, R, CREG)
        pattern = f"{top}1100010{bit}uuuuttttppppoooommmm"
        yield wide(name + second, kinds, pattern=pattern, letters="potum", rules=rules, **more)


def _transfers(name: str, top: str, long: str, load: str, more: dict[str, Any]) -> Iterator[Form]:
    tail = f"{load}nnnnddddppppiiiiiiii"
    address = signed_offset(RS, 1020, 4)
    yield wide(name, (COPROCESSOR, CREG, address), pattern=f"{top}1u{long}0{tail}", letters="pdnui", **more)
    yield wide(name, (COPROCESSOR, CREG, address, WB), pattern=f"{top}1u{long}1{tail}", letters="pdnui_", **more)
    plain = (COPROCESSOR, CREG, offset(RS, 0, 0))
    yield wide(name, (*plain, signed(1020, 4)), pattern=f"{top}0u{long}1{tail}", letters="pdn_ui", **more)
    yield wide(name, (*plain, OPTION), pattern=f"{top}01{long}0{tail}", letters="pdn_i", **more)
