"""Use what is known of the signs of numbers: floor division without corrections, indexes that count from the start.

before, where a >= 0 and b >= 0                after
    %3: int = int.mod %1, %2                       %4: uint32 = convert %1
                                                   %5: uint32 = convert %2
                                                   %6: uint32 = int.mod %4, %5
                                                   %3: int = convert %6

Each rule with what makes it legal, by the value ranges of the whole function (analysis/ranges.py):

- Both operands of `//` or `%` are at least 0: quotient and remainder of the unsigned numbers are the same; they fit the
  signed type, since they are at most the dividend. A divisor of 0 raises as before.
- The divisor is above 0, or the dividend at least 0, but not both are known: the operation is marked as `positive` or
  `natural`, and the corrections that only other numbers need are left out.
- Only whether a remainder is 0 is asked: it is marked `divides`, and may have the sign of the dividend. Floor and
  truncated remainder are 0 for the same operands. Not where the remainder is used for anything else.
- The index of a checked access is at least 0: it is converted to an unsigned type of its width, which counts from the
  start only. It is the same number, so the same accesses raise. The access is marked as `natural`.
- The count of a shift is below the width of what is shifted: it is marked `inside`, and needs no comparison.
- What is shifted to the right is at least 0: the shift is marked `natural`, and fills up with zeros, as its sign is.
  LLVM knows a CRC's loop by such a shift.
"""

from nativecomp.analysis.ranges import Ranges
from nativecomp.ir import Block, Function, Module, Op
from nativecomp.language.types import BOOL, FIXED_INTS, IntType, Type

_LARGEST = 4000
"""Operations of a function beyond which it is left as it is."""


def use_ranges(module: Module, word_bits: int, opt: str) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    shared = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        ops = function.ops
        if len(ops) <= _LARGEST and any(_gains(function, op) for op in ops):
            _Signs(function, Ranges(function, shared, word_bits)).run()


def _is_signed(op: Op) -> bool:
    return isinstance(op.type, IntType) and op.type.signed


def _gains(function: Function, op: Op) -> bool:
    """Whether an operation could become a faster one."""
    if op.name in ("int.floordiv", "int.mod"):
        return _is_signed(op)
    if op.name in ("int.shl", "int.shr"):
        return op.operands[1].name != "const" or (op.name == "int.shr" and _is_signed(op))
    return _is_checked(function, op) and op.operands[1].name != "const"


def _is_checked(function: Function, op: Op) -> bool:
    return (
        op.name in ("buffer.load", "buffer.store")
        and function.options.bounds
        and op.attributes.get("checked", True)
        and _is_signed(op.operands[1])
    )


def _unsigned(type_: Type) -> IntType:
    assert isinstance(type_, IntType)
    return FIXED_INTS[f"uint{type_.bits}"]


class _Signs:
    """The operations of one function."""

    def __init__(self, function: Function, ranges: Ranges) -> None:
        self.function = function
        self.ranges = ranges
        self.users: dict[Op, list[Op]] = {}
        for op in function.ops:
            for operand in op.operands:
                self.users.setdefault(operand, []).append(op)

    def run(self) -> None:
        for block in self.function.blocks:
            for op in [op for op in block.ops if _gains(self.function, op)]:
                if op.name in ("int.floordiv", "int.mod"):
                    self._divide(block, op)
                elif op.name in ("int.shl", "int.shr"):
                    assert isinstance(op.type, IntType)
                    count = self.ranges.range_of(op.operands[1])
                    if op.operands[1].name != "const" and count.low >= 0 and count.high < op.type.bits:
                        op.attributes["inside"] = True
                    if op.name == "int.shr" and op.type.signed and self.ranges.range_of(op.operands[0]).low >= 0:
                        op.attributes["natural"] = True
                elif self.ranges.range_of(op.operands[1]).low >= 0:
                    op.operands[1] = _before(block, op, "convert", [op.operands[1]], _unsigned(op.operands[1].type))
                    op.attributes["natural"] = True

    def _divide(self, block: Block, op: Op) -> None:
        left, right = op.operands
        natural, positive = self.ranges.range_of(left).low >= 0, self.ranges.range_of(right).low > 0
        if natural and self.ranges.range_of(right).low >= 0:
            unsigned = _unsigned(op.type)
            operands = [self._converted(block, op, one, unsigned) for one in op.operands]
            made = _before(block, op, op.name, operands, unsigned)
            if "within" in op.attributes:
                made.attributes["within"] = op.attributes.pop("within")
            op.name, op.operands = "convert", [made]
            return
        if right.name != "const":
            op.attributes |= {name: True for name, known in (("positive", positive), ("natural", natural)) if known}
        if op.name == "int.mod" and all(_asks_for_zero(user, op) for user in self.users.get(op, [])):
            op.attributes["divides"] = True

    def _converted(self, block: Block, op: Op, value: Op, type_: IntType) -> Op:
        if value.name == "const":
            made = _before(block, op, "const", [], type_)
            made.attributes["value"] = value.attributes["value"]
            return made
        return _before(block, op, "convert", [value], type_)


def _asks_for_zero(user: Op, value: Op) -> bool:
    """Whether an operation asks whether a value is 0, and nothing else of it."""
    if user.name == "convert":
        return user.type == BOOL
    if user.name != "int.compare" or user.attributes["predicate"] not in ("==", "!="):
        return False
    other = user.operands[1] if user.operands[0] is value else user.operands[0]
    return other.name == "const" and other.attributes["value"] == 0


def _before(block: Block, op: Op, name: str, operands: list[Op], type_: Type) -> Op:
    """A new operation in front of another."""
    made = Op(name, operands, type_, {}, op.span)
    block.ops.insert(block.ops.index(op), made)
    return made
