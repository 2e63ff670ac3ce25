"""`f.python(...)`: what a function means, computed by Python with the types of the language."""

import array
import itertools
import traceback
from pathlib import Path
from typing import Any

import pytest

import nativecomp
from nativecomp import EmulationError, int8, native, ptr8, ptr16, uint, uint8, viper
from nativecomp.emulator.errors import OutsideBuffer, UnmappedAccess
from nativecomp.targets import find_target
from tests.language.cases import TOPICS, contents, read_topic

SCALE = 3


@viper
def wraps(x: int) -> int:
    y: uint8 = x
    y += 250
    return y * x * SCALE


@viper
def pairs(data: ptr8, n: int) -> uint:
    words = ptr16(uint(data) + 2)
    total: uint = 0
    for i in range(n):
        total = total * 31 + words[i]
    return total


@viper
def helper(x: int8) -> int:
    return x * 2


@viper
def calls(n: int) -> int:
    return helper(n) + (calls(n - 1) if n > 250 else 0)


@viper
def mixed(items, n: int):
    b = ptr8(items[0])
    for i in range(n):
        b[i] = n + i
    items.append(n * SCALE)
    return len(items)


@viper
def fails(data: ptr8) -> int:
    a = data[0]
    return 10 // (a - 1)


@viper
def inner(n: int) -> int:
    total = 0

    def add(x: int):
        nonlocal total
        total += x

    for i in range(n):
        add(i * 0x40000000)
    return total


@native
def plain(x):
    return x * 2**40


CORES = itertools.cycle(["cortex-m4f", "x86-64"])


@pytest.mark.parametrize(("topic", "target"), list(zip(TOPICS, CORES, strict=False)))
def test_every_rule_of_the_language(topic: str, target: str) -> None:
    source, cases = read_topic(topic)
    core = find_target(target)
    module = nativecomp.load_source(source, name=f"{topic}.py", target=target)
    failures = []
    for case in cases:
        if case.applies(core.word_bits, core.float_bits):
            arguments = case.arguments()
            value, error = None, None
            try:
                value = getattr(module, case.function).python(*arguments)
            except Exception as raised:
                error = raised
            failures.append(case.failure(value, error, contents(arguments)))
    assert not [failure for failure in failures if failure]


@pytest.mark.parametrize("x", [0, 5, -1, 300, 2**31 - 5, 2**32 + 7])
def test_integers_wrap(x: int) -> None:
    assert wraps.python(x) == wraps(x)
    assert calls.python(x % 400) == calls(x % 400)
    assert inner.python(x % 9) == inner(x % 9)


def test_pointer_arithmetic() -> None:
    data = bytes(range(40, 60))
    assert pairs.python(data, 7) == pairs(data, 7)
    view = memoryview(bytearray(range(60)))[10:40]
    assert pairs.python(view, 7) == pairs(view, 7)


def test_objects_are_the_callers() -> None:
    items: list[Any] = [bytearray(4)]
    assert mixed.python(items, 3) == 2
    assert items == [bytearray(b"\3\4\5\0"), 9]


def test_arguments_are_checked_as_by_the_compiled_function() -> None:
    with pytest.raises(TypeError, match="argument `x` is `int`, a str was given"):
        wraps.python("5")  # type: ignore[arg-type]
    assert wraps.python(x=3) == wraps(3)


def test_exceptions_and_their_lines() -> None:
    with pytest.raises(ZeroDivisionError, match="divide by zero") as caught:
        fails.python(b"\1")
    frame = traceback.extract_tb(caught.value.__traceback__)
    assert any(Path(one.filename).name == "test_python.py" and one.line == "return 10 // (a - 1)" for one in frame)


def test_outside_of_buffers() -> None:
    with pytest.raises(OutsideBuffer, match=r"read of 2 bytes at 0x.*, where no buffer is"):
        pairs.python(b"abc", 1)
    with pytest.raises(EmulationError, match="`python` has no devices"):
        fails.python(0x40020000)
    source = "@viper\ndef f(p: ptr8):\n    p[0] = 1\n"
    with pytest.raises(UnmappedAccess, match="read-only"):
        nativecomp.load_source(source).f.python(b"abc")


def test_native_functions_are_python() -> None:
    assert plain.python(3) == 3 * 2**40
    loaded = nativecomp.load_source("@native\ndef f(x):\n    return [x << 40, 5 // 2]\n")
    assert loaded.f.python(3) == [3 << 40, 2]


LOADED = """
import machine
from micropython import const
N = const(7)
TABLE = const((1, 2, 3))
class Filter:
    @micropython.viper
    def step(self, x: int) -> int:
        return x * N + TABLE[1]
@viper
def swap(p: ptr32, i: int, j: int):
    p[i], p[j] = p[j], p[i]
@viper
def keywords(a: int, b: int = 5, *, c: int = 7) -> int:
    return a * 100 + b * 10 + c
@viper
def uses(x: int) -> int:
    return keywords(x, c=1) + keywords(b=2, a=x)
@asm_thumb
def instructions(r0):
    add(r0, r0, 1)
@viper
def closes(x: int):
    return lambda: x
"""


def test_loaded_files() -> None:
    module = nativecomp.load_source(LOADED)
    assert module.Filter.step.python(3) == module.Filter.step(3) == 23
    data = array.array("I", [1, 2**32 - 1])
    module.swap.python(data, 0, 1)
    assert list(data) == [2**32 - 1, 1]
    assert module.keywords.python(1, c=2) == module.keywords(1, c=2) == 152
    assert module.uses.python(3) == module.uses(3)
    with pytest.raises(TypeError, match="has instructions or C"):
        module.instructions.python(3)
    with pytest.raises(TypeError, match=r"closes\(\) has functions inside of it .*: decorate it and run the file"):
        module.closes.python(3)


def test_the_fixture_compares(compiled: Any) -> None:
    assert compiled.like_python(wraps, 2**31 - 5) == wraps(2**31 - 5)
    module = nativecomp.load_source(LOADED)
    assert compiled.like_python(module.uses, 4) == module.uses(4)
    compiled.like_python(pairs, bytearray(range(20)), 9)
