"""Integers beyond small ones in loops: numbers while they are in the range that is guessed, else what Python says."""

from array import array
from typing import Any

import pytest

from tests.bridge.oracle import execute, outcome, plain

SOURCE = """
@native
def crc(data, crc):
    for byte in data:
        crc ^= byte
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ 0xEDB88320
            else:
                crc >>= 1
    return crc

@native
def by_table(table, data, crc):
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 3]
    return crc

@native
def random(seed, n):
    total = 0
    for i in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        total ^= seed >> 16
    return seed, total

@native
def wrapped(h, data):
    for c in data:
        h = (h ^ c) * 2654435761 & 0xFFFFFFFF
    return h

@native
def left_in_between(h, data, other):
    for c in data:
        h = (h * 0x9E3779B97F4A7C15 + other[c]) & 0xFFFFFFFF
        h = (h * 2654435761 + (c << 28)) & 0xFFFFFFFF
    return h

@native
def signed(n):
    t = -1
    for i in range(n):
        t = (t * 3 - i) | 0x40000000
        if t > 0xFFFFFFFFFF:
            t = -t
        t = t // 4096 + t % 65521 - ~t % 7
    return t

@native
def divided(x, data):
    x = x & 0xFFFFFFFF
    for d in data:
        try:
            x = (x // d + 0x9000_0000 + x % d) & 0xFFFFFFFF
        except ZeroDivisionError:
            x = x ^ 0xFFFF0000
    return x

@native
def shifted(x, data):
    x = x & 0xFFFFFFFF
    for d in data:
        x = ((x >> d) ^ 0x80000001) & 0xFFFFFFFF
    return x

@native
def seen(x, data):
    found = []
    x = x & 0xFFFFFFFF
    for d in data:
        x = (x * 5 + d) & 0xFFFFFFFF
        found.append(x)
        if x == 0xFFFFFFFE or x < d or not x:
            break
    return found, x
"""
BYTES = bytes(range(0, 250, 13))
BIG = [0, 1, -1, 255, 2**30 - 1, 2**30, -(2**30), 2**31, 2**32 - 1, 2**32, 2**48, 2**63 - 1, 2**63, -(2**63), 2**70]
TABLES: list[Any] = [
    [0, 0x77073096, 0xEE0E612C, 0x990951BA],
    [1, 2, 3, -4],
    [2**70, 5, 2**63, -(2**63)],
    [0.5, 1, 2, 3],
]
CALLS: dict[str, list[list[Any]]] = {
    "crc": [[BYTES, crc] for crc in BIG] + [[[1, 2**40, -3, True], 5], ["ab", 1]],
    "by_table": [[table, BYTES, crc] for table in TABLES for crc in (0xFFFFFFFF, -1, 5, 2**40)]
    + [
        [tuple(TABLES[0]), BYTES, 1],
        [array("I", [0, 0x77073096, 0xEE0E612C, 0x990951BA]), BYTES, 2**32 - 1],
        [TABLES[0][:2], BYTES, 3],
    ],
    "random": [[seed, 9] for seed in BIG],
    "wrapped": [[h, BYTES] for h in BIG] + [[7, [2**31, -1, 2**64]]],
    "left_in_between": [[h, [0, 1, 2, 1], [5, 2**33, -(2**40)]] for h in BIG] + [[1, [0, 5], [1]]],
    "signed": [[12]],
    "divided": [[x, [1, 3, 2**31, 2**32 - 1, 7, -7, 0, 2**40, 5]] for x in BIG],
    "shifted": [[x, [0, 1, 31, 32, 63, 64, 100, 2]] for x in BIG] + [[1, [-1]]],
    "seen": [[x, BYTES] for x in BIG],
}


@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("target", ["cortex-m4f", "cortex-m0plus", "rv32imc"])
def test_gives_what_python_gives(target: str, opt: str) -> None:
    compiled, python = execute(SOURCE, target, opt), plain(SOURCE)
    for name, calls in CALLS.items():
        for arguments in calls:
            found, expected = outcome(compiled[name], arguments), outcome(python[name], arguments)
            assert repr(found) == repr(expected), (name, arguments)


RANGES = """
@native
def over(a, b, c):
    t = 0
    for i in range(a, b, c):
        t = t + i
    return t

@native
def marked(flags, a, c):
    for i in range(a, len(flags), c):
        flags[i] = flags[i] + 1
    return flags
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_ranges_with_any_step(opt: str) -> None:
    compiled, python = execute(RANGES, "cortex-m4f", opt), plain(RANGES)
    small = 1 << 30
    calls: list[list[int]] = [[0, 10, 3], [10, 0, -3], [5, 5, 1], [0, 5, -1], [small - 3, small + 3, 1],
                              [3 - small, -small - 3, -1], [0, 9, 0]]  # fmt: skip
    for arguments in calls:
        assert outcome(compiled["over"], arguments) == outcome(python["over"], arguments), arguments
    for step in (1, 2, -1):
        assert compiled["marked"]([1, 2.5, 3, 4], 0, step) == python["marked"]([1, 2.5, 3, 4], 0, step)
    others: list[Any] = [[1, 2.5, 1 << 40, 3], (4, 5), {6: 7}, bytes([1, 2]), range(3), ["a"]]
    for other in others:
        names = compiled, python
        for one in names:
            one["range"] = lambda a, b, c, other=other: list(other) if not isinstance(other, tuple | bytes) else other
        found, expected = (outcome(one["over"], [1, 2, 3]) for one in names)
        assert found[:2] == expected[:2] or found[0] == expected[0] == "raises", other
