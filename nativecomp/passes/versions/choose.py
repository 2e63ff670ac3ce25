"""Guess which slots of a loop hold small integers, from constants and operators; a guess costs time, never meaning.

    s = 0                     s: it is stored a small integer
    while i < n:              i: it is added to one; n: it is compared with i
        s += data[i]          and so is what comes out of `data`, where it is used
        i += 1

Each guess is tested before it is used. A slot that is also stored something else, or meets a constant of another kind,
is left alone, and so is one that a nested function captures: a call may change it.
"""

from collections.abc import Callable, Iterable

from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.types import OBJECT

ARITHMETIC = frozenset({"+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^"})
COMPARISONS = frozenset({"<", ">", "==", "<=", ">=", "!="})
_INTEGER = frozenset({"//", "%", "<<", ">>", "&", "|", "^"})
"""Operators that seldom work on anything else."""
UNARY = frozenset({"-", "~", "+"})
_SMALL = range(-(1 << 30), 1 << 30)
"""Small on every board."""


def operator(op: Op) -> str:
    """The operator of an operation, without the mark of one in place."""
    sign: str = op.attributes["operator"]
    return sign if sign in COMPARISONS else sign.removesuffix("=")


def is_arithmetic(op: Op) -> bool:
    return op.name == "object.binary" and operator(op) in ARITHMETIC


def is_comparison(op: Op) -> bool:
    return op.name in ("object.compare", "object.binary") and operator(op) in COMPARISONS


def is_small_constant(op: Op) -> bool:
    value = op.attributes["value"] if op.name == "object.const" else None
    return type(value) is int and value in _SMALL


def is_other_constant(op: Op) -> bool:
    """Whether a value is surely none: a constant of another kind, or what is made anew."""
    if op.name == "object.const":
        return not is_small_constant(op)
    if op.name == "object.binary":
        return operator(op) == "/" or any(map(is_other_constant, op.operands))
    return op.name in ("object.none", "object.list", "object.tuple", "object.dict", "object.set", "object.slice")


class Guess:
    """The slots of some blocks that are guessed to hold small integers, and the values that then are."""

    def __init__(self, function: Function, blocks: Iterable[Block], captured: set[Local]) -> None:
        self.ops = [op for block in blocks for op in block.ops]
        self.slots: set[Local] = set()
        loaded = {op.attributes["local"] for op in self.ops if op.name == "local.load" and op.type == OBJECT}
        self._possible = loaded - captured - self._others(function)
        for op in function.ops:
            if (
                op.name == "local.store"
                and op.attributes["local"] in self._possible
                and is_small_constant(op.operands[0])
            ):
                self.slots.add(op.attributes["local"])
        self._grow()

    def _others(self, function: Function) -> set[Local]:
        """The slots that surely hold something else at times."""
        found = {
            op.attributes["local"]
            for op in function.ops
            if op.name == "local.store" and is_other_constant(op.operands[0])
        }
        for op in self.ops:
            if (is_arithmetic(op) or is_comparison(op)) and any(map(is_other_constant, op.operands)):
                found |= {one.attributes["local"] for one in op.operands if one.name == "local.load"}
        return found

    def _grow(self) -> None:
        before = -1
        while before != len(self.slots):
            before = len(self.slots)
            small = self.values()
            stored: dict[Local, list[bool]] = {}
            for op in self.ops:
                if op.name == "local.store":
                    stored.setdefault(op.attributes["local"], []).append(op.operands[0] in small)
            self.slots |= {slot for slot, are_small in stored.items() if slot in self._possible and all(are_small)}
            for op in self.ops:
                pairs = is_arithmetic(op) or is_comparison(op)
                if pairs and (any(one in small for one in op.operands) or operator(op) in _INTEGER):
                    self.slots |= {
                        one.attributes["local"]
                        for one in op.operands
                        if one.name == "local.load" and one.attributes["local"] in self._possible
                    }

    def values(self) -> set[Op]:
        """The values that are small integers while the slots hold nothing else and each guess has been right."""
        return small_values(self.ops, self.slots)


def small_values(ops: Iterable[Op], slots: set[Local]) -> set[Op]:
    """Of operations in an order in which each comes after its operands."""
    small: set[Op] = set()
    for op in ops:
        rule = _RULES.get(op.name)
        if rule is not None and rule(op, slots, small):
            small.add(op)
    return small


def _of_binary(op: Op, slots: set[Local], small: set[Op]) -> bool:
    return (
        is_arithmetic(op) and any(one in small for one in op.operands) and not any(map(is_other_constant, op.operands))
    )


_RULES: dict[str, Callable[[Op, set[Local], set[Op]], bool]] = {
    "object.const": lambda op, slots, small: is_small_constant(op),
    "local.load": lambda op, slots, small: op.attributes["local"] in slots,
    "object.binary": _of_binary,
    "object.unary": lambda op, slots, small: op.attributes["operator"] in UNARY and op.operands[0] in small,
}
