"""What each operation makes of the ranges of its operands: the transfer functions of analysis/ranges.py.

    int.add   [0, 9], [1, 5]     [1, 14]
    int.mod   any, [1, 7]        [0, 6]

A function here gives the integers that the operation would give if its type had no end. Where these do not fit the
type the operation may have wrapped, and the result is any value of the type.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nativecomp.ir import Op
from nativecomp.language.types import BOOL, BufferType, IntType, Type


class Range(NamedTuple):
    """The integers from `low` to `high`, both included; never empty."""

    low: int
    high: int

    def around(self, other: "Range") -> "Range":
        """The smallest range that holds both."""
        return Range(min(self.low, other.low), max(self.high, other.high))

    def within(self, other: "Range") -> "Range | None":
        """What both hold; None where they have nothing in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Range(low, high) if low <= high else None

    def fits(self, type_: Type) -> bool:
        return isinstance(type_, IntType) and type_.minimum <= self.low and self.high <= type_.maximum


def whole(type_: Type) -> Range:
    """All values of a type."""
    return Range(type_.minimum, type_.maximum) if isinstance(type_, IntType) else Range(0, 1)


def compared(predicate: str, left: Range, right: Range) -> tuple[Range, Range] | None:
    """What is left of two ranges where a comparison of their values holds; None where it never does."""
    if predicate in (">", ">="):
        found = compared("<" if predicate == ">" else "<=", right, left)
        return None if found is None else found[::-1]
    if predicate == "!=":
        return _unequal(left, right)
    if predicate == "==":
        both = left.within(right)
        return None if both is None else (both, both)
    by = int(predicate == "<")
    low, high = Range(left.low, min(left.high, right.high - by)), Range(max(right.low, left.low + by), right.high)
    return (low, high) if low.low <= low.high and high.low <= high.high else None


def _unequal(left: Range, right: Range) -> tuple[Range, Range] | None:
    if left.low == left.high == right.low == right.high:
        return None

    def trimmed(one: Range, other: Range) -> Range:
        if other.low != other.high or one.low == one.high:
            return one
        return Range(one.low + (one.low == other.low), one.high - (one.high == other.low))

    return trimmed(left, right), trimmed(right, left)


def _corners(pairs: Sequence[tuple[int, int]], compute: Callable[[int, int], int]) -> Range:
    found = [compute(a, b) for a, b in pairs]
    return Range(min(found), max(found))


def _pairs(left: Range, right: Sequence[int]) -> list[tuple[int, int]]:
    return [(a, b) for a in left for b in right]


def _mul(op: Op, args: Sequence[Range]) -> Range:
    return _corners(_pairs(args[0], args[1]), lambda a, b: a * b)


def _floordiv(op: Op, args: Sequence[Range]) -> Range | None:
    """The quotient rises or falls all along in each operand, apart for divisors on either side of 0, which raises."""
    by = args[1]
    ends = [b for b in (by.low, -1, 1, by.high) if b and by.low <= b <= by.high]
    return _corners(_pairs(args[0], ends), lambda a, b: a // b) if ends else None


def _mod(op: Op, args: Sequence[Range]) -> Range | None:
    value, by = args
    if value.low >= 0 and value.high < by.low:
        return value
    low = by.low + 1 if by.low < 0 else 0
    high = by.high - 1 if by.high > 0 else 0
    return Range(low, min(high, value.high) if value.low >= 0 and by.low >= 0 else high)


def _bits(args: Sequence[Range]) -> int:
    """Bits, besides the sign, that hold every number of the ranges."""
    return max((end if end >= 0 else ~end).bit_length() for range_ in args for end in range_)


def _and(op: Op, args: Sequence[Range]) -> Range:
    tops = [range_.high for range_ in args if range_.low >= 0]
    return Range(0, min(tops)) if tops else Range(-(1 << _bits(args)), max(args[0].high, args[1].high, 0))


def _or(op: Op, args: Sequence[Range]) -> Range:
    bits = _bits(args)
    if min(args[0].low, args[1].low) < 0:
        return Range(-(1 << bits), (1 << bits) - 1)
    return Range(max(args[0].low, args[1].low) if op.name == "int.or" else 0, (1 << bits) - 1)


def _counts(op: Op, args: Sequence[Range]) -> Range | None:
    """The counts of a shift, of which the low 8 bits count."""
    return args[1] if args[1].low >= 0 and args[1].high <= 255 else None


def _shl(op: Op, args: Sequence[Range]) -> Range | None:
    counts = _counts(op, args)
    return None if counts is None else _corners(_pairs(args[0], counts), lambda a, b: a << b)


def _shr(op: Op, args: Sequence[Range]) -> Range:
    counts = _counts(op, args) or Range(0, 255)
    return _corners(_pairs(args[0], counts), lambda a, b: a >> b)


def _abs(op: Op, args: Sequence[Range]) -> Range:
    low, high = args[0]
    return Range(0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high)))


def _step(op: Op, args: Sequence[Range]) -> Range | None:
    """The step of a counted loop does not wrap."""
    type_ = whole(op.type)
    return Range(args[0].low + args[1].low, args[0].high + args[1].high).within(type_)


def _load(op: Op, args: Sequence[Range]) -> Range | None:
    buffer = op.operands[0].type
    return whole(buffer.element) if isinstance(buffer, BufferType) and isinstance(buffer.element, IntType) else None


def _pointer_load(op: Op, args: Sequence[Range]) -> Range | None:
    bits = op.attributes["element"]
    return Range(0, (1 << bits) - 1) if bits else None


def _convert(op: Op, args: Sequence[Range]) -> Range | None:
    return args[0] if op.operands[0].type == BOOL or isinstance(op.operands[0].type, IntType) else None


_Rule = Callable[[Op, Sequence[Range]], Range | None]
_RULES: dict[str, _Rule] = {
    "const": lambda op, args: Range(int(op.attributes["value"]), int(op.attributes["value"])),
    "convert": _convert,
    "int.add": lambda op, args: Range(args[0].low + args[1].low, args[0].high + args[1].high),
    "int.sub": lambda op, args: Range(args[0].low - args[1].high, args[0].high - args[1].low),
    "int.mul": _mul,
    "int.neg": lambda op, args: Range(-args[0].high, -args[0].low),
    "int.invert": lambda op, args: Range(~args[0].high, ~args[0].low),
    "int.abs": _abs,
    "int.min": lambda op, args: Range(min(args[0].low, args[1].low), min(args[0].high, args[1].high)),
    "int.max": lambda op, args: Range(max(args[0].low, args[1].low), max(args[0].high, args[1].high)),
    "int.and": _and,
    "int.or": _or,
    "int.xor": _or,
    "int.shl": _shl,
    "int.shr": _shr,
    "int.floordiv": _floordiv,
    "int.mod": _mod,
    "int.step": _step,
    "buffer.load": _load,
    "buffer.element": _load,
    "buffer.length": lambda op, args: Range(0, whole(op.type).high),
    "pointer.load": _pointer_load,
}


def _exact(op: Op, args: Sequence[Range]) -> Range | None:
    rule = _RULES.get(op.name)
    return rule(op, args) if rule is not None else None


def result_of(op: Op, args: Sequence[Range]) -> Range:
    """The range of what an operation gives, from those of its operands (0 to 1 for what is no integer)."""
    found = _exact(op, args)
    return found if found is not None and found.fits(op.type) else whole(op.type)


def _quotients(to: Range, by: Range) -> Range:
    """The numbers whose multiples by a positive constant lie in a range; all, where the factor is none."""
    return Range(-(-to.low // by.low), to.high // by.low) if by.low == by.high > 0 else Range(-_FAR, _FAR)


_FAR = 1 << 80
_SOURCES: dict[str, Callable[[Range, Range, Range], tuple[Range, Range]]] = {
    "int.add": lambda to, a, b: (Range(to.low - b.high, to.high - b.low), Range(to.low - a.high, to.high - a.low)),
    "int.sub": lambda to, a, b: (Range(to.low + b.low, to.high + b.high), Range(a.low - to.high, a.high - to.low)),
    "int.mul": lambda to, a, b: (_quotients(to, b), _quotients(to, a)),
    "int.shl": lambda to, a, b: (
        _quotients(to, Range(1 << b.low, 1 << b.high)) if 0 <= b.low <= b.high < 64 else Range(-_FAR, _FAR), b
    ),
}  # fmt: skip


def operands_of(op: Op, to: Range, args: Sequence[Range]) -> Sequence[Range]:
    """Where the operands of an operation lie whose result lies in `to`; nothing where the result may have wrapped.

    2 * x + 1 in [0, 9]        2 * x in [-1, 8], so x in [0, 4]
    """
    found = _exact(op, args) if op.name in _SOURCES else None
    return _SOURCES[op.name](to, *args) if found is not None and found.fits(op.type) else ()
