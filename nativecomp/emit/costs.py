"""What machine code costs, as far as its text tells: instructions weighted by the depth of the loops they stand in."""

import re
from collections import Counter
from dataclasses import dataclass, field

from nativecomp.analysis.graph import Graph
from nativecomp.elf.disassembly import function_texts
from nativecomp.elf.objectfile import ObjectFile, Symbol

LOOP_WEIGHT = 10
"""How often a loop's body is taken to run for each run of what is around it."""

_DEEPEST = 4
"""Loops around an instruction that count."""

_CONDITIONS = "eq|ne|cs|cc|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le"
_BRANCH = re.compile(
    rf"(?:c\.)?(b(?:{_CONDITIONS})?[uz]?|cbn?z|j(?!al)\w*)(?:\.[nw])? +(?:\w+, )*#?(-?(?:0x[0-9a-f]+|[0-9]+))$"
)
"""A branch to a known place: Thumb's, those of x86 or of RISC-V."""

_UNCONDITIONAL = ("b", "j", "jmp")
_END = re.compile(r"(?:bx|ret|udf|ud2|(?:c\.)?jr|unimp)\b|(?:pop|ldm\w*)(?:\.w)? .*\bpc\b")
"""An instruction after which nothing follows."""

_RELATIVE = "RISC-V"
"""Where the text of a branch tells how far it goes, and not whereto."""


@dataclass(eq=False)
class _Block:
    """Instructions that run one after the other, and the blocks that it leads to."""

    size: int = 0
    after: list["_Block"] = field(default_factory=list)


def weighted_cost(file: ObjectFile, symbol: Symbol) -> int:
    """Instructions of a function, each counted `LOOP_WEIGHT` times per loop around it."""
    blocks = _blocks(file, symbol)
    if not blocks:
        return 0
    graph = Graph(blocks[0], {block: block.after for block in blocks})
    depths = Counter(block for loop in graph.loops for block in loop.blocks)
    return sum(block.size * LOOP_WEIGHT ** min(_DEEPEST, depths[block]) for block in blocks)


def _blocks(file: ObjectFile, symbol: Symbol) -> list[_Block]:
    """The blocks of a function that are reached, the first one first."""
    rows = [(at, text) for at, _, text in function_texts(file, symbol) if not text.startswith(".")]
    targets: dict[int, int] = {}
    for at, text in rows:
        if match := _BRANCH.match(text):
            targets[at] = int(match[2], 0) + at * (file.machine == _RELATIVE)
    starts = {0, *targets.values()}
    blocks: dict[int, _Block] = {}
    current: _Block | None = None
    jumps: list[tuple[_Block, int]] = []
    for at, text in rows:
        if at in starts or current is None:
            block = blocks[at] = _Block()
            if current is not None:
                current.after.append(block)
            current = block
        current.size += 1
        if at in targets:
            jumps.append((current, targets[at]))
            unconditional = text.removeprefix("c.").split()[0].split(".")[0] in _UNCONDITIONAL
            follower = None if unconditional else _Block()
        elif _END.match(text):
            follower = None
        else:
            continue
        if follower is not None:
            current.after.append(follower)
        current = follower
    for block, target in jumps:
        if target in blocks:
            block.after.append(blocks[target])
    reached = [blocks[0]] if blocks else []
    seen = set(reached)
    for block in reached:  # grows
        reached += [after for after in dict.fromkeys(block.after) if after not in seen]
        seen.update(block.after)
    return reached
