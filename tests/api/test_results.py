"""Results of every type, and what is told of a compiled function: measurements, listings, representations."""

import json

import pytest

import nativecomp
from tests.api.modules import CORES, sample


@pytest.fixture(params=CORES)
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return sample(request.param)


def test_the_python_type_of_each_result(module: nativecomp.Module) -> None:
    assert module.nothing(1) is None
    for name, value, result in (
        ("as_int", -1, -1),
        ("as_uint8", 255, 255),
        ("as_int64", -(2**63), -(2**63)),
        ("as_bool", 1, True),
        ("as_float32", 1, 1.0),
        ("as_float64", 0.1, 0.1),
        ("as_ptr", 0x2000, 0x2000),
    ):
        got = getattr(module, name)(value)
        assert got == result
        assert type(got) is type(result)


def test_tuples(module: nativecomp.Module) -> None:
    assert module.several(3, 1.25) == (3, 1.25, True, 3, 3 << 40)
    assert module.several(-1, -0.5) == (-1, -0.5, False, 255, -1 << 40)
    assert [type(item) for item in module.several(3, 1)] == [int, float, bool, int, int]


def test_a_measurement_adds_up(module: nativecomp.Module) -> None:
    short, long = module.total.measure(b"ab"), module.total.measure(bytes(100))
    assert short.value == 195
    assert long.instructions > short.instructions > 0
    for measured in (short, long):
        assert sum(measured.lines.values()) == measured.instructions
        first = module.total.typed.source.node.lineno
        assert all(first - 1 <= line <= first + 4 for line in measured.lines)
    assert module.total.measure(b"ab") == short


def test_what_no_line_holds_is_told_as_line_0() -> None:
    measured = sample("cortex-m0").divide.measure(1000, 7)
    assert measured.lines[0] > 10
    assert sum(measured.lines.values()) == measured.instructions
    assert 0 not in sample().divide.measure(1000, 7).lines


def test_a_measurement_of_what_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        sample().divide.measure(1, 0)
    assert sample().divide.measure(7, 2).value == 3


def test_counts_are_those_of_an_uncounted_call() -> None:
    module = sample()
    value, instructions = module.count_call(lambda: module.total(b"abc") + module.total(b"d"))
    assert value == 394
    assert instructions == module.total.measure(b"abc").instructions + module.total.measure(b"d").instructions


def test_listings(module: nativecomp.Module) -> None:
    function = module.total
    assert f"{function.typed.source.node.lineno + 3} |         s += x" in function.asm()
    assert function.asm().startswith("total: ")
    assert "define" in function.llvm()
    assert "define" in function.llvm(optimized=True)
    assert "total" in function.ir()
    assert 0 < function.body_size < 200 < function.size + 100


def test_representations() -> None:
    module = sample()
    assert repr(module.total) == "<compiled function total for cortex-m4f>"
    assert repr(module.Filter) == "<compiled functions of Filter>"
    assert repr(module).startswith("<compiled ")
    json.dumps(module.total.measure(b"ab").lines)
