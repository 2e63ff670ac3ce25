"""Loops that run in a version for small integers, and leave it at any point, do what bytecode does."""

import itertools
import random
from typing import Any

import pytest

from tests.bridge.oracle import execute, plain
from tests.mpy.micropython import build, run
from tests.mpy.random_loops import CUT, LoopGenerator

ENDS = (0, 1, -1, 6, 2**30 - 3, -(2**30) + 1, 2**62 - 5, -(2**62) + 2, 40)
_COMPARE = """
import app, plain
VALUES = [%s]
def outcome(f, given):
    try:
        return repr(f(*given))
    except Exception as error:
        return repr(error)
count = 0
for name in sorted(dir(plain)):
    if name[0] == "f":
        for n in range(%d):
            given = [VALUES[(n * k + n // k) %% len(VALUES)] for k in (3, 5, 7)]
            got, expected = outcome(getattr(app, name), given), outcome(getattr(plain, name), given)
            count += 1
            if got != expected:
                print(name, given, got, expected)
print(count)
"""


def sources(seed: int, count: int, *, others: bool) -> list[str]:
    made = LoopGenerator(seed, others=others)
    return [made.function(f"f{number}") for number in range(count)]


def check_as_bytecode(seed: int, count: int, opt: str, *, others: bool, calls: int = 40) -> None:
    functions = sources(seed, count, others=others)
    app = "import micropython\n" + CUT + "".join(f"@micropython.native\n{text}" for text in functions)
    values = [*map(str, ENDS), *(["True", "2.5", "None", "2**70", "'x'"] if others else [])]
    files = {"app.mpy": build(app, opt=opt), "plain.py": (CUT + "".join(functions)).encode()}
    shown = run(files, _COMPARE % (", ".join(values), calls), "-X", "heapsize=8m")
    assert shown == f"{count * calls}\n", shown


@pytest.mark.parametrize(("opt", "others"), [("balanced", True), ("speed", False)])
def test_random_loops_as_bytecode(opt: str, others: bool) -> None:
    check_as_bytecode(1, 12, opt, others=others)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "opt"), [*itertools.product(range(100, 112), ("size", "balanced", "speed"))])
def test_more_random_loops_as_bytecode(seed: int, opt: str) -> None:
    check_as_bytecode(seed, 40, opt, others=bool(seed & 1))


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "rv32imc"])
def test_random_loops_at_the_desk(target: str) -> None:
    """By CPython, where small integers end at 30 bits."""
    functions = sources(2, 6, others=False)
    text = CUT + "".join(f"@native\n{text}" for text in functions)
    compiled, expected = execute(text, target), plain(text)
    choose = random.Random(3)
    for number, _ in enumerate(functions):
        for _ in range(8):
            given = choose.choices(ENDS, k=3)
            outcomes = [_outcome(names[f"f{number}"], given) for names in (compiled, expected)]
            assert outcomes[0] == outcomes[1], (functions[number], given)


def _outcome(function: Any, given: list[int]) -> Any:
    try:
        return function(*given)
    except Exception as error:
        return type(error)
