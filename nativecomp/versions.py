"""Decide which functions keep two versions, one for memory and one for devices, by what the machine code came to.

The device version is right for memory too, only it repeats every access. Where it costs hardly more, it alone is kept:
the function is half as large. Cost is instructions weighted by the depth of the loops they stand in.
"""

import re
from collections.abc import Iterable

from nativecomp.codegen import GeneratedModule
from nativecomp.disassembly import function_rows
from nativecomp.ir import Function
from nativecomp.objectfile import ObjectFile, Symbol

WORTH: dict[str, float] = {"size": float("inf"), "balanced": 1.10, "speed": 1.0}
"""By level: how many times dearer the device version may be and still do for memory too."""

LOOP_WEIGHT = 10
"""How often a loop's body is taken to run for each run of what is around it."""

_BRANCH = re.compile(r"^(?:b|cb|j)\w*(?:\.[nw])?\s+(?:\w+, )?#?(0x[0-9a-f]+)$")


def weighted_cost(file: ObjectFile, symbol: Symbol) -> int:
    """Instructions of a function, each counted `LOOP_WEIGHT` times per loop around it.

    A loop is what lies between a backward branch and its target.
    """
    rows = [row for row in function_rows(file, symbol) if not row.text.startswith(".")]
    loops = []
    for row in rows:
        match = _BRANCH.match(row.text)
        if match and int(match[1], 16) <= row.offset:
            loops.append((int(match[1], 16), row.offset))
    return sum(LOOP_WEIGHT ** min(4, sum(start <= row.offset <= end for start, end in loops)) for row in rows)


def _copying(functions: Iterable[Function]) -> set[Function]:
    """Functions that copy memory by a call (passes/copies.py), or call one that does, in their memory version only.

    It is worth more than its instructions tell.
    """
    marked = [
        (function, op)
        for function in functions
        for block in function.blocks
        for op in block.ops
        if op.attributes.get("device") == "parameter"
    ]
    found = {function for function, op in marked if op.name == "memory.copy"}
    size = -1
    while size < len(found):
        size = len(found)
        found |= {function for function, op in marked if op.attributes.get("callee") in found}
    return found


def settle_versions(generated: GeneratedModule, functions: Iterable[Function], opt: str) -> bool:
    """Clear `two_versions` where the device version will do. Whether any function had two."""
    file = ObjectFile(generated.object)
    paired = [function for function in functions if function.two_versions]
    copying = _copying(paired)
    for function in paired:
        if function in copying:
            continue
        memory, device = (file.functions[name] for name in generated.functions[function.symbol])
        worth = WORTH[function.options.opt or opt]
        if weighted_cost(file, device) <= worth * weighted_cost(file, memory):
            function.two_versions = False
    return bool(paired)
