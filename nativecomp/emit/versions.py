"""Decide which functions keep two versions, one for memory and one for devices, by what the machine code came to.

The device version is right for memory too, only it repeats every access. Where it costs hardly more, it alone is kept:
the function is half as large.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit.costs import weighted_cost
from nativecomp.emit.generate import GeneratedModule
from nativecomp.ir import Function
from nativecomp.options import Opt

WORTH: dict[str, float] = {"size": math.inf, "balanced": 1.10, "speed": 1.0}
"""By level: how many times dearer the device version may be and still do for memory too."""

VECTORS = "x86-64"
"""The machine with vectors. A loop of them does several turns at once, which its instructions do not tell; so at the
speed level the device version must cost the same there."""


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


def settle_versions(
    functions: Iterable[Function], opt: str, generated: Callable[[list[Function]], Sequence[GeneratedModule]],
    *, has_both: bool,
) -> Opt | None:  # fmt: skip
    """Clear `two_versions` where the device version will do; the level at which the others are made.

    `generated` gives the machine code of each of some functions that have two versions. With `has_both` it holds both
    for sure; else a version may be gone. What waits for a device does not gain from speed.
    """
    paired = [function for function in functions if function.two_versions]
    copying = _copying(paired)
    others = [function for function in paired if function not in copying]
    small = [function for function in others if has_both and WORTH[function.options.opt or opt] == math.inf]
    doubtful = [function for function in others if function not in small]
    for function, made in zip(doubtful, generated(doubtful), strict=True):
        file = ObjectFile(made.object)
        versions = [file.functions[name] for name in made.functions[function.symbol] if name in file.functions]
        if len(versions) < 2:
            continue  # nothing calls it, or its code has become part of its callers': it costs nothing
        memory, device = versions
        level = function.options.opt or opt
        ratio = weighted_cost(file, device) / max(1, weighted_cost(file, memory))
        if ratio <= WORTH[level] and not (level == "speed" and file.machine == VECTORS and ratio < 1):
            function.two_versions = False
    for function in small:  # whatever it costs; the others were judged beside both versions of it
        function.two_versions = False
    return "size" if paired else None
