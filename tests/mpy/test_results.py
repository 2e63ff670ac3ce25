"""What a function gives, at the desk and on the real MicroPython: one source has one meaning."""

from typing import Any

import pytest

import nativecomp
from tests.mpy.micropython import run_built

SOURCE = """
import micropython
@micropython.viper
def maybe(n: int):
    if n:
        return 5

@micropython.viper
def declared(n: int) -> int:
    if n:
        return 5

@micropython.viper
def looped(n: int):
    for i in range(n):
        if i == 3:
            return i

@micropython.viper
def always(n: int):
    while True:
        if n > 9:
            return n
        n += 1

@micropython.viper
def mixed(n: int):
    if n:
        return 1 << 40
    return n

@micropython.viper
def raising(n: int):
    if n:
        return n
    raise ValueError(n)

@micropython.viper
def recursive(n: int):
    return n * int(recursive(n - 1)) if n else 1

@micropython.viper
def nothing(n: int):
    n += 1

@micropython.viper
def uses(n: int):
    return maybe(n), maybe(n) is None, looped(n)
"""
NAMES = ["maybe", "declared", "looped", "always", "mixed", "raising", "recursive", "nothing", "uses"]
CALLS = [(name, n) for name in NAMES for n in (0, 1, 5) if (name, n) != ("raising", 0)]


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_results_are_the_same_at_the_desk_and_in_a_file(opt: Any) -> None:
    module = nativecomp.load_source(SOURCE, name="app.py", target="cortex-m4f", opt=opt)
    found = [repr(getattr(module, name)(n)) for name, n in CALLS]
    use = "\n".join(f"print(repr({name}({n})))" for name, n in CALLS)
    assert run_built(SOURCE, use, opt).splitlines() == found
    assert [found[CALLS.index((name, 0))] for name in ("maybe", "declared", "nothing")] == ["None", "0", "None"]
