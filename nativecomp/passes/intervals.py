"""Between which integers each value of a loop lies: one rule for each operation, and what conditions leave.

    if i > 0: a[i - 1]                  i in [0, n - 1], behind the condition in [1, n - 1], so the index in [0, n - 2]

What is not understood lies between the ends of its type, which is always right.
"""

from collections.abc import Callable

from nativecomp.ir import Block, Op
from nativecomp.language.types import BOOL, BufferType, IntType, Type
from nativecomp.passes import forms
from nativecomp.passes.forms import Form, Forms, TooLarge, add, at_most, number, plus, sub
from nativecomp.passes.interval import INT32, Interval, Narrow, Needs, Small, between, exact, not_below_zero, whole
from nativecomp.passes.values import Value, Values

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MOST_FACTS = 16
_MOST_STEPS = 20_000


class TooComplex(Exception):
    """The loop takes too long to understand."""


def _is_plain(found: Interval, type_: Type) -> bool:
    """Whether a value known before the loop is as well said by what it is computed from."""
    is_free = all(isinstance(need, Narrow | Small) for need in found.needs)
    return is_free and isinstance(type_, IntType) and found.fits(type_)


class Intervals:
    """The intervals of the values of one loop. `loop` tells those of the values that a loop changes (induction.py).

    `small` are values known before the loop that are assumed to be small, by the need that says so.
    """

    def __init__(self, values: Values, word_bits: int, small: dict[Value, Small] | None = None) -> None:
        self.values = values
        self.small = small or {}
        self.forms = Forms()
        self.word_bits = word_bits
        self.loop: Callable[[Value, Block | None], Interval] = lambda value, block: whole(value.type)
        self.steps = 0
        self._known: dict[tuple[Value, Block | None, Block | None], Interval] = {}
        self._active: set[tuple[Value, Block | None, Block | None]] = set()
        self._facts: dict[Block, list[tuple[Value, bool]]] = {}
        self._rules: dict[str, Callable[[Value, list[Interval]], Interval | None]] = {
            "convert": self._convert,
            "int.add": lambda v, a: Interval(add(a[0].low, a[1].low), add(a[0].high, a[1].high)),
            "int.sub": lambda v, a: Interval(sub(a[0].low, a[1].high), sub(a[0].high, a[1].low)),
            "int.mul": self._mul,
            "int.neg": lambda v, a: Interval(sub(forms.ZERO, a[0].high), sub(forms.ZERO, a[0].low)),
            "int.invert": lambda v, a: Interval(sub(number(-1), a[0].high), sub(number(-1), a[0].low)),
            "int.abs": self._abs,
            "int.min": self._least,
            "int.max": self._greatest,
            "int.and": self._and,
            "int.or": self._or,
            "int.xor": self._or,
            "int.shl": self._shl,
            "int.shr": self._shr,
            "int.floordiv": self._floordiv,
            "int.mod": self._mod,
            "buffer.length": self._length,
            "range.count": self._count,
        }

    def forget(self) -> None:
        """Start again: the intervals of loop values have changed."""
        self._known.clear()

    # Values

    def at(self, value: Value, block: Block | None, target: Block | None = None) -> Interval:
        """The interval of a value in a block, or where control goes from the block to a target. None is before all."""
        key = (value, block, target)
        found = self._known.get(key)
        if found is not None:
            return found
        raw = self._raw(value, block).bounded()
        if key in self._active or value.constant is not None or not isinstance(value.type, IntType):
            return raw
        self._active.add(key)
        for fact in self._facts_at(block, target):
            raw = self._refined(value, value.type, raw, fact, block)
        self._active.discard(key)
        self._known[key] = raw = raw.bounded()
        return raw

    def exactly(self, value: Value, block: Block | None, target: Block | None = None) -> Interval:
        """The same, inside the value's type."""
        found = self.at(value, block, target)
        return exact(found, value.type) if isinstance(value.type, IntType) else found

    def _raw(self, value: Value, block: Block | None) -> Interval:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooComplex
        if value.constant is not None:
            return between(value.constant, value.constant)
        try:
            found = self._computed(value, block)
            if found is not None and (not value.fixed or _is_plain(found, value.type)):
                return found
        except TooLarge:
            pass
        return self.fixed(value) if value.fixed else self._anything(value)

    def _computed(self, value: Value, block: Block | None) -> Interval | None:
        if value.kind == "loop":
            return self.loop(value, block)
        if value.kind == "join":
            ways = self.values.ways(value)
            return self.union([self.at(v, before, value.data[0]) for before, v in ways])
        if value.kind == "int.step" and isinstance(value.type, IntType):
            # It does not wrap: the loop's condition has seen to that.
            left, right = (self.at(arg, block) for arg in value.args)
            low, high = add(left.low, right.low), add(left.high, right.high)
            inside = Interval(low.clip(low=value.type.minimum), high.clip(high=value.type.maximum))
            return inside.needing(left, right)
        rule = self._rules.get(value.kind)
        if rule is None or not isinstance(value.type, IntType):
            return None
        args = [self.at(arg, block) for arg in value.args]
        found = rule(value, args)
        return None if found is None else found.needing(*args)

    def fixed(self, value: Value) -> Interval:
        """One value, known before the loop."""
        type_ = value.type
        if not isinstance(type_, IntType):
            return whole(type_)
        if value in self.small:
            need = self.small[value]
            form = self.forms.value(value, need.low, need.high)
            return Interval(form, form, Needs([need]))
        if type_.bits > 32:
            form = self.forms.value(value, INT32.minimum, INT32.maximum)
            return Interval(form, form, Needs([Narrow(value)]))
        form = self.forms.value(value, type_.minimum, type_.maximum)
        return Interval(form, form)

    def _anything(self, value: Value) -> Interval:
        """What is not understood; an element of a narrow type is no larger than that."""
        op = value.data
        if value.kind == "opaque" and isinstance(op, Op):
            if op.name in ("buffer.load", "buffer.element"):
                buffer = op.operands[0].type
                if isinstance(buffer, BufferType) and isinstance(buffer.element, IntType):
                    return whole(buffer.element)
            if op.name == "pointer.load" and isinstance(value.type, IntType):
                bits = op.attributes["element"]
                return between(0, (1 << bits) - 1) if bits < value.type.bits else whole(value.type)
        return whole(value.type)

    def union(self, found: list[Interval]) -> Interval:
        low = self.forms.extreme("min", [i.low for i in found])
        high = self.forms.extreme("max", [i.high for i in found])
        return Interval(low, high).needing(*found)

    # Conditions

    def _facts_at(self, block: Block | None, target: Block | None) -> list[tuple[Value, bool]]:
        if block is None:
            return []
        found = self._facts.get(block)
        if found is None:
            found = []
            at: Block = block
            while at is not self.values.region.header and len(found) < _MOST_FACTS:
                fact = self.values.fact(at)
                if fact is not None:
                    found.append(fact)
                at = self.values.flow.dominator[at]
            self._facts[block] = found
        edge = self.values.edge(block, target) if target is not None else None
        return found if edge is None else [edge, *found]

    def _refined(
        self, value: Value, type_: IntType, found: Interval, fact: tuple[Value, bool], block: Block | None
    ) -> Interval:
        condition, holds = fact
        if condition.kind == "convert" and condition.args[0] is value:
            return self._limited(found, type_, "!=" if holds else "==", between(0, 0))
        if condition.kind != "int.compare":
            return found
        predicate = condition.data if holds else _NEGATED[condition.data]
        left, right = condition.args
        for mine, other, seen in ((left, right, predicate), (right, left, _FLIPPED[predicate])):
            if mine is value and other is not value:
                found = self._limited(found, type_, seen, self.exactly(other, block))
        return found

    def _limited(self, found: Interval, type_: IntType, predicate: str, other: Interval) -> Interval:
        """What a comparison leaves of an interval."""
        value = exact(found, type_)
        low, high = value.low, value.high
        try:
            if predicate in ("<", "<=", "=="):
                high = self._tighter("min", high, plus(other.high, -1) if predicate == "<" else other.high)
            if predicate in (">", ">=", "=="):
                low = self._tighter("max", low, plus(other.low, 1) if predicate == ">" else other.low)
            if predicate == "!=" and other.is_point:
                low = plus(low, 1) if low.key == other.low.key else low
                high = plus(high, -1) if high.key == other.low.key else high
        except TooLarge:
            return found
        if low is value.low and high is value.high:
            return found
        return Interval(low, high).needing(value, other)

    def _tighter(self, kind: forms.Extreme, mine: Form, other: Form) -> Form:
        """The tighter of two ends; the one there is where that is known."""
        if at_most(mine, other) if kind == "min" else at_most(other, mine):
            return mine
        return self.forms.extreme(kind, [mine, other])

    # Operations

    def _exact(self, value: Value, number_: int, args: list[Interval]) -> Interval:
        type_ = value.args[number_].type
        return exact(args[number_], type_) if isinstance(type_, IntType) else args[number_]

    def _mul(self, value: Value, args: list[Interval]) -> Interval | None:
        try:
            return self.product(*args)
        except TooLarge:
            return self.product(self._exact(value, 0, args), self._exact(value, 1, args))

    def product(self, left: Interval, right: Interval) -> Interval | None:
        if left.is_point and not right.is_point:
            left, right = right, left
        if right.low.is_const and right.is_point:
            first, last = forms.scale(left.low, right.low.const), forms.scale(left.high, right.low.const)
            return Interval(first, last) if right.low.const >= 0 else Interval(last, first)
        factor = not_below_zero(right)
        if factor is None:
            left, right = right, left
            factor = not_below_zero(right)
        if factor is None:
            return None
        times = self.forms.product
        if not factor.is_point:
            if left.low.is_const and left.low.const < 0:
                high = left.high.clip(low=0)
                if left.high.low < 0:
                    return None
                return Interval(times(left.low, factor.high), times(high, factor.high)).needing(factor)
            positive = not_below_zero(left)
            if positive is None:
                return None
            left = positive
        return Interval(times(left.low, factor.low), times(left.high, factor.high)).needing(left, factor)

    def _convert(self, value: Value, args: list[Interval]) -> Interval | None:
        source, target = value.args[0].type, value.type
        assert isinstance(target, IntType)
        if source == BOOL:
            return between(0, 1)
        if not isinstance(source, IntType):
            return None
        if target.bits > source.bits:
            return exact(args[0], source)
        if target.bits < 32:
            return args[0] if args[0].fits(target) else whole(target)
        return args[0]

    def _abs(self, value: Value, args: list[Interval]) -> Interval | None:
        found = self._exact(value, 0, args)
        if found.low.low >= 0:
            return found
        high = self.forms.extreme("max", [found.high, sub(forms.ZERO, found.low), forms.ZERO])
        return Interval(forms.ZERO, high, found.needs)

    def _least(self, value: Value, args: list[Interval]) -> Interval:
        left, right = self._exact(value, 0, args), self._exact(value, 1, args)
        low = self.forms.extreme("min", [left.low, right.low])
        return Interval(low, self.forms.extreme("min", [left.high, right.high])).needing(left, right)

    def _greatest(self, value: Value, args: list[Interval]) -> Interval:
        left, right = self._exact(value, 0, args), self._exact(value, 1, args)
        low = self.forms.extreme("max", [left.low, right.low])
        return Interval(low, self.forms.extreme("max", [left.high, right.high])).needing(left, right)

    def _and(self, value: Value, args: list[Interval]) -> Interval | None:
        type_ = value.type
        assert isinstance(type_, IntType)
        for mask, other in ((value.args[1], args[0]), (value.args[0], args[1])):
            bits = mask.constant
            if bits is not None and bits >> (type_.bits - 1) & 1:
                # The lowest bits are cleared: rounded down.
                lost = -1 - (bits if bits < 0 else bits - (1 << type_.bits))
                if lost & (lost + 1) == 0:
                    low = plus(other.low, -lost)
                    if other.low.low >= 0:
                        low = self.forms.extreme("max", [low, forms.ZERO])
                    return Interval(low, other.high)
        exacts = [self._exact(value, n, args) for n in (0, 1)]
        masks = [found for found in exacts if found.low.low >= 0]
        if not masks:
            masks = [found for found in map(not_below_zero, exacts) if found is not None][:1]
        if not masks:
            return None
        return Interval(forms.ZERO, self.forms.extreme("min", [m.high for m in masks])).needing(*masks)

    def _or(self, value: Value, args: list[Interval]) -> Interval | None:
        found = [not_below_zero(self._exact(value, n, args)) for n in (0, 1)]
        if found[0] is None or found[1] is None:
            return None
        high = add(found[0].high, found[1].high)
        largest = max(found[0].high.high, found[1].high.high)
        bits = (1 << largest.bit_length()) - 1
        high = number(bits) if high.is_const and high.const > bits else high
        return Interval(forms.ZERO, high).needing(found[0], found[1])

    def _shift(self, value: Value) -> int | None:
        count = value.args[1].constant
        assert isinstance(value.type, IntType)
        return count & 255 if count is not None and count & 255 < value.type.bits else None

    def _shl(self, value: Value, args: list[Interval]) -> Interval | None:
        count = self._shift(value)
        return None if count is None else self.product(args[0], between(1 << count, 1 << count))

    def _shr(self, value: Value, args: list[Interval]) -> Interval | None:
        count, found = self._shift(value), self._exact(value, 0, args)
        if count is not None:
            return self._divided(found, 1 << count)
        positive = not_below_zero(found)
        return None if positive is None else Interval(forms.ZERO, positive.high, positive.needs)

    def _divided(self, found: Interval, divisor: int) -> Interval:
        divide = self.forms.quotient
        return Interval(divide(found.low, divisor), divide(found.high, divisor), found.needs)

    def _floordiv(self, value: Value, args: list[Interval]) -> Interval | None:
        found, divisor = self._exact(value, 0, args), value.args[1].constant
        if divisor is not None and divisor > 0:
            return self._divided(found, divisor)
        by, positive = self._exact(value, 1, args), not_below_zero(found)
        return None if by.low.low < 0 or positive is None else Interval(forms.ZERO, positive.high, positive.needs)

    def _mod(self, value: Value, args: list[Interval]) -> Interval | None:
        divisor = not_below_zero(self._exact(value, 1, args))
        if divisor is None:
            return None
        # A divisor of zero raises, so what comes out had one from 1 up.
        return Interval(forms.ZERO, plus(divisor.high, -1), divisor.needs)

    def _length(self, value: Value, args: list[Interval]) -> Interval | None:
        buffer, found = value.args[0].type, self.fixed(value)
        if not value.fixed or not isinstance(buffer, BufferType):
            return between(0, (1 << (self.word_bits - 1)) - 1)
        largest = min((1 << (self.word_bits - 1)) // (buffer.element.bits // 8) - 1, INT32.maximum)
        form = self.forms.value(value, 0, largest)
        return Interval(form, form, found.needs)

    def _count(self, value: Value, args: list[Interval]) -> Interval | None:
        """Turns of a range: as many as a turn that runs can see, so at least one."""
        step = value.args[2].constant
        if not step or (value.fixed and any(arg.constant is None for arg in value.args)):
            return None
        start, stop = self._exact(value, 0, args), self._exact(value, 1, args)
        far = sub(stop.high, start.low) if step > 0 else sub(start.high, stop.low)
        turns = self.forms.quotient(plus(far, abs(step) - 1), abs(step))
        return Interval(forms.ZERO, self.forms.extreme("max", [turns, forms.ZERO])).needing(start, stop)
