"""Data processing: arithmetic, logic, moves, comparisons and shifts (ARMv7-M ARM, A5.2.1 to A5.3.11).

MicroPython's plain names set the flags, as its documented 16-bit forms do; here they do so in every form, wide ones
included, so that a larger constant never changes what the next branch sees. Exceptions, as in MicroPython or for want
of an encoding: `mov` between registers, `add` of two operands with a high register, `add` and `sub` with sp, `mul`
with three operands. `adds` sets the flags by name, `add_w` is Arm's `add.w` and leaves them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from asm_thumb.form import Form, InIt, narrow, wide
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.numbers import MODIFIED, SHIFT, ShiftKind, imm
from asm_thumb.kinds.registers import ANY, LO, RS, SP, R
from asm_thumb.rules import not_both, same

IMM3, IMM5, IMM8, IMM12, IMM16 = imm(0, 7), imm(0, 31), imm(0, 255), imm(0, 4095), imm(0, 65535)
ZERO = imm(0, 0)
SP_SHIFT = ShiftKind("lsl(1..3)", "lsl(1..3)", ("lsl(1)", "lsl(3)"), (("lsl", 1, 3, 1),))


def plain_name(operation: str) -> str:
    """The name in a call: `and` is a keyword of Python, hence `and_`."""
    return "and_" if operation == "and" else operation


def _narrow(operation: str, kinds: Sequence[Kind], template: str = "", ual: str = "", **more: Any) -> Iterator[Form]:
    """The 16-bit row under its plain name and its name with `s`; the latter can't stand in an IT block."""
    ual = ual or operation
    common: dict[str, Any] = {"template": template, "sets_flags": True, **more}
    yield narrow(plain_name(operation), kinds, ual + "s", quiet=ual, **common)
    yield narrow(operation + "s", kinds, ual + "s", **{**common, "in_it": InIt.NO})


def _wide(
    operation: str, kinds: Sequence[Kind], template: str = "", ual: str = "", dot: str = ".w", **more: Any
) -> Iterator[Form]:
    """The 32-bit row under its four names: plain, with `s`, with `_w`, and with both."""
    ual = ual or operation
    common: dict[str, Any] = {"template": template, **more}
    quiet, loud = ual + dot, ual + "s" + dot
    yield wide(plain_name(operation), kinds, loud, quiet=quiet, sets_flags=True, **common)
    yield wide(operation + "s", kinds, loud, sets_flags=True, **common)
    yield wide(operation + "_w", kinds, quiet, **common)
    yield wide(operation + "s_w", kinds, loud, sets_flags=True, **common)


def _wide_set(operation: str) -> Iterator[Form]:
    """The wide forms of an operation of two values: registers, a shifted register, a constant."""
    # Arm's text has `.w` only where there is a 16-bit form to tell it from
    dot = "" if operation in ("rsb", "orn") else ".w"
    yield from _wide(operation, (R, R, R), dot=dot)
    yield from _wide(operation, (R, R, R, SHIFT), dot=dot)
    yield from _wide(operation, (R, R), "{0}, {0}, {1}", dot=dot)
    yield from _wide(operation, (R, R, SHIFT), "{0}, {0}, {1}, {2}", dot=dot)
    dot = "" if operation in ("adc", "sbc", "orn") else ".w"
    yield from _wide(operation, (R, R, MODIFIED), dot=dot)
    yield from _wide(operation, (R, MODIFIED), "{0}, {0}, {1}", dot=dot)


def _logic() -> Iterator[Form]:
    for operation in ("and", "eor", "orr", "bic", "adc", "sbc"):
        yield from _narrow(operation, (LO, LO))
        yield from _narrow(operation, (LO, LO, LO), "{0}, {2}", rules=(same(0, 1),))
        yield from _wide_set(operation)
    yield from _wide_set("orn")
    yield from _narrow("mvn", (LO, LO))
    yield from _wide("mvn", (R, R))
    yield from _wide("mvn", (R, R, SHIFT))
    yield from _wide("mvn", (R, MODIFIED), dot="")


def _add_sub() -> Iterator[Form]:
    for operation in ("add", "sub"):
        yield from _narrow(operation, (LO, LO, IMM3))
        yield from _narrow(operation, (LO, LO, LO))
        yield from _narrow(operation, (LO, IMM8))
        yield from _narrow(operation, (LO, LO), "{0}, {0}, {1}")
        yield from _narrow(operation, (LO, LO, IMM8), "{0}, {2}", rules=(same(0, 1),))
        if operation == "add":
            yield narrow("add", (LO, SP, imm(0, 1020, 4)))
            yield narrow("add", (ANY, ANY), rules=(not_both("pc", 0, 1),))
        yield narrow(operation, (SP, imm(0, 508, 4)), template="sp, {1}")
        yield narrow(operation, (SP, SP, imm(0, 508, 4)), template="sp, {2}")
        # two registers are always the 16-bit `add`, which takes high ones
        yield from (form for form in _wide_set(operation) if (form.name, form.kinds) != ("add", (R, R)))
        for name in (operation, operation + "_w"):
            yield from _with_sp(name, operation + ".w")
        for name in (operation + "s", operation + "s_w"):
            yield wide(name, (R, SP, R), operation + "s.w", sets_flags=True)
            yield wide(name, (R, SP, R, SHIFT), operation + "s.w", sets_flags=True)
            yield wide(name, (R, SP, MODIFIED), operation + "s.w", sets_flags=True)
        yield wide(operation + "w", (R, RS, IMM12))
        yield wide(operation + "w", (R, IMM12), template="{0}, {0}, {1}")
        yield wide(operation + "w", (SP, SP, IMM12))
        yield wide(operation + "w", (SP, IMM12), template="sp, sp, {1}")
    yield from _narrow("rsb", (LO, LO, ZERO))
    yield from _wide_set("rsb")
    yield from _narrow("neg", (LO, LO), "{0}, {1}, #0", ual="rsb")
    yield from _wide("neg", (R, R), "{0}, {1}, #0", ual="rsb")


def _with_sp(name: str, ual: str) -> Iterator[Form]:
    yield wide(name, (R, SP, R), ual)
    yield wide(name, (R, SP, R, SHIFT), ual)
    yield wide(name, (R, SP, MODIFIED), ual)
    yield wide(name, (SP, SP, R), ual)
    yield wide(name, (SP, SP, R, SP_SHIFT), ual)
    yield wide(name, (SP, SP, MODIFIED), ual)
    yield wide(name, (SP, R, SP_SHIFT), ual, template="sp, sp, {1}, {2}")
    yield wide(name, (SP, MODIFIED), ual, template="sp, sp, {1}")


def _moves() -> Iterator[Form]:
    yield from _narrow("mov", (LO, IMM8))
    yield narrow("mov", (ANY, ANY))
    yield narrow("movs", (LO, LO), sets_flags=True, in_it=InIt.NO)
    yield from _wide("mov", (R, MODIFIED))
    yield wide("movs", (R, R), "movs.w", sets_flags=True)
    yield wide("mov_w", (R, R), "mov.w")
    yield wide("movs_w", (R, R), "movs.w", sets_flags=True)
    # keystone takes no `.w` here
    yield from _wide("mov", (R, R, SHIFT), pattern="11101010010S11110iiiddddiittmmmm", letters="dmit")


def _compare() -> Iterator[Form]:
    more: dict[str, Any] = {"sets_flags": True, "timing": "compare"}
    yield narrow("cmp", (LO, IMM8), **more)
    yield narrow("cmp", (LO, LO), **more)
    yield narrow("cmp", (RS, RS), **more)
    yield narrow("cmn", (LO, LO), **more)
    yield narrow("tst", (LO, LO), **more)
    for name, first, dot in (("cmp", RS, ".w"), ("cmn", RS, ".w"), ("tst", R, ".w"), ("teq", R, ".w")):
        yield wide(name, (first, MODIFIED), name + (dot if name != "teq" else ""), **more)
        yield wide(name, (first, R), name + dot, **more)
        yield wide(name, (first, R, SHIFT), name + dot, **more)


def _shifts() -> Iterator[Form]:
    for operation in ("lsl", "lsr", "asr", "ror"):
        amount = imm(1, 31) if operation in ("lsl", "ror") else imm(1, 32)
        if operation == "lsl":  # by 0 it is a move, which an IT block can't hold (A7.7.77)
            yield from _narrow("lsl", (LO, LO, ZERO), in_it=InIt.NO)
            yield from _narrow("lsl", (LO, ZERO), "{0}, {0}, {1}", in_it=InIt.NO)
        if operation != "ror":
            yield from _narrow(operation, (LO, LO, amount))
            yield from _narrow(operation, (LO, amount), "{0}, {0}, {1}")
        yield from _narrow(operation, (LO, LO))
        yield from _narrow(operation, (LO, LO, LO), "{0}, {2}", rules=(same(0, 1),))
        yield from _wide(operation, (R, R, R))
        yield from _wide(operation, (R, R), "{0}, {0}, {1}")
        if operation == "lsl":
            amount = imm(0, 31)
        yield from _wide(operation, (R, R, amount))
        yield from _wide(operation, (R, amount), "{0}, {0}, {1}")
    yield from _wide("rrx", (R, R), dot="")


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _moves()
    yield from _add_sub()
    yield from _logic()
    yield from _compare()
    yield from _shifts()
