"""Value ranges: between which two integers each value of a whole function lies, by a forward dataflow problem.

    for i in range(1, n):      i in [1, 2**31 - 2], so n in [2, 2**31 - 1] here
        a, b = n, i            a in [2, 2**31 - 1], b in [1, 2**31 - 2]
        while b:               a in [1, 2**31 - 1], b in [0, 2**31 - 2]; inside, b in [1, ...]
            a, b = b, a % b    so no operand of `%` is below zero

The state in front of an operation has a range for each slot, and which slots are known to hold the same value. A store
gives its slot the range of what is stored; where a branch goes one way, its condition narrows the slots that it was
computed from, and those that hold the same. Where ways meet, a slot has the smallest range around all of theirs.

At the head of a loop a range that grows goes at once to the next number that the function names, then to the end of the
type (widening), so the iteration ends; what that overshoots, some more rounds without it take back (narrowing). Each
round keeps what is true of all runs, so stopping after any of them is right.

The index of a checked access is narrowed as by a condition, and so is what it was computed from. That bounds the
counter of a loop that makes the access on each iteration, of which nothing else is known: behind `b[3 * i]` no multiple
of `i + 1` has wrapped, since no buffer has nearly 2**31 bytes (`SPARE`). The ends that such counters have are among
those that widening goes to (`_factors`).

A range holds integers, not bits: an operation whose result may leave its type has wrapped, and so gives any value of
the type. A slot that another function captures is not followed: it may change at any call.
"""

from collections.abc import Set
from dataclasses import dataclass
from heapq import heappop, heappush

from nativecomp.analysis.flow import Flow
from nativecomp.analysis.transfer import Range, compared, operands_of, result_of, whole
from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.types import BOOL, BufferType, IntType

_CHECKED = ("buffer.load", "buffer.store")
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_PATIENCE = 2
"""Rounds that a loop's ranges may grow step by step."""

_DEEPEST = 8
"""Operations in a row that a condition is followed back through."""

SPARE = 1 << 16
"""So many bytes short of half of the memory is the longest buffer (docs/language.md)."""

_ENDLESS = 40
"""Rounds of a block after which its ranges grow as those of a loop's head do: control flow may have other circles."""

_NARROWING = 2
"""Rounds that take back what widening overshot."""


@dataclass
class _State:
    """What is known at a place: a range for each slot (None: no value has come here yet), and for each slot the first
    of those that hold the same value."""

    ranges: list[Range | None]
    same: list[int]

    def copy(self) -> "_State":
        return _State(self.ranges[:], self.same[:])

    def holding(self, slot: int) -> list[int]:
        """The slots that hold the same value as one."""
        first = self.same[slot]
        if self.same.count(first) == 1:
            return [slot]
        return [n for n, other in enumerate(self.same) if other == first]

    def separate(self, slot: int) -> None:
        """Let a slot hold the same as no other."""
        others = [n for n in self.holding(slot) if n != slot]
        self.same[slot] = slot  # those that are left have the first of them
        for other in others:
            self.same[other] = others[0]


def _met(left: _State | None, right: _State) -> _State:
    """What is true of both states."""
    if left is None:
        return right.copy()
    ranges, same = left.ranges[:], left.same[:]
    if ranges != right.ranges:
        ranges = [
            a if b is None or a == b else b if a is None else a.around(b)
            for a, b in zip(ranges, right.ranges, strict=True)
        ]
    if same != right.same:
        first: dict[tuple[int, int], int] = {}
        same = [first.setdefault(pair, n) for n, pair in enumerate(zip(same, right.same, strict=True))]
    return _State(ranges, same)


def _factors(function: Function) -> set[int]:
    """The constants above 1 that the function multiplies by."""
    found: set[int] = set()
    for op in function.ops:
        for by in op.operands if op.name == "int.mul" else op.operands[1:] if op.name == "int.shl" else []:
            value = int(by.attributes["value"]) if by.name == "const" else 0
            if 0 < value < (1 << 15 if op.name == "int.mul" else 15):
                found.add(value if op.name == "int.mul" else 1 << value)
    return found - {1}


class Ranges:
    """The ranges of a function's values. `of` has those of each operation that gives an integer and may run."""

    def __init__(self, function: Function, shared: Set[Local], word_bits: int) -> None:
        self._word_bits = word_bits
        self._checks = function.options.bounds
        self.of: dict[Op, Range] = {}
        self._now: dict[Op, Range] = {}
        """Those of the block that runs. What another block has computed is not looked at: its range may grow while
        nothing else that this block starts with does, and the iteration would not come back here."""
        slots = [
            local
            for local in dict.fromkeys([*function.params, *function.locals])
            if isinstance(local.type, IntType) and local not in shared and local not in function.captures
        ]
        self._number = {local: n for n, local in enumerate(slots)}
        self._types = [local.type for local in slots if isinstance(local.type, IntType)]
        named = {int(op.attributes["value"]) for op in function.ops if op.name == "const" and op.type != BOOL
                 and isinstance(op.attributes["value"], int)}  # fmt: skip
        most = (1 << (word_bits - 1)) - SPARE // 2
        self._marks = sorted({-1, 0, 1, *named, *(n + by for n in named for by in (-1, 1)),
                              *(most // n for n in _factors(function))})  # fmt: skip
        self._flow = Flow(function)
        self._origin: dict[Op, int] = {}
        self._stored: dict[int, Op] = {}
        """What slots hold, of the values of the block that runs."""
        self._followed = {block: [op for op in block.ops if self._is_followed(op)] for block in self._flow.order}
        self._constants = {op: result_of(op, ()) for op in function.ops if op.name == "const"}
        params = set(function.params)
        first = [whole(local.type) if local in params else Range(0, 0) if local.zeroed else None for local in slots]
        self._entry = _State(first, list(range(len(slots))))
        self._at: dict[Block, _State] = {}
        self._solve()

    def _is_followed(self, op: Op) -> bool:
        """Whether an operation changes a state, gives an integer, or may raise."""
        return (
            isinstance(op.type, IntType)
            or op.attributes.get("local") in self._number
            or (self._checks and op.name in _CHECKED)
            or op.may_raise
        )

    # The iteration

    def _solve(self) -> None:
        flow = self._flow
        heads = {loop.header for loop in flow.loops}
        edges: dict[tuple[Block, Block], _State] = {}
        visits = dict.fromkeys(flow.order, 0)
        todo = [0]
        while todo:
            block = flow.order[heappop(todo)]
            state = self._incoming(block, edges)
            if state is None:
                continue
            old = self._at.get(block)
            if old is not None:
                visits[block] += 1
                if visits[block] > (_PATIENCE if block in heads else _ENDLESS):
                    state = self._widened(old, state)
            if old is not None and old == state:
                continue
            self._at[block] = state
            for target, passed in self._run(block, state.copy()).items():
                edges[block, target] = passed
                if flow.number[target] not in todo:
                    heappush(todo, flow.number[target])
        for _ in range(_NARROWING):
            for block in flow.order:
                state = self._incoming(block, edges)
                left = {} if state is None else self._run(block, state)
                for target in flow.successors[block]:
                    edges.pop((block, target), None)
                edges |= {(block, target): one for target, one in left.items()}
        for block in flow.order:
            state = self._incoming(block, edges)
            if state is not None:
                self._run(block, state)
                self.of |= self._now

    def _incoming(self, block: Block, edges: dict[tuple[Block, Block], _State]) -> _State | None:
        state = self._entry.copy() if block is self._flow.entry else None
        for before in self._flow.predecessors[block]:
            if (before, block) in edges:
                state = _met(state, edges[before, block])
        return state

    def _widened(self, old: _State, new: _State) -> _State:
        ranges: list[Range | None] = []
        for type_, was, now in zip(self._types, old.ranges, new.ranges, strict=True):
            if was is None or now is None or now == was:
                ranges.append(now)
                continue
            low, high = min(was.low, now.low), max(was.high, now.high)
            if low < was.low:
                low = max((n for n in self._marks if type_.minimum <= n <= low), default=type_.minimum)
            if high > was.high:
                high = min((n for n in self._marks if high <= n <= type_.maximum), default=type_.maximum)
            ranges.append(Range(low, high))
        return _State(ranges, new.same)

    # A block

    def _run(self, block: Block, state: _State) -> dict[Block, _State]:
        """The states that a block passes on, by where control goes; not where it cannot."""
        self._origin.clear()
        self._stored.clear()
        self._now = {}
        raised: _State | None = None
        for op in self._followed[block]:
            if block.handler is not None and op.may_raise:
                raised = _met(raised, state)
            self._step(op, state)
        passed: dict[Block, _State] = {}
        end = block.terminator
        for target in dict.fromkeys(end.targets if end is not None else []):
            one: _State | None = state
            if end is not None and end.name == "branch" and end.attributes["then"] is not end.attributes["otherwise"]:
                one = self._assume(state.copy(), end.operands[0], target is end.attributes["then"])
            if one is not None:
                passed[target] = _met(passed.get(target), one)
        if raised is not None and block.handler is not None:
            passed[block.handler] = _met(passed.get(block.handler), raised)
        return passed

    def _step(self, op: Op, state: _State) -> None:
        slot = self._number.get(op.attributes["local"]) if "local" in op.attributes else None
        if op.name == "local.load" and slot is not None:
            found = state.ranges[slot]
            # A slot that has no value yet is not loaded; whatever is said of it is right.
            self._now[op] = whole(op.type) if found is None else found
            self._origin[op] = slot
        elif op.name == "local.store" and slot is not None:
            value = op.operands[0]
            source = self._origin.get(value)
            if source is not None and state.same[source] == state.same[slot]:
                return
            heirs = [n for n in state.holding(slot) if n != slot]
            for load in [load for load, origin in self._origin.items() if origin == slot]:
                if heirs:
                    self._origin[load] = heirs[0]
                else:
                    del self._origin[load]
            state.separate(slot)
            state.ranges[slot] = self._range(value)
            self._stored[slot] = value
            if source is not None:
                together = [*state.holding(source), slot]
                for n in together:
                    state.same[n] = min(together)
            else:
                self._origin[value] = slot
        elif isinstance(op.type, IntType):
            self._now[op] = result_of(op, [self._range(operand) for operand in op.operands])
        if self._checks and op.name in _CHECKED:
            # What goes on behind an access had its index inside, from minus the length up.
            buffer = op.operands[0].type
            assert isinstance(buffer, BufferType)
            most = ((1 << (self._word_bits - 1)) - SPARE) // (buffer.element.bits // 8)
            self._narrow(state, op.operands[1], Range(-most, most - 1))

    def _range(self, op: Op) -> Range:
        """The range of a constant or a value of this block, all of its type where nothing is known."""
        return self._now.get(op) or self._constants.get(op) or whole(op.type)

    def range_of(self, op: Op) -> Range:
        """The range of a value, all of its type where nothing is known."""
        return self.of.get(op) or whole(op.type)

    # Conditions

    def _assume(self, state: _State, condition: Op, holds: bool) -> _State | None:
        """The state where a condition holds or does not; None where that cannot be."""
        if condition.name == "const":
            return state if bool(condition.attributes["value"]) == holds else None
        if condition.name == "bool.not":
            return self._assume(state, condition.operands[0], not holds)
        if condition.name == ("bool.and" if holds else "bool.or"):
            for operand in condition.operands:
                found = self._assume(state, operand, holds)
                if found is None:
                    return None
                state = found
            return state
        if condition.name == "convert" and isinstance(condition.operands[0].type, IntType):
            value = condition.operands[0]
            return self._both(state, (value, None), "!=" if holds else "==", (self._range(value), Range(0, 0)))
        if condition.name != "int.compare":
            return state
        predicate = condition.attributes["predicate"]
        left, right = condition.operands
        found_ranges = self._range(left), self._range(right)
        return self._both(state, (left, right), predicate if holds else _NEGATED[predicate], found_ranges)

    def _both(
        self, state: _State, values: tuple[Op, Op | None], predicate: str, ranges: tuple[Range, Range]
    ) -> _State | None:
        narrowed = compared(predicate, *ranges)
        if narrowed is None:
            return None
        for value, range_ in zip(values, narrowed, strict=True):
            if value is not None and not self._narrow(state, value, range_):
                return None
        return state

    def _narrow(self, state: _State, value: Op, to: Range, depth: int = _DEEPEST) -> bool:
        """Narrow the slots that a value was computed from, where the value lies in a range; whether that can be."""
        made = [value]
        slot = self._origin.get(value)
        if slot is not None:
            holding = state.holding(slot)
            for n in holding:
                now = state.ranges[n]
                found = to if now is None else now.within(to)
                if found is None:
                    return False
                state.ranges[n] = found
            made = [self._stored[n] for n in holding if n in self._stored]
        return depth == 0 or all(self._narrow_operands(state, one, to, depth - 1) for one in made)

    def _narrow_operands(self, state: _State, value: Op, to: Range, depth: int) -> bool:
        """Narrow what an operation was computed from, where no value that its operands may have made it wrap."""
        if value.name == "convert" and isinstance(value.operands[0].type, IntType):
            source = value.operands[0]
            return not self._range(source).fits(value.type) or self._narrow(state, source, to, depth)
        wanted = operands_of(value, to, [self._range(operand) for operand in value.operands])
        return all(
            source.name == "const" or self._narrow(state, source, one, depth)
            for source, one in zip(value.operands, wanted, strict=False)
        )
