"""The generators and the reducer, judged without the compiler: a stand-in with a known fault takes its place."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

import nativecomp
from tests.fuzz import object_judge
from tests.fuzz.functions import Functions
from tests.fuzz.judge import Outcome, compare, expectations, same, same_outcome
from tests.fuzz.objects import CALLS, object_functions
from tests.fuzz.reduce import reduce, simplest
from tests.fuzz.samples import Sample, expression_sample, materialise
from tests.reference import Program


@pytest.mark.parametrize(("kind", "count"), [("expressions", 200), ("functions", 60)])
def test_generated_programs_are_valid_and_mostly_return(kind: str, count: int) -> None:
    rng = random.Random(f"generators {kind}")
    samples = [
        expression_sample(rng, f"f{i}") if kind == "expressions" else Functions(rng, f"f{i}").sample()
        for i in range(count)
    ]
    seen: Counter[str] = Counter()
    for words in ((32, 32), (64, 64)):
        for outcomes in expectations(samples, *words):
            seen.update("none" if o is None else type(o.exception).__name__ for o in outcomes)
    total = sum(seen.values())
    assert seen["NoneType"] > 0.6 * total
    assert seen["none"] < 0.02 * total
    assert set(seen) <= {
        *("NoneType", "none", "ZeroDivisionError", "ValueError", "IndexError", "AssertionError"),
        *("RuntimeError", "KeyError", "OSError"),
    }


def test_same_seed_same_programs() -> None:
    first, second = (expression_sample(random.Random(5), "f") for _ in range(2))
    assert first.source == second.source
    assert all(same(a, b) for a, b in zip(first.calls, second.calls, strict=True))


def test_copies_of_one_buffer_stay_one() -> None:
    data = bytearray(4)
    first, second = materialise((data, data))
    assert first is second
    assert first is not data


def test_sameness() -> None:
    nan = float("nan")
    assert same((1, nan), (1, nan))
    assert not same(0.0, -0.0)
    assert not same(1, True)
    assert not same(1, 1.0)
    raised = Outcome(None, ValueError("a"), (b"x",))
    assert same_outcome(raised, Outcome(None, ValueError("a"), (b"x",)))
    assert not same_outcome(raised, Outcome(None, ValueError("b"), (b"x",)))
    assert not same_outcome(raised, Outcome(None, ValueError("a"), (b"y",)))


class FaultyCompiler:
    """The reference itself, but `>>` became `<<`."""

    def __init__(self, text: str) -> None:
        self.program = Program(text.replace(">>", "<<"))

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> Any:
            result = self.program.call(name, arguments)
            if result.exception is not None:
                raise result.exception
            return result.value

        return call


SHIFTS = """\
@viper
def helper(a: int) -> int:
    return a * 3

@viper
def f(a: int, b: uint8):
    c = 0
    for i in range(b & 3):
        if a > 5:
            c += helper(a) + i
        else:
            c = (a >> 4) + (b | 1)
    return c + (helper(b) ^ (a + 1))
"""


def test_mismatch_is_found_and_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nativecomp, "load_source", lambda text, **options: FaultyCompiler(text), raising=False)
    sample = Sample(SHIFTS, "f", [(100, 1), (4, 2), (3, 255)])
    (found,) = compare([sample], expectations([sample], 32, 32), "cortex-m0", "size")
    assert found.arguments == (4, 2)
    small = reduce(found, seconds=20)
    assert ">>" in small.sample.source
    assert "helper" not in small.sample.source
    assert len(small.sample.source.splitlines()) <= 5


def test_refusal_names_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(text: str, **options: Any) -> Any:
        if "**" in text:
            raise RuntimeError("no power")
        return FaultyCompiler(text)

    monkeypatch.setattr(nativecomp, "load_source", load, raising=False)
    samples = [
        Sample(f"@viper\ndef f{i}(a: int):\n    return a {op} 3\n", f"f{i}", [(2,)])
        for i, op in enumerate(("+", "*", "**", "-"))
    ]
    (found,) = compare(samples, expectations(samples, 32, 32), "cortex-m3", "speed")
    assert found.refused
    assert found.sample is samples[2]
    assert "no power" in found.got


def test_object_mismatch_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_judge, "STAND_INS", object_judge.STAND_INS + "def len(_):\n    return 99\n")
    monkeypatch.setattr(object_judge, "SECONDS", 0.0)
    calls, found = object_judge.compare_objects("objects", "2024 1", 2, "x86-64", "size")
    assert calls == 2 * len(CALLS)
    [(line, text)] = found
    assert "99), " in line or "99); " in line
    assert line in text


def test_object_programs_become_small() -> None:
    _, text = object_functions("2024", 6)
    small = simplest(text, lambda variant: "box.log.append(n)" in variant and "finally" in variant, 20.0)
    assert small.startswith("@viper\ndef deep(")
    assert len(small.splitlines()) == 6
