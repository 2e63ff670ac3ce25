"""Floats in functions without loops, and in those of a file whose other functions compute with floats."""

import math
from typing import Any

import pytest

from tests.bridge.oracle import execute, outcome, plain

SOURCE = """
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

class Odd:
    def __add__(self, other): return "odd"
    def __radd__(self, other): return "ddo"
    def __mul__(self, other): return self
    __rmul__ = __mul__

@native
def control(p, target, measured, dt):
    error = target - measured
    slope = 0.0 if p.x is None else (measured - p.x) / dt
    p.x = measured
    total = p.y + error * dt
    output = 0.08 * error + 0.006 * total - 0.05 * slope
    if output > 1.0:
        return 1.0
    p.y = total
    return output, total

@native
def polynomial(x):
    return ((x * 0.5 - 1.0) * x + 2) * x - x / (x + 0.25)

@native
def items(a, b):
    total = a[0] * b[0]
    for i in range(1, len(a)):
        total = total + a[i] * b[i]
        a[i] = total - b[i]
    return total, a

@native
def sums(values, start):
    for i in range(len(values)):
        values[i] = values[i] * values[i] + start
    return values
"""
NUMBERS = [0.5, 1, -0.0, 0.0, True, 1 << 40, -3, 2.5e30, None, "a", 2**30 - 1, -(2**30)]
CALLS: dict[str, list[list[Any]]] = {
    "polynomial": [[x] for x in [*NUMBERS, -0.25, 1j]],
    "items": [[[x, 2.0, y], [1.5, y, x]] for x in NUMBERS for y in (1.5, 2, 1 << 40)] + [[[1], []], [[1.5, 2], [1.0]]],
    "sums": [[[x, 2, y], y] for x in NUMBERS for y in (0.5, 7, "z")] + [[(1.5, 2.5), 1], [[], 1]],
}


@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("target", ["cortex-m4f", "cortex-m7", "cortex-m0plus", "rv32imc"])
def test_gives_what_python_gives(target: str, opt: str) -> None:
    compiled, python = execute(SOURCE, target, opt), plain(SOURCE)
    for name, calls in CALLS.items():
        for arguments in calls:
            found, expected = outcome(compiled[name], arguments), outcome(python[name], arguments)
            assert close(found, expected), (name, arguments, found, expected)
    for x in (*NUMBERS, "odd"):
        for y in (1.5, None, 3):
            ends = []
            for names in (compiled, python):
                point = names["Point"](names["Odd"]() if x == "odd" else y, x)
                found = outcome(
                    lambda *given, p=point, f=names["control"]: f(p, *given), [2.0, x if x != "odd" else 1, 0.25]
                )
                ends.append((found, point.x, point.y))
            assert close(*ends), (x, y, ends)


def close(one: Any, other: Any) -> bool:
    """Whether values are the same, floats as far as those of 32 bits are exact."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (one != one and other != other) or math.isclose(one, other, rel_tol=1e-5)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(close, one, other))
    return type(one).__name__ == type(other).__name__ and (not isinstance(one, int | str) or one == other)
