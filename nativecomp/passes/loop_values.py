"""The range of each integer in a loop: of counters, of locals that change, of what conditions on the way leave.

`LoopValues` looks at one loop, the region, with the loops inside it. What is not assigned in the region is a value that
is known before it. Whatever is not understood has the whole range of its type, which is always right.
"""

from collections.abc import Callable

from nativecomp.ir import Block, Local, Op
from nativecomp.passes.flow import Flow, Loop
from nativecomp.passes.loop_facts import LoopFacts
from nativecomp.passes.ranges import Range, RangeArithmetic, constant, everything
from nativecomp.types import BOOL, BufferType, IntType

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "!=": "=="}
_DEEPEST = 40
"""How far an expression is followed through locals."""


class LoopValues(LoopFacts):
    """Ranges of the operations of a region, whose `blocks` are in the order of the function."""

    def __init__(self, blocks: list[Block], flow: Flow, region: Loop, arithmetic: RangeArithmetic) -> None:
        super().__init__(blocks, flow, region)
        self.a = arithmetic
        self._ranges: dict[Op, Range] = {}
        self._depth = 0
        self._rules: dict[str, Callable[[Op], Range | None]] = {
            "const": self._const,
            "before": lambda op: self.a.known(op, op.type) if isinstance(op.type, IntType) else None,
            "local.load": self._local,
            "convert": self._convert,
            "int.add": lambda op: self.a.add(*map(self.range, op.operands)),
            "int.step": lambda op: self.a.add(*map(self.range, op.operands)),
            "int.sub": lambda op: self.a.add(self.range(op.operands[0]), self.a.negate(self.range(op.operands[1]))),
            "int.mul": lambda op: self.a.multiply(*map(self.range, op.operands)),
            "int.neg": lambda op: self.a.negate(self.range(op.operands[0])),
            "int.and": self._and,
            "int.or": self._or,
            "int.xor": self._or,
            "int.shl": self._shl,
            "int.shr": self._shr,
            "int.mod": self._mod,
            "int.min": lambda op: self._extreme(op),
            "int.max": lambda op: self._extreme(op),
            "buffer.length": self._length,
            "buffer.load": self._element,
            "buffer.element": self._element,
            "pointer.load": self._pointer_element,
        }

    # Operations

    def range(self, op: Op) -> Range:
        """A range that holds a number equal to the result modulo the width of its type."""
        if op not in self._ranges:
            self._ranges[op] = everything(op.type)  # what a cycle sees
            self._depth += 1
            rule = self._rules.get(op.name if op in self.place or op.name == "const" else "before")
            found = rule(op) if rule and self._depth < _DEEPEST else None
            self._ranges[op] = found or everything(op.type)
            self._depth -= 1
        return self._ranges[op]

    def result(self, op: Op) -> Range:
        """A range that holds the result itself."""
        if not isinstance(op.type, IntType):
            return everything(op.type)
        found = self.a.narrowed(self.range(op), op.type)
        return found if found.fits(op.type) else everything(op.type)

    def _const(self, op: Op) -> Range | None:
        if not isinstance(op.type, IntType):
            return None
        value = op.type.wrap(int(op.attributes["value"]))
        return constant(value, value)

    def _convert(self, op: Op) -> Range | None:
        source, target = op.operands[0].type, op.type
        if source == BOOL:
            return constant(0, 1)
        if not isinstance(source, IntType) or not isinstance(target, IntType):
            return None
        return self.range(op.operands[0]) if target.bits <= source.bits else self.result(op.operands[0])

    def _and(self, op: Op) -> Range | None:
        masks = [r.largest for r in map(self.result, op.operands) if r.smallest >= 0]
        return constant(0, min(masks)) if masks else None

    def _or(self, op: Op) -> Range | None:
        ranges = [self.result(operand) for operand in op.operands]
        if any(r.smallest < 0 for r in ranges):
            return None
        return constant(0, (1 << max(r.largest for r in ranges).bit_length()) - 1)

    def _count(self, op: Op) -> int | None:
        count = self.result(op.operands[1])
        assert isinstance(op.type, IntType)
        return count.smallest if count.smallest == count.largest and 0 <= count.smallest < op.type.bits else None

    def _shl(self, op: Op) -> Range | None:
        count = self._count(op)
        return None if count is None else self.a.multiply(self.range(op.operands[0]), constant(1 << count, 1 << count))

    def _shr(self, op: Op) -> Range | None:
        count, value = self._count(op), self.result(op.operands[0])
        return None if count is None else self.a.shift_right(value, count)

    def _mod(self, op: Op) -> Range | None:
        divisor = self.result(op.operands[1])
        if divisor.smallest <= 0:
            return None
        return self.a.between(constant(0, 0), self.a.shifted(divisor, -1))

    def _extreme(self, op: Op) -> Range:
        left, right = map(self.result, op.operands)
        if op.name == "int.min":
            return self.a.not_above(self.a.not_above(self.a.union([left, right]), left), right)
        return self.a.not_below(self.a.not_below(self.a.union([left, right]), left), right)

    def _length(self, op: Op) -> Range | None:
        local = self.held_buffer(op.operands[0])
        if local is None or not isinstance(local.type, BufferType):
            return None
        bound = self.a.length(local, local.type)
        return Range(bound, bound, 0, self.a.word.maximum)

    def _element(self, op: Op) -> Range | None:
        buffer = op.operands[0].type
        assert isinstance(buffer, BufferType)
        return everything(buffer.element) if isinstance(buffer.element, IntType) else None

    def _pointer_element(self, op: Op) -> Range | None:
        bits = op.attributes["element"]
        return constant(0, (1 << bits) - 1) if bits < self.a.word.bits else None

    # Locals

    def _local(self, op: Op) -> Range | None:
        local: Local = op.attributes["local"]
        if not isinstance(local.type, IntType) or local in self.changed_by_calls:
            return None
        stores = self.stores.get(local, [])
        if not stores:
            found: Range | None = self.a.known(self.a.load(local, local.type), local.type)
        else:
            found = self._just_set(op, local, stores) or self._counter(op, local) or self._strided(op, local)
            found = found or self._assigned(op, local, stores)
            if found is None or not found.is_known:
                found = self._guarded(op, local, local.type, stores) or found
        found = found or everything(local.type)
        return self._refined(op, local, local.type, found)

    def _just_set(self, op: Op, local: Local, stores: list[Op]) -> Range | None:
        """The one assignment that reaches the operation, if there is one."""
        before = [store for store in stores if self._before(store, op)]
        last = next((s for s in before if all(o is s or self._before(o, s) for o in before)), None)
        return self.range(last.operands[0]) if last and self._unchanged(local, last, op) else None

    def _steps(self, local: Local, store: Op) -> Range | None:
        """What an assignment `local = local + step` adds, None if it is another one."""
        value = store.operands[0]
        if value.name not in ("int.add", "int.sub", "int.step"):
            return None
        left, right = value.operands
        if value.name == "int.add" and right.name == "local.load" and right.attributes["local"] is local:
            left, right = right, left
        if left.name != "local.load" or left.attributes["local"] is not local:
            return None
        step = self.range(right)
        return self.a.negate(step) if value.name == "int.sub" else step

    def _counter(self, op: Op, local: Local) -> Range | None:
        """The counter of a counted loop, in the loop's body: between its start and its limit."""
        loop = next((loop for loop in self._around(op) if self._counts(loop) is local), None)
        if loop is None or self.place[op][0] is loop.header or not self._runs_first(op, self._step_of(loop, local)):
            return None
        start, limit = self._outside(loop, local), self._limit(loop)
        if self._counts_down(loop):
            return self.a.between(self.a.shifted(limit, 1), start)
        return self.a.between(start, self.a.shifted(limit, -1))

    def _strided(self, op: Op, local: Local) -> Range | None:
        """The variable of a `range` with a step, whose turns are counted: between start and stop."""
        for loop in self._around(op):
            steps = self._inside(loop, local)
            counter = self._counts(loop)
            limit = self._condition_limit(loop) if counter else None
            turns = self._entering(loop, limit) if limit else None
            if turns is None or turns.name != "range.count" or len(steps) != 1:
                continue
            start, stop, by = turns.operands
            if self._entering(loop, local) is not start or not self._runs_first(op, steps[0]):
                continue
            if self._adds(loop, local, steps[0], by) and self._every_turn(steps[0], loop):
                first, last = self.result(start), self.result(stop)
                step = self.result(by)
                # `start + (turns - 1) * step` is exact where these are known before the loop.
                way = self.a.multiply(self.a.shifted(self._limit(loop), -1), step)
                end = way and self.a.add(first, way)
                if end is not None and end.is_known:
                    return self.a.between(first, end) if step.smallest > 0 else self.a.union([first, end])
                if step.smallest > 0:
                    return self.a.between(first, self.a.shifted(last, -1))
                either = self.a.union([first, self.a.shifted(last, 1)]), self.a.union([first, self.a.shifted(last, -1)])
                return self.a.between(*either)
        return None

    def _adds(self, loop: Loop, local: Local, store: Op, by: Op) -> bool:
        """Whether a store adds just this operation's value to the local."""
        value = store.operands[0]
        if value.name != "int.add" or value.operands[0].name != "local.load":
            return False
        base, step = value.operands
        if base.attributes["local"] is not local:
            return False
        if step.name == "local.load":
            held = step.attributes["local"]
            return not self._inside(loop, held) and self._entering(loop, held) is by
        return step is by or (step.name == by.name == "const" and step.attributes["value"] == by.attributes["value"])

    def _counts(self, loop: Loop) -> Local | None:
        """The counter of a counted loop: one step a turn, by 1 towards a limit that the loop does not change."""
        condition = self._condition(loop)
        if condition is None or any(operand.name != "local.load" for operand in condition.operands):
            return None
        counter: Local = condition.operands[0].attributes["local"]
        limit: Local = condition.operands[1].attributes["local"]
        if counter.type != limit.type or self.changed_by_calls & {counter, limit} or self._inside(loop, limit):
            return None
        steps = self._inside(loop, counter)
        step = steps[0].operands[0] if len(steps) == 1 else None
        towards = {"<": 1, ">": -1}.get(condition.attributes["predicate"])
        if (
            step is None
            or step.name != "int.step"
            or self.range(step.operands[1]) != constant(towards or 0, towards or 0)
        ):
            return None
        return counter if self._steps(counter, steps[0]) is not None and towards else None

    def _limit(self, loop: Loop) -> Range:
        return self._outside(loop, self._condition_limit(loop))

    def _outside(self, loop: Loop, local: Local) -> Range:
        """A local as it is when a loop starts."""
        assert isinstance(local.type, IntType)
        value = self._entering(loop, local)
        if value is not None:
            return self.result(value)
        if loop is self.region or not self.stores.get(local):
            return self.a.known(self.a.load(local, local.type), local.type)
        return everything(local.type)

    def turns(self, loop: Loop) -> Range | None:
        """How often the body of a counted loop runs, at most."""
        counter = self._counts(loop)
        if counter is None:
            return None
        start, limit = self._outside(loop, counter), self._limit(loop)
        if self._counts_down(loop):
            start, limit = limit, start
        distance = self.a.add(limit, self.a.negate(start))
        return distance and self.a.not_below(distance, constant(0, 0))

    def _assigned(self, op: Op, local: Local, stores: list[Op]) -> Range | None:
        """A local that is assigned in the region: all it is set to, and all that is added to it."""
        steps = {store: self._steps(local, store) for store in stores}
        resets = [store for store in stores if steps[store] is None]
        values = [self.range(store.operands[0]) for store in resets]
        if self._may_see_first(op, resets):
            assert isinstance(local.type, IntType)
            values.append(self._outside(self.region, local))
        found: Range | None = self.a.union(values)
        for store, step in steps.items():
            if step is not None and found is not None:
                added = self._added(op, store, step, resets)
                found = added and self.a.add(found, added)
        return found

    def _guarded(self, op: Op, local: Local, type_: IntType, stores: list[Op]) -> Range | None:
        """A local that only moves one way, and only while a condition says that it has not passed a limit.

        `while j >= 0: ...; j -= 1`: from -1 to what `j` was set to.
        """
        steps = {store: step for store in stores if (step := self._steps(local, store)) is not None}
        resets = [self.result(store.operands[0]) for store in stores if store not in steps]
        if self._may_see_first(op, [store for store in stores if store not in steps]):
            resets.append(self._outside(self.region, local))
        found = self.a.union(resets)
        up = all(step.smallest >= 0 for step in steps.values())
        if not steps or not (up or all(step.largest <= 0 for step in steps.values())):
            return None
        ends = [found]
        for store, step in steps.items():
            before = next(o for o in store.operands[0].operands if o.attributes.get("local") is local)
            limit = self._refined(before, local, type_, everything(type_))
            end = self.a.add(limit, step)
            if end is None or (limit.high.open if up else limit.low.open):
                return None
            if end.largest > type_.maximum if up else end.smallest < type_.minimum:
                return None  # the last step could wrap
            ends.append(end)
        reach = self.a.union(ends)
        return self.a.between(found, reach) if up else self.a.between(reach, found)

    def _added(self, op: Op, store: Op, step: Range, resets: list[Op]) -> Range | None:
        """All that one step adds until the operation runs, since the last reset."""
        times: Range | None = constant(1, 1)
        for loop in self._around(store):
            if any(self.place[r][0] in loop.blocks and self._every_turn(r, loop) for r in resets):
                break
            turns = self.turns(loop)
            times = turns and times and self.a.multiply(times, turns)
            if times is None:
                return None
        if self._runs_first(op, store):
            times = self.a.not_below(self.a.shifted(times, -1), constant(0, 0)) if times else None
        return times and self.a.multiply(self.a.between(constant(0, 0), times), step)

    # Conditions

    def _refined(self, op: Op, local: Local, type_: IntType, found: Range) -> Range:
        """What the conditions leave that hold wherever the operation runs."""
        block = self.place[op][0]
        while block is not self.region.header:
            above = self.flow.predecessors[block]
            branch = above[0].terminator if len(above) == 1 else None
            if (
                branch is not None
                and branch.operands
                and branch.operands[0].name == "int.compare"
                and (branch.attributes["then"] is not branch.attributes["otherwise"])
            ):
                holds = block is branch.attributes["then"]
                found = self._given(branch.operands[0], holds, op, local, type_, found)
            block = self.flow.dominator[block]
        return found

    def _given(self, condition: Op, holds: bool, op: Op, local: Local, type_: IntType, found: Range) -> Range:
        predicate = condition.attributes["predicate"]
        predicate = predicate if holds else _NEGATED.get(predicate, "")
        left, right = condition.operands
        for mine, other, flipped in ((left, right, False), (right, left, True)):
            if mine.name != "local.load" or mine.attributes["local"] is not local or mine.type != type_:
                continue
            if other not in self.place or predicate not in _FLIPPED or not self._unchanged(local, mine, op):
                continue
            seen = _FLIPPED[predicate] if flipped else predicate
            limit = self.result(other)
            if not found.fits(type_):
                found = everything(type_)
            if seen in ("<", "<=", "=="):
                found = self.a.not_above(found, self.a.shifted(limit, -1) if seen == "<" else limit)
            if seen in (">", ">=", "=="):
                found = self.a.not_below(found, self.a.shifted(limit, 1) if seen == ">" else limit)
        return found
