"""Loops whose guard must hold back: wrapping sums under `min` and `max`, negative masks, steps and factors, values
behind an inner loop, locals that calls change. Each function runs with small numbers and with those at the ends of the
type; what it gives, raises and stores is the reference interpreter's.
"""

import itertools
from functools import cache
from typing import Any

import pytest

import nativecomp
from tests.passes.test_bounds import outcome, reference
from tests.reference import Program

FUNCTIONS = """from nativecomp import viper, int32, int64, uint8, int16

@viper
def least_of_a_sum(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(2):
        b[min(i + n, 4)] = i + 1
    return 0

@viper
def greatest_of_a_difference(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(3):
        b[max(n - i, 1)] = i + 1
    return 0

@viper
def widened(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(2):
        b[min(int64(i + n), 4)] = i + 1
    return 0

@viper
def widened_product(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(3):
        b[int64(i * n) + 2] = i + 1
    return 0

@viper
def behind_an_inner_loop(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for j in range(2):
        at = m
        for i in range(n & 7):
            at += 2
        b[at] = 9
    return 0

@viper
def behind_all_iterations(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for j in range(2):
        at = m
        for i in range(n):
            at += 2
        b[at] = 9
    return 0

@viper
def moved_and_used_behind(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    at = m
    for j in range(3):
        for i in range(n & 3):
            at += 1
            c[at] = 5
        b[at] = 9
    return at

@viper
def strided(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(0, n, m):
        b[i] = 7
    return 0

@viper
def strided_down(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(5, n, m):
        c[i] = 7
    return 0

@viper
def changed_by_a_call(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    at = n
    def step():
        nonlocal at
        at += m
    x = at
    step()
    for i in range(2):
        b[x + i] = i + 1
        c[at + i] = i + 2
    return at

@viper
def changed_in_the_loop(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    at = n
    def step():
        nonlocal at
        at += m
    for i in range(3):
        b[at] = i + 1
        step()
        c[at] = i + 2
    return at

@viper
def negative_mask(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(n & 15):
        b[(i & -4) - 2] = i
        c[(i & -8) + m] = i
    return 0

@viper
def rounded_down_below_zero(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(m, n & 3):
        b[(i & -4) + 2] = i
    return 0

@viper
def negative_factor(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for j in range(m & 3):
        for i in range(n & 7):
            b[(i - 5) * j + 5] = i + j
    return 0

@viper
def product_of_ranges(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    for i in range(n):
        for j in range(m):
            c[i * j - 1] = 3
            if i > 3:
                return i
            if j > 3:
                return -j
    return 0

@viper
def pick(b: int32[:], i: int, k: int) -> int:
    if i == k:
        t = 7
    return b[i] + t

@viper
def zeroed_each_time(b: int32[:], c: uint8[:], d: int16[:], n: int, m: int) -> int:
    s = 0
    for i in range(n & 7):
        s = s * 3 + pick(b, i, m)
    return s
"""
NAMES = [
    line.split()[1].split("(")[0] for line in FUNCTIONS.splitlines() if line.startswith("def ") and "d: int16" in line
]
NUMBERS = (0, 1, 2, 3, -1, -3, 5, 7, 0x7FFFFFFF, -0x80000000, 0x40000000)


@cache
def module(opt: Any) -> Any:
    return nativecomp.load_source(FUNCTIONS, opt=opt)


@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("name", NAMES)
def test_guards(name: str, opt: str) -> None:
    function = getattr(module(opt), name)
    program = Program(FUNCTIONS)
    compared = 0
    for n, m in itertools.product(NUMBERS, NUMBERS):
        given = [1, 2, 3, 4, 5, 6, 7, 8], bytes(12), [1], n, m
        expected = reference(program, name, given)
        if expected is not None:
            compared += 1
            assert outcome(lambda arguments: function(*arguments), given) == expected, (n, m)
    assert compared > 60
