"""A loop that only steps its own counters takes its time: on every core, at every level, in every kind of output."""

from __future__ import annotations

import pytest

import nativecomp
from benchmarks.micropython.mpymodule import load_mpy
from tests.language.test_language import OPTS, TARGETS
from tests.matrix import turns
from tests.mpy.micropython import build

SOURCE = """
from nativecomp import float32, ptr8, uint, viper

@viper
def counted(n: int):
    for _ in range(n):
        pass

@viper
def constant(n: int):
    for _ in range(1000):
        pass

@viper
def short(n: int):
    for i in range(300):
        for _ in range(3):
            pass

@viper
def downwards(n: int):
    while n:
        n -= 1

@viper
def upwards(n: int):
    i = 0
    while i < n:
        i += 1

@viper
def unsigned(n: uint):
    while n > 0:
        n -= 1

@viper
def strided(n: int):
    for i in range(0, 3 * n, 3):
        pass

@viper
def by_variable(n: int):
    step = n // 1000
    left = 1000 * step
    while left > 0:
        left -= step

@viper
def floating(n: int):
    x = float32(n)
    while x > 0.0:
        x -= 1.0

@viper
def nested(n: int):
    for i in range(n // 10):
        for j in range(10):
            pass

@viper
def nested_while(n: int):
    i = n // 10
    while i:
        j = 10
        while j:
            j -= 1
        i -= 1

@viper
def two_counters(n: int) -> int:
    k = 0
    while n:
        n -= 1
        k += 1
    return k

@viper
def branching(n: int):
    while n > 0:
        if n & 1:
            n -= 1
        else:
            n -= 1

@viper
def broken_off(n: int):
    i = 0
    while True:
        if i >= n:
            break
        i += 1

@viper
def inlined(n: int):
    counted(n // 2)
    counted(n // 2)

@viper
def nothing():
    pass

@viper
def calling_nothing(n: int):
    for _ in range(n):
        nothing()

@viper
def unused(n: int) -> int:
    counted(n)
    return 5

@viper
def in_a_nested_function(n: int):
    def wait(m: int):
        for _ in range(m):
            pass
    wait(n)

@viper
def beside_memory(n: int):
    # Pointed memory and the locals that a handler needs change nothing.
    try:
        for _ in range(n):
            pass
    finally:
        n = 0
"""
NAMES = [line.split("(")[0].removeprefix("def ") for line in SOURCE.splitlines() if line.startswith("def ")]
NAMES.remove("nothing")


@pytest.mark.parametrize(("target", "opt"), turns(TARGETS, OPTS))
def test_each_iteration_runs(target: str, opt: str) -> None:
    module = nativecomp.load_source(SOURCE, target=target, opt=opt)
    counts = {name: getattr(module, name).measure(1000).instructions for name in NAMES}
    least = {"short": 900}
    # One iteration is two instructions or more: the step and the branch.
    assert {name: count for name, count in counts.items() if count < 2 * least.get(name, 1000)} == {}


@pytest.mark.parametrize("opt", OPTS)
def test_endless_loops_stay(opt: str) -> None:
    source = """
from nativecomp import viper
@viper
def stop():
    while True:
        pass
@viper
def halt(n: int) -> int:
    while n:
        pass
    return 3
@viper
def caller(n: int) -> int:
    stop()
    return 1
"""
    for target in TARGETS:
        module = nativecomp.load_source(source, target=target, opt=opt)
        module.limit = 5000
        assert module.halt(0) == 3
        for function, arguments in ((module.stop, ()), (module.halt, (1,)), (module.caller, (1,))):
            with pytest.raises(nativecomp.EmulationError, match="limit"):
                function(*arguments)


@pytest.mark.parametrize("opt", OPTS)
@pytest.mark.parametrize("target", ["armv6m", "armv7emsp"])
def test_in_an_mpy_file(target: str, opt: str) -> None:
    module = load_mpy(build(SOURCE, target, opt))
    assert module["counted"].measure(1000).instructions > 2000
    assert module["inlined"].measure(1000).instructions > 2000
