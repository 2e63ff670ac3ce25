"""What values an integer can have during a loop, as far as that can be computed before the loop starts.

A range is two bounds, each a constant or `value + constant` where the value is computed before the loop in integers
twice as wide as the machine's, so that no sum or product of machine integers overflows there. A range holds a number
that equals the operation's result *modulo the width of its type*: sums and products wrap, and what counts in the end
is only whether the wrapped index is inside a buffer. Where the result itself is needed (comparisons, shifts, wider
types) the range must be known to fit the type when compiling (`smallest`, `largest`).
"""

from dataclasses import dataclass

from nativecomp.ir import Op
from nativecomp.types import BOOL, BufferType, IntType, Type


@dataclass(frozen=True)
class Bound:
    """`base + offset`; only `offset` where there is no base."""

    base: Op | None
    offset: int


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included; `smallest` and `largest` are what they can be at the outside."""

    low: Bound
    high: Bound
    smallest: int
    largest: int

    def fits(self, type_: IntType) -> bool:
        return type_.minimum <= self.smallest and self.largest <= type_.maximum


def constant(low: int, high: int) -> Range:
    return Range(Bound(None, low), Bound(None, high), low, high)


def everything(type_: Type) -> Range:
    """All values of a type."""
    if isinstance(type_, IntType):
        return constant(type_.minimum, type_.maximum)
    return constant(0, 1 if type_ == BOOL else 0)


class RangeArithmetic:
    """Computes with ranges; what only run time knows is appended to `ops`, which run before the loop."""

    def __init__(self, word_bits: int) -> None:
        self.wide = IntType(f"int{2 * word_bits}", 2 * word_bits, True)
        self.word = IntType("int", word_bits, True)
        self.limit = 1 << (2 * word_bits - 2)
        self.ops: list[Op] = []
        self._made: dict[tuple[object, ...], Op] = {}

    # Operations before the loop

    def _op(self, name: str, *operands: Op, type_: Type, **attributes: object) -> Op:
        key = (name, operands, type_, tuple(attributes.items()))
        if key not in self._made:
            op = Op(name, list(operands), type_, dict(attributes))
            self.ops.append(op)
            self._made[key] = op
        return self._made[key]

    def load(self, local: object, type_: Type) -> Op:
        """A local as it is before the loop."""
        return self._op("local.load", type_=type_, local=local)

    def widened(self, value: Op) -> Op:
        return self._op("convert", value, type_=self.wide)

    def number(self, value: int) -> Op:
        return self._op("const", type_=self.wide, value=value)

    def value(self, bound: Bound) -> Op:
        """A bound as one wide integer."""
        if bound.base is None:
            return self.number(bound.offset)
        if bound.offset == 0:
            return bound.base
        return self._op("int.add", bound.base, self.number(bound.offset), type_=self.wide)

    def at_most(self, low: Bound, high: Bound) -> Op | bool:
        """Whether one bound is not above another: known when compiling, or a condition before the loop."""
        if low.base is high.base:
            return low.offset <= high.offset
        left, right = self.value(low), self.value(high)
        return self._op("int.compare", left, right, type_=BOOL, predicate="<=")

    def both(self, left: Op, right: Op) -> Op:
        return self._op("bool.and", left, right, type_=BOOL)

    def length(self, buffer: object, type_: BufferType) -> Bound:
        """The length of a buffer that a local holds."""
        return Bound(self.widened(self._op("buffer.length", self.load(buffer, type_), type_=self.word)), 0)

    # Bounds

    def _sum(self, left: Bound, right: Bound) -> Bound:
        if left.base is None or right.base is None:
            return Bound(left.base or right.base, left.offset + right.offset)
        return Bound(self._op("int.add", left.base, right.base, type_=self.wide), left.offset + right.offset)

    def _negative(self, bound: Bound) -> Bound:
        if bound.base is None:
            return Bound(None, -bound.offset)
        return Bound(self._op("int.neg", bound.base, type_=self.wide), -bound.offset)

    def _product(self, left: Bound, right: Bound) -> Bound:
        if left.base is None and right.base is None:
            return Bound(None, left.offset * right.offset)
        for constant_, other in ((left, right), (right, left)):
            if constant_.base is None and constant_.offset in (0, 1):
                return other if constant_.offset else Bound(None, 0)
        return Bound(self._op("int.mul", self.value(left), self.value(right), type_=self.wide), 0)

    def _extreme(self, name: str, bounds: list[Bound]) -> Bound:
        choose = min if name == "int.min" else max
        best: dict[Op | None, int] = {}
        for bound in bounds:
            best[bound.base] = choose(best.get(bound.base, bound.offset), bound.offset)
        first, *rest = (Bound(base, offset) for base, offset in best.items())
        for bound in rest:
            first = Bound(self._op(name, self.value(first), self.value(bound), type_=self.wide), 0)
        return first

    # Ranges; None stands for one that could leave the wide integers

    def known(self, value: Op, type_: IntType) -> Range:
        """One value that is known before the loop."""
        bound = Bound(self.widened(value), 0)
        return Range(bound, bound, type_.minimum, type_.maximum)

    def _checked(self, low: Bound, high: Bound, smallest: int, largest: int) -> Range | None:
        fits = -self.limit < smallest and largest < self.limit
        return Range(low, high, smallest, largest) if fits else None

    def add(self, left: Range, right: Range) -> Range | None:
        return self._checked(
            self._sum(left.low, right.low),
            self._sum(left.high, right.high),
            left.smallest + right.smallest,
            left.largest + right.largest,
        )

    def negate(self, value: Range) -> Range:
        return Range(self._negative(value.high), self._negative(value.low), -value.largest, -value.smallest)

    def multiply(self, left: Range, right: Range) -> Range | None:
        """The corners of the products; fewer where the signs are known."""
        lefts, rights = (left.smallest, left.largest), (right.smallest, right.largest)
        corners = [a * b for a in lefts for b in rights]
        if not (-self.limit < min(corners) and max(corners) < self.limit):
            return None
        if left.smallest >= 0 and right.smallest >= 0:
            low, high = [self._product(left.low, right.low)], [self._product(left.high, right.high)]
        elif left.smallest >= 0:
            low = [self._product(left.low, right.low), self._product(left.high, right.low)]
            high = [self._product(left.low, right.high), self._product(left.high, right.high)]
        elif right.smallest >= 0:
            return self.multiply(right, left)
        else:
            low = high = [self._product(a, b) for a in {left.low, left.high} for b in {right.low, right.high}]
        return Range(self._extreme("int.min", low), self._extreme("int.max", high), min(corners), max(corners))

    def union(self, ranges: list[Range]) -> Range:
        return Range(
            self._extreme("int.min", [r.low for r in ranges]),
            self._extreme("int.max", [r.high for r in ranges]),
            min(r.smallest for r in ranges),
            max(r.largest for r in ranges),
        )

    def not_above(self, value: Range, limit: Range) -> Range:
        """The values that are at most a limit."""
        return Range(
            value.low,
            self._extreme("int.min", [value.high, limit.high]),
            value.smallest,
            max(value.smallest, min(value.largest, limit.largest)),
        )

    def not_below(self, value: Range, limit: Range) -> Range:
        return self.negate(self.not_above(self.negate(value), self.negate(limit)))

    def shift_right(self, value: Range, count: int) -> Range:
        """The range divided by a power of two, rounded down."""

        def shift(bound: Bound) -> Bound:
            if bound.base is None:
                return Bound(None, bound.offset >> count)
            return Bound(self._op("int.shr", self.value(bound), self.number(count), type_=self.wide), 0)

        return Range(shift(value.low), shift(value.high), value.smallest >> count, value.largest >> count)

    def shifted(self, value: Range, by: int) -> Range:
        """The range moved by a constant."""
        return Range(
            Bound(value.low.base, value.low.offset + by),
            Bound(value.high.base, value.high.offset + by),
            value.smallest + by,
            value.largest + by,
        )
