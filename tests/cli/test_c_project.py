"""The example of a C program, and what the header says beside prototypes."""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import nativecomp

EXAMPLE = Path(__file__).parents[2] / "examples" / "c"
OUTPUT = """\
smooth: 0 100 275 -94 29
peak: 1200 at 3
checksum: 30
decoded 5 bytes: aaabb
ValueError(3) in decode, codec.py line 13
IndexError(0) in decode, codec.py line 17
"""


@pytest.mark.skipif((sys.platform, platform.machine()) != ("linux", "x86_64"), reason="runs objects for x86-64")
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_example(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "c")
    variables = [f"NATIVECOMP={sys.executable} -m nativecomp", f"CC={sys.executable} -m ziglang cc"]
    done = subprocess.run(["make", "-s", *variables], cwd=tmp_path / "c", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(OUTPUT)


CASES = """\
from nativecomp import *


@viper
def reads(a: ptr8, b: Buffer[int16], n: int) -> int:
    return a[n] + b[0] + len(b)


@viper
def writes(a: ptr8, b: Buffer[int16]):
    a[0] = 1
    b[0] = 1


@viper
def casts(a: ptr8, b: ptr8) -> int:
    q = ptr16(uint(a) + 2)
    r = ptr16(uint(b) + 2)
    r[0] = 3
    return q[0]


@viper
def gives_away(a: ptr8) -> ptr8:
    return a


@viper
def stores_address(a: ptr8, b: ptr32):
    b[0] = int(a)


@viper
def passes(a: ptr8, b: ptr8, c: Buffer[int16]) -> int:
    writes(b, c)
    return reads(a, c, 1)


@viper
def recursive(a: ptr8, b: ptr8, n: int) -> int:
    if n == 0:
        b[0] = 1
        return a[0]
    return recursive(a, b, n - 1)


@viper
def copies(a: ptr8, b: ptr8, n: int):
    for i in range(n):
        a[i] = b[i]


@viper
def joined(a: ptr8, b: ptr8, n: int):
    p = a
    if n:
        p = b
    p[0] = 1
"""
CONST = {
    "reads": "ab", "writes": "", "casts": "a", "gives_away": "", "stores_address": "", "passes": "a", "recursive": "a",
    "copies": "b", "copies_device": "b", "joined": "",
}  # fmt: skip


@pytest.mark.parametrize("target", ["cortex-m0", "x86-64"])
def test_what_is_only_read_is_const(folder: Path, target: str) -> None:
    (folder / "cases.py").write_text(CASES)
    assert nativecomp("build", "cases.py", "-o", "cases.o", "--target", target).code == 0
    text = (folder / "cases.h").read_text()
    found = {name: "".join(re.findall(r"const \w+ \*(\w)", parameters))
             for name, parameters in re.findall(r"\bcases_(\w+)\((.*)\);", text)}  # fmt: skip
    assert found == CONST


def test_what_a_header_says(folder: Path) -> None:
    (folder / "one.py").write_text(
        "@viper\ndef f(n: int, k: int = 4, big: bool = True) -> int:\n"
        '    """What it is. */ int x;\n\n    And more.\n    """\n    return n + k\n'
    )
    (folder / "two.py").write_text("@viper\ndef g(n: int) -> tuple[int, int]:\n    return n, 1 // n\n")
    answer = nativecomp("build", "one.py", "two.py", "-o", "o/", "--header", "o/all.h", "--guard", "MINE_H",
                        "--prefix", "my_", "--emit", "obj")  # fmt: skip
    assert answer.code == 0, answer.err
    text = (folder / "o" / "all.h").read_text()
    assert text.startswith(
        "/* Compiled functions of one.py, two.py for cortex-m4f. */\n#ifndef MINE_H\n#define MINE_H\n"
    )
    assert (
        """\
/* f(n: int, k: int=4, big: bool=True) -> int, line 2 of one.py

   What it is. * / int x;

   And more.
   Defaults: k = 4, big = True. */
intptr_t my_f(intptr_t n, intptr_t k, bool big) __asm__("one_f");
"""
        in text
    )
    assert 'void my_g(struct my_g_result *result, intptr_t n) __asm__("two_g");' in text
    assert not list(folder.glob("o/[ot]*.h"))
    nativecomp("build", "one.py", "-o", "one.o", "--prefix", "")
    assert 'intptr_t f(intptr_t n, intptr_t k, bool big) __asm__("one_f");' in (folder / "one.h").read_text()


@pytest.mark.parametrize(("arguments", "message"), [
    (["--guard", "MY-H", "-o", "dsp.o"], "--guard: C has no names with 'MY-H' in them"),
    (["--prefix", "3", "-o", "dsp.o"], "--prefix: C has no names with '3' in them"),
    (["--header", "x.h", "-o", "dsp.s"], "--header is for the C header of objects; this makes asm"),
    (["--header", "theirs.h", "-o", "dsp.o"], "the C header theirs.h is there already and not from nativecomp"),
])  # fmt: skip
def test_wrong_usage(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "theirs.h").write_text("#define THEIRS\n")
    answer = nativecomp("build", "dsp.py", *arguments)
    assert answer.code == 2
    assert message in answer.err
    assert (folder / "theirs.h").read_text() == "#define THEIRS\n"
