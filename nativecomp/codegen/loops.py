"""What a loop looks like, as far as the tuning of a level asks."""

from dataclasses import dataclass

from nativecomp.ir import CALLS, Block, Function, Op

_FREE = ("local.load", "local.store", "const", "convert", "buffer.address", "jump", "memory.barrier")
"""Operations that come to nothing, or nearly, in machine code."""

_CALL_WEIGHT = 8
SHORT = 16
"""Loops of so many turns or fewer are unrolled in full by LLVM: they do not count as loops inside another."""


@dataclass(frozen=True)
class LoopShape:
    """`kind` is that of the closing jump; `turns` a number, "any", "strided", or "" of a `while` loop.

    `holds_loop` says that there is a loop inside that stays one; `operations` is the weight of one turn;
    `variables` is the number of locals that it names; `calls` says that it calls something.
    """

    kind: str
    turns: int | str
    holds_loop: bool
    operations: int
    variables: int
    calls: bool


def _calls(op: Op) -> bool:
    return bool(op.effects & CALLS)


def loop_shape(blocks: list[Block], order: dict[Block, int], closing: Op, here: Block) -> LoopShape:
    """The shape of the loop that the jump `closing`, at the end of block `here`, closes."""
    header = closing.targets[0]
    inside = blocks[order[header] : order[here] + 1]
    ops = [op for block in inside for op in block.ops]
    turns = [op.attributes["turns"] for op in ops if "turns" in op.attributes and op is not closing]
    holds_loop = any(not isinstance(number, int) or number > SHORT for number in turns)
    holds_loop |= any(
        order[target] <= order[block] and target is not header and "turns" not in block.ops[-1].attributes
        for block in inside
        for target in block.ops[-1].targets
        if target in order
    )
    variables = {op.attributes["local"] for op in ops if op.name in ("local.load", "local.store")}
    kind, turns_known = closing.attributes.get("loop", ""), closing.attributes.get("turns", "")
    return LoopShape(
        kind, turns_known, holds_loop, _weight(inside, order, closing), len(variables), any(map(_calls, ops))
    )


def _weight(inside: list[Block], order: dict[Block, int], closing: Op) -> int:
    """Operations of one turn, those of a loop inside as often as LLVM writes them when it unrolls the loop in full."""
    times = dict.fromkeys(inside, 1)
    for block in inside:
        for op in block.ops:
            turns = op.attributes.get("turns")
            if op is not closing and isinstance(turns, int) and turns <= SHORT:
                for other in inside[order[op.targets[0]] - order[inside[0]] : order[block] - order[inside[0]] + 1]:
                    times[other] *= max(1, turns)
    return sum(times[block] * _operations(block) for block in inside)


def _operations(block: Block) -> int:
    return sum(op.name not in _FREE for op in block.ops) + _CALL_WEIGHT * sum(map(_calls, block.ops))


def blocks_in_loops(blocks: list[Block], *, innermost: bool = False) -> set[Block]:
    """The blocks that a jump backward leads over, or those of loops that hold no other."""
    order = {block: number for number, block in enumerate(blocks)}
    ends: dict[int, int] = {}
    for number, block in enumerate(blocks):
        for target in block.ops[-1].targets:
            if order[target] <= number:
                ends[order[target]] = number
    wanted = list(ends.items())
    if innermost:
        wanted = [(a, b) for a, b in wanted if not any(a < first and last <= b for first, last in ends.items())]
    return {block for first, last in wanted for block in blocks[first : last + 1]}


def hot_blocks(function: Function, opt: str, *, shares: bool) -> set[Block]:
    """The blocks whose operations on objects are worth more bytes than asking the runtime.

    At speed these are all, at size none. Between them a function on objects alone has them in its loops, and everywhere
    where it has none, or where the file's functions share what they call (`shares`, codegen/sharing.py).
    """
    if opt == "size" or (opt != "speed" and not function.python):
        return set()
    loops = set() if opt == "speed" or shares else blocks_in_loops(function.blocks)
    return loops or set(function.blocks)
