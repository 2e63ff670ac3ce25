"""Operations that look for small integers themselves give what bytecode gives, at their ends and with all else."""

import random
from typing import Any

import pytest

from tests.bridge.oracle import CORES, execute, plain
from tests.mpy.micropython import build, run
from tests.mpy.small_integers import VALUES, functions, source

_COMPARE = """
import app, plain
from values import VALUES
def outcome(f, a, b):
    try:
        return repr(f(a, b))
    except Exception as error:
        return repr(error)
count = 0
for name in dir(plain):
    if name[0] == "f":
        for a in VALUES:
            for b in VALUES:
                # Large results use up the memory, or take hours.
                if isinstance(b, int) and abs(b) > 100 and "<<" in BODIES[name]:
                    continue
                if "*" in BODIES[name] and {str, tuple} & {type(a), type(b)}:
                    continue
                got, expected = outcome(getattr(app, name), a, b), outcome(getattr(plain, name), a, b)
                count += 1
                if got != expected:
                    print(BODIES[name], a, b, got, expected)
print(count)
"""


@pytest.mark.parametrize("opt", ["speed", "balanced"])
def test_as_bytecode(opt: str) -> None:
    files = {
        "app.mpy": build("import micropython\n" + source("@micropython.viper"), opt=opt),
        "plain.py": source("").encode(),
        "values.py": VALUES.encode(),
    }
    shown = run(files, f"BODIES = {functions()!r}\n{_COMPARE}", "-X", "heapsize=8m")
    assert shown.strip().isdigit(), shown
    assert int(shown) > 100_000


@pytest.mark.parametrize("target", CORES)
def test_at_the_desk(target: str) -> None:
    """By CPython, on words of each size."""
    choose = random.Random(1)
    compiled, expected = execute(source("@viper"), target, "speed"), plain(source("@viper"))
    names: dict[str, Any] = {}
    exec(VALUES, names)
    integers = [value for value in names["VALUES"] if type(value) in (int, bool, float)]
    for name, body in functions().items():
        for _ in range(25):
            a, b = choose.choice(integers), choose.choice(integers)
            if "<<" in body and (abs(b) > 100 or type(b) is float):
                continue
            given = [_outcome(one[name], a, b) for one in (compiled, expected)]
            assert given[0] == given[1], (body, a, b)


def _outcome(function: Any, a: Any, b: Any) -> Any:
    try:
        value = function(a, b)
        return type(value), value
    except Exception as error:
        return type(error)
