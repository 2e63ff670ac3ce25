"""The copy of a region for small integers: its operations cannot run Python, and where one does not fit it goes back.

before, with `s` and `i` guessed to be small       the copy
    for.1:                                             for.1.small:
      %1: object = local.load local=s                    %1: object = local.load local=s
      %2: object = local.load local=i                    %2: object = local.load local=i
      %3: object = object.binary %1, %2, ...'+'          %3: tuple[object, bool] = small.binary %1, %2, ...'+'
      local.store %3, local=s                            %4: bool = tuple.get %3, index=1
                                                         branch %4, then=small, otherwise=for.1, likely=True
                                                       small:
                                                         %5: object = tuple.get %3, index=0
                                                         local.store %5, local=s

Both versions work on the same slots with the same object words, so the copy may be left in front of any operation that
begins a block of the region as it was: which does the operation again, from its operands, having done nothing yet. It
is left where a result does not fit and where a value is none of a small integer that was guessed to be one. While it
runs, the guessed slots hold small integers: the gate has tested those that are live, and each store tests its value.
Other operations are copied as they are: whatever Python they run, no other function stores in these slots.
"""

from collections.abc import Callable

from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.types import BOOL, NONE, OBJECT, tuple_of
from nativecomp.passes.clone import Copy, Names
from nativecomp.passes.versions.choose import UNARY, is_arithmetic, is_comparison, is_other_constant, operator

_EXPANDED = ("object.binary", "object.unary", "object.compare", "object.truth")
RESULT = tuple_of((OBJECT, BOOL))
"""A small integer, and whether the result is one."""


class FastVersion:
    """Rewrites the copies of a region's blocks.

    Args:
        slots: those that hold small integers in it.
        small: the values of the originals that then are small integers.
        copy: the copies.
    """

    def __init__(self, function: Function, slots: set[Local], small: set[Op], copy: Copy, names: Names) -> None:
        self.function = function
        self.slots = slots
        self.small = small
        self.copy = copy
        self.names = names
        self.blocks: list[Block] = []
        self.stands: dict[Op, Op] = {}
        """What stands for an operation of the copies."""

    def run(self) -> list[Block]:
        """The blocks of the fast version, in their order."""
        for original, block in self.copy.blocks.items():
            self._rewrite(original, block)
        for block in self.blocks:
            for op in block.ops:
                op.operands = [self.stands.get(operand, operand) for operand in op.operands]
        return self.blocks

    def _rewrite(self, original: Block, block: Block) -> None:
        self.original = original
        ops, block.ops = block.ops, []
        self.blocks.append(block)
        for old, op in zip(original.ops, ops, strict=True):
            self.old = old
            rule = _RULES.get(op.name)
            if rule is None or not rule(self, op):
                if op.name in _EXPANDED:
                    op.attributes.setdefault("expand", True)
                self._append(op)

    def _append(self, op: Op) -> Op:
        self.blocks[-1].ops.append(op)
        return op

    def _new(self, name: str, operands: list[Op], like: Op, **attributes: object) -> Op:
        types = {
            "tuple.get": BOOL if attributes.get("index") else OBJECT,
            "small.binary": RESULT,
            "small.unary": RESULT,
        }
        return self._append(Op(name, operands, types.get(name, BOOL), attributes, like.span))

    def _need(self, condition: Op, like: Op) -> None:
        """Go on only where a condition holds; else to the original of this block, which begins in the same way."""
        block = Block(self.names.new("small"), [], self.original.handler)
        attributes = {"then": block, "otherwise": self.original, "likely": True}
        self._append(Op("branch", [condition], NONE, attributes, like.span))
        self.blocks.append(block)

    def _is_small(self, number: int) -> bool:
        return self.old.operands[number] in self.small

    def _need_operands(self, op: Op) -> None:
        unknown = [operand for number, operand in enumerate(op.operands) if not self._is_small(number)]
        if unknown:
            self._need(self._new("small.test", list(dict.fromkeys(unknown)), op), op)

    # Rules: whether they have written something in the place of the operation

    def _compute(self, op: Op) -> bool:
        if self.old not in self.small:
            return is_comparison(op) and self._compare(op)
        self._need_operands(op)
        name = "small.binary" if is_arithmetic(op) else "small.unary"
        both = self._new(name, op.operands, op, operator=operator(op))
        self._need(self._new("tuple.get", [both], op, index=1), op)
        self.stands[op] = self._new("tuple.get", [both], op, index=0)
        return True

    def _compare(self, op: Op) -> bool:
        known = [self._is_small(number) for number in (0, 1)]
        if not any(known) or any(map(is_other_constant, self.old.operands)) or op.type != BOOL:
            return False
        self._need_operands(op)
        self.stands[op] = self._new("small.compare", op.operands, op, predicate=operator(op))
        return True

    def _truth(self, op: Op) -> bool:
        if not self._is_small(0):
            return False
        zero = self._append(Op("object.const", [], OBJECT, {"value": 0}, op.span))
        self.stands[op] = self._new("small.compare", [op.operands[0], zero], op, predicate="!=")
        return True

    def _bound(self, op: Op) -> bool:
        if self._is_small(0):
            self.stands[op] = self._append(Op("const", [], BOOL, {"value": False}, op.span))
        return self._is_small(0)

    def _index(self, op: Op) -> bool:
        op.attributes |= {"expand": True, "small": True} if self._is_small(1) else {"expand": False}
        return False

    def _store(self, op: Op) -> bool:
        if op.attributes["local"] in self.slots and not self._is_small(0):
            self._need_operands(op)
        return False


_RULES: dict[str, Callable[[FastVersion, Op], bool]] = {
    "object.binary": FastVersion._compute,
    "object.unary": lambda fast, op: op.attributes["operator"] in UNARY and fast._compute(op),
    "object.compare": FastVersion._compare,
    "object.truth": FastVersion._truth,
    "object.is_end": FastVersion._bound,
    "object.subscript": FastVersion._index,
    "object.set_subscript": FastVersion._index,
    "local.store": FastVersion._store,
}


def leaves(op: Op, slots: set[Local], small: set[Op]) -> bool:
    """Whether the fast version may be left in front of an operation."""
    unknown = any(operand not in small for operand in op.operands)
    if op.name in ("object.binary", "object.unary") and op in small:
        return True
    if op.name == "object.compare":
        return is_comparison(op) and unknown and any(operand in small for operand in op.operands)
    return op.name == "local.store" and op.attributes["local"] in slots and unknown
