"""What one turn of a loop does to a value: where it starts, what a turn leaves in it, by how much a turn moves it.

at = 0
for i in range(n):                  starts at 0; a turn leaves at + 2 or at, and moves it by [0, 2]; n turns
    if ...:
        at += 2
"""

from dataclasses import dataclass
from functools import partial

from nativecomp.analysis.flow import Loop
from nativecomp.ir import Block
from nativecomp.passes import forms
from nativecomp.passes.forms import Form, TooLarge, add, sub
from nativecomp.passes.interval import NOTHING, Interval, Needs, between
from nativecomp.passes.intervals import Intervals
from nativecomp.passes.values import Value


@dataclass(frozen=True)
class Counter:
    """A loop value that goes by `step`, 1 or -1, while it is before the limit."""

    value: Value
    limit: Value
    step: int


@dataclass(frozen=True)
class Turn:
    """What is known of a loop value: its start, what a turn can leave in it, and by how much a turn moves it."""

    start: Interval
    left: Interval | None
    moved: Interval | None
    turns: Interval | None
    limit: Interval | None
    """Where the value is the counter of its loop: what it is compared with."""

    @property
    def needs(self) -> Needs:
        return self.start.needs | (self.left.needs if self.left else NOTHING)


class Turns:
    """The turns of the loops that `intervals` is about."""

    def __init__(self, intervals: Intervals) -> None:
        self.i = intervals
        self.values = intervals.values

    def ways(self, value: Value) -> tuple[list[tuple[Block | None, Value]], list[tuple[Block | None, Value]]]:
        """Where a loop value comes from: from before its loop, from its turns."""
        loop = self.values.loop_of(value)
        ways = self.values.ways(value)
        return [w for w in ways if w[0] not in loop.blocks], [w for w in ways if w[0] in loop.blocks]

    def start(self, value: Value) -> Interval:
        header = value.data[0]
        return self.i.union([self.i.exactly(v, block, header) for block, v in self.ways(value)[0]])

    def left(self, value: Value) -> Interval | None:
        """What a turn leaves in the value where it changes it; None where it never does."""
        found: list[Interval] = []
        seen = {value}
        todo = [(block, value.data[0], v) for block, v in self.ways(value)[1]]
        while todo:
            block, target, v = todo.pop()
            if v.kind == "join" and v not in seen:
                seen.add(v)
                todo += [(before, v.data[0], other) for before, other in self.values.ways(v)]
            elif v not in seen:
                found.append(self.i.exactly(v, block, target))
        return self.i.union(found) if found else None

    def of(self, value: Value) -> Turn:
        counter = self.counter(self.values.loop_of(value))
        if counter is None:
            return Turn(self.start(value), self.left(value), None, None, None)
        moved = self._moved(value)
        try:
            turns: Interval | None = self._number(counter)
        except TooLarge:
            turns = None
        limit = self.i.exactly(counter.limit, value.data[0]) if counter.value is value else None
        return Turn(self.start(value), self.left(value), moved, turns, limit)

    # Counted loops

    def counter(self, loop: Loop) -> Counter | None:
        """The counter of a loop that counts by one to a limit."""
        header = loop.header
        branch = header.terminator
        if branch is None or branch.name != "branch" or branch.attributes["then"] not in loop.blocks:
            return None
        condition = self.values.of[branch.operands[0]]
        if branch.attributes["otherwise"] in loop.blocks or condition.kind != "int.compare":
            return None
        value, limit = condition.args
        step = {"<": 1, ">": -1}.get(condition.data)
        if step is None or value.kind != "loop" or value.data[0] is not header:
            return None
        for _, v in self.ways(value)[1]:
            if v.kind != "int.step" or v.args[0] is not value or v.args[1].constant != step:
                return None
        return Counter(value, limit, step)

    def _number(self, counter: Counter) -> Interval:
        """How many turns a counted loop makes at most; where a turn runs, that is at least one."""
        start, stop = self.start(counter.value), self.i.exactly(counter.limit, counter.value.data[0])
        far = sub(stop.high, start.low) if counter.step > 0 else sub(start.high, stop.low)
        if len(far.terms) == 1 and far.terms[0][0].kind == "max" and far.terms[0][1] == 1 and not far.const:
            # At least one: a number of turns says 0 besides.
            members = [m for m in far.terms[0][0].parts if isinstance(m, Form) and m.key != forms.ZERO.key]
            far = members[0] if len(members) == 1 else far
        return Interval(forms.ZERO, far).needing(start, stop)

    def _moved(self, value: Value) -> Interval | None:
        """By how much a turn moves a loop value, if it adds or subtracts."""
        known: dict[Value, Interval | None] = {value: between(0, 0)}
        ways = [self._distance(v, block, known) for block, v in self.ways(value)[1]]
        found = [way for way in ways if way is not None]
        return self.i.union(found) if found and len(found) == len(ways) else None

    def _distance(self, v: Value, block: Block | None, known: dict[Value, Interval | None]) -> Interval | None:
        """How far a value lies from the one that `known` starts with."""
        if v not in known:
            known[v] = None
            known[v] = self._new_distance(v, block, known)
        return known[v]

    def _new_distance(self, v: Value, block: Block | None, known: dict[Value, Interval | None]) -> Interval | None:
        distance = partial(self._distance, known=known)
        if v.kind in ("int.add", "int.step", "int.sub"):
            for mine, other in ((v.args[0], v.args[1]), (v.args[1], v.args[0])):
                base = distance(mine, block)
                if base is not None:
                    by = self.i.at(other, block)
                    if v.kind == "int.sub":
                        by = Interval(sub(forms.ZERO, by.high), sub(forms.ZERO, by.low), by.needs)
                    return Interval(add(base.low, by.low), add(base.high, by.high)).needing(base, by)
                if v.kind == "int.sub":
                    return None
        if v.kind == "join":
            return self._together([distance(other, before) for before, other in self.values.ways(v)])
        if v.kind == "loop":
            # A value of the same loop, as in `a, b = b, a`, is no distance away; one of a loop around stays as it is.
            if not self.values.loop_of(v).blocks < self.values.loop_of(next(iter(known))).blocks:
                return None
            counter, moved = self.counter(self.values.loop_of(v)), self._moved(v)
            start = self._together([distance(other, before) for before, other in self.ways(v)[0]])
            if counter is None or moved is None or start is None:
                return None
            turns = self._number(counter)
            most = self.i.forms.extreme("max", [turns.high, forms.ZERO])
            if not (moved.low.is_const and moved.high.is_const):
                return None
            low = add(start.low, forms.scale(most, min(0, moved.low.const)))
            high = add(start.high, forms.scale(most, max(0, moved.high.const)))
            return Interval(low, high).needing(start, turns, moved)
        return None

    def _together(self, ways: list[Interval | None]) -> Interval | None:
        found = [way for way in ways if way is not None]
        return self.i.union(found) if len(found) == len(ways) else None
