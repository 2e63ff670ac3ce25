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

_SMALL_BITS = 16


@dataclass(frozen=True)
class Bound:
    """`base + offset`; only `offset` where there is no base. An `open` one says nothing: it is the end of a type."""

    base: Op | None
    offset: int
    open: bool = False


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included; `smallest` and `largest` are what they can be at the outside.

    It holds where the conditions in `needs` hold, which are computed before the loop.
    """

    low: Bound
    high: Bound
    smallest: int
    largest: int
    needs: frozenset[Op] = frozenset()

    def fits(self, type_: IntType) -> bool:
        return type_.minimum <= self.smallest and self.largest <= type_.maximum

    @property
    def is_known(self) -> bool:
        """Whether both ends say something."""
        return not (self.low.open or self.high.open)


def constant(low: int, high: int) -> Range:
    return Range(Bound(None, low), Bound(None, high), low, high)


def everything(type_: Type) -> Range:
    """All values of a type. Those of a small one are worth knowing, those of a word are not."""
    if not isinstance(type_, IntType):
        return constant(0, 1) if type_ == BOOL else Range(Bound(None, 0, True), Bound(None, 0, True), 0, 0)
    if type_.bits <= _SMALL_BITS:
        return constant(type_.minimum, type_.maximum)
    return Range(Bound(None, type_.minimum, True), Bound(None, type_.maximum, True), type_.minimum, type_.maximum)


class RangeArithmetic:
    """Computes with ranges; what only run time knows is appended to `ops`, which run before the loop."""

    def __init__(self, word_bits: int) -> None:
        self.wide = IntType(f"int{2 * word_bits}", 2 * word_bits, True)
        self.word = IntType("int", word_bits, True)
        self.limit = (1 << (2 * word_bits - 1)) - (1 << (2 * word_bits - 4))
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
        offset, is_open = left.offset + right.offset, left.open or right.open
        if left.base is None or right.base is None:
            return Bound(left.base or right.base, offset, is_open)
        return Bound(self._op("int.add", left.base, right.base, type_=self.wide), offset, is_open)

    def _negative(self, bound: Bound) -> Bound:
        base = bound.base and self._op("int.neg", bound.base, type_=self.wide)
        return Bound(base, -bound.offset, bound.open)

    def _product(self, left: Bound, right: Bound) -> Bound:
        is_open = left.open or right.open
        if left.base is None and right.base is None:
            return Bound(None, left.offset * right.offset, is_open)
        for one, other in ((left, right), (right, left)):
            if one.base is None and one.offset in (0, 1):
                return Bound(other.base, other.offset, is_open) if one.offset else Bound(None, 0, is_open)
        return Bound(self._op("int.mul", self.value(left), self.value(right), type_=self.wide), 0, is_open)

    def _extreme(self, name: str, bounds: list[Bound]) -> Bound:
        """The least or the greatest bound."""
        choose = min if name == "int.min" else max
        best: dict[Op | None, int] = {}
        for bound in bounds:
            best[bound.base] = choose(best.get(bound.base, bound.offset), bound.offset)
        first, *rest = (Bound(base, offset) for base, offset in best.items())
        for bound in rest:
            first = Bound(self._op(name, self.value(first), self.value(bound), type_=self.wide), 0)
        return Bound(first.base, first.offset, any(bound.open for bound in bounds))

    def _tighter(self, name: str, one: Bound, other: Bound) -> Bound:
        """The one that limits more."""
        if one.open or other.open:
            return other if one.open else one
        return self._extreme(name, [one, other])

    # Ranges; None stands for one that could leave the wide integers

    def known(self, value: Op, type_: IntType) -> Range:
        """One value that is known before the loop."""
        bound = Bound(self.widened(value), 0)
        return Range(bound, bound, type_.minimum, type_.maximum)

    def add(self, left: Range, right: Range) -> Range | None:
        smallest, largest = left.smallest + right.smallest, left.largest + right.largest
        if not (-self.limit < smallest and largest < self.limit):
            return None
        low, high = self._sum(left.low, right.low), self._sum(left.high, right.high)
        return Range(low, high, smallest, largest, left.needs | right.needs)

    def negate(self, value: Range) -> Range:
        low, high = self._negative(value.high), self._negative(value.low)
        return Range(low, high, -value.largest, -value.smallest, value.needs)

    def narrowed(self, value: Range, type_: IntType) -> Range:
        """The range on condition that it fits a type: then it holds the number itself."""
        if value.fits(type_) or not value.is_known or type_.bits > self.word.bits:
            return value
        answers = (
            self.at_most(Bound(None, type_.minimum), value.low) if value.smallest < type_.minimum else True,
            self.at_most(value.high, Bound(None, type_.maximum)) if value.largest > type_.maximum else True,
        )
        if False in answers:
            return value
        needs = value.needs | {answer for answer in answers if isinstance(answer, Op)}
        smallest, largest = max(value.smallest, type_.minimum), min(value.largest, type_.maximum)
        return Range(value.low, value.high, smallest, largest, needs)

    def multiply(self, left: Range, right: Range) -> Range | None:
        """The corners of the products; fewer where the signs are known."""
        if not self._corners(left, right):
            left, right = self.narrowed(left, self.word), self.narrowed(right, self.word)
        corners = self._corners(left, right)
        if not corners:
            return None
        if right.smallest >= 0 > left.smallest:
            left, right = right, left
        if left.smallest >= 0 and right.smallest >= 0:
            low, high = [self._product(left.low, right.low)], [self._product(left.high, right.high)]
        elif left.smallest >= 0:
            low = [self._product(left.low, right.low), self._product(left.high, right.low)]
            high = [self._product(left.low, right.high), self._product(left.high, right.high)]
        else:
            low = high = [
                self._product(a, b)
                for a in dict.fromkeys((left.low, left.high))
                for b in dict.fromkeys((right.low, right.high))
            ]
        ends = self._extreme("int.min", low), self._extreme("int.max", high)
        return Range(*ends, min(corners), max(corners), left.needs | right.needs)

    def _corners(self, left: Range, right: Range) -> list[int]:
        """The products of the outermost values, none where one could leave the wide integers."""
        corners = [a * b for a in (left.smallest, left.largest) for b in (right.smallest, right.largest)]
        return corners if all(-self.limit < corner < self.limit for corner in corners) else []

    def union(self, ranges: list[Range]) -> Range:
        return Range(
            self._extreme("int.min", [r.low for r in ranges]),
            self._extreme("int.max", [r.high for r in ranges]),
            min(r.smallest for r in ranges),
            max(r.largest for r in ranges),
            frozenset().union(*(r.needs for r in ranges)),
        )

    def not_above(self, value: Range, limit: Range) -> Range:
        """The values that are at most a limit."""
        high = self._tighter("int.min", value.high, limit.high)
        largest = max(value.smallest, min(value.largest, limit.largest))
        return Range(value.low, high, value.smallest, largest, value.needs | limit.needs)

    def not_below(self, value: Range, limit: Range) -> Range:
        """The values that are at least a limit."""
        low = self._tighter("int.max", value.low, limit.low)
        smallest = min(value.largest, max(value.smallest, limit.smallest))
        return Range(low, value.high, smallest, value.largest, value.needs | limit.needs)

    def between(self, low: Range, high: Range) -> Range:
        """From the least of one range to the greatest of another."""
        smallest = min(low.smallest, high.largest)
        return Range(low.low, high.high, smallest, max(smallest, high.largest), low.needs | high.needs)

    def shift_right(self, value: Range, count: int) -> Range:
        """The range divided by a power of two, rounded down."""

        def shift(bound: Bound) -> Bound:
            if bound.base is None:
                return Bound(None, bound.offset >> count, bound.open)
            return Bound(self._op("int.shr", self.value(bound), self.number(count), type_=self.wide), 0, bound.open)

        low, high = shift(value.low), shift(value.high)
        return Range(low, high, value.smallest >> count, value.largest >> count, value.needs)

    def shifted(self, value: Range, by: int) -> Range:
        """The range moved by a constant."""
        low, high = (Bound(b.base, b.offset + by, b.open) for b in (value.low, value.high))
        return Range(low, high, value.smallest + by, value.largest + by, value.needs)
