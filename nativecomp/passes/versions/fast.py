"""The copy of a region for what is guessed: it cannot run Python in the middle of an expression, and goes back where a
guess is wrong.

before, with `s` and `i` guessed to be small       the copy
    for.1:                                             for.1.fast:
      %1: object = local.load local=s                    %1: object = local.load local=s
      %2: object = local.load local=i                    %2: object = local.load local=i
      %3: object = object.binary %1, %2, ...'+'          %3: tuple[object, bool] = small.binary %1, %2, ...'+'
      local.store %3, local=s                            %4: bool = tuple.get %3, index=1
                                                         branch %4, then=fast, otherwise=for.1, likely=True
                                                       fast:
                                                         %5: object = tuple.get %3, index=0
                                                         local.store %5, local=s

Both versions keep objects in the same slots, so the copy may be left in front of any operation that begins a block of
the region as it was: which does the operation again, from its operands, having done nothing yet. It is left where a
result does not fit and where a value is none that was guessed. A float of a guessed slot is in a slot of its own as a
number, and becomes an object where it goes to other operations, and wherever the copy is left (leaving.py). While the
copy runs, the guessed slots hold what is guessed: the gate has tested those that are live, and each store tests its
value. Other operations are copied as they are: whatever Python they run, no other function stores in these slots.

Integers meet floats as in the runtime, which converts them to floats first; a division by zero is left to it. Wide
integers (widths.py) are numbers of 64 bits as floats are numbers.
"""

from collections.abc import Callable, Mapping

from nativecomp.analysis.transfer import Range
from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import BOOL, INT64, NONE, OBJECT, FloatType, IntType, tuple_of
from nativecomp.passes.clone import Copy, Names
from nativecomp.passes.versions.choose import (
    COMPARISONS,
    FLOAT,
    INTEGERS,
    SMALL,
    is_arithmetic,
    is_comparison,
    is_stranger,
    operator,
)
from nativecomp.passes.versions.leaving import NUMBER
from nativecomp.passes.versions.widths import COUNTS, OPERATIONS, UNARY, WIDE, Widths, divides, power_of, within

RESULT = tuple_of((OBJECT, BOOL))
"""A small integer, and whether the result is one."""
_EXPANDED = ("object.binary", "object.unary", "object.compare", "object.truth")
_NAMES = {"+": "float.add", "-": "float.sub", "*": "float.mul", "/": "float.div"}


class FastVersion:
    """Rewrites the copies of a region's blocks.

    Args:
        kinds: those of the originals' values, as they are in the copy.
        widths: the ranges of integers.
        slots: what the slots hold.
        numbers: the slots for the numbers of those that hold floats.
        containers: the slots for the kinds of those whose items are taken; `told` is what the text says they hold.
        copy: the copies.
    """

    def __init__(
        self, function: Function, kinds: Mapping[Op, Kinds], widths: Widths, slots: Mapping[Local, Kinds],
        numbers: Mapping[Local, Local], containers: Mapping[Local, Local], told: Mapping[Local, str], copy: Copy,
        names: Names, types: tuple[IntType, FloatType],
    ) -> None:  # fmt: skip
        self.function = function
        self.kinds = kinds
        self.widths = widths
        self.slots = slots
        self.numbers = numbers
        self.containers = containers
        self.told = told
        self.copy = copy
        self.names = names
        self.word, self.float = types
        self.blocks: list[Block] = []
        self.stands: dict[Op, Op] = {}
        """What stands for an original's value: a number for a float, else an object."""

    def run(self) -> list[Block]:
        """The blocks of the fast version, in their order."""
        for original, block in self.copy.blocks.items():
            self.original = original
            self.held: dict[Op, Local] = {}
            ops, block.ops = block.ops, []
            self.blocks.append(block)
            for old, op in zip(original.ops, ops, strict=True):
                self._rewrite(old, op)
        return self.blocks

    def _rewrite(self, old: Op, op: Op) -> None:
        self.old = old
        rule = _RULES.get(op.name)
        if rule is not None and (made := rule(self, op)) is not None:
            self.stands[old] = made
            return
        op.operands = [self._object(operand) for operand in old.operands]
        if op.name in _EXPANDED:
            op.attributes.setdefault("expand", True)
        self.stands[old] = self._append(op)

    def _append(self, op: Op) -> Op:
        self.blocks[-1].ops.append(op)
        return op

    def _new(self, name: str, operands: list[Op], /, **attributes: object) -> Op:
        types = {
            "tuple.get": BOOL if attributes.get("index") else OBJECT, "small.binary": RESULT, "small.unary": RESULT,
            "small.number": self.word, "iterator.kind": self.word, "object.const": OBJECT, "local.store": NONE,
            "object.box": OBJECT, "object.item": OBJECT, "object.set_item": NONE, "small.make": OBJECT,
            "object.wide": NUMBER, "object.wide_item": NUMBER,
            **dict.fromkeys(("object.float", "convert", "local.load"), self.float),
            **dict.fromkeys((*_NAMES.values(), "float.neg", "float.abs", "float.min", "float.max"), self.float),
        }  # fmt: skip
        type_ = self.float if name == "const" and isinstance(attributes["value"], float) else types.get(name, BOOL)
        return self._append(Op(name, operands, type_, attributes, self.old.span))

    # Values

    def _need(self, condition: Op) -> None:
        """Go on only where a condition holds; else to the original of this block, which begins in the same way."""
        block = Block(self.names.new("fast"), [], self.original.handler)
        attributes = {"then": block, "otherwise": self.original, "likely": True}
        self._append(Op("branch", [condition], NONE, attributes, self.old.span))
        self.blocks.append(block)

    def _kind(self, number: int) -> Kinds | None:
        return self.kinds.get(self.old.operands[number])

    def _object(self, value: Op) -> Op:
        """A value as an object."""
        made = self.stands.get(value, value)
        if value.type != OBJECT or made.type == OBJECT:
            return made
        if value.name == "object.const":
            return self._append(Op(value.name, [], OBJECT, dict(value.attributes), self.old.span))
        is_small = made.type == INT64 and within(self.widths.of(value), self.widths.small)
        return self._new("small.make" if is_small else "object.box", [made])

    def _small(self, number: int) -> Op:
        """An operand, which is a small integer."""
        value = self.old.operands[number]
        if self._kind(number) == WIDE:
            return self._new("small.make", [self._inside(self._wide(number), self.widths.of(value), self.widths.small)])
        made = self._object(value)
        if self._kind(number) != SMALL:
            self._need(self._new("small.test", [made]))
        return made

    def _wide(self, number: int, tested: Range | None = None) -> Op:
        """The number of 64 bits of an operand, an integer; where nothing is known of it, in a range that is tested."""
        value = self.old.operands[number]
        made = self.stands.get(value, value)
        if value.name == "object.const" and self._kind(number) in INTEGERS:
            return self._int("const", [], value=value.attributes["value"])
        if made.type == INT64:
            return made
        if self._kind(number) == SMALL:
            return self._int("convert", [self._new("small.number", [made])])
        assert tested is not None
        return self._wide_of(self._new("object.wide", [self._object(value)]), tested)

    def _wide_of(self, both: Op, tested: Range) -> Op:
        """The number of an object that is a wide integer in a range."""
        self._need(self._append(Op("tuple.get", [both], BOOL, {"index": 1}, self.old.span)))
        return self._inside(self._int("tuple.get", [both], index=0), None, tested)

    def _int(self, name: str, operands: list[Op], **attributes: object) -> Op:
        return self._append(Op(name, operands, INT64, attributes, self.old.span))

    def _inside(self, number: Op, known: Range | None, wanted: Range) -> Op:
        """The number, which lies in a range: tested where that is not known."""
        for end, predicate in ((wanted.low, ">="), (wanted.high, "<=")):
            if known is None or (known.low < end if predicate == ">=" else known.high > end):
                limit = self._int("const", [], value=end)
                self._need(self._new("int.compare", [number, limit], predicate=predicate))
        return number

    def _number(self, number: int, *, exact: bool = False) -> Op:
        """The number of an operand, which is a float or a small integer; what is `exact` must be a float."""
        value = self.old.operands[number]
        made = self.stands.get(value, value)
        if made.type == self.float:
            return made
        if self._kind(number) == SMALL:
            return self._new("convert", [self._new("small.number", [self._object(value)])])
        if self._kind(number) == FLOAT:
            return self._new("object.float", [made])
        type_ = tuple_of((self.float, BOOL))
        both = self._append(Op("object.number_of", [made], type_, {"exact": True} if exact else {}, self.old.span))
        self._need(self._append(Op("tuple.get", [both], BOOL, {"index": 1}, self.old.span)))
        return self._append(Op("tuple.get", [both], self.float, {"index": 0}, self.old.span))

    # Rules: what they have written in the place of the operation, None for nothing

    def _constant(self, op: Op) -> Op | None:
        if self.kinds.get(self.old) == WIDE:
            return self._int("const", [], value=op.attributes["value"])
        if self.kinds.get(self.old) != FLOAT:
            return None
        return self._new("object.float", [self._append(op)])

    def _load(self, op: Op) -> Op | None:
        number = self.numbers.get(op.attributes["local"])
        if op.attributes["local"] in self.containers:
            self.held[self.old] = op.attributes["local"]
        if number is None or number.type == self.float:
            return None if number is None else self._new("local.load", [], local=number)
        made = self._append(Op("local.load", [], number.type, {"local": number}, self.old.span))
        return made if number.type == INT64 else self._int("convert", [made])

    def _store(self, op: Op) -> Op | None:
        kind, slot = self.slots.get(op.attributes["local"]), op.attributes["local"]
        if kind == SMALL:
            return self._new("local.store", [self._small(0)], local=slot)
        if kind == WIDE:
            range_, type_ = self.widths.slots[slot], self.numbers[slot].type
            number = self._wide(0, range_)
            if self._kind(0) in INTEGERS:
                self._inside(number, self.widths.of(self.old.operands[0]), range_)
            if type_ != INT64:
                number = self._append(Op("convert", [number], type_, {}, self.old.span))
            return self._new("local.store", [number], local=self.numbers[slot])
        if kind != FLOAT:
            return self._store_container(op) if slot in self.containers else None
        if self._kind(0) == SMALL:  # it is an integer from here on
            self._need(self._new("const", [], value=False))
        return self._new("local.store", [self._number(0, exact=True)], local=self.numbers[slot])

    def _store_container(self, op: Op) -> Op:
        slot = op.attributes["local"]
        self.held = {load: local for load, local in self.held.items() if local is not slot}
        value = self._object(self.old.operands[0])
        kind = self._new("iterator.kind", [value])
        self._new("local.store", [kind], local=self.containers[slot])
        return self._new("local.store", [value], local=slot)

    def _binary(self, op: Op) -> Op | None:
        kind = self.kinds.get(self.old)
        if kind == WIDE or (kind == SMALL and WIDE in map(self._kind, (0, 1))):
            number = self._wide_binary()
            if self.old in self.widths.checked:
                return self._new("small.make", [self._inside(number, None, self.widths.small)])
            return number
        if kind == SMALL:
            return self._fitting("small.binary", [self._small(0), self._small(1)])
        if kind != FLOAT:
            return None
        # Of two integers the result would be none: one at least is tested to be a float.
        asked = next((n for n in (0, 1) if self._kind(n) is None), 0)
        exact = operator(op) != "/" and FLOAT not in (self._kind(0), self._kind(1))
        left, right = (self._number(n, exact=exact and n == asked) for n in (0, 1))
        if operator(op) == "/":
            zero = self._new("const", [], value=0.0)
            self._need(self._new("float.compare", [right, zero], predicate="!="))
        return self._new(_NAMES[operator(op)], [left, right])

    def _unary(self, op: Op) -> Op | None:
        kind = self.kinds.get(self.old)
        if WIDE in (kind, self._kind(0)):
            name = UNARY[op.attributes["operator"]]
            return self._int(name, [self._wide(0)]) if name else self._wide(0)
        if kind == SMALL:
            return self._fitting("small.unary", [self._small(0)])
        if kind != FLOAT:
            return None
        number = self._number(0)
        return number if op.attributes["operator"] == "+" else self._new("float.neg", [number])

    def _call(self, op: Op) -> Op | None:
        """`abs`, `min` or `max`, where it is the built-in function that is called."""
        kind, name = self.kinds.get(self.old), self.old.attributes.get("builtin", "")
        if kind is None:
            return None
        self._need(self._new("object.is_builtin", [self._object(self.old.operands[0])], name=name))
        take = self._number if kind == FLOAT else self._small
        found, *others = (take(number) for number in range(1, len(self.old.operands)))
        if name == "abs":
            return self._new("float.abs", [found]) if kind == FLOAT else self._fitting("small.unary", [found], name)
        for other in others:
            both = [found, other]
            found = self._new(f"float.{name}", both) if kind == FLOAT else self._fitting("small.binary", both, name)
        return found

    def _fitting(self, name: str, operands: list[Op], sign: str = "") -> Op:
        both = self._new(name, operands, operator=sign or operator(self.old))
        if self.old in self.widths.exact or sign in ("min", "max"):
            both.attributes["fits"] = True
        else:
            self._need(self._new("tuple.get", [both], index=1))
        return self._new("tuple.get", [both], index=0)

    def _wide_binary(self) -> Op:
        ranges = self.widths.arguments(self.old, self.kinds)
        left, right = (self._wide(number, ranges[number]) for number in (0, 1))
        sign, name = operator(self.old), OPERATIONS[operator(self.old)]
        if sign in ("<<", ">>"):
            return self._int(name, [left, self._inside(right, ranges[1], COUNTS)], inside=True)
        if sign not in ("//", "%"):
            return self._int(name, [left, right])
        if (power := power_of(self.old.operands[1])) is not None:
            if sign == "//":
                return self._int("int.shr", [left, self._int("const", [], value=power)], inside=True)
            return self._int("int.and", [left, self._int("const", [], value=(1 << power) - 1)])
        right = self._inside(right, ranges[1], Range(1, max(ranges[1].high, 1)))
        word = divides(*ranges)
        assert word is not None
        type_ = IntType(f"{'u' * (word.low >= 0)}int32", 32, word.low < 0)
        parts = [self._append(Op("convert", [one], type_, {}, self.old.span)) for one in (left, right)]
        signs = {"positive": True, "natural": ranges[0].low >= 0}
        return self._int("convert", [self._append(Op(name, parts, type_, signs, self.old.span))])

    def _compare(self, op: Op) -> Op | None:
        how = comparison(self.old, self.kinds)
        if how is None:
            return None
        if how == FLOAT:
            return self._new("float.compare", [self._number(0), self._number(1)], predicate=operator(op))
        if how == WIDE:
            numbers = [self._wide(number, self.widths.small) for number in (0, 1)]
            return self._new("int.compare", numbers, predicate=operator(op))
        return self._new("small.compare", [self._small(0), self._small(1)], predicate=operator(op))

    def _truth(self, op: Op) -> Op | None:
        kind = self._kind(0)
        if kind == FLOAT:
            return self._new("float.compare", [self._number(0), self._new("const", [], value=0.0)], predicate="!=")
        if kind == WIDE:
            return self._new("int.compare", [self._wide(0), self._int("const", [], value=0)], predicate="!=")
        if kind != SMALL:
            return None
        zero = self._new("object.const", [], value=0)
        return self._new("small.compare", [self._small(0), zero], predicate="!=")

    def _bound(self, op: Op) -> Op | None:
        return None if self._kind(0) is None else self._new("const", [], value=False)

    def _index(self, op: Op) -> Op | None:
        if op.name == "object.subscript" and self.kinds.get(self.old) == WIDE:
            both = self._new("object.wide_item", [self._object(self.old.operands[0]), self._small(1)])
            return self._wide_of(both, self.widths.of(self.old))
        known, slot = self._kind(1) == SMALL, self.held.get(self.old.operands[0])
        if known and slot is not None:
            base, index, *value = (self._object(operand) for operand in self.old.operands)
            kind = self._append(Op("local.load", [], self.word, {"local": self.containers[slot]}, self.old.span))
            told = {"probably": self.told[slot]} if self.told.get(slot) else {}
            return self._new("object.set_item" if value else "object.item", [base, index, kind, *value], **told)
        op.attributes |= {"expand": known or not is_stranger(self.old.operands[1]), "small": known}
        return None


_RULES: dict[str, Callable[[FastVersion, Op], Op | None]] = {
    "object.const": FastVersion._constant,
    "object.binary": FastVersion._binary,
    "object.unary": FastVersion._unary,
    "object.compare": FastVersion._compare,
    "object.truth": FastVersion._truth,
    "object.call": FastVersion._call,
    "object.is_end": FastVersion._bound,
    "object.subscript": FastVersion._index,
    "object.set_subscript": FastVersion._index,
    "local.load": FastVersion._load,
    "local.store": FastVersion._store,
}


def comparison(op: Op, kinds: Mapping[Op, Kinds]) -> Kinds | None:
    """As what a condition compares, None where that is not known."""
    found = [kinds.get(operand) for operand in op.operands]
    if op.name != "object.compare" or operator(op) not in COMPARISONS or any(map(is_stranger, op.operands)):
        return None
    if WIDE in found:
        return None if FLOAT in found else WIDE
    return FLOAT if FLOAT in found else SMALL if SMALL in found else None


def leaves(op: Op, slots: Mapping[Local, Kinds], kinds: Mapping[Op, Kinds], widths: Widths) -> bool:
    """Whether the fast version may be left in front of an operation."""
    unknown = any(operand not in kinds for operand in op.operands)
    if op.name in ("object.binary", "object.unary") and op in kinds:
        if unknown or kinds[op] == FLOAT:
            return unknown or (is_arithmetic(op) and operator(op) == "/")
        return _may_fail(op, kinds, widths)
    if is_comparison(op) and comparison(op, kinds) is not None:
        return unknown
    if op.name in ("object.subscript", "object.call"):
        return op in kinds
    if op.name != "local.store" or op.attributes["local"] not in slots:
        return False
    kind, slot = kinds.get(op.operands[0]), op.attributes["local"]
    if kind in INTEGERS and slots[slot] in INTEGERS:
        return not within(widths.of(op.operands[0]), widths.slots.get(slot, widths.small))
    return kind != slots[slot]


def _may_fail(op: Op, kinds: Mapping[Op, Kinds], widths: Widths) -> bool:
    """Whether the result of an operator on integers may be none that is expected."""
    ranges = widths.arguments(op, kinds)
    if WIDE not in (kinds[op], *(kinds.get(operand) for operand in op.operands)):
        return op not in widths.exact and operator(op) not in ("&", "|", "^")
    if op in widths.checked or (operator(op) in ("<<", ">>") and not within(ranges[1], COUNTS)):
        return True
    return operator(op) in ("//", "%") and ranges[1].low < 1
