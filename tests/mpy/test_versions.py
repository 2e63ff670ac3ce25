"""Loops that run in a version for small integers, and leave it at any point, do what bytecode does."""

import itertools
import random
from typing import Any

import pytest

from tests.bridge.oracle import execute, plain
from tests.mpy.micropython import build, run
from tests.mpy.random_loops import CUT, LoopGenerator

ENDS = (0, 1, -1, 6, 2**30 - 3, -(2**30) + 1, 2**62 - 5, -(2**62) + 2, 40)
FLOATS = (0.5, -0.0, 3, "float('nan')", "float('inf')", 1e300, -7.25, 1, 2**62 - 5)
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


def sources(seed: int, count: int, *, others: bool, floats: bool = False) -> list[str]:
    made = LoopGenerator(seed, others=others, floats=floats)
    return [made.function(f"f{number}") for number in range(count)]


def check_as_bytecode(
    seed: int, count: int, opt: str, *, others: bool, floats: bool = False, calls: int = 40
) -> None:  # fmt: skip
    functions = sources(seed, count, others=others, floats=floats)
    app = "import micropython\n" + CUT + "".join(f"@micropython.native\n{text}" for text in functions)
    values = [*map(str, FLOATS if floats else ENDS), *(["True", "2.5", "None", "2**70", "'x'"] if others else [])]
    files = {"app.mpy": build(app, opt=opt), "plain.py": (CUT + "".join(functions)).encode()}
    shown = run(files, _COMPARE % (", ".join(values), calls), "-X", "heapsize=8m")
    assert shown == f"{count * calls}\n", shown


@pytest.mark.parametrize(("opt", "others"), [("balanced", True), ("speed", False)])
@pytest.mark.parametrize("floats", [False, True])
def test_random_loops_as_bytecode(opt: str, others: bool, floats: bool) -> None:
    check_as_bytecode(1, 12, opt, others=others, floats=floats)


IDENTITY = """
def f(n, x):
    s = 0.0
    found = 0
    for i in range(n):
        s = s + x
        c = s
        b = c
        if b is s:
            found += 1
    return found, s
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_floats_that_identity_is_asked_of(opt: str) -> None:
    app = "import micropython\n@micropython.native\n" + IDENTITY.lstrip()
    files = {"app.mpy": build(app, opt=opt), "plain.py": IDENTITY.encode()}
    expected = "(5, 2.5)\n"
    assert run(files, "import app, plain\nprint(app.f(5, 0.5))\n") == expected
    assert run(files, "import app, plain\nprint(plain.f(5, 0.5))\n") == expected


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "opt"), [*itertools.product(range(100, 112), ("size", "balanced", "speed"))])
def test_more_random_loops_as_bytecode(seed: int, opt: str) -> None:
    check_as_bytecode(seed, 40, opt, others=bool(seed & 1), floats=bool(seed & 2))


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


def _outcome(function: Any, given: list[Any]) -> Any:
    try:
        return function(*given)
    except Exception as error:
        return type(error)


FLOAT_LOOPS = """
@native
def newton(x, n):
    r = 1.0
    for i in range(n):
        r = (r + x / r) * 0.5
    return r, x
@native
def escape(n, limit):
    found = []
    for i in range(n):
        x = y = 0.0
        c = i * 0.25
        k = 0
        while k < 9 and x * x + y * y < limit:
            x, y = x * x - y * y - c, 2.0 * x * y + 0.5
            k += 1
        found.append((k, x, -y))
    return found
@native
def mixed(values, step):
    s = 0
    for v in values:
        s += v
        if s > 3:
            s = s - step
    return s
@native
def caught(values, d):
    s = 0.5
    try:
        for v in values:
            s = s + v / d
    except (ZeroDivisionError, TypeError):
        return 'caught', s
    return s
@native
def kept(n, f):
    x = 0.5
    out = []
    while x < n:
        out.append(x)
        f(x)
        x += 0.5
    return out, x
"""
FLOAT_CALLS = {
    "newton": [(2.0, 5), (2, 5), (-1.0, 3), (0.0, 2), (float("inf"), 2), ("x", 1)],
    "escape": [(5, 4.0), (5, 4), (3, float("nan")), (0, 1.0)],
    "mixed": [([1, 2, 3], 2), ([1.5, 2, 0.25], 2), ([0.5, True, 1 << 70], 0.5), ([1, "x"], 1), ([-0.0], 1), ([], 1)],
    "caught": [([1.0, 2.0], 0.5), ([1.0, 2.0], 0), ([1.0, "x"], 2.0), ([1, 2], 0.0)],
    "kept": [(2, lambda x: x), (2.0, lambda x: x)],
}


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "cortex-m7d", "x86-64"])
def test_floats_at_the_desk(target: str) -> None:
    """Values that floats of both widths hold, but where the core's own width shows."""
    compiled, expected = execute(FLOAT_LOOPS, target, "speed"), plain(FLOAT_LOOPS)
    for name, calls in FLOAT_CALLS.items():
        for given in calls:
            outcomes = [_outcome(names[name], list(given)) for names in (compiled, expected)]
            assert repr(_rounded(outcomes[0])) == repr(_rounded(outcomes[1])), (name, given)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    return type(value)(map(_rounded, value)) if isinstance(value, tuple | list) else value


CONTAINERS = """
def changed(n, x, y):
    s = 0
    for i in range(n):
        if i == 3:
            x = y
        s += x[i % 2]
        x[i & 1] = s & 7
    return s, x, y
def late(n, x, y):
    s = 0
    for i in range(n):
        if i > 0:
            s += z[0] + z[i % 2] + z[-1] + z[i - i]
        z = x if i & 1 else y
    return s
def unbound(n, x, y):
    s = 0
    for i in range(n):
        if i > 2:
            del x
        s += x[0] + x[1] + x[i & 1] + x[0]
    return s
def walrus(n, x, y):
    s = 0
    for i in range(n):
        s += x[0] + x[(x := y)[0] % 2] + x[1] + x[0] + x[0] + x[1]
    return s
def grows(n, x, y):
    s = i = 0
    while i < n:
        s += x[i] + x[i]
        x.append(s)
        y.pop()
        s += y[0]
        i += 1
    return s
def nested(n, x, y):
    s = 0.5
    for i in range(n):
        row = (x, y)[i & 1]
        for j in range(2):
            s += row[j] * row[j - 1] / 2
            row[j] = s
    return s
"""

_COMPARE_CONTAINERS = """
import app, plain
from array import array
class L(list):
    def __getitem__(self, i):
        return 5
made = [lambda: [1, 2], lambda: (1, 2), lambda: b'ab', lambda: bytearray(b'xyz'), lambda: array('h', [-3, 4]),
    lambda: array('f', [1.5, 2]), lambda: L([1, 2]), lambda: {0: 1, 1: 2}, lambda: memoryview(bytearray(b'ab')),
    lambda: [1.5, -0.0], lambda: [2**62, -2**40], lambda: [1], lambda: None, lambda: [True, 2**30 - 1]]
def outcome(f, n, x, y):
    try:
        return repr((f(n, x, y), list(x), list(y)))
    except Exception as error:
        return repr(error)
count = 0
for name in ('changed', 'late', 'unbound', 'walrus', 'grows', 'nested'):
    for x in made:
        for y in made[::EVERY]:
            for n in (0, 1, 6)[SOME]:
                got, expected = [outcome(getattr(one, name), n, x(), y()) for one in (app, plain)]
                count += 1
                if got != expected:
                    print(name, n, x(), y(), got, expected)
print(count)
"""


@pytest.mark.parametrize(("opt", "collect"), [("balanced", False), ("balanced", True), ("speed", False)])
def test_containers_that_change_in_loops(opt: str, collect: bool) -> None:
    app = "import micropython\n" + CONTAINERS.replace("def ", "@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt, collect=collect), "plain.py": CONTAINERS.encode()}
    # A collection at each call takes its time.
    shown = run(
        files, _COMPARE_CONTAINERS.replace("EVERY", "4" if collect else "1").replace("SOME", "2:" if collect else ":")
    )
    assert shown == f"{6 * 14 * (4 if collect else 14 * 3)}\n", shown


ATTRIBUTES = """
class Running:
    def __init__(self):
        self.count = 0
        self.mean = 0.0
        self.total = 0
        self.text = 1.5
    def add(self, value, scale):
        self.count += 1
        change = value - self.mean
        self.mean += change / self.count
        self.total = self.total + change * scale
        return self.mean * 2.0 + self.text * scale
def f(first, second, third):
    r = Running()
    found = [r.add(first, second), r.add(second, third)]
    r.count = third
    r.text = second
    found.append(r.add(third, first))
    r.mean = 7
    r.total = r.count = 1.5
    found.append(r.add(second, 3))
    r.text = r.mean = 2
    found.append(r.add(first, second))
    return found, r.count, r.mean, r.total
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_attributes_that_hold_other_numbers_than_they_are_set_to(opt: str) -> None:
    app = "import micropython\n" + ATTRIBUTES.replace("def add", "@micropython.native\n    def add")
    values = [*map(str, FLOATS), "True", "None", "2**70", "'x'"]
    shown = run({"app.mpy": build(app, opt=opt), "plain.py": ATTRIBUTES.encode()}, _COMPARE % (", ".join(values), 200))
    assert shown == "200\n", shown
