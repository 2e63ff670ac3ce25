"""Cycles as Arm publishes them for Cortex-M0, M0+, M3 and M4, memory without wait states.

Sources: Cortex-M0 TRM (DDI 0432) table 3-1, Cortex-M0+ TRM (DDI 0484) table 3-1, Cortex-M3 TRM (DDI 0337) table 3-1,
Cortex-M4 TRM (DDI 0439) tables 3-1 and 7-1. Later cores issue several instructions at once and have no such table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from asm_thumb.conditions import CONDITIONS
from asm_thumb.cores import Core
from asm_thumb.form import Form
from asm_thumb.operands import Operand, Register, RegisterList

# N is the number of registers. P, 1 to 3 cycles, refills the pipeline. A range depends on data or on the branch.
_M0 = {
    "alu": "1", "compare": "1", "mul": "1 or 32", "load": "2", "store": "2", "ldm": "1+N", "stm": "1+N",
    "branch": "3", "condition": "1-3", "call": "4", "jump": "3", "special": "4", "barrier": "4", "hint": "1",
    "wait": "2",
}  # fmt: skip
_M0PLUS = _M0 | {
    "load": "1-2",
    "store": "1-2",
    "branch": "2",
    "condition": "1-2",
    "call": "3",
    "jump": "2",
    "special": "3",
    "barrier": "3",
}
_M3 = {
    "alu": "1", "compare": "1", "mul": "1", "mla": "2", "mull": "3-5", "mlal": "4-7", "div": "2-12",
    "load": "2", "store": "2", "load2": "1+N", "store2": "1+N", "ldm": "1+N", "stm": "1+N",
    "branch": "1+P", "condition": "1 or 1+P", "call": "1+P", "jump": "1+P", "table": "2+P", "it": "1",
    "special": "1-2", "barrier": "1+B", "hint": "1", "wait": "1+W",
}  # fmt: skip
_M4 = _M3 | {
    "mla": "1", "mull": "1", "mlal": "1",
    "vfp": "1", "vmla": "3", "vdiv": "14", "vload": "2", "vstore": "2", "vldm": "1+N", "vstm": "1+N",
    "vmov": "1", "vmov2": "2",
}  # fmt: skip
_TABLES = {"cortex-m0": _M0, "cortex-m0plus": _M0PLUS, "cortex-m3": _M3, "cortex-m4": _M4, "cortex-m4f": _M4}


def cycles(form: Form, core: Core, operands: Sequence[Operand] = ()) -> str | None:
    """Cycles of an instruction as text such as "1", "2-12" or "1+P"; None where nothing is published.

    With operands the number of registers is filled in. P is 1 to 3 cycles to refill the pipeline, B and W are the
    cycles that a barrier or a sleep waits.
    """
    table = _TABLES.get(core.name)
    if table is None:
        return None
    text = table.get(form.timing)
    if text is None:
        return None
    if form.timing in ("alu", "load") and operands and _writes_pc(operands[0]):
        text += "+P" if "P" in table["branch"] else "+2"
    if not operands or "N" not in text:
        return text
    count = 2
    lists = [operand for operand in operands if isinstance(operand, RegisterList)]
    if lists:
        registers = lists[0].registers
        count = sum(2 if register.bank == "d" else 1 for register in registers)
        if any(register.name == "pc" for register in registers):
            return f"{1 + count}+P" if "P" in table["branch"] else f"{4 + count - 1}"
    return str(1 + count)


_REFILL = {"P": (1, 3)}
_LIST = re.compile(r"\{([^}]*)\}")


def decoded_cycles(text: str, core: str) -> tuple[int, int] | None:
    """The least and the most cycles of an instruction as the disassembler writes it; None where none are published.

    An instruction under a condition that does not hold takes one.
    """
    table = _TABLES.get(core)
    mnemonic, _, operands = text.partition(" ")
    stem = mnemonic.partition(".")[0]
    timing = _timings().get(stem)
    is_conditional = timing is None and stem[-2:] in CONDITIONS
    if is_conditional:
        timing = _timings().get(stem[:-2])
        stem = stem[:-2]
    if table is None or timing is None:
        return None
    registers = [word.strip() for word in found[1].split(",")] if (found := _LIST.search(operands)) else []
    if stem in ("push", "pop") and registers:
        timing = "ldm" if stem == "pop" else "stm"
    if stem == "vmov" and operands.count(",") > 1:
        timing = "vmov2"
    words = table.get(timing)
    if words is None or "B" in words or "W" in words:
        return None
    count = sum(2 if word.startswith("d") else 1 for word in registers) or 2
    if "pc" in registers or (timing in ("alu", "load") and operands.split(",")[0] == "pc"):
        words += "+P" if "P" in table["branch"] else "+2"
    bounds = [_sum(part, count) for part in words.replace(" or ", "-").split("-")]
    return 1 if is_conditional else bounds[0][0], bounds[-1][1]


def _sum(text: str, count: int) -> tuple[int, int]:
    """The least and the most of a sum such as "1+N+P"."""
    parts = [
        _REFILL.get(part) or ((count, count) if part == "N" else (int(part), int(part))) for part in text.split("+")
    ]
    return sum(least for least, _ in parts), sum(most for _, most in parts)


@cache
def _timings() -> dict[str, str]:
    """The key of the tables for each mnemonic, without its suffix."""
    from asm_thumb.table import FAMILIES

    return {
        name.partition(".")[0]: form.timing
        for family in FAMILIES.values()
        for form in family.rows()
        for name in (form.ual, form.quiet)
        if name
    }


def _writes_pc(operand: Operand) -> bool:
    return isinstance(operand, Register) and operand.name == "pc"
