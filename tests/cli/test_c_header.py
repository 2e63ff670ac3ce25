"""The C header of an object: a C program includes it and calls the functions, on emulated cores."""

import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.emulator import Machine, Word
from nativecomp.targets import Target, find_target
from tests.cli.command import nativecomp

PYTHON = """\
from nativecomp import *


@viper
def word(a: int, b: uint) -> int:
    return a - b


@viper
def narrow(a: int8, b: uint16, c: bool) -> uint8:
    return a + b + c


@viper
def wide(a: int64, b: uint64) -> int64:
    return a * b


@viper
def floats(x: float32, y: float64) -> float64:
    return x + y


@viper
def single(x: float32) -> float32:
    return x * 2


@viper
def several(a: int, b: int64, c: float32) -> tuple[uint8, int64, float32, bool]:
    return a, b + 1, c, a > 3


@viper
def total(data: int16[:]) -> int:
    s = 0
    for x in data:
        s += x
    return s


@viper
def pointers(p: ptr32, q: ptr8, r: ptr16, z: ptr) -> ptr8:
    p[0] = 1
    q[0] = 2
    r[0] = 3
    return ptr8(z)


@viper
def many(a: int, b: int, c: int, d: int, e: int, f: uint8[:]) -> int:
    return a + b * 2 + c * 3 + d * 4 + e * 5 + f[0] * 6


@viper
def divide(a: int, b: int) -> int:
    if b == -9:
        raise ValueError(b)
    return a // b


@viper
def keywords(int: int, register: int, result: int, data: uint8[:], data_length: int) -> tuple[int, int]:
    return int + register, result + len(data) + data_length


@viper
def shout(n: int):
    print("n is", n)


class Filter:
    @viper
    def step(self, x: int) -> int:
        return x + 1
"""

C = """\
#include "kernels.h"
#include "second.h"

static uint32_t line, raised, value, printed;

_Noreturn void leave(void);
_Noreturn void nc_raise(const struct nc_raise_site *site) {
    line = site->line;
    raised = site->exception[0];
    leave();
}
_Noreturn void nc_raise_value(const struct nc_raise_site *site, intptr_t n) {
    value = (uint32_t)n;
    nc_raise(site);
}
void nc_print_str(const char *text, size_t size) { printed += (uint32_t)size + text[0] * 0; }
void nc_print_int(intptr_t n) { printed += 100 * (uint32_t)n; }

uint32_t get_line(void) { return line; }
uint32_t get_raised(void) { return raised; }
uint32_t get_value(void) { return value; }

intptr_t raises(intptr_t b) { return kernels_divide(1, b); }

/* The number of the first check that fails, 0 where none does. */
int check(void) {
    if (kernels_word(5, 7) != -2) return 1;
    if (kernels_narrow(-3, 65535, true) != (uint8_t)(-3 + 65535 + 1)) return 2;
    if (kernels_wide(-3, 1ull << 33) != -3ll * (1ll << 33)) return 3;
    /* Bits are compared: a comparison of doubles would need C's own helpers on most cores. */
    union { double number; uint64_t bits; } sum = {kernels_floats(1.5f, 0.1)}, expected = {1.5 + 0.1};
    if (sum.bits != expected.bits) return 4;
    union { float number; uint32_t bits; } twice = {kernels_single(1.25f)}, half = {0.5f}, item;
    if (twice.bits != 0x40200000) return 5;
    struct kernels_several_result many;
    kernels_several(&many, 260, 1ll << 40, 0.5f);
    item.number = many.item2;
    if (many.item0 != 4 || many.item1 != (1ll << 40) + 1 || item.bits != half.bits || !many.item3) return 6;
    int16_t data[] = {1, -2, 300};
    if (kernels_total(data, 3) != 299 || kernels_total(data, 0) != 0) return 7;
    uint32_t p;
    uint8_t q[2];
    uint16_t r;
    if (kernels_pointers(&p, q, &r, q + 1) != q + 1 || p != 1 || q[0] != 2 || r != 3) return 8;
    uint8_t bytes[] = {7};
    if (kernels_many(1, 2, 3, 4, 5, bytes, 1) != 1 + 4 + 9 + 16 + 25 + 42) return 9;
    struct kernels_keywords_result two;
    kernels_keywords(&two, 1, 2, 3, bytes, 1, 10);
    if (two.item0 != 3 || two.item1 != 14) return 10;
    printed = 0;
    kernels_shout(3);
    if (printed != 300 + sizeof "n is" - 1 + 2) return 11;
    if (kernels_Filter_step(0, 4) != 5) return 12;
    if (second_half(9) != 4) return 13;
    return 0;
}
"""


class Left(Exception):
    """The C program's `nc_raise` ended it."""


def zig(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "ziglang", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def compiler(target: Target) -> list[str]:
    return ["cc", "-target", target.zig_target, f"-mcpu={target.zig_cpu}", "-ffreestanding", "-fno-sanitize=all",
            "-Wall", "-Wextra", "-Werror"]  # fmt: skip


def _leave(machine: Machine, words: tuple[int, ...]) -> None:
    raise Left


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "cortex-m7d", "cortex-m4f-softfp", "cortex-m7d-softfp"])
def test_firmware_in_c_calls_the_functions(folder: Path, core: str) -> None:
    target = find_target(core)
    (folder / "kernels.py").write_text(PYTHON)
    (folder / "second.py").write_text("@viper\ndef half(n: int) -> int:\n    assert n > 0\n    return n // 2\n")
    (folder / "main.c").write_text(C)
    for name in ("kernels", "second"):
        answer = nativecomp("build", f"{name}.py", "-o", f"{name}.o", "--target", core)
        told = [line for line in answer.err.splitlines() if not line.startswith("building the C runtime")]
        assert (answer.code, told) == (0, [])
    zig(*compiler(target), "-std=c11", "-O1", "-g", "-c", "main.c", "-o", "main.o")
    zig("ld.lld", "-r", "main.o", "kernels.o", "second.o", "-o", "all.o")
    machine = Machine((folder / "all.o").read_bytes(), target, hooks={"leave": _leave})
    assert machine.call("check", [], "i32").value == 0
    lines = PYTHON.splitlines()
    for divisor, exception, text in (
        (0, "Z", "    return a // b"),
        (-9, "V", "        raise ValueError(b)"),
    ):
        with pytest.raises(Left):
            machine.call("raises", [Word("i32", divisor)], "i32")
        assert machine.call("get_line", [], "i32").value == lines.index(text) + 1
        assert machine.call("get_raised", [], "i32").value == ord(exception)
    assert machine.call("get_value", [], "i32").value == 2**32 - 9


def test_objects_that_hold_the_same_helpers_link_together(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.py").write_text("@viper\ndef ratio(a: int, b: int) -> int:\n    return a // b\n")
        assert nativecomp("build", f"{name}.py", "--target", "cortex-m0").code == 0
    zig("ld.lld", "-r", "one.o", "two.o", "-o", "all.o")


@pytest.mark.parametrize("name", ["kernels", "3d", "größe", "a-b c", "int"])
def test_the_header_is_c_and_cpp(folder: Path, name: str) -> None:
    (folder / f"{name}.py").write_text(PYTHON + "\n\n@viper\ndef höhe(n: ptr8) -> int:\n    return n[0] + n[1]\n")
    assert nativecomp("build", f"{name}.py", "-o", "out.o", "--target", "cortex-m4f").code == 0
    for language, standard in (("c", "c11"), ("c++", "c++17")):
        unit = folder / f"unit.{language}"
        unit.write_text('#include "out.h"\n#include "out.h"\nint used(void);\nint used(void) { return 1; }\n')
        command = compiler(find_target("cortex-m4f"))
        zig(*command, f"-std={standard}", "-x", language, "-c", str(unit), "-o", "unit.o")
