"""An interval of integers, as forms of what is known before a loop, with what must be true for it to hold.

An interval holds a mathematical integer that equals a value *modulo the width of its type*: sums and products may leave
the type, and it is enough that an index in the end is inside a buffer. Where the value itself counts (in comparisons,
shifts, wider types) the interval must be inside the type: that is known now, or is a need, which the guard checks.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from nativecomp.language.types import IntType, Type
from nativecomp.passes.forms import Form, TooLarge, number, plus, sub
from nativecomp.passes.values import Value

INT32 = IntType("int32", 32, True)


@dataclass(frozen=True)
class Narrow:
    """The need that a value of a 64-bit type fits 32 bits, which the bounds of its form take for granted."""

    value: Value


@dataclass(frozen=True)
class Small:
    """The need that values are from 0 to `2**bits - 1`, or where they may be below zero, from `-2**bits`.

    It makes forms of them fit a word. Most sizes and places are that small; what is larger takes the checked way.
    """

    values: tuple[Value, ...]
    bits: int
    below_zero: tuple[Value, ...] = ()

    @property
    def low(self) -> int:
        return -(1 << self.bits) if self.below_zero else 0

    @property
    def high(self) -> int:
        return (1 << self.bits) - 1


Need = Form | Narrow | Small | Value
"""What must be true for an interval to hold: a form that is not negative, a narrow value, small values, or a loop
value whose own interval holds."""


class Needs(Set[Need]):
    """A set that keeps its order: that of the needs decides on the order of guards, which is the same in each run."""

    def __init__(self, needs: Iterable[Need] = ()) -> None:
        self._needs = dict.fromkeys(needs)

    def __contains__(self, need: object) -> bool:
        return need in self._needs

    def __iter__(self) -> Iterator[Need]:
        return iter(self._needs)

    def __len__(self) -> int:
        return len(self._needs)

    def __hash__(self) -> int:
        return self._hash()

    def __or__(self, others: Iterable[Need]) -> "Needs":  # type: ignore[override]
        """These, and behind them the others."""
        return Needs([*self, *others])


NOTHING = Needs()


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included."""

    low: Form
    high: Form
    needs: Needs = NOTHING

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def fits(self, type_: IntType) -> bool:
        return type_.minimum <= self.low.low and self.high.high <= type_.maximum

    def bounded(self) -> "Interval":
        """The same, each end within what is known of the other: where there is a value, none is past the other."""
        low, high = self.low.clip(high=self.high.high), self.high.clip(low=self.low.low)
        return Interval(low, high, self.needs)

    def needing(self, *others: "Interval") -> "Interval":
        return Interval(self.low, self.high, Needs([*self.needs, *(need for o in others for need in o.needs)]))


def between(low: int, high: int) -> Interval:
    return Interval(number(low), number(high))


def whole(type_: Type) -> Interval:
    """All values of a type."""
    if isinstance(type_, IntType):
        return between(type_.minimum, type_.maximum)
    return between(0, 1)


def unwrapped(value: Interval, type_: IntType) -> Interval | None:
    """The same interval with the needs that keep it inside a type; None where it is not as far as is known."""
    if value.fits(type_):
        return value
    needs: list[Need] = []
    try:
        for room in (plus(value.low, -type_.minimum), sub(number(type_.maximum), value.high)):
            if room.high < 0:
                return None
            if room.low < 0:
                needs.append(room)
    except TooLarge:
        return None
    low, high = value.low.clip(low=type_.minimum), value.high.clip(high=type_.maximum)
    return Interval(low.clip(high=type_.maximum), high.clip(low=type_.minimum), value.needs | needs)


def exact(value: Interval, type_: IntType) -> Interval:
    """The interval of the value itself: what is inside its type, or all of the type."""
    return unwrapped(value, type_) or whole(type_)


def not_below_zero(value: Interval) -> Interval | None:
    """The interval with the need that it has no negative number; None where it is known to have one."""
    if value.low.low >= 0:
        return value
    if value.low.is_const or value.low.high < 0:
        return None
    return Interval(value.low.clip(low=0), value.high.clip(low=0), value.needs | [value.low])
