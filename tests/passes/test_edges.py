"""Loops that leave their buffers at the first, a middle or the last turn, with all that a guard must not get wrong.

Every call is judged by the reference interpreter: its value or exception, and what it wrote before that.
"""

from array import array
from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.fuzz.judge import Expectations, compare, expectations, report, words_of
from tests.fuzz.samples import Sample

HIGHEST, LOWEST = 0x7FFFFFFF, -0x80000000
SMALL = (-1, 0, 1, 4, 6)
EDGES = (HIGHEST, LOWEST, 0x40000000, 46341)

# The parameters are a buffer `b` of five elements, `n` and `m`; what comes out is `s`, which starts as 0.
ONE = {
    "first, middle, last turn": "for i in range(n, m):\n    b[i] = i + 1\n    s += 1",
    "negative indices": "for i in range(n):\n    s += b[-i]\n    b[i - 5] = s",
    "down": "for i in range(n, m, -1):\n    b[i] += i\n    s += b[i]",
    "from the end": "for i in range(n):\n    b[len(b) - 1 - i] = i\n    s += 1",
    "strides": "for i in range(n, m, 3):\n    b[i] = 7\n    s += i",
    "a stride from a variable": "for i in range(0, n, m):\n    b[i] = 7\n    s += i",
    "backward strides": "for i in range(n, m, -2):\n    b[i + 1] = 7\n    s += i",
    "product": "for i in range(2):\n    for j in range(n):\n        b[i * m + j] = i + j\n        s += 1",
    "products that overflow": "for i in range(3):\n    b[i * n * m] = i\n    s += 1\n    b[i * n + m] = i",
    "sum that wraps into the buffer": "for i in range(3):\n    b[n + m + i] = i\n    s += 1",
    "an end that wraps": "for i in range(n, n + m):\n    b[i] = 3\n    s += 1\n    if s > 9:\n        break",
    "triangle": "for i in range(n):\n    for j in range(i, m):\n        b[i + j] = i\n        s += 1",
    "writes before the raise": "for i in range(n):\n    b[0] = i\n    b[i + m] = 9\n    b[1] = i",
    "a local that steps": "at = m\nfor i in range(n):\n    b[at] = i\n    at += 2\n    s += at",
    "a local that steps at times": "at = 0\nfor i in range(n):\n    b[at] = i\n    if i & 1:\n        at += m\ns = at",
    "a local that steps inside": (
        "at = m\nfor i in range(n):\n    for j in range(2):\n        b[at] = i\n        at += 1\ns = at"
    ),
    "the value after the loop": "for i in range(n):\n    s += 1\nfor j in range(m):\n    b[i + j] = 4",
    "assigned in the body": "for i in range(n):\n    j = i\n    i = m\n    b[i] = j\n    s += i",
    "behind a condition": "for i in range(n):\n    if i < len(b) and i != m:\n        b[i] = i\n    s += 1",
    "behind a wrong condition": "for i in range(n):\n    if i <= len(b):\n        b[i] = i\n    s += 1",
    "mask": "for i in range(n):\n    b[(i + m) & 3] = i\n    s += 1",
    "remainder": "for i in range(n):\n    b[(i + m) % 5] += i\n    s += i % len(b)",
    "remainder by a variable": "for i in range(n):\n    b[i % m] += i\n    s += 1",
    "division": "for i in range(n):\n    b[(i + m) // 2] += i\n    s += 1",
    "shifts": "for i in range(n):\n    b[(i + m) >> 1] += i\n    s += b[i << 1 & 3]",
    "least and greatest": "for i in range(n):\n    b[min(i, m)] = i\n    s += b[max(i, 1) - 1]",
    "clamped": "for i in range(n):\n    s += b[max(0, min(4, i - m))]",
    "narrow": "for i in range(n):\n    b[uint8(i + m)] = i\n    s += b[int8(i)]",
    "unsigned": "at: uint = m\nfor i in range(n):\n    b[at] = i\n    at -= 1\n    s += 1",
    "wide and unsigned": "at: uint64 = m\nfor i in range(n):\n    b[at & 7] = i\n    at = at * 3 + 1\n    s += 1",
    "locals that change places": "for i in range(n):\n    b[n] = i\n    n, m = m, n\n    s += 1",
    "inner locals that change places": (
        "k = 0\nfor i in range(n):\n    for j in range(m):\n        b[k] = i\n        k, s = s, k\n    s += 1\n"
    ),
    "wide": "at: int64 = m\nfor i in range(n):\n    b[at] = i\n    at += 2147483648\n    s += 1",
    "while": "at = n\nwhile at >= 0 and s < 12:\n    b[at] = at\n    at -= m\n    s += 1",
    "while up": "at = m\nwhile at < n and s < 12:\n    at += 1\n    b[at] = at\n    s += 1",
    "binary search": (
        "low = 0\nhigh = n\nwhile low < high:\n    middle = (low + high) >> 1\n"
        "    if b[middle] < m:\n        low = middle + 1\n    else:\n        high = middle\ns = low"
    ),
    "insertion": (
        "for i in range(1, n):\n    value = b[i]\n    j = i - 1\n    while j >= 0 and b[j] > value:\n"
        "        b[j + 1] = b[j]\n        j -= 1\n    b[j + 1] = value\n    s += j"
    ),
    "elements as indices": "for x in b:\n    s += b[x & 7]\n    b[n] = s\n    n += m",
    "break and else": "for i in range(n):\n    if b[i] == m:\n        break\n    s += 1\nelse:\n    b[n] = 2",
    "return from the loop": (
        "for i in range(n):\n    if b[i] == 2:\n        return b[i + m] + (i if m > 0 else s)\n    s += 1"
    ),
    "continue": "for i in range(n):\n    if i == m:\n        continue\n    b[i] = s\n    s += 1",
    "a call that changes a local": (
        "at = 0\ndef step():\n    nonlocal at\n    at += m\nfor i in range(n):\n    b[at] = i\n    step()\n    s += at"
    ),
    "a call that may be stepped over": (
        "at = 0\ndef step() -> int:\n    nonlocal at\n    at += 1\n    return at\n"
        "for i in range(n):\n    if i & 1:\n        step()\n    b[at] = i\n    s += m"
    ),
    "a buffer of an enclosing function": (
        "def put(at: int):\n    for i in range(2):\n        b[at + i] = at\n"
        "for i in range(n):\n    put(i + m)\n    s += 1"
    ),
    "chain": "for i in range(n):\n    s += 1\n    if 0 <= i + m < len(b):\n        b[i + m] = 5",
    "absolute": "for i in range(n, m):\n    b[abs(i)] = 3\n    s += 1\n    if s > 9:\n        break",
}
TWO = {
    "aliases": "for i in range(len(a)):\n    b[i + n] = a[i] + 1\n    s += a[i]",
    "change places": "for i in range(n):\n    a[i] = b[i] + 1\n    a, b = b, a\n    s += a[0]",
    "one for the other": "for i in range(n):\n    if i == 2:\n        b = a\n    b[i] = i\n    s += 1",
    "elements as indices of another": "for x in a:\n    b[x] += n\n    s += x",
    "lengths": "for i in range(len(a) - len(b) + n):\n    s += a[i] + b[i]\n    a[i] = s",
}


def sample(name: str, head: str, body: str, calls: list[tuple[Any, ...]]) -> Sample:
    lines = "\n".join(f"    {line}" for line in f"s = 0\n{body}\nreturn s".splitlines())
    return Sample(f"@viper\ndef {name}({head}n: int, m: int) -> int:\n{lines}\n", name, calls)


def numbers() -> list[tuple[int, int]]:
    """Small ones in all pairs, and the ends of the type with a few others."""
    return [*product(SMALL, SMALL), *product(EDGES, (1, HIGHEST, LOWEST))]


@cache
def judged(word_bits: int, float_bits: int) -> tuple[list[Sample], Expectations]:
    """All samples with what each call does by the reference."""
    every = samples()
    return every, expectations(every, word_bits, float_bits)


def samples() -> list[Sample]:
    made = []
    for number, body in enumerate(ONE.values()):
        calls = [(array("i", [3, 1, 2, 0, 4]), n, m) for n, m in numbers()]
        calls += [(array("i"), n, m) for n, m in ((0, 0), (1, 0), (2, -1))]
        made.append(sample(f"one{number}", "b: int32[:], ", body, calls))
    for number, body in enumerate(TWO.values()):
        both = array("i", [2, 0, 1, 3, 1])
        others = (both, array("i"), array("i", [1, 2, 9]))
        calls = [(both, other, n, 0) for other in others for n in (*SMALL, *EDGES)]
        made.append(sample(f"two{number}", "a: int32[:], b: int32[:], ", body, calls))
    return made


@pytest.mark.parametrize(
    ("target", "opt", "part"),
    [
        ("cortex-m4f", "speed", 0),
        ("cortex-m4f", "balanced", 1),
        pytest.param("cortex-m4f", "speed", 1, marks=pytest.mark.slow),
        pytest.param("cortex-m4f", "size", None, marks=pytest.mark.slow),
        pytest.param("x86-64", "speed", None, marks=pytest.mark.slow),
    ],
)
def test_edges(target: str, opt: str, part: int | None) -> None:
    """`part` is that of the samples with an even number or an odd one; None is all."""
    made, expected = judged(*words_of(target))
    of = slice(part, None, 2) if part is not None else slice(None)
    found = compare(made[of], expected[of], target, opt)
    assert not found, "\n".join(report(mismatch) for mismatch in found[:3])
