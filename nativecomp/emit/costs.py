"""What machine code costs, as far as its text tells: instructions weighted by the depth of the loops they stand in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

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
    """Instructions that run one after the other; `before` are the blocks that lead to it."""

    size: int = 0
    after: list["_Block"] = field(default_factory=list)
    before: list["_Block"] = field(default_factory=list)
    depth: int = 0


def weighted_cost(file: ObjectFile, symbol: Symbol) -> int:
    """Instructions of a function, each counted `LOOP_WEIGHT` times per loop around it."""
    blocks = _blocks(file, symbol)
    _measure_depth(blocks)
    return sum(block.size * LOOP_WEIGHT ** min(_DEEPEST, block.depth) for block in blocks)


def _blocks(file: ObjectFile, symbol: Symbol) -> list[_Block]:
    """The blocks of a function that are reached, each after one that leads to it."""
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
    return _in_order(blocks[0]) if blocks else []


def _in_order(first: _Block) -> list[_Block]:
    """The blocks that are reached from the first, in reverse postorder."""
    found: list[_Block] = []
    seen = {first}
    todo = [(first, iter(first.after))]
    while todo:
        block, rest = todo[-1]
        for after in rest:
            after.before.append(block)
            if after not in seen:
                seen.add(after)
                todo.append((after, iter(after.after)))
                break
        else:
            found.append(block)
            todo.pop()
    return found[::-1]


def _measure_depth(blocks: list[_Block]) -> None:
    """Set the depth of each block: the loops around it, which are those that can be entered at one place only."""
    for header, tails in _back_edges(blocks).items():
        body = {header}
        todo = tails
        while todo:
            block = todo.pop()
            if block not in body:
                body.add(block)
                todo += block.before
        for block in body:
            block.depth += 1


def _back_edges(blocks: list[_Block]) -> dict[_Block, list[_Block]]:
    """By header of a loop: the blocks that jump back to it."""
    number = {block: at for at, block in enumerate(blocks)}
    above = _dominators(blocks, number)
    found: dict[_Block, list[_Block]] = {}
    for block in blocks:
        for after in block.after:
            at = number[block]
            while at > number[after]:
                at = above[at]
            if at == number[after]:
                found.setdefault(after, []).append(block)
    return found


def _dominators(blocks: list[_Block], number: dict[_Block, int]) -> list[int]:
    """The immediate dominator of each block, by their numbers (Cooper, Harvey and Kennedy's algorithm)."""
    above = [-1] * len(blocks)
    above[0] = 0
    changed = True

    def common(ways: Iterable[int]) -> int:
        left, *others = ways
        for right in others:
            while left != right:
                while left > right:
                    left = above[left]
                while right > left:
                    right = above[right]
        return left

    while changed:
        changed = False
        for at, block in enumerate(blocks[1:], 1):
            new = common(n for before in block.before if above[n := number[before]] >= 0)
            changed |= above[at] != new
            above[at] = new
    return above
