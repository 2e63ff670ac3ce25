"""The intervals of what a loop changes: guessed, and kept where one turn cannot leave them.

    j = i - 1                           j starts in [0, n - 2]
    while j >= 0 and ...:               a turn takes it to j - 1 where j >= 0, so to -1 or more:
        j -= 1                          [-1, n - 2] holds always

Each end of an interval is a guess from a list of kinds, from the tightest to the end of the type. All guesses are
judged together, each on the ground of the others; one that fails becomes the next of its list and all are judged again.
What remains holds by induction over the turns.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from nativecomp.ir import Block
from nativecomp.language.types import IntType
from nativecomp.passes import forms
from nativecomp.passes.forms import Form, TooLarge, add, at_most, number, plus, sub
from nativecomp.passes.interval import NOTHING, Interval, Need, Needs, not_below_zero, unwrapped, whole
from nativecomp.passes.intervals import Intervals
from nativecomp.passes.turns import Turn, Turns
from nativecomp.passes.values import Value

_MOST_ROUNDS = 24

_LOW = ("grows", "counted", "start", "zero", "narrowed", "narrowed again", "turns", "type")
_HIGH = ("shrinks", "counted", "start", "narrowed", "narrowed again", "turns", "type")
_BY_TURNS = ("grows", "shrinks", "turns")
_FOLLOWING = ("start", "counted", *_BY_TURNS)


@dataclass
class _End:
    """One end: which guess it is, and its form, in the body of the loop and after it."""

    kinds: tuple[str, ...]
    at: int = 0
    inside: Form = forms.ZERO
    after: Form = forms.ZERO

    @property
    def kind(self) -> str:
        return self.kinds[self.at]

    def set(self, inside: Form, after: Form | None = None) -> bool:
        """Whether that changes the end."""
        old = self.inside.key, self.after.key
        self.inside, self.after = inside, inside if after is None else after
        return old != (self.inside.key, self.after.key)


@dataclass
class _Ends:
    low: _End = field(default_factory=lambda: _End(_LOW))
    high: _End = field(default_factory=lambda: _End(_HIGH))
    needs: Needs = NOTHING
    is_started: bool = False


class Inductions:
    """The intervals of the loop values that `intervals` asks for."""

    def __init__(self, intervals: Intervals) -> None:
        self.i = intervals
        self.values = intervals.values
        self.turns = Turns(intervals)
        self.found: dict[Value, _Ends] = {}
        intervals.loop = self.interval

    def interval(self, value: Value, block: Block | None) -> Interval:
        if not isinstance(value.type, IntType):
            return whole(value.type)
        ends = self.found.setdefault(value, _Ends())
        if not ends.is_started:
            return whole(value.type)
        loop = self.values.loop_of(value)
        inside = block in loop.blocks and block is not loop.header
        low = ends.low.inside if inside else ends.low.after
        high = ends.high.inside if inside else ends.high.after
        return Interval(low, high, Needs([value]))

    def solve(self, ask: Callable[[], None]) -> bool:
        """Judge until all guesses hold. `ask` asks for the intervals that are wanted. False: that took too long."""
        for _ in range(_MOST_ROUNDS):
            self.i.forget()
            ask()
            changed = False
            known = len(self.found)
            for value in list(self.found):
                if self._judge(value):
                    changed = True
                    self.i.forget()
            if not changed and len(self.found) == known:
                return True
        return False

    def closure(self, needs: Needs) -> Needs:
        """All needs with those of the loop values among them, which then are left out."""
        done: dict[Need, None] = {}
        todo = list(needs)
        while todo:
            need = todo.pop()
            if need not in done:
                done[need] = None
                todo += self.found[need].needs if isinstance(need, Value) else ()
        return Needs(need for need in done if not isinstance(need, Value))

    # Guesses

    def _judge(self, value: Value) -> bool:
        """Judge both ends of one value; whether something changed."""
        ends, type_ = self.found[value], value.type
        assert isinstance(type_, IntType)
        try:
            if self._strided(value, ends):
                changed, ends.is_started = not ends.is_started, True
                return changed
            turn = self.turns.of(value)
            ends.needs = NOTHING
            changed = self._settle(value, ends, turn, ends.high, high=True)
            changed |= self._settle(value, ends, turn, ends.low, high=False)
            changed |= self._reconcile(type_, ends, turn)
        except TooLarge:
            changed = (ends.low.kind, ends.high.kind) != ("type", "type")
            for end, limit in ((ends.low, type_.minimum), (ends.high, type_.maximum)):
                end.at = len(end.kinds) - 1
                end.set(number(limit))
        changed |= not ends.is_started
        ends.is_started = True
        return changed

    def _reconcile(self, type_: IntType, ends: _Ends, turn: Turn) -> bool:
        """Let both ends speak of one number.

        Counting turns speaks of the number that does not wrap, the other guesses of the one that does. They are the
        same where no turn leaves the type; elsewhere both ends count turns, or none.
        """
        counting = [end for end in (ends.low, ends.high) if end.kind in _BY_TURNS]
        others = [end for end in (ends.low, ends.high) if end.kind not in _BY_TURNS]
        if not counting or not others or turn.limit is not None:
            return False
        if others[0].kind != "type" and turn.moved is not None:
            low, high = add(ends.low.inside, turn.moved.low), add(ends.high.inside, turn.moved.high)
            after = unwrapped(Interval(low, high, turn.moved.needs), type_)
            if after is not None:
                ends.needs |= after.needs
                return False
        guess = self._by_turns(turn, "turns", high=others[0] is ends.high)
        if guess is None:
            raise TooLarge
        others[0].at = others[0].kinds.index("turns")
        others[0].set(*guess[:2])
        return True

    def _settle(self, value: Value, ends: _Ends, turn: Turn, end: _End, *, high: bool) -> bool:
        """Keep the guess of an end, or go on to the first one that can be made."""
        if not ends.is_started:
            end.at = -1
        else:
            if end.kind in _FOLLOWING:
                # What the guess was made of may have changed.
                guess = self._guess(value, turn, end, ends, high=high)
                if guess is not None and end.set(*guess):
                    return True
            if self._holds(end, turn, ends, high=high):
                return False
        while True:
            end.at += 1
            guess = self._guess(value, turn, end, ends, high=high)
            if guess is not None:
                end.set(*guess)
                return True

    def _holds(self, end: _End, turn: Turn, ends: _Ends, *, high: bool) -> bool:
        """Whether a guess that was made holds for the start and after each turn."""
        if end.kind == "type":
            return True
        if end.kind in (*_BY_TURNS, "counted"):
            guess = self._by_turns(turn, end.kind, high=high)
            if guess is None:
                return False
            ends.needs |= guess[2]
            return True
        results = [turn.start, *([turn.left] if turn.left else [])]
        if end.kind == "zero" and turn.start.low.low < 0 and turn.start.low.key != end.inside.key:
            positive = not_below_zero(turn.start)
            if positive is None:
                return False
            ends.needs |= positive.needs
            results = results[1:]
        ends.needs |= turn.needs
        return all(at_most(r.high, end.inside) if high else at_most(end.inside, r.low) for r in results)

    def _guess(
        self, value: Value, turn: Turn, end: _End, ends: _Ends, *, high: bool
    ) -> tuple[Form, Form | None] | None:
        type_ = value.type
        assert isinstance(type_, IntType)
        limit = number(type_.maximum if high else type_.minimum)
        if end.kind == "type":
            return limit, None
        if end.kind == "start":
            return turn.start.high if high else turn.start.low, None
        if end.kind == "zero":
            return forms.ZERO, None
        if end.kind in (*_BY_TURNS, "counted"):
            guess = self._by_turns(turn, end.kind, high=high)
            return None if guess is None else guess[:2]
        if not ends.is_started:
            return None
        # Narrowed: what comes out of a turn that starts anywhere.
        end.set(limit)
        self.i.forget()
        start, left = self.turns.start(value), self.turns.left(value)
        both = self.i.union([start, left]) if left else start
        form = both.high if high else both.low
        useless = form.is_const and (form.const >= type_.maximum if high else form.const <= type_.minimum)
        return None if useless else (form, None)

    def _by_turns(self, turn: Turn, kind: str, *, high: bool) -> tuple[Form, Form, Needs] | None:
        """The end by the number of turns: where it is in the body, after all of them, and what that needs."""
        moved, turns = turn.moved, turn.turns
        if moved is None:
            return None
        start = turn.start.high if high else turn.start.low
        needs = turn.start.needs | moved.needs
        if kind == "counted":
            if turn.limit is None:
                return None
            last = turn.limit.high if high else turn.limit.low
            after = self.i.forms.extreme("max" if high else "min", [start, last])
            return plus(last, -1 if high else 1), after, needs | turn.limit.needs
        if (moved.high.high <= 0) if high else (moved.low.low >= 0):
            return start, start, needs
        if kind != "turns" or turns is None:
            return None
        needs |= turns.needs
        back = Interval(sub(forms.ZERO, moved.high), sub(forms.ZERO, moved.low))
        by, against = (Interval(moved.low, moved.high), back) if high else (back, Interval(moved.low, moved.high))
        if by.high.low < 0:
            # A step that only run time knows: the guard asks for its sign.
            positive = not_below_zero(by)
            if positive is None:
                negative = not_below_zero(against)
                return None if negative is None else (start, start, needs | negative.needs)
            by, needs = positive, needs | positive.needs
        sign = 1 if high else -1
        later = self.i.forms.product(plus(turns.high, -1).clip(low=0), by.high)
        ever = self.i.forms.product(self.i.forms.extreme("max", [turns.high, forms.ZERO]), by.high)
        return add(start, later, sign), add(start, ever, sign), needs

    # Ranges with a step

    def _strided(self, value: Value, ends: _Ends) -> bool:
        """The variable of `range(start, stop, step)` that counts its turns: in the body it is one of the range."""
        loop, type_ = self.values.loop_of(value), value.type
        counter = self.turns.counter(loop)
        if counter is None or not isinstance(type_, IntType):
            return False
        count = counter.limit
        parts = count.args if count.kind == "range.count" else self.values.counts.get(count, ())
        starts, ways = self.turns.ways(value)
        added = [v.kind == "int.add" and v.args[0] is value and v.args[1] is parts[2] for _, v in ways if parts]
        if not parts or not all(added) or any(v is not parts[0] for _, v in starts):
            return False
        if all(part.constant is not None for part in parts):
            return False
        start, stop, step = (self.i.exactly(part, loop.header) for part in parts)
        last = self._last(count, parts, type_)
        needs = start.needs | stop.needs | step.needs | (last.needs if last else NOTHING)
        if step.low.low > 0 or (step.low.high > 0 and not step.low.is_const):
            if step.low.low <= 0:
                needs |= [plus(step.low, -1)]
            low, high = start.low, last.high if last else plus(stop.high, -1)
        elif step.high.high < 0:
            low, high = last.low if last else plus(stop.low, 1), start.high
        else:
            return False
        ends.low.set(low, number(type_.minimum))
        ends.high.set(high, number(type_.maximum))
        ends.needs = needs
        return True

    def _last(self, count: Value, parts: tuple[Value, ...], type_: IntType) -> Interval | None:
        """The last number of a range that is known before the loop. It is of the range, so what wraps comes right."""
        if not count.fixed or not isinstance(count.type, IntType):
            return None
        make = self.values.make
        turns = make("int.sub", count.type, (count, self.values.constant(1, count.type)))
        far = make("int.mul", type_, (make("convert", type_, (turns,)), parts[2]))
        return self.i.fixed(make("int.add", type_, (parts[0], far)))
