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
from nativecomp.analysis.ranges import Ranges
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import NONE, IntType
from nativecomp.passes.clone import Copy, Names, Uses, copy_blocks, redirect
from nativecomp.passes.forms import TooLarge, plus, sub
from nativecomp.passes.guards import GuardWriter, are_plausible, assumptions, conditions, is_simple, strongest
from nativecomp.passes.induction import Inductions
from nativecomp.passes.interval import Need, Needs, Small
from nativecomp.passes.intervals import Intervals, TooComplex
from nativecomp.passes.values import Value, Values


@dataclass(frozen=True)
class _Level:
    """How far the code may grow for speed.

    With `short`, a loop of more than `small_ops` is copied where its checks are at least the share `gain` of its work,
    with a guard that takes values to be small (passes/guards.py); other guards hold for large ones too.
    """

    copied_ops: int
    conditions: int
    short: bool = False
    small_ops: int = 0
    gain: float = 0.0


# A loop with one access has about 20 operations.
_LEVELS = {
    "size": _Level(0, 0),
    "balanced": _Level(110, 12, short=True, small_ops=40, gain=0.55),
    "speed": _Level(1500, 24),
}
_FREE = ("local.load", "local.store", "const", "convert", "jump")
_GUARD = 2
"""Checks that cost as much as a condition of a guard."""
_FROM_END = 2.5
"""What a check costs that looks at an index from the end too, against one that does not have to (passes/natural.py)."""
_DEEPER = 10
"""How often a loop is taken to run for each run of what is around it."""
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
    shared = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        ops = function.ops
        done = any(op.attributes.get("loop") in _DONE for op in ops)
        if function.options.bounds and not done and len(ops) <= _LARGEST_FUNCTION and any(map(_is_checked, ops)):
            _Versioning(function, changing, word_bits, _LEVELS[function.options.opt or opt], shared).run()


def _is_checked(op: Op) -> bool:
    return op.name in ("buffer.load", "buffer.store") and op.attributes.get("checked", True)


class _Versioning:
    """The loops of one function."""

    def __init__(
        self, function: Function, changing: set[Local], word_bits: int, level: _Level, shared: set[Local]
    ) -> None:
        self.shared = shared
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
            if self.level.short and size > self.level.small_ops and not all(map(is_simple, wanted)):
                continue
            together = strongest(needs + wanted)
            if len(together) <= self.level.conditions and are_plausible(together):
                chosen.append(access)
                needs = together
        if size > self.level.copied_ops or loop.header is self.function.blocks[0]:
            return None
        pays = bool(chosen) and (bool(self._back(loop, "counted")) or self._pays(loop, set(chosen)))
        if self.level.short and pays:
            turns = [end.attributes.get("turns") for end in self._back(loop, "counted")]
            pays = size <= self.level.small_ops or self._share(loop, chosen) >= self.level.gain
            pays = pays and not any(isinstance(n, int) and n * len(chosen) < _GUARD * len(needs) for n in turns)
        return _Plan(loop, chosen, needs) if pays else None

    def _share(self, loop: Loop, chosen: list[Op]) -> float:
        """The share of checks and computed places in the work of a loop, as operations weighted by their depth.

        Accesses that not each turn makes count half.
        """
        ranges = Ranges(self.function, self.shared, self.word_bits)
        ends = [block for block in self.flow.predecessors[loop.header] if block in loop.blocks]
        checks = {op: 1.0 if ranges.range_of(op.operands[1]).low >= 0 else _FROM_END for op in chosen}
        for block in loop.blocks:
            around = self.flow.loop_of[block]
            if around is loop and not all(self.flow.dominates(block, end) for end in ends):
                checks |= {op: checks[op] / 2 for op in block.ops if op in checks}
        weight = {block: _DEEPER ** self.flow.loop_of[block].depth for block in loop.blocks}
        work = sum(weight[block] * sum(op.name not in _FREE for op in block.ops) for block in loop.blocks)
        checks |= dict.fromkeys(self._places(loop, chosen), 1.0)
        gained = sum(weight[block] * sum(checks.get(op, 0.0) for op in block.ops) for block in loop.blocks)
        return float(gained / work)

    def _places(self, loop: Loop, chosen: list[Op]) -> set[Op]:
        """Operations that compute the index of a chosen access and nothing else.

        Without the check a loop steps from place to place in memory, and they are gone.
        """
        users: dict[Op, list[Op]] = {}
        for block in loop.blocks:
            for op in block.ops:
                for operand in op.operands:
                    users.setdefault(operand, []).append(op)
        found: set[Op] = set(chosen)
        todo = [op.operands[1] for op in chosen]
        while todo:
            op = todo.pop()
            if op.name not in _FREE and op in users and found.issuperset(users[op]):
                found.add(op)
                todo += op.operands
        return found.difference(chosen)

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
        found = self._needs_where(values, {}, accesses)
        if self.level.short and sum(len(block.ops) for block in loop.blocks) > self.level.small_ops:
            word = IntType("int", self.word_bits, True)
            small = assumptions([need for _, needs in found for need in needs], word)
            shorter = self._needs_where(values, small, accesses) if small else []
            if len(shorter) >= len(found) and shorter:
                return shorter
        return found

    def _needs_where(
        self, values: Values, small: dict[Value, Small], accesses: list[Op]
    ) -> list[tuple[Op, list[Need]]]:
        """The same where some values are small."""
        loop = values.region
        intervals = Intervals(values, self.word_bits, small)
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
            return size.needs | index.needs | [index.low, sub(plus(size.low, -1), index.high)]
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
