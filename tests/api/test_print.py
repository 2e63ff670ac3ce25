"""`print` in compiled functions goes to Python's standard output."""

import io
import sys

import pytest

import nativecomp
from tests.api.modules import CORES

TEXT = """\
@viper
def numbers(a: int, b: uint, c: int64, d: uint64, e: int8, f: uint16, g: bool):
    print(a, b, c, d, e, f, g)

@viper
def floats(x: float32, y: float64):
    print(x, y)

@viper
def words(n: int):
    print("größe", n, "%d {} \\\\ \\"quoted\\"", sep=" | ", end="!\\n")
    print()
    print("", end="")
    print(n, n, sep="", end="")
    print("a\\0b\\tc")
    print(1, 2.5, True, -7, sep="\\n")

@viper
def many(n: int):
    for i in range(n):
        print(i, end=",")
    print("done" )
"""


@pytest.fixture(params=CORES, scope="module")
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return nativecomp.load_source(TEXT, target=request.param)


def test_integers(module: nativecomp.Module, capsys: pytest.CaptureFixture[str]) -> None:
    module.numbers(-1, -1, -1, -1, -1, -1, True)
    module.numbers(2**31 - 1, 2**31, 2**63 - 1, 2**63, 127, 255, 0)
    word = 2**module.target.word_bits - 1
    assert capsys.readouterr().out == (
        f"-1 {word} -1 {2**64 - 1} -1 65535 True\n2147483647 2147483648 {2**63 - 1} {2**63} 127 255 False\n"
    )


@pytest.mark.parametrize("value", [0.0, -0.0, 1.5, 0.1, 1e16, 1e20, 1e-5, 123456.7, 3.4e38, 1e-45, 16777216.0])
def test_floats_print_the_shortest_text_that_reads_back(
    module: nativecomp.Module, capsys: pytest.CaptureFixture[str], value: float
) -> None:
    import numpy as np

    module.floats(value, value)
    single, double = capsys.readouterr().out.split()
    assert double == repr(value)
    if module.target.float_bits == 64:
        assert single == repr(float(np.float32(value)))  # there the object has 64 bits
    else:
        assert np.float32(single) == np.float32(value)
        assert len(single) <= len(repr(float(value)))


def test_floats_that_are_none(module: nativecomp.Module, capsys: pytest.CaptureFixture[str]) -> None:
    for value in (float("inf"), float("-inf"), float("nan")):
        module.floats(value, value)
    assert capsys.readouterr().out == "inf inf\n-inf -inf\nnan nan\n"


def test_texts(module: nativecomp.Module, capsys: pytest.CaptureFixture[str]) -> None:
    module.words(5)
    assert capsys.readouterr().out == 'größe | 5 | %d {} \\ "quoted"!\n\n55a\0b\tc\n1\n2.5\nTrue\n-7\n'


def test_many(module: nativecomp.Module, capsys: pytest.CaptureFixture[str]) -> None:
    module.many(2000)
    assert capsys.readouterr().out == "".join(f"{i}," for i in range(2000)) + "done\n"


def test_output_that_cannot_be_written(module: nativecomp.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", Closed())
    with pytest.raises(BrokenPipeError):
        module.many(3)
