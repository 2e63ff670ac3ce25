"""Accesses that take what an earlier one has checked, and those that must not: the slot has changed, another way leads
here, a handler was entered from the middle, the index wraps. What each function gives, raises and stores is the
reference interpreter's."""

import itertools
from functools import cache
from typing import Any

import pytest

import nativecomp
from tests.passes.test_bounds import outcome, reference
from tests.reference import Program

FUNCTIONS = """from nativecomp import viper, int32, int64, uint, uint8, int16

@viper
def exchange(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    t = b[n]
    b[n] = b[m]
    b[m] = t
    return b[n + 1] + b[n]

@viper
def changed_between(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = b[n]
    n += m
    b[n] = x + 1
    if m > 1:
        n = -m
    return b[n]

@viper
def on_one_way_only(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    if m > 0:
        x = b[n]
    c[m] = 7
    return x + b[n]

@viper
def changed_on_one_way(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = b[n]
    if m > 0:
        n -= m
    return x + b[n]

@viper
def changed_by_the_loop(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = b[n]
    while m > -2:
        b[n] += 1
        n += m
        m -= 1
    return x + b[n]

@viper
def changed_by_a_call(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    def step():
        nonlocal n
        n += m
    x = b[n]
    step()
    b[n] = x + 1
    return b[n]

@viper
def in_a_handler(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    try:
        c[m] = 1
        x = b[n]
        n += 1
        c[m + 1] = b[n]
    except IndexError:
        x += b[n]
    return x + b[n]

@viper
def another_buffer(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = b[n]
    e = b
    e[n] = 5
    return x + c[n] + d[n] + b[n]

@viper
def smaller_indices(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    for i in range(m & 3, 8):
        x += b[i + 2] * b[i] - b[i + 1]
        b[i + 1] = x
        b[i - 1] = x + 1
    return x

@viper
def scaled(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    for i in range(n):
        x += b[3 * i] + b[3 * i + 1]
        b[3 * i] = x
        c[3 * i - 1] = x
    return x

@viper
def together(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    for i in range(n & 3, m & 7):
        x += b[i] + b[i + 2] * b[i + 1]
        c[i] = b[i + 3] - b[i + 1] + c[i + 4]
        d[i >> 1] = x
    return x

@viper
def stored_between(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = n
    for i in range(m & 7):
        b[i] = x; x = b[i + 2] + b[i + 1]
    return x

@viper
def divided_between(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    for i in range(m & 7):
        x = b[i] + 5 // (i - n) + b[i + 4]
    return x

@viper
def together_under_a_handler(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    x = 0
    try:
        for i in range(m & 7):
            x = b[i]; x += 2 * b[i + 3]
    except IndexError:
        return x
    return -x

@viper
def unsigned(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    i = uint(n)
    return b[i] + b[i - 1] + b[int(i) - 1]

@viper
def wide(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    i = int64(n) * 2
    b[i] = b[i] + 1
    j = int16(m)
    return b[i + 1] + b[j] + b[j + 1] + b[int(j)]

@viper
def narrow(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    i: uint8 = n
    b[i] = m
    i += 253
    return b[i] + b[i - 1]
"""
NUMBERS = (0, 1, 2, 3, 6, 7, -1, -3, -7, 0x7FFFFFFF, -0x80000000, 0x55555556)
NAMES = [line.split("(")[0].removeprefix("def ") for line in FUNCTIONS.splitlines() if line.startswith("def ")]


@cache
def module(target: str, opt: Any) -> Any:
    return nativecomp.load_source(FUNCTIONS, target=target, opt=opt)


@pytest.mark.parametrize(
    ("target", "opt"),
    [("cortex-m4f", "size"), ("cortex-m4f", "balanced"), ("cortex-m4f", "speed"), ("x86-64", "balanced")],
)
@pytest.mark.parametrize("name", NAMES)
def test_an_access_takes_what_another_found_only_where_it_is_the_same(name: str, target: str, opt: str) -> None:
    function = getattr(module(target, opt), name)
    program = Program(FUNCTIONS, word_bits=64) if target == "x86-64" else Program(FUNCTIONS)
    compared = 0
    for n, m in itertools.product(NUMBERS, NUMBERS):
        given = [10, 20, 30, 40, 50, 60, 70], bytes(range(8)), [1, 2, 3, 4], n, m
        expected = reference(program, name, given)
        if expected is not None:
            compared += 1
            assert outcome(lambda arguments: function(*arguments), given) == expected, (n, m)
    assert compared > 60


LINES = """from nativecomp import viper, int32

@viper
def one(b: int32[:], n: int) -> int:
    x = 0
    for i in range(n & 15):
        if x < 100:
            x += b[i] + b[i + 1] + b[i + 2]
    return x

@viper
def two(b: int32[:], n: int) -> int:
    x = 0
    for i in range(n & 15):
        if x < 100:
            x += b[i] + b[i + 1]
            x += b[i + 2]
    return x
"""


def test_what_raises_for_another_line_is_checked_by_itself() -> None:
    made = nativecomp.load_source(LINES, opt="balanced")
    checks = [made.one.ir().count(" = buffer.index"), made.two.ir().count(" = buffer.index")]
    assert checks == [1, 1]
    inside = 3  # in the copy of the loop that needs no checks
    assert made.one.ir().count("checked=False") == inside + 3
    assert made.two.ir().count("checked=False") == inside + 2
