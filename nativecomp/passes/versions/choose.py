"""Guess which slots of a loop hold small integers or floats, from constants and operators; a guess never changes what a
program does, only how long it takes.

    s = 0.0                   s: it is stored a float
    while i < n:              i: it is added to a small integer; n: it is compared with i
        s += data[i] * f      f and what comes out of `data` are asked where they are used
        i += 1

Each guess is tested before it is used. A slot that is also stored something else, or meets a constant of another kind,
is left alone, and so is one that a nested function captures: a call may change it. One that is stored floats and
integers is a float; while it holds an integer the loop runs as it was.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from nativecomp.analysis.transfer import Range
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import OBJECT
from nativecomp.passes.versions.widths import SIGNED, WIDE, WORD, Widths, class_of, within

SMALL, FLOAT = Kinds.SMALL_INT, Kinds.FLOAT
INTEGERS = (SMALL, WIDE)
ARITHMETIC = frozenset({"+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^"})
OF_FLOATS = frozenset({"+", "-", "*", "/"})
COMPARISONS = frozenset({"<", ">", "==", "<=", ">=", "!="})
_INTEGER = frozenset({"//", "%", "<<", ">>", "&", "|", "^"})
"""Operators that seldom work on anything else."""
_SELDOM_OTHER = frozenset({"-", "*"})
_COUNTING = ("len", "ord", "int", "hash", "id")
"""Built-in functions that give integers."""
_OPAQUE = ("object.subscript", "object.attribute", "object.call", "object.call_method", "object.binary")
"""Operations that give numbers of which nothing is known."""
UNARY = frozenset({"-", "~", "+"})
EXTREMES = ("abs", "min", "max")
"""Built-in functions of numbers of one kind that give one of this kind."""
_ROUNDS = 8
"""Of decisions on widths that build on one another."""
_SMALL = range(-(1 << 30), 1 << 30)
"""Small on every board."""
_MAKERS = ("object.none", "object.list", "object.tuple", "object.dict", "object.set", "object.slice")


def operator(op: Op) -> str:
    """The operator of an operation, without the mark of one in place."""
    sign: str = op.attributes["operator"]
    return sign if sign in COMPARISONS else sign.removesuffix("=")


def is_arithmetic(op: Op) -> bool:
    return op.name == "object.binary" and operator(op) in ARITHMETIC | OF_FLOATS


def is_comparison(op: Op) -> bool:
    return op.name in ("object.compare", "object.binary") and operator(op) in COMPARISONS


def _of_constant(op: Op) -> Kinds | None:
    value = op.attributes["value"]
    if type(value) is int:
        return SMALL if value in _SMALL else WIDE if class_of(Range(value, value)) else None
    return FLOAT if type(value) is float else None


def is_stranger(op: Op) -> bool:
    """Whether a value is surely no number that is known: a constant of another kind, or what is made anew."""
    return op.name in _MAKERS or (op.name == "object.const" and _of_constant(op) is None)


class Guess:
    """What some blocks' slots are guessed to hold, and what their values then are.

    Args:
        excluded: slots of which nothing is guessed.
        floats: whether floats are of use.
        file: what the file computes with.
    """

    def __init__(
        self, function: Function, blocks: Iterable[Block], excluded: Set[Local], word_bits: int, file: "Numbers",
        *, floats: bool,
    ) -> None:  # fmt: skip
        self.ops = [op for block in blocks for op in block.ops]
        self.floats = floats
        self.wide = file.wide
        self.widths = Widths(self.ops, function.ops, word_bits)
        self._narrow: set[Local] = set()
        """Slots that are no wide integers, whatever is stored in them."""
        self.leaning = Leaning(function.ops, file, floats=floats)
        self.slots: dict[Local, Kinds] = {}
        self._stores = [op for op in function.ops if op.name == "local.store"]
        self._met_floats: set[Local] = set()
        self._ranges = iterators_of_ranges(function.ops)
        loaded = {op.attributes["local"] for op in self.ops if op.name == "local.load" and op.type == OBJECT}
        self._possible = loaded - excluded - self._strangers()
        self._settle()

    def _strangers(self) -> set[Local]:
        """The slots that surely hold something else at times."""
        found = {op.attributes["local"] for op in self._stores if self._is_stranger(op.operands[0])}
        for op in self.ops:
            if (is_arithmetic(op) or is_comparison(op)) and any(map(self._is_stranger, op.operands)):
                found |= {one.attributes["local"] for one in op.operands if one.name == "local.load"}
        return found | self._compared_by_identity()

    def _compared_by_identity(self) -> set[Local]:
        """The slots whose objects `is` compares, and those that they are copied from: numbers have no identity."""
        asked = [
            op for op in self.ops if op.name == "object.is" and all(one.name == "local.load" for one in op.operands)
        ]
        found = {one.attributes["local"] for op in asked for one in op.operands}
        copies = [op for op in self._stores if found and op.operands[0].name == "local.load"]
        while True:
            sources = {op.operands[0].attributes["local"] for op in copies if op.attributes["local"] in found}
            if sources <= found:
                return found
            found |= sources

    def _is_stranger(self, op: Op) -> bool:
        is_float = (op.name == "object.const" and _of_constant(op) == FLOAT) or (
            is_arithmetic(op) and operator(op) == "/"
        )
        return is_stranger(op) or (is_float and not self.floats)

    def _settle(self) -> None:
        """Guess slots and widths by turns. Where a wide slot makes an operation one for the runtime, it is none."""
        self._grow()
        for _ in range(_ROUNDS):
            changed = self.widths.decide(self.values())
            self._grow()
            failing = {slot for op in self.widths.failed for slot in self._loaded_for(op)}
            for slot in failing:
                self._set_small(slot)
            if not (changed or failing):
                return
        # It goes round in circles, or is large: without any decision nothing does.
        self.widths.wanted, self.widths.wrapped, self.widths.fixed = set(), set(), True
        for slot in [slot for slot, kind in self.slots.items() if kind == WIDE]:
            self._set_small(slot)
        self._grow()

    def _loaded_for(self, op: Op) -> set[Local]:
        """The slots of wide integers that an operation's operands are computed from."""
        if op.name == "local.load":
            return {op.attributes["local"]} if self.slots.get(op.attributes["local"]) == WIDE else set()
        return {slot for operand in op.operands for slot in self._loaded_for(operand)} if is_arithmetic(op) else set()

    def _set_small(self, slot: Local) -> None:
        self._narrow.add(slot)
        self.widths.slots.pop(slot, None)
        self.slots[slot] = SMALL

    def _widen(self, slot: Local, values: Mapping[Op, Kinds]) -> None:
        stored = [op.operands[0] for op in self._stores if op.attributes["local"] is slot]
        ranges = [self._range(one) for one in stored if one in values or one.name == "object.const"]
        if self.wide and self._mixes_items(slot):
            ranges = [WORD]
        found = self.widths.slots.get(slot, ranges[0])
        for one in ranges:
            found = found.around(one)
        class_ = class_of(found)
        is_seldom = any(within(one, WORD) for one in ranges) and all(one.high >= 0 for one in ranges)
        if class_ == SIGNED and is_seldom and self.widths.slots.get(slot, WORD) == WORD:
            class_ = WORD  # what is seldom below zero is tested where it is stored
        if class_ is None or not self.widths.enabled:
            self._set_small(slot)
        else:
            self.slots[slot], self.widths.slots[slot] = WIDE, class_

    def _range(self, value: Op) -> Range:
        if value.name == "object.const" and type(number := value.attributes["value"]) is int:
            return Range(number, number)
        return self.widths.of(value)

    def _grow(self) -> None:
        before: tuple[dict[Local, Kinds], dict[Local, Range]] | None = None
        while before != (self.slots, self.widths.slots):
            before = dict(self.slots), dict(self.widths.slots)
            self._look_at_stores()
            values = self.values()
            for op in self.ops:
                if is_arithmetic(op) or is_comparison(op):
                    self._pair(op, values)

    def _look_at_stores(self) -> None:
        values = self.values()
        stored: dict[Local, list[Kinds | None]] = {}
        for op in self._stores:
            value, slot = op.operands[0], op.attributes["local"]
            kind = values.get(value) or (_of_constant(value) if value.name == "object.const" else None)
            if value.name == "iterator.next" and value.attributes["local"] in self._ranges:
                kind = SMALL
            stored.setdefault(slot, []).append(kind)
            if value.name == "local.load" and self.slots.get(slot) == SMALL:
                self._guess(value.attributes["local"], SMALL)
        for slot, kinds in stored.items():
            if self.wide and self._mixes_items(slot):
                kinds.append(WIDE)
            if FLOAT in kinds and self.floats:
                self._guess(slot, FLOAT)
            elif set(kinds) & set(INTEGERS) and (set(kinds) <= set(INTEGERS) or self._counts(slot, values)):
                if WIDE in kinds and slot in self._possible - self._narrow and self.slots.get(slot) != FLOAT:
                    self._widen(slot, values)
                elif self.slots.get(slot) != WIDE:
                    self._guess(slot, SMALL)

    def _mixes_items(self, slot: Local) -> bool:
        """Whether `^` of items of which nothing is known is stored, as by checksums with a table."""
        stored = [op.operands[0] for op in self._stores if op.attributes["local"] is slot]
        return any(
            is_arithmetic(op) and operator(op) == "^" and any(one.name == "object.subscript" for one in op.operands)
            for op in stored
        )

    def _counts(self, slot: Local, values: Mapping[Op, Kinds]) -> bool:
        """Whether a constant is what a slot begins with, or what is computed for it is small."""
        stores = [op.operands[0] for op in self._stores if op.attributes["local"] is slot]
        return any(one.name == "object.const" or (one.name == "object.binary" and one in values) for one in stores)

    def _guess(self, slot: Local, kind: Kinds) -> None:
        kind = SMALL if slot in self.leaning.index_slots else kind
        if slot in self._possible and self.slots.get(slot) not in (FLOAT, WIDE):
            self.slots[slot] = kind

    def _pair(self, op: Op, values: Mapping[Op, Kinds]) -> None:
        """What meets a small integer is guessed to be one. What meets a float may be either, and is asked there."""
        kinds = {values[operand] for operand in op.operands if operand in values}
        sign = operator(op)
        slots = [one.attributes["local"] for one in op.operands if one.name == "local.load"]
        if FLOAT in kinds or sign == "/":
            self._met_floats.update(slots)
        elif kinds & set(INTEGERS) or sign in _INTEGER or (sign in _SELDOM_OTHER and self.leaning.kind == SMALL):
            for slot in slots:
                if slot not in self.slots and slot not in self._met_floats:
                    self._guess(slot, SMALL)

    def values(self) -> dict[Op, Kinds]:
        """What values are while the slots hold what is guessed and each guess has been right."""
        return kinds_of_values(self.ops, self.slots, self.leaning, self.widths, floats=self.floats)


@dataclass(frozen=True)
class Numbers:
    """What the functions of a file compute with, as far as their text says: wide integers, floats; of attributes, by
    their names, what numbers they are set to: floats where one is."""

    wide: bool
    floats: bool
    shares: bool
    attributes: Mapping[str, Kinds]

    @classmethod
    def of(cls, module: Module) -> "Numbers":
        ops = [op for function in module.functions for op in function.ops]
        found = {_of_constant(op) for op in ops if op.name == "object.const"}
        attributes: dict[str, Kinds] = {}
        for op in ops:
            value = op.operands[1] if op.name == "object.set_attribute" else op
            kind = _of_constant(value) if value is not op and value.name == "object.const" else None
            if kind in (SMALL, FLOAT) and attributes.get(op.attributes["name"]) != FLOAT:
                attributes[op.attributes["name"]] = kind
        return cls(WIDE in found, FLOAT in found, module.shares, attributes)


def iterators_of_ranges(ops: Iterable[Op]) -> set[Local]:
    """The iterators that begin with a call of what is named `range`: it has a step that is no constant."""
    found: set[Local] = set()
    for op in ops:
        made = op.operands[0] if op.name == "iterator.begin" else None
        if made is not None and made.name == "object.call" and made.operands[0].name == "object.global":
            found |= {op.attributes["local"]} if made.operands[0].attributes["name"] == "range" else set()
    return found


def _is_counting(callee: Op) -> bool:
    return callee.name == "object.global" and callee.attributes["name"] in _COUNTING


class Leaning:
    """What numbers of which nothing is known are guessed to be: floats where the function computes with any.

    Where it does not say, other functions of the file may. Nothing where it adds texts or other containers too. What
    becomes an index is an integer, and so is what that is computed from.
    """

    def __init__(self, ops: Sequence[Op], file: Numbers, *, floats: bool) -> None:
        self.attributes = {name: kind for name, kind in file.attributes.items() if floats or kind != FLOAT}
        self.shares = file.shares
        self.kind: Kinds | None = SMALL
        self.weak = False
        """Whether only other functions of the file compute with floats: what meets an integer is then one."""
        self.index_slots: set[Local] = set()
        self.indices: set[Op] = set()
        self.counts = {op for op in ops if op.name == "object.call" and _is_counting(op.operands[0])}
        self.origins: Mapping[Local, Op] = {}
        """Slots that stand for a value (demote.py), and the operation that computes it."""
        for op in ops:
            if (op.name == "object.const" and _of_constant(op) == FLOAT) or (is_arithmetic(op) and operator(op) == "/"):
                self.kind = FLOAT if floats else None
                break
            if is_arithmetic(op) and operator(op) == "+" and any(map(is_stranger, op.operands)):
                self.kind = None
        if self.kind == SMALL and floats and file.floats:
            self.kind, self.weak = FLOAT, True
        self._find_indices(ops)

    def _find_indices(self, ops: Sequence[Op]) -> None:
        stores: dict[Local, list[Op]] = {}
        for op in ops:
            if op.name == "local.store":
                stores.setdefault(op.attributes["local"], []).append(op.operands[0])
        todo = [op.operands[1] for op in ops if op.name in ("object.subscript", "object.set_subscript")]
        while todo:
            op = todo.pop()
            if op in self.indices:
                continue
            self.indices.add(op)
            if op.name == "local.load":
                self.index_slots.add(op.attributes["local"])
                todo += stores.get(op.attributes["local"], [])
            elif is_arithmetic(op) and operator(op) != "/":
                todo += op.operands

    def of(self, op: Op) -> Kinds | None:
        return SMALL if op in self.indices and self.kind is not None else self.kind

    def _origin(self, op: Op) -> Op | None:
        return self.origins.get(op.attributes["local"]) if op.name == "local.load" else op

    def told(self, op: Op) -> Kinds | None:
        """What an attribute is set to elsewhere in the file."""
        origin = self._origin(op)
        if origin is None or origin.name != "object.attribute":
            return None
        return self.attributes.get(origin.attributes["name"])

    def is_opaque(self, op: Op) -> bool:
        """Whether an operation gives a number of which nothing is known."""
        origin = self._origin(op)
        return origin is not None and origin.name in _OPAQUE and origin not in self.counts


def kinds_of_values(
    ops: Iterable[Op], slots: Mapping[Local, Kinds], leaning: Leaning, widths: Widths, *, floats: bool
) -> dict[Op, Kinds]:
    """Of operations in an order in which each comes after its operands."""
    found: dict[Op, Kinds] = {}
    for op in ops:
        kind = _kind(op, slots, found, leaning, widths)
        if kind is not None and (floats or kind != FLOAT):
            found[op] = kind
    return found


def _kind(
    op: Op, slots: Mapping[Local, Kinds], found: Mapping[Op, Kinds], leaning: Leaning, widths: Widths
) -> Kinds | None:
    if op.name == "object.const":
        return widths.constant(op) if type(op.attributes["value"]) is int else _of_constant(op)
    if op.name == "local.load":
        return widths.load(op, slots.get(op.attributes["local"]))
    if op.name == "object.subscript":
        return widths.item(op)
    kinds = [found.get(operand) for operand in op.operands]
    if op.name == "object.call":
        is_known = op.attributes.get("builtin") in EXTREMES and leaning.shares
        return kinds[1] if is_known and kinds[1] in (SMALL, FLOAT) and len(set(kinds[1:])) == 1 else None
    if op.name == "object.unary":
        sign = op.attributes["operator"]
        if sign not in UNARY or kinds[0] is None or (kinds[0] == FLOAT and sign == "~"):
            return None
        return kinds[0] if kinds[0] == FLOAT else widths.settle(op, found)
    if not is_arithmetic(op) or any(map(is_stranger, op.operands)):
        return None
    sign = operator(op)
    if WIDE in kinds:
        return None if FLOAT in kinds or sign == "/" else widths.settle(op, found)
    if sign == "/":
        return FLOAT
    if FLOAT in kinds:
        return FLOAT if sign in OF_FLOATS else None
    if sign in _INTEGER:
        return widths.settle(op, found)
    guess = leaning.of(op)
    told = [kind or leaning.told(operand) for kind, operand in zip(kinds, op.operands, strict=True)]
    if FLOAT in told:
        return FLOAT if sign in OF_FLOATS else None
    if told == [SMALL, SMALL]:
        return widths.settle(op, found)
    if SMALL in kinds:
        opaque = any(one not in found and leaning.is_opaque(one) for one in op.operands)
        guess = FLOAT if opaque and guess == FLOAT and not leaning.weak else SMALL
    return widths.settle(op, found) if guess == SMALL else guess
