"""Check the bounds of a loop's accesses once, before it: a copy of the loop without checks runs where all is inside.

before                                         after
    for:                                           guard:
      ... branch then=body, otherwise=endfor         ... int.compare: what the accesses need
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
says; it also runs where the guard is too careful. A nest of loops gets one guard, as far out as the ranges are known.
An access that needs nothing is not checked in either.
"""

from dataclasses import dataclass, field

from nativecomp.analysis.calls import changed_by_calls
from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import NONE, IntType
from nativecomp.passes.clone import Copy, Names, Uses, copy_blocks, redirect
from nativecomp.passes.forms import TooLarge, plus, sub
from nativecomp.passes.guards import GuardWriter, conditions, strongest
from nativecomp.passes.induction import Inductions
from nativecomp.passes.interval import Need, Needs
from nativecomp.passes.intervals import Intervals, TooComplex
from nativecomp.passes.values import Values


@dataclass(frozen=True)
class _Level:
    """How far the code may grow for speed."""

    copied_ops: int
    conditions: int


# A loop with one access has about 20 operations.
_LEVELS = {"size": _Level(0, 0), "balanced": _Level(40, 12), "speed": _Level(1500, 24)}
_DONE = ("checked", "inside")
"""What the ends that go back are marked with: in the loop as it was, in its copy."""
_LARGEST_FUNCTION = 3000
"""Larger functions stay as they are: the time that LLVM takes grows faster than a function."""


@dataclass
class _Plan:
    """What becomes of a loop: the accesses that its guard makes safe, and what becomes of the loops in it."""

    loop: Loop
    safe: list[Op]
    needs: list[Need]
    inner: list["_Plan"] = field(default_factory=list)


def hoist_bounds(module: Module, word_bits: int, opt: str) -> None:
    """In the functions whose options ask for checks, by their level or else by `opt`.

    Functions are changed in place; doing it again changes nothing.
    """
    changing = changed_by_calls(module)
    for function in module.functions:
        ops = function.ops
        done = any(op.attributes.get("loop") in _DONE for op in ops)
        if function.options.bounds and not done and len(ops) <= _LARGEST_FUNCTION and any(map(_is_checked, ops)):
            _Versioning(function, changing, word_bits, _LEVELS[function.options.opt or opt]).run()


def _is_checked(op: Op) -> bool:
    return op.name in ("buffer.load", "buffer.store") and op.attributes.get("checked", True)


class _Versioning:
    """The loops of one function."""

    def __init__(self, function: Function, changing: set[Local], word_bits: int, level: _Level) -> None:
        self.function = function
        self.changing = changing
        self.word_bits = word_bits
        self.level = level
        self.flow = Flow(function)
        self.uses = Uses(function, self.flow)
        self.names = Names(function)
        self.planned: set[Op] = set()
        self.added: dict[Block, list[Block]] = {}

    def run(self) -> None:
        outermost = [loop for loop in self.flow.loops if loop.parent is None]
        for plan in [plan for loop in outermost for plan in self._plans(loop)]:
            self._apply(plan, Copy())
        todo = self.function.blocks[::-1]
        placed: list[Block] = []
        while todo:
            block = todo.pop()
            before = self.added.pop(block, None)
            if before is None:
                placed.append(block)
            else:
                todo += [block, *reversed(before)]
        self.function.blocks = placed

    # What to do

    def _plans(self, loop: Loop) -> list[_Plan]:
        """One plan for a loop, or those for the loops in it.

        A loop that counts is looked at before those in it, for the farther out a guard is, the less often it runs.
        Of a loop that does not, less is known than of the counted ones in it, so these come first.
        """
        blocks = sorted(loop.blocks, key=self.flow.number.__getitem__)
        accesses = [op for block in blocks for op in block.ops if _is_checked(op) and op not in self.planned]
        if not accesses:
            return []
        counted = [child for child in loop.children if self._back(child, "counted")]
        inner = [] if self._back(loop, "counted") else [plan for child in counted for plan in self._plans(child)]
        size = sum(len(block.ops) for block in blocks)
        left = [op for op in accesses if op not in self.planned]
        own = self._own_plan(loop, left, size)
        if own is not None:
            self.planned.update(own.safe)
        inner += [plan for child in loop.children for plan in self._plans(child)]
        if own is None:
            return inner
        own.inner = inner
        return [own]

    def _back(self, loop: Loop, kind: str) -> list[Op]:
        """The ends of blocks that go back to the header and are marked as this kind."""
        ends = [block.terminator for block in self.flow.predecessors[loop.header] if block in loop.blocks]
        return [end for end in ends if end is not None and end.attributes.get("loop") == kind]

    def _own_plan(self, loop: Loop, accesses: list[Op], size: int) -> _Plan | None:
        chosen: list[Op] = []
        needs: list[Need] = []
        for access, wanted in self._needs(loop, accesses):
            if not wanted:
                access.attributes["checked"] = False
                continue
            together = strongest(needs + wanted)
            if len(together) <= self.level.conditions:
                chosen.append(access)
                needs = together
        if size > self.level.copied_ops or loop.header is self.function.blocks[0]:
            return None
        pays = bool(chosen) and (bool(self._back(loop, "counted")) or self._pays(loop, set(chosen)))
        return _Plan(loop, chosen, needs) if pays else None

    def _pays(self, loop: Loop, chosen: set[Op]) -> bool:
        """Whether a loop here gets rid of accesses, and in the loops inside it none stays checked."""
        own = {op for block in loop.blocks if self.flow.loop_of[block] is loop for op in block.ops}
        if any(self._pays(child, chosen) for child in loop.children):
            return True
        deeper = [op for block in loop.blocks for op in block.ops if _is_checked(op) and op not in own]
        return not own.isdisjoint(chosen) and all(op in chosen or op in self.planned for op in deeper)

    def _needs(self, loop: Loop, accesses: list[Op]) -> list[tuple[Op, list[Need]]]:
        """The accesses that can be safe, with what each needs at run time."""
        values = Values(self.function, self.flow, loop, self.changing)
        intervals = Intervals(values, self.word_bits)
        inductions = Inductions(intervals)
        home = {op: block for block in loop.blocks for op in block.ops}
        wanted = [op for op in accesses if values.operand(op.operands[0]).fixed]

        def ask() -> None:
            for op in wanted:
                intervals.at(values.operand(op.operands[1]), home[op])

        try:
            if not inductions.solve(ask):
                return []
            found = []
            for op in wanted:
                needs = self._of_access(op, home[op], values, intervals)
                left = conditions(inductions.closure(needs)) if needs is not None else None
                if left is not None:
                    found.append((op, left))
            return found
        except TooComplex:
            return []

    def _of_access(self, op: Op, block: Block, values: Values, intervals: Intervals) -> Needs | None:
        word = IntType("int", self.word_bits, True)
        length = values.make("buffer.length", word, (values.operand(op.operands[0]),))
        size, index = intervals.at(length, None), intervals.at(values.operand(op.operands[1]), block)
        try:
            return size.needs | index.needs | {index.low, sub(plus(size.low, -1), index.high)}
        except TooLarge:
            return None

    # Doing it

    def _apply(self, plan: _Plan, now: Copy) -> None:
        """`now` are the blocks and operations that stand for those that the plan was made for."""
        loop = plan.loop
        originals = self.uses.closed(loop)
        blocks = [now.block(block) for block in originals]
        copy = copy_blocks(blocks, lambda name: f"{name}.inside", self.names)
        for op in plan.safe:
            copy.op(now.op(op)).attributes["checked"] = False
        for block in originals:
            for op in block.ops:
                if any(t in loop.blocks and self.flow.dominates(t, block) for t in op.targets):
                    now.op(op).attributes["loop"], copy.op(now.op(op)).attributes["loop"] = _DONE
                elif _is_checked(op):
                    now.op(op).attributes["rare"] = True
        header = now.block(loop.header)
        guards = self._guards(plan.needs, header, copy.block(header))
        for block in self.flow.predecessors[loop.header]:
            if block not in loop.blocks:
                redirect(now.block(block), header, guards[0])
        self.added[header] = [*guards, *(copy.block(block) for block in blocks)]
        inside = Copy(
            {block: copy.block(now.block(block)) for block in originals},
            {op: copy.op(now.op(op)) for block in originals for op in block.ops},
        )
        for inner in plan.inner:
            self._apply(inner, inside)

    def _guards(self, needs: list[Need], checked: Block, inside: Block) -> list[Block]:
        """A block for each need, which goes on to the next where it holds and to the checked loop where not."""
        writer = GuardWriter(self.word_bits)
        blocks = [Block(self.names.new("guard"), handler=checked.handler) for _ in needs]
        for number, (need, block) in enumerate(zip(needs, blocks, strict=True)):
            start = len(writer.ops)
            holds = writer.condition(need)
            then = blocks[number + 1] if number + 1 < len(blocks) else inside
            end = Op("branch", [holds], NONE, {"then": then, "otherwise": checked, "likely": True})
            block.ops = [*writer.ops[start:], end]
            for op in block.ops:
                op.span = checked.ops[0].span
        return blocks
