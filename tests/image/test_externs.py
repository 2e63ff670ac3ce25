"""Functions in C that a file declares: called in images and objects, refused where nothing is linked."""

import platform
from pathlib import Path

import pytest

import nativecomp as package
from nativecomp.elf import ElfFile
from nativecomp.image.clang import clang_options, run_zig, zig_package
from nativecomp.language.diagnostics import CompileError
from nativecomp.targets import find_target
from tests.cli.command import nativecomp

PROGRAM = """\
from nativecomp import viper, uint8, int16, float32, Buffer, ptr8
TEXT = b"hello"
ring = bytearray(8)
@viper(extern="c_add")
def add(a: int, b: int) -> int: ...
@viper(extern="c_small")
def small(a: uint8, b: int16) -> int16:
    '''Both in one.'''
@viper(extern="c_scale")
def scale(x: float32) -> float32: ...
@viper(extern="c_sum")
def total(data: Buffer[uint8], start: int) -> int: ...
@viper(extern="c_fill")
def fill(data: ptr8, count: int, value: uint8) -> None:
    pass
@viper
def waits(data: ptr8) -> int:
    turns = 0
    while data[0] != 3:
        fill(data, 1, data[0] + 1)
        turns += 1
    return turns
@viper
def main() -> int:
    print(add(40, 2), small(250, -3), scale(1.5) == 3.75)
    print(total(TEXT, 1))
    x = ring[3]
    fill(ring, 8, 7)
    print(x, ring[3], total(ring, 0))
    fill(ring, 1, 0)
    print(waits(ring))
    return add(1, 2)
"""
IN_C = """\
#include <stdint.h>
static int calls;
intptr_t c_add(intptr_t a, intptr_t b) { calls++; return a + b; }
int16_t c_small(uint8_t a, int16_t b) { return a - b * 100; }
float c_scale(float x) { return x * 2.5f; }
intptr_t c_sum(const uint8_t *d, intptr_t n, intptr_t s) {
    for (intptr_t i = 0; i < n; i++)
        s += d[i];
    return s + calls;
}
void c_fill(uint8_t *d, intptr_t n, uint8_t v) { while (n--) *d++ = v; }
"""
PRINTED = "42 550 True\n534\n0 7 57\n3\n"


def object_of(folder: Path, target: str) -> Path:
    """The object of the functions in C."""
    (folder / "driver.c").write_text(IN_C)
    include = zig_package() / "lib" / "include"
    options = ["-O1", "-ffreestanding", "-nostdinc", "-isystem", include, "-c", "driver.c"]
    run_zig(["clang", *clang_options(find_target(target)), *options], folder)
    return folder / "driver.o"


@pytest.mark.parametrize("target", ["mps2-an386", "microbit", "host"])
@pytest.mark.parametrize("opt", ["size", "speed"])
def test_an_image_calls_them(tmp_path: Path, target: str, opt: str) -> None:
    if target == "host" and (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("programs for `host` run on x86-64 Linux")
    (tmp_path / "app.py").write_text(PROGRAM)
    link = object_of(tmp_path, target)
    answer = nativecomp("run", tmp_path / "app.py", "--image", "--target", target, "--opt", opt, "--link", link)
    assert (answer.code, answer.out) == (3, PRINTED)


def test_an_object_leaves_them_to_its_linker(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    answer = nativecomp("build", tmp_path / "app.py", "--target", "cortex-m4f", "-o", tmp_path / "app.o")
    assert answer.code == 0
    file = ElfFile((tmp_path / "app.o").read_bytes())
    assert {"c_add", "c_small", "c_scale", "c_sum", "c_fill"} <= set(file.undefined)
    header = (tmp_path / "app.h").read_text()
    assert "uint8_t *data" in header  # not const: `fill` may write through it
    assert "c_add" not in header


def test_what_is_linked_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    answer = nativecomp("build", tmp_path / "app.py", "--target", "mps2-an386", "-o", tmp_path / "app.elf")
    assert answer.code == 1
    assert "`c_add`, which neither it nor the runtime defines; `--link` names" in answer.err.replace("\n", " ")
    answer = nativecomp("build", tmp_path / "app.py", "--target", "pico2", "-o", tmp_path / "app.mpy")
    assert answer.err.count("is a function in C, which is linked to nothing here") == 5
    with pytest.raises(CompileError, match="this calls `add`, a function in C"):
        package.load(tmp_path / "app.py")
    (tmp_path / "text.o").write_text("no object")
    answer = nativecomp("run", tmp_path / "app.py", "--image", "--target", "mps2-an386", "--link", tmp_path / "text.o")
    assert answer.code == 1
    assert "what is linked is no object" in answer.err


F = '@viper(extern="f")\ndef f(a: int) -> int: ...\n'
OF_EXTERNS = {
    'write `extern="name"`': (F.replace('"f"', '"a b"'), F),
    "write `@viper` above a function of the file, not of a class": (
        'class A:\n    @viper(extern="f")\n    def f(a: int) -> int: ...\n', F
    ),
    "call it in a handler of the file": (
        '@viper(extern="f", interrupt="SysTick")\ndef f() -> None: ...\n', '@viper(extern="f")\ndef f() -> None: ...\n'
    ),
    "leave `...` for its body": (F.replace("...", "\n    return a"), F),
    "write its type, or `-> None`, behind the parameters": (F.replace(" -> int", ""), F.replace("int:", "None:")),
    "name each parameter": (F.replace("a: int", "*a"), F),
    "give the parameter a machine type": (F.replace("a: int", "a"), F),
    "name a machine type": (F.replace("-> int", "-> object"), F),
}  # fmt: skip
"""By hint: a declaration that is refused with it, and one that follows it."""


@pytest.mark.parametrize("hint", OF_EXTERNS)
def test_a_hint_can_be_followed(tmp_path: Path, hint: str) -> None:
    place, out = tmp_path / "app.py", tmp_path / "app.o"
    answers = []
    for declaration in OF_EXTERNS[hint]:
        place.write_text(f"from nativecomp import viper\n{declaration}@viper\ndef g() -> int:\n    return 1\n")
        answers.append(nativecomp("build", place, "--target", "cortex-m4f", "-o", out))
    assert [answer.code for answer in answers] == [1, 0], answers[1].err
    assert hint in answers[0].err


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ('@viper(extern="f")\ndef f(a: int) -> int:\n    return a\n', "is a function in C and has a body"),
        ('@viper(extern="f")\ndef f(a: int): ...\n', "does not say what the function in C gives"),
        ('@viper(extern="f")\ndef f(a) -> int: ...\n', "takes `object`, which a function in C does not"),
        ('@viper(extern="f")\ndef f(*a) -> int: ...\n', "collects arguments"),
        ('@viper(extern="f")\ndef f() -> object: ...\n', "gives `object`, which a function in C does not"),
        ('@viper(extern="a b")\ndef f() -> int: ...\n', "which is no name in C"),
        ('@viper(extern="f", interrupt="SysTick")\ndef f() -> None: ...\n', "handles an interrupt"),
        ('class A:\n    @viper(extern="f")\n    def f(a: int) -> int: ...\n', "not of a class"),
        ("@viper(extern=1)\ndef f() -> int: ...\n", "option `extern` must be the name of a function in C"),
    ],
)
def test_declarations_that_are_refused(tmp_path: Path, declaration: str, message: str) -> None:
    (tmp_path / "app.py").write_text(f"from nativecomp import viper\n{declaration}")
    answer = nativecomp("build", tmp_path / "app.py", "--target", "cortex-m4f", "-o", tmp_path / "app.o")
    assert answer.code == 1
    assert message in answer.err
