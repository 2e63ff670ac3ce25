"""Functions on buffers called in a loop become part of it at `speed`: their locals start anew with each call."""

import pytest

from tests.bridge.oracle import execute
from tests.mpy.micropython import run_built

SOURCE = """
@viper
def total(b: uint8[:], objects, limit: int) -> int:
    t = 0
    for x in objects:
        if int(x) > limit:
            last = x
            t += int(x)
    for y in b:
        t += y
    for name in ("a", "bc"):
        t += int(len(name))
    return t

@viper
def totals(b: uint8[:], objects, n: int) -> int:
    s = 0
    for i in range(n):
        s = s * 2 + total(b, objects, i)
    return s

@viper
def sometimes(b: uint8[:], i: int) -> int:
    if i == 0:
        t = 7
        c = b
        f = 1.5
        e = i == 0
        w: int64 = 1 << 40
        o = "text"
    n = 0
    for x in b:
        n += x
    return t * 10 + int(f) + int(e) + int(w >> 32) + b[i] + n

@viper
def often(b: uint8[:], n: int) -> int:
    s = 0
    for i in range(n):
        s = s * 3 + sometimes(b, i)
    return s

@viper
def caught(b: uint8[:], objects, i: int) -> int:
    try:
        for x in objects:
            b[i] += int(x)
    except (TypeError, IndexError) as error:
        return -1
    finally:
        b[0] += 1
    return b[i]

@viper
def all_caught(b: uint8[:], objects, n: int) -> int:
    s = 0
    for i in range(n):
        s = s * 5 + caught(b, objects, i)
    return s
"""
CALLS = [
    "totals(bytearray([1, 2, 3]), [4, 5, 6], 4)",
    "totals(bytearray([1, 2, 3]), (), 3)",
    "often(bytearray([9, 8, 7]), 3)",
    "all_caught(bytearray(8), [1, 2], 3)",
    "all_caught(bytearray(2), [1, 2], 4)",
    "all_caught(bytearray(8), [1, None], 3)",
]


def _expected() -> list[int]:
    names: dict[str, object] = {"viper": lambda function: function}
    text = "from __future__ import annotations\n" + SOURCE
    # What is never assigned is zero in compiled code.
    text = text.replace("(b: uint8[:], i: int) -> int:\n", "(b, i):\n    t = f = e = w = 0\n")
    exec(compile(text, "<plain>", "exec"), names)
    return [eval(call, names) for call in CALLS]


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_micropython(opt: str) -> None:
    code = "".join(f"print({call})\n" for call in CALLS)
    assert run_built(SOURCE, code, opt) == "".join(f"{value}\n" for value in _expected())


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "rv32imc"])
def test_cores(target: str) -> None:
    names = execute("from nativecomp import int64\n" + SOURCE, target, "speed")
    for call, value in zip(CALLS, _expected(), strict=True):
        assert eval(call, names) == value, call
