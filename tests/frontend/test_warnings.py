"""What compiles but can hardly be meant is told, what people write on purpose is not."""

from pathlib import Path

import pytest

from nativecomp.frontend import build_module, read_unit
from nativecomp.frontend.escape import find_escaping
from nativecomp.frontend.source import read_source
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options
from nativecomp.targets import find_target

ROOT = Path(__file__).parents[2]
FOLDERS = ("examples", "benchmarks/kernels", "benchmarks/micropython/idioms", "benchmarks/micropython/kernels")
FILES = sorted(
    path
    for folder in (*FOLDERS, "tests/corpus")
    for path in (ROOT / folder).glob("*.py")
    if not path.name.startswith(("test_", "__"))
)


def warned(source: SourceFile, word_bits: int = 32) -> list[str]:
    """Line, message and hint of each warning."""
    unit = read_unit(source, Options(find_target({32: "pico2", 64: "x86-64"}[word_bits]), product="mpy"))
    build_module(unit, find_escaping(unit.functions))
    return [f"{one.span.line}: {one.message} | {one.hint}" for one in unit.diagnostics.of("warning")]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_false_alarm(path: Path) -> None:
    assert warned(read_source(path)) == []


OURS = "from nativecomp import viper, ptr8, ptr16, uint8, int64, float64\n"
CASES = {
    "s = 0\nfor i in range(n):\n    s += int(buff[i])": ["3: `buff` is defined nowhere"],
    "return int(color(1).x)": ["1: `color` is defined nowhere"],
    "return colour + int(__name__ is None) + int(len(buf)) + int(later)": [],
    "global counter\ncounter = n": [],
    "p = ptr8(buf)\np[0] = 255\np[0] = -128\np[0] = n\np[0] = 256\np[0] = -129": ["5: an element", "6: an element"],
    "p = ptr16(buf)\np[0] = 0x12345\np[0] = 0xffff": [
        "2: an element of a `ptr16` has 16 bits, which 74565 does not fit"
    ],
    "y: uint8 = 300\nz: uint8 = 200": ["1: this annotation says nothing: 300 does not fit `uint8`"],
    "y: int = buf\nz: int = int(buf)": ["1: this annotation says nothing: the value of `y` is no `int`"],
    "y: uint8\nfor i in range(n):\n    y = buf\n    y = 3": ["1: this annotation says nothing: the value of `y`"],
    "y: unit8 = 3\nz: 'list[int] | None' = 3\nw: list = 3": ["1: this annotation", "2: this annotation"],
    "y = n\ny: int64 = 4\ny: int = 5": ["2: this annotation says nothing: `y` is `int` already"],
    "s = 0\nt: int = 0\ns += int64(n) * n\nt = int64(n)": ["3: `s` is `int`, as its first value says"],
    "s = 0.5\nx = float64(n)\ns = x\ns = n": ["3: `s` is `float`, as its first value says"],
    "s = 5 % 0\nt = 1 << -1\nu = 1 // 1": ["1: this constant has no value", "2: this constant has no value"],
    "flag = n > 1\nflag = n": ["2: `flag` is a `bool`"],
    "flag = n > 1\nflag = n & 1\nflag = (0 if flag else 1) if n else flag\nflag |= n > 2": [],
}


@pytest.mark.parametrize("body", CASES)
def test_warnings(body: str) -> None:
    lines = body.replace("\n", "\n    ")
    text = f"{OURS}@viper\ndef f(buf, n: int, colour: int):\n    {lines}\ndef g():\n    global later\n"
    found = warned(SourceFile("case.py", text))
    assert len(found) == len(CASES[body]), found
    for told, expected in zip(found, CASES[body], strict=True):
        line, _, message = expected.partition(":")
        assert told.startswith(f"{int(line) + 3}:{message}")
        assert not told.endswith("| ")


@pytest.mark.parametrize(
    ("text", "line", "count"),
    [
        ("", "v: uint = p[0]", 1),
        ("from nativecomp import uint\n", "v: uint = p[0]", 0),  # as the hint says
        ("", "v = uint(p[0])", 0),  # likewise
    ],
)
def test_an_annotation_that_micropython_reads_otherwise(text: str, line: str, count: int) -> None:
    body = f"@micropython.viper\ndef f(p: ptr32) -> int:\n    {line}\n    w: int = p[1]\n    return w"
    found = warned(SourceFile("case.py", f"import micropython\n{text}{body}\n"))
    assert len(found) == count
    assert all("MicroPython ignores the annotation and makes it `int`" in one for one in found)


def test_a_star_import_may_bring_any_name() -> None:
    assert warned(SourceFile("case.py", f"{OURS}from here import *\n@viper\ndef f():\n    return unknown\n")) == []
