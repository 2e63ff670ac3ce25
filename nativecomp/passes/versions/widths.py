"""How wide integers in a fast version become: which need no test of whether they fit, and which are numbers of 64 bits.

    crc = (crc >> 1) ^ 0xEDB88320       crc is below 2**32 at the gate, so it is behind this: a number, no object
    s = (s * 75 + i) & 0xFFFF           s * 75 + i fits 64 bits, and only its low bits are asked for: no test
    h = (h * 2654435761) & 0xFFFFFFFF   h * 2654435761 does not fit; its low 64 bits do, and no more is asked for

Each value of the copy that is an integer has a range, from what it is computed from. A small integer that an operator
makes of others is *exact* where the range says that it fits, and is tested where it does not say so. It is *wide*, a
number of 64 bits, where an operand is, or where what it may become is narrowed again by `&`, a shift or a power of two.

Slots of wide integers hold those of a class of ranges, which gates test, and stores where the range does not say it. A
slot that grows out of all classes (`s += x`) is small: what it seldom becomes is left to the loop as it was.

An item that meets a wide integer is taken as a number, without an object for it, from a list or an array. That reads
memory and does no more; where it is another container the copy is left in front of it.

Legal since a wide value is the integer itself, with one exception: of a *wrapped* one only the low 64 bits are. All its
users take low bits alone of it (`& mask`, or `+ - * ^ | & <<` whose results are wrapped), and the copy is not left, nor
another block entered, before they have run: nothing sees it.
"""

from collections.abc import Iterable, Mapping, Sequence

from nativecomp.analysis.transfer import Range, result_of, whole
from nativecomp.ir import Local, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import INT64

SMALL, WIDE = Kinds.SMALL_INT, Kinds.INT
_EVERYWHERE = Range(-(1 << 30), (1 << 30) - 1)
"""Small on every board."""
WHOLE = whole(INT64)
WORD = Range(0, (1 << 32) - 1)
SIGNED = Range(-(1 << 32), (1 << 32) - 1)
CLASSES = (WORD, SIGNED, Range(-(1 << 48), (1 << 48) - 1))
"""What slots of wide integers may hold."""
OPERATIONS = {
    "+": "int.add", "-": "int.sub", "*": "int.mul", "&": "int.and", "|": "int.or", "^": "int.xor", "<<": "int.shl",
    ">>": "int.shr", "//": "int.floordiv", "%": "int.mod",
}  # fmt: skip
UNARY = {"-": "int.neg", "~": "int.invert", "+": ""}
_MODULAR = frozenset({"+", "-", "*", "&", "|", "^", "<<"})
"""Those whose low bits come from the low bits of their operands; `<<` by a constant."""
_EXACT = frozenset({"+", "-", "*"})
_NARROWING = frozenset({">>", "//", "%"})
COUNTS = Range(0, 63)
_WORDS = (WORD, Range(-(1 << 31), (1 << 31) - 1))
"""What cores divide by themselves."""


def power_of(op: Op) -> int | None:
    """The exponent of a constant that is a power of two."""
    value = op.attributes["value"] if op.name == "object.const" else 0
    return value.bit_length() - 1 if type(value) is int and value > 0 and not value & (value - 1) else None


def within(inner: Range, outer: Range) -> bool:
    return outer.low <= inner.low and inner.high <= outer.high


def class_of(range_: Range) -> Range | None:
    """The smallest class of slots that holds a range."""
    return next((one for one in CLASSES if within(range_, one)), None)


def divides(left: Range, right: Range) -> Range | None:
    """The word in which a quotient of non-negative divisors is computed."""
    right = Range(max(right.low, 1), right.high)
    return next((one for one in _WORDS if right.high > 0 and within(left, one) and within(right, one)), None)


class Widths:
    """Ranges of integers by operations, of some slots, and what was decided.

    Args:
        ops: those of the region; `every`: those of the function.
        word_bits: with words of 64, small integers are as wide as any here, and none is wide.
    """

    def __init__(self, ops: Sequence[Op], every: Iterable[Op], word_bits: int) -> None:
        self.enabled = word_bits == 32
        self.small = Range(-(1 << (word_bits - 2)), (1 << (word_bits - 2)) - 1)
        self.ops = ops
        self.users: dict[Op, list[Op]] = {}
        for op in every:
            for operand in op.operands:
                self.users.setdefault(operand, []).append(op)
        self.ranges: dict[Op, Range] = {}
        self.slots: dict[Local, Range] = {}
        self.exact: set[Op] = set()
        self.checked: set[Op] = set()
        """Operations that make small integers of wide ones, where they are."""
        self.wanted: set[Op] = set()
        self.wrapped: set[Op] = set()
        self.items: dict[Op, Range] = {}
        """Items that are taken as numbers, and what they are tested to be."""
        self.fixed = False
        self.failed: set[Op] = set()
        """Operations on wide integers that are left to the runtime."""

    def of(self, op: Op) -> Range:
        return self.ranges.get(op, self.small)

    def constant(self, op: Op) -> Kinds | None:
        value = op.attributes["value"]
        self.ranges[op] = Range(value, value)
        if within(self.ranges[op], _EVERYWHERE):
            return SMALL
        return WIDE if self.enabled and class_of(self.ranges[op]) else None

    def load(self, op: Op, kind: Kinds | None) -> Kinds | None:
        if kind in (SMALL, WIDE):
            self.ranges[op] = self.slots.get(op.attributes["local"], self.small)
        return kind

    def item(self, op: Op) -> Kinds | None:
        """The kind of an item."""
        if op not in self.items:
            return None
        self.ranges[op] = self.items[op]
        return WIDE

    def unknown(self, op: Op, other: Range) -> Range:
        """What the integer of which nothing is known is tested to be, where it meets a wide one."""
        sign = op.attributes["operator"].removesuffix("=")
        if sign == ">>":
            return COUNTS
        return WORD if sign in "^|" and other.low >= 0 else SIGNED

    def arguments(self, op: Op, kinds: Mapping[Op, Kinds]) -> list[Range]:
        """The ranges of operands, those that are tested among them."""
        is_wide = any(kinds.get(operand) == WIDE for operand in op.operands)
        known = [self.of(operand) if operand in kinds else None for operand in op.operands]
        seen = next((one for one in known if one is not None), self.small)
        return [(self.unknown(op, seen) if is_wide else self.small) if one is None else one for one in known]

    def _natural(self, op: Op, args: list[Range]) -> Range | None:
        """What an operator gives, if that fits 64 bits."""
        sign = op.attributes["operator"].removesuffix("=")
        name = UNARY[sign] if op.name == "object.unary" else OPERATIONS[sign]
        if not name:
            return args[0]
        if sign == "<<" and not within(args[1], COUNTS):
            return None
        if sign == ">>":
            args = [args[0], args[1].within(COUNTS) or COUNTS]
        if sign in ("//", "%") and (args := [args[0], Range(max(args[1].low, 1), args[1].high)])[1].high < 1:
            return None
        found = result_of(Op(name, [], INT64, {}, op.span), args)
        return None if found == WHOLE else found

    def settle(self, op: Op, kinds: Mapping[Op, Kinds]) -> Kinds | None:
        """The kind of what an operator makes of integers, None where it is left to the runtime."""
        args = self.arguments(op, kinds)
        is_wide = any(kinds.get(operand) == WIDE for operand in op.operands)
        sign = op.attributes["operator"].removesuffix("=")
        natural = self._natural(op, args)
        self.exact.discard(op)
        self.failed.discard(op)
        if is_wide and sign in ("//", "%") and power_of(op.operands[1]) is None and divides(*args) is None:
            self.failed.add(op)
            return None
        if natural is None:
            if op in self.wrapped:
                self.ranges[op] = WHOLE
                return WIDE
            self.ranges[op] = self.small
            if is_wide:
                self.failed.add(op)
            return None if is_wide else SMALL
        if within(natural, self.small):
            self.ranges[op] = natural
            if op.name == "object.unary" or sign in _EXACT:
                self.exact.add(op)
            return SMALL
        # What was wide for the sake of this operator is so no longer: it is tested to be small.
        self.checked.discard(op)
        if is_wide and sign in _NARROWING and op.operands[0] in self.wanted and op not in self.wanted:
            self.checked.add(op)
            is_wide = False
        self.ranges[op] = natural if is_wide or op in self.wanted else self.small
        return WIDE if is_wide or op in self.wanted else SMALL

    # Decisions

    def decide(self, kinds: Mapping[Op, Kinds]) -> bool:
        """Choose by what the values are now which are wide or wrapped; whether that has changed."""
        if self.fixed:
            return False
        before = self.wanted, self.wrapped, self.items
        items = {op: range_ for op in self.ops if (range_ := self._taken(op, kinds)) is not None}
        wanted: set[Op] = set()
        wrapped: set[Op] = set()
        place = {op: number for number, op in enumerate(self.ops)}
        for op in reversed(self.ops if self.enabled else ()):
            if op.name not in ("object.binary", "object.unary") or kinds.get(op) not in (SMALL, WIDE, None):
                continue
            users = self.users.get(op, [])
            low = [self._takes_low_bits(one, op, kinds, wrapped) and self._is_near(place, op, one, kinds)
                   for one in users]  # fmt: skip
            if self._is_modular(op, kinds) and low and all(low):
                wrapped.add(op)
            if any(self._narrows(one, op) or one in wanted for one in users):
                wanted.add(op)
        self.wanted, self.wrapped, self.items = wanted, wrapped, items
        return before != (wanted, wrapped, items)

    def _taken(self, op: Op, kinds: Mapping[Op, Kinds]) -> Range | None:
        """What an item is, if one operator on wide integers is all that wants it."""
        users = self.users.get(op, [])
        if not self.enabled or op.name != "object.subscript" or kinds.get(op.operands[1]) != SMALL or len(users) != 1:
            return None
        others = [one for one in users[0].operands if one is not op]
        results = self.users.get(users[0], [])
        is_wide = any(one.name == "local.store" and one.attributes["local"] in self.slots for one in results)
        wanted = (SMALL, WIDE) if is_wide else (WIDE,)
        if users[0].name != "object.binary" or kinds.get(users[0]) is None or len(others) != 1:
            return None
        if kinds.get(others[0]) not in wanted:
            return None
        return self.items.get(op) or self.unknown(users[0], self.of(others[0]))

    def _is_modular(self, op: Op, kinds: Mapping[Op, Kinds]) -> bool:
        sign = op.attributes.get("operator", "").removesuffix("=")
        known = all(kinds.get(one) in (SMALL, WIDE) or self._is_modular(one, kinds) for one in op.operands)
        if op.name == "object.unary":
            return known and sign in ("-", "~")
        if op.name != "object.binary" or not known or sign not in _MODULAR:
            return False
        return sign != "<<" or within(self.of(op.operands[1]), COUNTS)

    def _takes_low_bits(self, user: Op, op: Op, kinds: Mapping[Op, Kinds], wrapped: set[Op]) -> bool:
        sign = user.attributes.get("operator", "").removesuffix("=")
        if not self._is_modular(user, kinds) or (sign == "<<" and user.operands[1] is op):
            return False
        others = [one for one in user.operands if one is not op]
        masks = sign == "&" and others and self.of(others[0]).low >= 0
        return bool(masks) or user in wrapped

    def _is_near(self, place: Mapping[Op, int], op: Op, user: Op, kinds: Mapping[Op, Kinds]) -> bool:
        """Whether between a value and its user, and there, nothing is done that may leave or enter a block."""
        end = place.get(user, -1)
        between = self.ops[place[op] + 1 : end + 1]
        return bool(between) and all(
            one.name in ("object.const", "local.load") or one is user or self._is_exact(one, kinds) for one in between
        )

    def _is_exact(self, op: Op, kinds: Mapping[Op, Kinds]) -> bool:
        return self._is_modular(op, kinds) and (op in self.exact or kinds.get(op) in (WIDE, None))

    def _narrows(self, user: Op, op: Op) -> bool:
        """Whether of a value only a part is left."""
        sign = user.attributes.get("operator", "").removesuffix("=") if user.name == "object.binary" else ""
        if sign == "&":
            return any(self.of(one).low >= 0 for one in user.operands if one is not op)
        if not sign or user.operands[0] is not op:
            return False
        # By a count that is not known two registers are shifted by some eight instructions.
        is_part = sign in ("%", "//") and power_of(user.operands[1]) is not None
        return is_part or (sign == ">>" and user.operands[1].name == "object.const")
