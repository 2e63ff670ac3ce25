"""Guards that take values to be small, so that they fit a word: what they test, of which values, and what runs then."""

import itertools

import pytest

import nativecomp
from nativecomp.ir import Local, Op
from nativecomp.language.types import FIXED_INTS, IntType
from nativecomp.passes.forms import Form, Forms, add, number, sub
from nativecomp.passes.guards import GuardWriter, are_plausible, assumptions, conditions, strongest
from nativecomp.passes.interval import Needs, Small
from nativecomp.passes.values import Value
from tests.analysis.test_ranges import evaluate
from tests.passes.test_bounds import outcome, reference
from tests.reference import Program

WORD = IntType("int", 32, True)
EDGES = (0, 1, -1, 2**15 - 1, 2**15, -(2**15), -(2**15) - 1, 2**31 - 1, -(2**31), 12345, -12345)


def entry(number: int, type_: IntType = WORD) -> Value:
    return Value(number, "entry", type_, (), Local(f"x{number}", type_), True, 0)


def run(ops: list[Op], result: Op, slots: dict[Local, int]) -> int:
    values: dict[Op, int] = {}
    for op in ops:
        operands = [values[operand] for operand in op.operands]
        values[op] = slots[op.attributes["local"]] if op.name == "local.load" else evaluate(op, operands)
    return values[result]


@pytest.mark.parametrize("kind", ["int32", "int16", "uint16", "uint32", "int64"])
def test_one_condition_says_that_all_values_are_small(kind: str) -> None:
    type_ = FIXED_INTS[kind]
    natural, other = entry(0), entry(1, type_)
    need = Small((natural,), 15, (other,)) if type_.signed else Small((natural, other), 15)
    for a, b in itertools.product(EDGES, EDGES):
        writer = GuardWriter(32)
        result = writer.condition(need)
        b = type_.wrap(b)
        expected = 0 <= a < 2**15 and (-(2**15) if type_.signed else 0) <= b < 2**15
        assert run(writer.ops, result, {natural.data: a, other.data: b}) == expected, (a, b)


def whole(forms: Forms, value: Value) -> Form:
    assert isinstance(value.type, IntType)
    return forms.value(value, value.type.minimum, value.type.maximum)


def test_only_what_does_not_fit_a_word_is_assumed_to_be_small() -> None:
    forms, length = Forms(), entry(9)
    x, y, z, n = (entry(number) for number in range(4))
    room = whole(forms, length)
    product = sub(room, add(forms.product(whole(forms, x), whole(forms, y)), whole(forms, z)))
    assert assumptions([sub(room, whole(forms, n))], WORD) == {}, "a comparison of two values needs no assumption"
    found = assumptions([product, whole(forms, x)], WORD)
    assert found[x] == Small((x,), 15), "a need says that it is not below zero"
    assert found[y] == Small((), 15, (y,))
    assert found[z] == Small((), 28, (z,))
    assert n not in found


def test_needs_of_small_values_are_one() -> None:
    x, y = entry(0), entry(1)
    needs = strongest([Small((y,), 15), number(-1), Small((), 15, (x,)), Small((y,), 15)])
    assert needs[0] == Small((y,), 15, (x,))
    assert len(needs) == 2


def test_needs_that_leave_one_number_are_not_plausible() -> None:
    forms, x = Forms(), entry(0)
    above, below = add(whole(forms, x), number(-3)), sub(number(3), whole(forms, x))
    assert are_plausible([above])
    assert not are_plausible([above, below])
    assert are_plausible([above, add(below, number(1))])
    assert not are_plausible([whole(forms, x), add(number(3), whole(forms, x), -4)]), "x is 0"
    assert are_plausible([whole(forms, x), add(number(4), whole(forms, x), -4)])


def test_what_asks_a_value_for_too_much_is_as_good_as_never_met() -> None:
    forms = Forms()
    x, length = whole(forms, entry(0)), whole(forms, Value(9, "buffer.length", WORD, (), None, True, 0))
    assert conditions(Needs([add(x, number(-4096))])) is None
    assert conditions(Needs([add(length, number(-4096))])) is not None
    assert conditions(Needs([add(x, number(-64))])) is not None
    assert conditions(Needs([add(length, x, -(2**15))])) is None
    assert conditions(Needs([add(length, x, -(2**10))])) is not None


FILL = """from nativecomp import viper, int32, uint8, int16

@viper
def fill(b: int32[:], c: uint8[:], d: int16[:], stride: int, x: int, y: int, w: int, h: int) -> int:
    done = 0
    for row in range(y, y + h):
        at = row * stride + x
        for i in range(at, at + w):
            b[i - 1] = b[i] + b[i + 1] + done
            done += 1
    return done

@viper
def sums(b: int32[:], c: uint8[:], d: int16[:], stride: int, x: int, y: int, w: int, h: int) -> int:
    total = 0
    for i in range(x, x + w):
        for k in range(h):
            total += b[i + k * stride] * c[k + y] + d[i + y] + b[k]
    return total
"""
CASES = [
    (4, 1, 0, 3, 3), (4, 1, 0, 4, 4), (4, 0, 0, 2, 3), (-4, 13, 0, 2, 3), (4, -3, 1, 3, 3), (4, 5, -1, 3, 3),
    (0, 1, 0, 14, 2), (0x7FFF, 1, 0, 3, 1), (0x8000, 1, 0, 3, 1), (-0x8000, 1, 0, 3, 1), (0x10000, 1, 0x10000, 3, 1),
    (4, 1, 0x7FFFFFFF, 2, 1), (4, 0x7FFFFFFE, 0, 3, 1), (0x40000000, 1, 4, 3, 1), (1, 1, 0, 0x7FFFFFFF, 1),
    (1, 1, 0, 3, -5), (3, 2, 1, 0, 0), (-0x80000000, 1, 2, 3, 1),
]  # fmt: skip


@pytest.mark.parametrize("name", ["fill", "sums"])
def test_large_values_take_the_checked_way(name: str) -> None:
    module = nativecomp.load_source(FILL, target="cortex-m4f", opt="balanced")
    ir = module.compilation.ir
    assert "value=32767" in ir[ir.index(f"_{name}(") :], "no guard takes values to be small"
    function, program = getattr(module, name), Program(FILL)
    compared = 0
    for case in CASES:
        given = (list(range(16)), bytes(range(16)), [5] * 16, *case)
        expected = reference(program, name, given)
        if expected is not None:
            compared += 1
            assert outcome(lambda arguments: function(*arguments), given) == expected, case
    assert compared >= len(CASES) - 3


PLACES = """
from nativecomp import int16, int32, uint8, viper

@viper
def smooth(b: int32[:], c: uint8[:], d: int16[:], w: int, h: int) -> int:
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            total = 0
            for dy in range(3):
                for dx in range(3):
                    total += b[(y + dy - 1) * w + x + dx - 1] * (dx + dy)
            c[y * w + x] = total >> 4
    return h

@viper
def mixed(b: int32[:], c: uint8[:], d: int16[:], w: int, h: int) -> int:
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            total = b[y * w + x]
            for turn in range(3):
                for bit in range(3):
                    total = (total << 3) + (total >> 5) + (total ^ 0x55) * 77 + (total & 0x0F0F) - turn * bit
            c[y * w + x] = total >> 4
    return h
"""


def test_operations_that_compute_places_count_as_work_that_a_guard_saves() -> None:
    """A loop with checks computes each place anew; one without them steps through memory."""
    module = nativecomp.load_source(PLACES, target="cortex-m4f", opt="balanced")
    ir = module.compilation.ir
    smooth, mixed = ir[ir.index("_smooth(") : ir.index("_mixed(")], ir[ir.index("_mixed(") :]
    assert "loop='inside'" in smooth
    assert "loop='inside'" not in mixed
    program = Program(PLACES)
    for w, h in ((4, 4), (5, 3), (4, 5), (-4, 4), (0x8000, 3), (0, 9), (4, -4)):
        given = (list(range(16)), bytes(16), [5] * 16, w, h)
        expected = reference(program, "smooth", given)
        if expected is not None:
            assert outcome(lambda arguments: module.smooth(*arguments), given) == expected, (w, h)
