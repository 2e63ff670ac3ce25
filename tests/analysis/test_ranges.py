"""Value ranges: what is known where, and that no value of any run of a random function is outside of its range."""

import operator
import random
from collections.abc import Callable

import pytest

from nativecomp.analysis.ranges import Ranges
from nativecomp.analysis.transfer import Range, compared
from nativecomp.ir import Block, Function, FunctionOptions, Local, Op, parse_module
from nativecomp.language.diagnostics import Span
from nativecomp.language.types import BOOL, FIXED_INTS, NONE, IntType, Type, TypeContext

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
TWO = ("int.add", "int.sub", "int.mul", "int.and", "int.or", "int.xor", "int.min", "int.max", "int.floordiv", "int.mod")
ONE = ("int.neg", "int.invert", "int.abs")
KINDS = [FIXED_INTS[name] for name in ("int32", "int32", "int32", "uint32", "int8", "uint8", "int64")]


class Raised(Exception):
    """A division by zero."""


def evaluate(op: Op, args: list[int]) -> int:
    """The value of an operation, by docs/language.md."""
    type_ = op.type
    if op.name == "int.compare":
        return int(COMPARE[op.attributes["predicate"]](*args))
    if op.name == "const":
        return int(op.attributes["value"])
    if type_ == BOOL:
        return {"bool.not": lambda a: 1 - a, "bool.and": operator.and_, "bool.or": operator.or_,
                "convert": lambda a: int(a != 0)}[op.name](*args)  # fmt: skip
    assert isinstance(type_, IntType)
    if op.name in ("int.floordiv", "int.mod") and not args[1]:
        raise Raised
    exact: dict[str, Callable[..., int]] = {
        "convert": lambda a: a, "int.add": operator.add, "int.sub": operator.sub, "int.mul": operator.mul,
        "int.and": operator.and_, "int.or": operator.or_, "int.xor": operator.xor, "int.min": min, "int.max": max,
        "int.floordiv": operator.floordiv, "int.mod": operator.mod, "int.neg": operator.neg,
        "int.invert": operator.invert, "int.abs": abs,
        "int.shl": lambda a, b: a << (b & 255), "int.shr": lambda a, b: a >> (b & 255),
    }  # fmt: skip
    return type_.wrap(exact[op.name](*args))


def run(function: Function, arguments: list[int], steps: int) -> list[tuple[Op, int]]:
    """Run a function for some steps: all operations with their values, in order."""
    slots = dict.fromkeys(function.locals, 0) | dict(zip(function.params, arguments, strict=True))
    values: dict[Op, int] = {}
    seen: list[tuple[Op, int]] = []
    block = function.blocks[0]
    while True:
        try:
            for op in block.ops:
                if op.name == "local.load":
                    values[op] = slots[op.attributes["local"]]
                elif op.name == "local.store":
                    slots[op.attributes["local"]] = values[op.operands[0]]
                elif not op.ends_block:
                    values[op] = evaluate(op, [values[one] for one in op.operands])
                if op in values:
                    seen.append((op, values[op]))
        except Raised:
            if block.handler is None:
                return seen
            block = block.handler
        else:
            end = block.ops[-1]
            if end.name == "return" or len(seen) > steps:
                return seen
            holds = end.name == "jump" or values[end.operands[0]]
            block = end.targets[0 if holds else 1]
        if len(seen) > steps:
            return seen


class Random:
    """Writes a function of blocks that go anywhere, among them circles with several entries."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.params = [Local(f"p{n}", rng.choice(KINDS)) for n in range(2)]
        self.locals = self.params + [Local(f"x{n}", rng.choice(KINDS)) for n in range(4)]
        self.blocks = [Block(f"b{n}") for n in range(rng.randint(3, 9))]

    def function(self) -> Function:
        for number, block in enumerate(self.blocks):
            if self.rng.random() < 0.2 and number:
                block.handler = self.rng.choice(self.blocks[1:])
            for _ in range(self.rng.randint(1, 3)):
                self._assign(block)
            self._end(block)
        options, span = FunctionOptions(), Span("r.py", 1, 1, 1, 1)
        result = Function("r", "r", self.params, NONE, options, span, self.locals, blocks=self.blocks)
        reached = list(dict.fromkeys(self.blocks[:1]))
        for one in reached:  # grows
            reached += [other for other in one.successors if other not in reached]
        result.blocks = [one for one in self.blocks if one in reached]
        return result

    def _op(self, block: Block, name: str, operands: list[Op], type_: Type, **attributes: object) -> Op:
        block.ops.append(Op(name, operands, type_, dict(attributes)))
        return block.ops[-1]

    def _value(self, block: Block, type_: IntType, depth: int) -> Op:
        choice = self.rng.random()
        if depth == 0 or choice < 0.2:
            if choice < 0.1 or self.rng.random() < 0.3:
                ends = [type_.minimum, type_.maximum, type_.maximum - 1, 0, 1, 2, 3, 7, 10, 100]
                return self._op(block, "const", [], type_, value=self.rng.choice(ends))
            local = self.rng.choice(self.locals)
            loaded = self._op(block, "local.load", [], local.type, local=local)
            return loaded if local.type == type_ else self._op(block, "convert", [loaded], type_)
        if choice < 0.3:
            return self._op(block, self.rng.choice(ONE), [self._value(block, type_, depth - 1)], type_)
        if choice < 0.45:
            operands = [self._value(block, one, depth - 1) for one in (type_, self.rng.choice(KINDS))]
            return self._op(block, self.rng.choice(("int.shl", "int.shr")), operands, type_)
        operands = [self._value(block, type_, depth - 1) for _ in range(2)]
        return self._op(block, self.rng.choice(TWO), operands, type_)

    def _assign(self, block: Block) -> None:
        local = self.rng.choice(self.locals)
        assert isinstance(local.type, IntType)
        self._op(block, "local.store", [self._value(block, local.type, self.rng.randint(0, 2))], NONE, local=local)

    def _condition(self, block: Block, depth: int) -> Op:
        choice = self.rng.random()
        if depth and choice < 0.2:
            return self._op(block, "bool.not", [self._condition(block, depth - 1)], BOOL)
        if depth and choice < 0.4:
            both = [self._condition(block, depth - 1) for _ in range(2)]
            return self._op(block, self.rng.choice(("bool.and", "bool.or")), both, BOOL)
        kinds = [self.rng.choice(KINDS) for _ in range(2)]
        left, right = (self._value(block, kind, self.rng.randint(0, 1)) for kind in kinds)
        if choice > 0.9:
            return self._op(block, "convert", [left], BOOL)
        return self._op(block, "int.compare", [left, right], BOOL, predicate=self.rng.choice(list(COMPARE)))

    def _end(self, block: Block) -> None:
        choice = self.rng.random()
        if choice < 0.1:
            self._op(block, "return", [], NONE)
        elif choice < 0.4:
            self._op(block, "jump", [], NONE, target=self.rng.choice(self.blocks[1:]))
        else:
            then, otherwise = (self.rng.choice(self.blocks[1:]) for _ in range(2))
            self._op(block, "branch", [self._condition(block, 2)], NONE, then=then, otherwise=otherwise)


def _arguments(rng: random.Random, function: Function) -> list[int]:
    found = []
    for param in function.params:
        type_ = param.type
        assert isinstance(type_, IntType)
        found.append(rng.choice([type_.minimum, type_.maximum, 0, 1, type_.wrap(-1), rng.randint(-100, 100) & 127]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_no_value_is_outside_of_its_range(seed: int) -> None:
    rng = random.Random(seed)
    narrowed = 0
    for _ in range(60):
        function = Random(rng).function()
        ranges = Ranges(function, set(), 32)
        for _ in range(6):
            for op, value in run(function, _arguments(rng, function), 400):
                if isinstance(op.type, IntType):
                    low, high = ranges.range_of(op)
                    assert low <= value <= high, f"{op.name} gave {value}, not in {low}..{high}"
                    narrowed += (low, high) != (op.type.minimum, op.type.maximum)
    assert narrowed > 1000, "the ranges say nothing"


@pytest.mark.parametrize("predicate", COMPARE)
def test_a_comparison_keeps_what_satisfies_it_and_no_more_than_ends(predicate: str) -> None:
    small = [Range(low, high) for low in range(-2, 3) for high in range(low, 3)]
    for left in small:
        for right in small:
            pairs = [
                (a, b)
                for a in range(left.low, left.high + 1)
                for b in range(right.low, right.high + 1)
                if COMPARE[predicate](a, b)
            ]
            found = compared(predicate, left, right)
            if found is None:
                assert not pairs
                continue
            for number, range_ in enumerate(found):
                assert {pair[number] for pair in pairs} <= set(range(range_.low, range_.high + 1))


GCD = """
def f(n: int) -> int:
  local i: int
  local a: int
  local b: int
  local limit: int
entry:
  %0: int = const value=1
  %1: int = local.load local=n
  local.store %0, local=i
  local.store %1, local=limit
  jump target=for
for:
  %2: int = local.load local=i
  %3: int = local.load local=limit
  %4: bool = int.compare %2, %3, predicate='<'
  branch %4, then=body, otherwise=end
body:
  %5: int = local.load local=n
  local.store %5, local=a
  %6: int = local.load local=i
  local.store %6, local=b
  jump target=while
while:
  %7: int = local.load local=b
  %8: bool = convert %7
  branch %8, then=turn, otherwise=next
turn:
  %9: int = local.load local=b
  %10: int = local.load local=a
  %11: int = int.mod %10, %9
  local.store %9, local=a
  local.store %11, local=b
  jump target=while
next:
  %12: int = local.load local=i
  %13: int = const value=1
  %14: int = int.step %12, %13
  local.store %14, local=i
  jump target=for
end:
  return %1
"""


def ranges_of(text: str, name: str) -> list[tuple[int, int]]:
    """The ranges of the operations of a name, in order."""
    function = parse_module(text, TypeContext(32, 32)).functions[-1]
    ranges = Ranges(function, set(), 32)
    return [tuple(ranges.range_of(operand)) for op in function.ops if op.name == name for operand in op.operands]


def test_a_limit_is_known_from_a_slot_that_holds_the_same() -> None:
    assert ranges_of(GCD, "int.mod") == [(1, 2**31 - 1), (1, 2**31 - 2)]


def test_a_slot_is_not_narrowed_by_what_it_no_longer_holds() -> None:
    """`limit` is `n` no more: the loop's condition says nothing of it."""
    changed = GCD.replace("  jump target=for\nbody:", "  jump target=for\nbody:").replace(
        "  local.store %11, local=b\n", "  local.store %11, local=b\n  local.store %11, local=n\n"
    )
    assert ranges_of(changed, "int.mod")[0][0] < 0


ACCESS = """
def f(b: uint8[:], x: int) -> int:
  local n: int
entry:
  %0: int = const value=0
  local.store %0, local=n
  jump target=while
while:
  %1: int = local.load local=x
  %2: bool = convert %1
  branch %2, then=body, otherwise=end
body:
  %3: uint8[:] = local.load local=b
  %4: int = local.load local=n
  %5: int = buffer.load %3, %4
  local.store %5, local=x
  %6: int = local.load local=n
  %7: int = const value=1
  %8: int = int.add %6, %7
  local.store %8, local=n
  jump target=while
end:
  %9: int = local.load local=n
  return %9
"""


def test_an_index_that_was_inside_is_below_the_largest_length() -> None:
    longest = 2**31 - 2**16
    assert ranges_of(ACCESS, "buffer.load")[1] == (0, longest)
    assert ranges_of(ACCESS, "return") == [(0, longest)]


def test_an_access_that_is_not_checked_says_nothing_of_its_index() -> None:
    function = parse_module(ACCESS, TypeContext(32, 32)).functions[-1]
    function.options = FunctionOptions(bounds=False)
    ranges = Ranges(function, set(), 32)
    assert ranges.range_of(function.ops[-2]).low == -(2**31)


SCALED = """
def f(b: uint8[:], n: int, x: int) -> int:
  local i: int
  local k: int
entry:
  %0: int = const value=0
  local.store %0, local=i
  jump target=for
for:
  %1: int = local.load local=i
  %2: int = local.load local=n
  %3: bool = int.compare %1, %2, predicate='<'
  branch %3, then=body, otherwise=end
body:
  %4: int = const value=3
  %5: int = local.load local=i
  %6: int = int.mul %4, %5
  %7: int = const value=2
  %8: int = int.add %6, %7
  local.store %8, local=k
  %9: int = local.load local=x
  %10: bool = convert %9
  branch %10, then=access, otherwise=next
access:
  jump target=next
next:
  %11: uint8[:] = local.load local=b
  %12: int = local.load local=k
  %13: int = buffer.load %11, %12
  %14: int = local.load local=i
  %15: int = const value=1
  %16: int = int.step %14, %15
  local.store %16, local=i
  jump target=for
end:
  return %0
"""
STRAIGHT = SCALED.replace("  branch %10, then=access, otherwise=next\naccess:\n  jump target=next\nnext:\n", "")
SELDOM = SCALED.replace("access:\n  jump target=next\nnext:\n", "access:\n").replace(
    "  %14: int = local.load local=i\n", "  jump target=next\nnext:\n  %14: int = local.load local=i\n"
)


def test_the_index_of_an_access_on_each_iteration_bounds_the_counter_that_it_was_computed_from() -> None:
    assert ranges_of(STRAIGHT, "int.mul")[1] == (0, (2**31 - 2**16 - 3) // 3 + 1)
    assert ranges_of(STRAIGHT, "buffer.load")[1][0] == 2


def test_an_access_that_not_each_iteration_makes_does_not_bound_the_counter() -> None:
    """Where it is left out often enough, `3 * i` wraps."""
    assert ranges_of(SELDOM, "int.mul")[1] == (0, 2**31 - 2)
    assert ranges_of(SELDOM, "buffer.load")[1][0] == -(2**31)


def test_an_index_says_nothing_of_a_slot_that_has_another_value_by_then() -> None:
    changed = STRAIGHT.replace("  %11: uint8[:]", "  local.store %9, local=i\n  %11: uint8[:]")
    assert ranges_of(changed, "int.mul")[1][0] < 0
    assert ranges_of(changed, "buffer.load")[1][0] == -(2**31)
