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

WORTH: dict[str, float] = {"size": float("inf"), "balanced": 1.10, "speed": 1.02}
"""By level: how many times dearer the device version must be for the memory version to be kept beside it."""

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


def settle_versions(generated: GeneratedModule, functions: Iterable[Function], opt: str) -> bool:
    """Clear `two_versions` where the device version will do. Whether anything changed: then code is to be made anew."""
    file = ObjectFile(generated.object)
    changed = False
    for function in functions:
        if not function.two_versions:
            continue
        memory, device = (file.functions[name] for name in generated.functions[function.symbol])
        worth = WORTH[function.options.opt or opt]
        if weighted_cost(file, device) < worth * weighted_cost(file, memory):
            function.two_versions = False
            changed = True
    return changed
