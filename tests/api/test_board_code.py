"""What the desk runs is what an .mpy file holds, and exceptions in it keep their lines."""

import array
from typing import Any

import pytest

import nativecomp
from benchmarks.micropython.mpymodule import load_mpy
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target

TEXT = """\
@viper
def crc(data: ptr8, n: int) -> int:
    c = 0xFFFF
    for i in range(n):
        c ^= data[i]
        for _ in range(8):
            c = (c >> 1) ^ (0xA001 if c & 1 else 0)
    return c

@viper
def mix(a: uint8[:], b: uint8[:], k: int) -> int:
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i ^ k]
    return total

@viper
def add(a: int, b: int) -> int:
    return a + b

@viper
def checks(a: uint8[:], b: int16[:], i: int, j: int) -> int:
    x = a[i]
    y = b[j]
    if x == 1:
        raise IndexError("index out of range")
    z = a[i + 1]
    if y == 7:
        raise ValueError
    return x + y + z + a[i + j] // (y - 1)
"""
DATA = bytes(range(64))
CALLS: dict[str, tuple[Any, ...]] = {"crc": (DATA, 64), "mix": (DATA, DATA, 3), "add": (3, 4)}


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["pico", "pico2", "x64"])
def test_counts_are_those_of_the_board(target: str, opt: Any) -> None:
    module = nativecomp.load_source(TEXT, "app.py", target=target, opt=opt)
    file = load_mpy(build_mpy(SourceFile("app.py", TEXT), Options(find_target(target), opt)), target)
    for name, arguments in CALLS.items():
        here, there = module.functions[name].measure(*arguments), file[name].measure(*arguments)
        assert here.value == there.value
        # The entry converts the arguments and the result; a body that is part of it has other registers and addresses.
        assert here.instructions * 0.8 <= there.instructions <= here.instructions * 1.05 + 90, name


@pytest.mark.parametrize("target", ["pico", "pico2", "x64"])
def test_copies_of_the_runtime_count(target: str) -> None:
    """The emulator runs no instruction for them; a board does, about one or two for each word."""
    text = "@viper\ndef copy(a: uint8[:], b: uint8[:]):\n    for i in range(len(a)):\n        b[i] = a[i]\n"
    module = nativecomp.load_source(text, "app.py", target=target)
    assert "memmove" in module.copy.ir() or "copy" in module.copy.ir()
    counts = {}
    for size in (400, 800):
        here = module.copy.measure(bytes(size), bytearray(size))
        assert (
            here.instructions
            == sum(here.lines.values())
            == module.count_call(lambda size=size: module.copy(bytes(size), bytearray(size)))[1]
        )
        counts[size] = here.lines[0]
    assert 200 < counts[800] - counts[400] < 800


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "rv32imc", "x86-64"])
def test_checks_that_share_their_end_have_their_lines(target: str, opt: Any) -> None:
    module = nativecomp.load_source(TEXT, "app.py", target=target, opt=opt)
    bad = array.array("h", [7, 1, 5])

    def line(*arguments: Any) -> str:
        with pytest.raises((IndexError, ValueError, ZeroDivisionError)) as caught:
            module.checks(*arguments)
        (note,) = caught.value.__notes__
        assert note.startswith('  raised by compiled code: File "app.py"')
        assert note.endswith(", in checks")
        return note.partition(", line ")[2].partition(",")[0]

    assert line(b"", bad, 0, 0) == "23"
    assert line(b"ab", bad, 0, 3) == "24"
    assert line(b"a", bad, 0, 1) == "27"
    assert line(b"ab", bad, 0, 2) == "30"
    assert line(b"ab", bad, 0, 1) == "30"
    # A `raise` may share its end with a check: then its line is not told, or told right.
    assert line(b"\1b", bad, 0, 1) in ("26", "")
    assert line(b"ab", bad, 0, 0) in ("29", "")
