"""Branches, calls, table branches, IT blocks and addresses of labels (ARMv7-M ARM, A5.2.6, A5.3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from asm_thumb.conditions import CONDITIONS
from asm_thumb.cores import Feature
from asm_thumb.form import Form, InIt, narrow, wide
from asm_thumb.kinds.labels import ADDRESS_8, ADDRESS_12, BRANCH_8, BRANCH_11, BRANCH_20, BRANCH_24, FORWARD
from asm_thumb.kinds.memory import index
from asm_thumb.kinds.names import CONDITION
from asm_thumb.kinds.numbers import imm
from asm_thumb.kinds.registers import ANY, LO, PC, R, core_register

_TARGET = core_register("Rm", "a register r0 to r12, sp or lr", "r0-r12 sp lr", "r3 r12 lr r0")
_TABLE = core_register("Rpc", "a register r0 to r12, lr or pc", "r0-r12 lr pc", "pc r0 r12")


def _unconditional() -> Iterator[Form]:
    last: dict[str, Any] = {"in_it": InIt.LAST}
    short: dict[str, Any] = {"pattern": "11100iiiiiiiiiii", "letters": "i", "timing": "branch", **last}
    long: dict[str, Any] = {
        "needs": Feature.MID,
        "pattern": "11110siiiiiiiiii10p1qjjjjjjjjjjj",
        "letters": "spqij",
        "timing": "branch",
        **last,
    }
    yield narrow("b", (BRANCH_11,), "b.n", **short)
    yield wide("b", (BRANCH_24,), "b.w", **long)
    call: dict[str, Any] = {
        "needs": Feature.BASE,
        "pattern": "11110siiiiiiiiii11p1qjjjjjjjjjjj",
        "letters": "spqij",
        "timing": "call",
    }
    yield wide("bl", (BRANCH_24,), **call, **last)
    yield narrow("bx", (ANY,), timing="jump", **last)
    yield narrow("blx", (_TARGET,), timing="jump", **last)


def _conditional() -> Iterator[Form]:
    for condition, code in CONDITIONS.items():
        bits = f"{code:04b}"
        never: dict[str, Any] = {"in_it": InIt.NO, "timing": "condition"}
        name = "b" + condition
        yield narrow(name, (BRANCH_8,), name + ".n", pattern=f"1101{bits}iiiiiiii", letters="i", **never)
        pattern = f"11110s{bits}iiiiii10p0qjjjjjjjjjjj"
        yield wide(name, (BRANCH_20,), name + ".w", pattern=pattern, letters="sqpij", **never)


def _compare_and_branch() -> Iterator[Form]:
    for name, bit in (("cbz", "0"), ("cbnz", "1")):
        more: dict[str, Any] = {"needs": Feature.MID, "in_it": InIt.NO, "timing": "condition"}
        yield narrow(name, (LO, FORWARD), pattern=f"1011{bit}0i1iiiiinnn", letters="ni", **more)


def _tables() -> Iterator[Form]:
    yield wide("tbb", (index(_TABLE, R),), in_it=InIt.LAST, timing="table")
    yield wide("tbh", (index(_TABLE, R, 1, 1),), in_it=InIt.LAST, timing="table")


def _if_then() -> Iterator[Form]:
    for length in range(4):
        for rest in product("te", repeat=length):
            name = "it" + "".join(rest)
            yield narrow(name, (CONDITION,), needs=Feature.WIDE, in_it=InIt.NO, timing="it")


def _addresses() -> Iterator[Form]:
    yield narrow("adr", (LO, ADDRESS_8), "adr.n", pattern="10100dddiiiiiiii", letters="di")
    yield wide("adr", (R, ADDRESS_12), "adr.w", pattern="11110k10u0u011110kkkddddkkkkkkkk", letters="duk")
    yield narrow(
        "add", (LO, PC, imm(0, 1020, 4)), "adr.n", template="{0}, {2}", pattern="10100dddiiiiiiii", letters="d_i"
    )


def rows() -> Iterator[Form]:
    """All rows of this family."""
    yield from _unconditional()
    yield from _conditional()
    yield from _compare_and_branch()
    yield from _tables()
    yield from _if_then()
    yield from _addresses()
