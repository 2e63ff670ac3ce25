"""Numbers as arguments: which are taken, how they are cut, and what is said about the others."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.api.modules import CORES, sample


@pytest.fixture(params=CORES)
def core(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("bits", [8, 64])
@pytest.mark.parametrize(
    "value", [0, 1, -1, 127, 128, -128, -129, 255, 256, 2**31, -(2**31), 2**63, 2**64 + 3, -(10**30)]
)
def test_integers_are_cut_to_their_type(core: str, bits: int, value: int) -> None:
    module = sample(core)
    low = value % 2**bits
    assert getattr(module, f"as_uint{bits}")(value) == low
    assert getattr(module, f"as_int{bits}")(value) == (low - 2**bits if low >> (bits - 1) else low)


@pytest.mark.parametrize("value", [2**31, 2**32 - 1, 2**32, -1, 10**30])
def test_a_word_is_the_cores(core: str, value: int) -> None:
    bits = 64 if core == "x86-64" else 32
    assert sample(core).as_uint(value) == value % 2**bits
    assert sample(core).as_int(value) % 2**bits == value % 2**bits
    assert -(2 ** (bits - 1)) <= sample(core).as_int(value) < 2 ** (bits - 1)


@pytest.mark.parametrize("value", [True, np.int8(1), np.uint64(1), np.bool_(True).astype(int), np.array(1)])
def test_what_can_be_an_index_is_an_integer(value: Any) -> None:
    assert sample().as_int(value) == 1


@pytest.mark.parametrize(("value", "given"), [
    (1.0, "a float was given; pass `int(...)` of it"),
    (np.float32(1), "a float32 was given"),
    ("1", "a str was given"),
    (None, "None was given"),
    (b"1", "a bytes was given"),
    ([1], "a list was given"),
    (Decimal(1), "a Decimal was given"),
])  # fmt: skip
def test_what_is_no_integer(value: Any, given: str) -> None:
    with pytest.raises(TypeError) as caught:
        sample().add(value)
    assert str(caught.value) == f"add(): argument `a` is `int`, {given}"


@pytest.mark.parametrize("value", [0, 1, -7, 1.5, -0.0, 1e30, True, np.float32(0.1), np.float64(0.1), np.int16(3),
                                   Decimal("1.25"), np.array(2.5), math.inf, -math.inf])  # fmt: skip
def test_floats(core: str, value: Any) -> None:
    module = sample(core)
    wide, narrow = module.as_float64(value), module.as_float32(value)
    assert wide == float(value)
    assert narrow == float(np.float32(float(value)))
    assert math.copysign(1, wide) == math.copysign(1, float(value))


def test_a_float_beyond_single_precision_is_infinite() -> None:
    assert sample().as_float32(1e300) == math.inf
    assert sample().as_float32(-1e300) == -math.inf
    assert math.isnan(sample().as_float64(math.nan))


@pytest.mark.parametrize("value", ["1.5", b"1.5", None, 1j, [1.0], np.array([1.5, 2.5])])
def test_what_is_no_float(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^as_float32\(\): argument `x` is `float32`, .* was given$"):
        sample().as_float32(value)


def test_an_int_too_large_for_a_float() -> None:
    with pytest.raises(OverflowError, match=r"^as_float64\(\): argument `x` is `float64`"):
        sample().as_float64(10**400)


@pytest.mark.parametrize(
    ("value", "truth"), [(True, True), (0, False), (2, True), (256, True), (None, False), ("", False)]
)
def test_a_bool_is_the_truth_of_what_is_given(core: str, value: Any, truth: bool) -> None:
    assert sample(core).as_bool(value) is truth


def test_objects_pass_unseen(core: str) -> None:
    for thing in (None, "text", object(), [1], 3, 2.5):
        assert sample(core).ignores(thing, 7) == 7


def test_arguments_beyond_the_registers(core: str) -> None:
    assert sample(core).seven(1, 2, 3, 4.9, True, -6, 7) == 1 + 20 + 300 + 4000 + 10000 - 600000 + 7000000
    assert sample(core).seven(g=7, f=-6, e=1, d=4, c=3, b=2, a=1) == 1 + 20 + 300 + 4000 + 10000 - 600000 + 7000000


def test_defaults_and_keywords() -> None:
    module = sample()
    assert module.add(1) == 6
    assert module.add(1, b=2) == module.add(b=2, a=1) == 3
    assert module.keyword_only(2) == 6
    assert module.keyword_only(2, b=5) == 10
    assert module.positional_only(5, 3) == module.positional_only(5, b=3) == 2


@pytest.mark.parametrize(("arguments", "keywords", "message"), [
    ((), {}, "add() lacks `a`"),
    ((), {"b": 1}, "add() lacks `a`"),
    ((1, 2, 3), {}, "add() takes 2 positional arguments, 3 were given"),
    ((1,), {"a": 2}, "add() got its parameter `a` twice"),
    ((1,), {"c": 2}, "add() has no parameter `c`"),
])  # fmt: skip
def test_wrong_calls(arguments: tuple[Any, ...], keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        sample().add(*arguments, **keywords)
    assert str(caught.value) == message


def test_wrong_ways_to_pass_a_parameter() -> None:
    with pytest.raises(TypeError, match=r"^keyword_only\(\) takes 1 positional argument, 2 were given$"):
        sample().keyword_only(1, 2)
    with pytest.raises(TypeError, match=r"^positional_only\(\) got its positional-only parameter `a` as a keyword$"):
        sample().positional_only(a=1, b=2)


def test_the_emulator_is_whole_after_a_wrong_call() -> None:
    for wrong in ("x", None, 1.5):
        with pytest.raises(TypeError):
            sample().add(1, wrong)
        assert sample().add(1, 2) == 3
