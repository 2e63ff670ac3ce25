"""Check the bounds of a loop's accesses once, before it: a copy of the loop without checks runs where all is inside.

before                                         after
    for:                                           guard:
      ... branch then=body, otherwise=endfor         ... low >= 0 and high < length
    body:                                            branch then=for.inside, otherwise=for
      %5: int = buffer.load %3, %4                 for.inside:
      ...                                            ... branch then=body.inside, otherwise=endfor
      jump target=for                              body.inside:
                                                     %25: int = buffer.load %23, %24, checked=False
                                                     ...
                                                     jump target=for.inside, loop='inside'
                                                   for:
                                                     the loop as it was

The loop as it was raises where the guard does not hold, at the access and after the side effects that the program
says; it also runs where the guard is too careful. A nest of loops gets one guard where that is enough.
"""

from dataclasses import dataclass

from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.passes.flow import Flow, Loop
from nativecomp.passes.loop_values import LoopValues
from nativecomp.passes.ranges import Bound, Range, RangeArithmetic
from nativecomp.types import NONE, BufferType

_MOST_CONDITIONS = 24
"""Loops whose guard would be longer stay as they are."""
_LARGEST_FUNCTION = 3000
"""Larger functions stay as they are: the time that LLVM takes grows faster than a function."""
_KINDS = ("checked", "inside")
"""What the jumps back of the two loops are marked with."""
_MOST_OPS = {"size": 0, "balanced": 40, "speed": 1500}
"""Larger loops have no copy: it is more code. A loop with one access has about 20 operations."""


@dataclass(frozen=True)
class _Inside:
    """An access and the range that must be inside the buffer."""

    access: Op
    buffer: Local
    index: Range


def hoist_bounds(module: Module, word_bits: int, opt: str) -> None:
    """Where the options ask for checks and do not ask for small code.

    Functions are changed in place; doing it again changes nothing. `opt` is for functions whose options do not say.
    """
    for function in module.functions:
        most = _MOST_OPS[function.options.opt or opt]
        large = sum(len(block.ops) for block in function.blocks) > _LARGEST_FUNCTION
        if most and not large and function.options.bounds and _accesses(function.blocks):
            _Versioning(function, word_bits, most).run()


def _accesses(blocks: list[Block]) -> list[Op]:
    return [op for block in blocks for op in block.ops if op.name in ("buffer.load", "buffer.store")]


class _Versioning:
    """The loops of one function."""

    def __init__(self, function: Function, word_bits: int, most_ops: int) -> None:
        self.function = function
        self.word_bits = word_bits
        self.most_ops = most_ops
        self.flow = Flow(function)
        self._uses: list[tuple[Block, Block]] | None = None
        self._position = {block: number for number, block in enumerate(function.blocks)}
        self._names = {block.name for block in function.blocks}
        self._sources = {block: set(above) for block, above in self.flow.predecessors.items()}

    def run(self) -> None:
        for loop in [loop for loop in self.flow.loops if loop.parent is None]:
            self._visit(loop)

    def _blocks(self, loop: Loop) -> list[Block]:
        return sorted(loop.blocks, key=self._position.__getitem__)

    def _visit(self, loop: Loop) -> None:
        """Version this loop, or those inside where that makes more accesses safe in the innermost loops."""
        if any(op.attributes.get("loop") in _KINDS for block in loop.blocks for op in block.ops[-1:]):
            return
        arithmetic, found = self._safe_accesses(loop)
        inner = [self._safe_accesses(child)[1] for child in loop.children]
        innermost = {inside.access for child in inner for inside in child}
        if found and innermost <= {inside.access for inside in found}:
            self._version(loop, arithmetic, found)
            return
        for child in loop.children:
            self._visit(child)

    def _safe_accesses(self, loop: Loop) -> tuple[RangeArithmetic, list[_Inside]]:
        arithmetic = RangeArithmetic(self.word_bits)
        if sum(len(block.ops) for block in loop.blocks) > self.most_ops:
            return arithmetic, []
        values = LoopValues(self._blocks(loop), self.flow, loop, arithmetic)
        found = []
        for access in _accesses(self._blocks(loop)):
            buffer = values.held_buffer(access.operands[0])
            if buffer is None:
                continue
            index = values.range(access.operands[1])
            impossible = index.low.base is None and index.low.offset < 0
            if index.is_known and not impossible and index.largest >= 0:
                found.append(_Inside(access, buffer, index))
        return arithmetic, found

    def _version(self, loop: Loop, arithmetic: RangeArithmetic, found: list[_Inside]) -> None:
        blocks = self._blocks(loop)
        if self._is_used_outside(loop) or loop.header is self.function.blocks[0]:
            return
        conditions = _conditions(arithmetic, found)
        if conditions is None or len(conditions) > _MOST_CONDITIONS:
            return
        safe = {inside.access for inside in found}
        for access in _accesses(blocks):
            access.attributes["rare"] = True
        copies = {block: Block(_unique(f"{block.name}.inside", self._names)) for block in blocks}
        ops: dict[Op, Op] = {}
        for block, copy in copies.items():
            copy.ops = [_copy(op, ops, copies, safe) for op in block.ops]
            for op in block.ops:
                if any(target in loop.blocks and self.flow.dominates(target, block) for target in op.targets):
                    op.attributes["loop"], ops[op].attributes["loop"] = _KINDS
        guard = self._guard(loop, arithmetic, conditions, copies[loop.header])
        self._enter(loop, guard, list(copies.values()))
        at = self.function.blocks.index(blocks[0])
        self.function.blocks[at:at] = [guard, *copies.values()]

    def _enter(self, loop: Loop, guard: Block, copies: list[Block]) -> None:
        """Lead every way into the loop to its guard."""
        outside = self._sources[loop.header] - loop.blocks
        for block in outside:
            _redirect(block.ops[-1], loop.header, guard)
        self._sources[loop.header] -= outside
        self._sources[guard] = outside
        for block in [guard, *copies]:
            for target in block.ops[-1].targets:
                self._sources.setdefault(target, set()).add(block)

    def _is_used_outside(self, loop: Loop) -> bool:
        """Whether a value of the loop is used after it; two loops could not both give it."""
        if self._uses is None:
            home = {op: block for block in self.function.blocks for op in block.ops}
            pairs = [(home[o], block) for block in self.function.blocks for op in block.ops for o in op.operands]
            self._uses = [(made, used) for made, used in pairs if made is not used]
        return any(made in loop.blocks and used not in loop.blocks for made, used in self._uses)

    def _guard(self, loop: Loop, arithmetic: RangeArithmetic, conditions: list[Op], copy: Block) -> Block:
        guard = Block(_unique("guard", self._names))
        all_hold = conditions[0] if conditions else None
        for condition in conditions[1:]:
            assert all_hold is not None
            all_hold = arithmetic.both(all_hold, condition)
        if all_hold is None:
            end = Op("jump", [], NONE, {"target": copy})
        else:
            end = Op("branch", [all_hold], NONE, {"then": copy, "otherwise": loop.header, "likely": True})
        needed: set[Op] = set()
        todo = list(end.operands)
        while todo:
            op = todo.pop()
            if op not in needed:
                needed.add(op)
                todo += op.operands
        guard.ops = [*(op for op in arithmetic.ops if op in needed), end]
        for op in guard.ops:
            op.span = loop.header.ops[0].span
        return guard


def _conditions(arithmetic: RangeArithmetic, found: list[_Inside]) -> list[Op] | None:
    """The conditions before the loop, fewest possible; None where one is known not to hold."""
    lows: dict[Op | None, int] = {}
    highs: dict[tuple[Local, Op | None], int] = {}
    for inside in found:
        low, high = inside.index.low, inside.index.high
        lows[low.base] = min(lows.get(low.base, low.offset), low.offset)
        key = inside.buffer, high.base
        highs[key] = max(highs.get(key, high.offset), high.offset)
    answers = [arithmetic.at_most(Bound(None, 0), Bound(base, offset)) for base, offset in lows.items()]
    for (buffer, base), offset in highs.items():
        assert isinstance(buffer.type, BufferType)
        last = arithmetic.length(buffer, buffer.type)
        answers.append(arithmetic.at_most(Bound(base, offset + 1), last))
    if any(answer is False for answer in answers):
        return None
    needs = [condition for inside in found for condition in inside.index.needs]
    return list(dict.fromkeys([answer for answer in answers if isinstance(answer, Op)] + needs))


def _unique(name: str, names: set[str]) -> str:
    number, found = 0, name
    while found in names:
        number += 1
        found = f"{name}.{number}"
    names.add(found)
    return found


def _copy(op: Op, ops: dict[Op, Op], blocks: dict[Block, Block], safe: set[Op]) -> Op:
    """A copy of an operation that works on the copies of its operands and goes to the copies of its targets."""
    attributes = {
        key: blocks.get(value, value) if isinstance(value, Block) else value for key, value in op.attributes.items()
    }
    attributes.pop("rare", None)
    if op in safe:
        attributes["checked"] = False
    ops[op] = Op(op.name, [ops.get(operand, operand) for operand in op.operands], op.type, attributes, op.span)
    return ops[op]


def _redirect(op: Op, old: Block, new: Block) -> None:
    for key in ("target", "then", "otherwise"):
        if op.attributes.get(key) is old:
            op.attributes[key] = new
