"""Functions that compiled code makes, at the desk: the text that the real MicroPython runs, on every core."""

import gc
import weakref
from typing import Any

import pytest

import nativecomp
from tests.bridge.oracle import CORES, execute, same
from tests.mpy.test_nested import CALL, EXPECTED, SOURCE

every_core = pytest.mark.parametrize("target", CORES)


@pytest.mark.parametrize(
    ("target", "opt"),
    [
        pytest.param(target, opt, marks=[pytest.mark.slow] * (number != 2))
        for number, (target, opt) in enumerate(zip(CORES, ["size", "balanced", "speed", "balanced"], strict=True))
    ],
)
def test_as_on_micropython(target: str, opt: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(CALL, execute(SOURCE, target, opt))
    lines = capsys.readouterr().out.splitlines()
    assert "\n".join(lines[:-1]) == EXPECTED
    assert lines[-1] == "<compiled function outer.<locals>.inside.<locals>.add>"


CASES: dict[str, tuple[str, list[list[Any]]]] = {
    "counters": (
        "@viper\ndef f(n: int):\n    made = []\n    for i in range(n):\n        count = i\n"
        "        def step(by=i):\n            nonlocal count\n            count += by\n            return count\n"
        "        made.append(step)\n    return [m() for m in made], [m(by=10) for m in made]\n",
        [[0], [1], [4]],
    ),
    "keywords": (
        "@viper\ndef f(a, b):\n    g = lambda x, *y, z=b, **k: (x, y, z, sorted(k.items()), a)\n"
        "    return g(1), g(1, 2, z=3, q=4), g(*a, **b)\n",
        [[[1, 2], {"z": 5, "k": 1}], [[], {}]],
    ),
    "unbound": (
        "@viper\ndef f(a):\n    def get():\n        return x\n    if a:\n        x = a\n"
        "    g = get\n    try:\n        return g()\n    except NameError:\n        return 'unbound'\n",
        [[1], [0]],
    ),
    "exceptions": (
        "@viper\ndef f(a, log):\n    def inner(x):\n        try:\n            return a[x]\n"
        "        finally:\n            log.append(x)\n    try:\n        return [inner(x) for x in (0, 1, 2)], inner\n"
        "    except IndexError:\n        log.append('caught')\n        raise ValueError(len(log))\n",
        [[[5], []], [[], []]],
    ),
    "recursion": (
        "@viper\ndef f(n: int):\n    def fib(k: int) -> int:\n"
        "        return k if k < 2 else int(fib(k - 1)) + int(fib(k - 2))\n    g = fib\n"
        "    return [g(i) for i in range(n)]\n",
        [[9]],
    ),
    "wrong arguments": (
        "@viper\ndef f(n):\n    g = lambda a, b=1: a\n    return g(*n)\n",
        [[[1]], [[]], [[1, 2, 3]]],
    ),
}


@every_core
@pytest.mark.parametrize("name", CASES)
def test_as_cpython(name: str, target: str) -> None:
    text, calls = CASES[name]
    same(text, "f", calls, target)


LOADED = """
from nativecomp import viper
@viper
def counter(start):
    count = start
    def step(by=1):
        nonlocal count
        count += by
        return count
    return step
@viper
def adder(n: int):
    return lambda x: x + n
"""


def test_loaded_text() -> None:
    module = nativecomp.load_source(LOADED, target="cortex-m4f")
    step, other = module.counter(5), module.counter(100)
    assert [step(), step(2), other(), step(by=3)] == [6, 8, 101, 11]
    assert list(map(module.adder(3), [1, 2])) == [4, 5]
    with pytest.raises(TypeError, match=r"counter.<locals>.step\(\) too many positional arguments"):
        step(1, 2)
    assert module.counting(lambda: step())


def test_lifetimes() -> None:
    """A closure keeps what its cells hold, and nothing else does."""
    module = nativecomp.load_source(LOADED, target="cortex-m0")

    class Number(float):
        """A number that can be referred to weakly."""

    value = Number(7.0)
    alive = weakref.ref(value)
    step = module.counter(value)
    del value
    gc.collect()
    assert alive() is not None
    assert step(0) == 7
    step()
    gc.collect()
    assert alive() is None
    gone = weakref.ref(step)
    del step
    gc.collect()
    assert gone() is None


def test_many_closures_take_no_memory() -> None:
    text = "@viper\ndef f(n: int):\n    total = 0\n    for i in range(n):\n        total = (lambda: total + i)()\n"
    text += "    return total\n"
    names = execute(text, "cortex-m4f")
    assert names["f"](3000) == sum(range(3000))
    world = names["f"].module.world
    assert world.handles.count == 0
    assert len(world.cells._placed) == 0


def test_methods() -> None:
    text = """
@viper
def f(n: int):
    def method(self, by=n):
        self.total = self.total + by
        return self.total
    return method
"""
    for target in CORES:
        names = execute(text, target)
        counter = type("Counter", (), {"total": 1, "add": names["f"](5)})()
        assert [counter.add(), counter.add(1)] == [6, 7]
