"""Decide of which functions the loops are unrolled for speed, by what a cost model says of the machine code.

Unrolled loops make a function several times as large; what they gain depends on how much of a turn is the loop's own
work, on the registers, and on what the loop does before its first turn and behind its last. So functions are made both
ways, and costs are compared (emit/coremodel.py). A function stays as it is at the balanced level

- where unrolling gains less than `GAIN`,
- where it makes the function more than `LARGE` times as large, and gains less than `LARGE_GAIN`.

Both ways compute the same, so nothing can be illegal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nativecomp.codegen.loops import blocks_in_loops
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit.generate import GeneratedModule, finish
from nativecomp.ir import Function

GAIN = 1.03
LARGE = 3.0
LARGE_GAIN = 1.10


@dataclass(frozen=True)
class Made:
    """What one of the ways came to: expected instructions of a call, bytes."""

    cost: float
    size: int

    def __str__(self) -> str:
        return f"{self.cost:,.0f} instructions expected a call and {self.size:,} bytes"


def is_worth(unrolled: Made, rolled: Made) -> bool:
    """Whether a function is better with its loops unrolled."""
    gain = LARGE_GAIN if unrolled.size > LARGE * rolled.size else GAIN
    return rolled.cost > gain * unrolled.cost


def settle_unrolling(
    functions: Iterable[Function], opt: str, planned: Callable[[list[Function]], list[GeneratedModule]]
) -> dict[Function, tuple[Made, Made]]:
    """Mark functions as `rolled`; what those came to, unrolled and not, that were made both ways.

    `planned` gives a plan of the machine code for each of some functions. What a function calls was made the same way,
    and has most often become part of it; so a function that others call goes by these.
    """
    wanted = [one for one in functions if (one.options.opt or opt) == "speed" and _may_gain(one)]
    plans: list[list[GeneratedModule]] = []
    for is_rolled in (False, True):
        for one in wanted:
            one.rolled = is_rolled
        plans.append(planned(wanted))
    pairs = {function: pair for function, *pair in zip(wanted, *plans, strict=True) if pair[0].llvm != pair[1].llvm}
    finish(list(dict.fromkeys(plan for pair in pairs.values() for plan in pair)))
    found: dict[Function, tuple[Made, Made]] = {}
    for function in wanted:
        made = [_made(plan, function) for plan in pairs.get(function, [])]
        function.rolled = False
        if made and made[0] and made[1]:
            found[function] = made[0], made[1]
    own = {function: not is_worth(*made) for function, made in found.items()}
    for function in found:
        callers = [rolled for caller, rolled in own.items() if caller is not function and function in _callees(caller)]
        function.rolled = all(callers or [own[function]])
    return found


def told(function: Function, opt: str, found: Mapping[Function, tuple[Made, Made]]) -> str:
    """In a sentence which variant of a function was chosen, and why."""
    if function not in found:
        level = function.options.opt or opt
        if level != "speed":
            return f"one variant: opt={level} unrolls small loops of known turns only"
        return "one variant: no loop that unrolling changes, or a core on which costs are not compared"
    unrolled, rolled = found[function]
    words = ("loops as they are", rolled, "unrolled", unrolled)
    text = "{}, {}; {}, {}".format(*(words if function.rolled else words[2:] + words[:2]))
    if function.rolled == is_worth(unrolled, rolled):
        return text + ": as in the functions that call it"
    gain = LARGE_GAIN if unrolled.size > LARGE * rolled.size else GAIN
    return text + f": unrolling must gain {gain - 1:.0%}"


def _callees(function: Function) -> set[Function]:
    return {op.attributes["callee"] for op in function.ops if op.name == "call"}


def _may_gain(function: Function) -> bool:
    return not function.python and bool(blocks_in_loops(function.blocks))


def _made(module: GeneratedModule, function: Function) -> Made | None:
    """What a function came to in its version for memory; the whole module where it has become part of others."""
    file, costs = ObjectFile(module.object), module.code.costs
    if function.symbol in file.functions and function.symbol in costs:
        return Made(costs[function.symbol], file.functions[function.symbol].size)
    return Made(sum(costs.values()), file.loaded_size()) if costs else None
