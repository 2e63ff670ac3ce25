"""Compiled functions in the image of a Python program: machine code that lies in flash and runs beside bytecode."""

from pathlib import Path
from typing import Any

import pytest

from nativecomp.emulator import run_image
from nativecomp.ir import FunctionOptions
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target
from tests.runtime.test_native import NOT_AS_VIPER
from tests.runtime.test_programs import PROGRAMS

PROGRAM = """\
import micropython
import helper
from nativecomp import ptr8
@micropython.viper
def add(a: int, b: int) -> int:
    return a + b * 3
@micropython.native
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
@micropython.asm_thumb
def triple(r0):
    mov(r1, r0)
    add(r0, r0, r1)
    add(r0, r0, r1)
@micropython.viper
def fill(b: ptr8, n: int):
    for i in range(n):
        b[i] = i * i
@micropython.viper
def pair(x):
    return [x, "text of more than ten bytes", x * 2, 1.5]
@micropython.viper
def divide(n: int) -> int:
    return 10 // n
@micropython.native
def squares(n):
    for i in range(n):
        yield i * i
@micropython.native
def total(n):
    s = 0
    while n:
        s += n
        n -= 1
    return s
class Shape:
    width = 4
    @micropython.native
    def area(self, k, *rest, more=1):
        return [self.width * k + len(rest) + more for _ in range(2)]
buf = bytearray(8)
fill(buf, 8)
print(add(1, 2), fib(7), triple(14), list(buf), pair(7), list(squares(5)), Shape().area(3, 1, 2, more=5))
print(total(20000))  # long enough that the loop asks for callbacks
print(helper.scale(21), sorted([3, 1, 2], key=helper.negate))
try:
    divide(0)
except ZeroDivisionError as e:
    print("caught", e)
divide(0)
"""
HELPER = """\
@micropython.viper
def scale(n: int) -> int:
    return n << 1
@micropython.viper
def negate(n: int) -> int:
    return -n
"""
PRINTED = """\
7 13 42 [0, 1, 4, 9, 16, 25, 36, 49] [7, 'text of more than ten bytes', 14, 1.5] [0, 1, 4, 9, 16] [19, 19]
200010000
42 [3, 2, 1]
caught divide by zero
Traceback (most recent call last):
  File "app.py", line 50, in <module>
ZeroDivisionError: divide by zero
"""


def run(path: Path, board: str, *, everything: Any = "") -> tuple[int, str]:
    target = find_target(board)
    outcome = run_image(build_program(str(path), Options(target, everything=everything)).elf, target)
    return outcome.exit_code, outcome.output


@pytest.mark.parametrize(
    "board", ["mps2-an386", *(pytest.param(name, marks=pytest.mark.slow) for name in ("microbit", "pico2"))]
)
def test_compiled_functions_of_every_kind(board: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "helper.py").write_text(HELPER, "utf-8")
    assert run(tmp_path / "app.py", board) == (1, PRINTED)


@pytest.mark.slow
@pytest.mark.parametrize("emitter", ["native", "viper"])
@pytest.mark.parametrize("source", [p for p in PROGRAMS if p.stem not in NOT_AS_VIPER], ids=lambda p: p.stem)
def test_whole_programs_as_machine_code(source: Path, emitter: str) -> None:
    """They do what their bytecode does on the same board, whose floats are single."""
    assert run(source, "mps2-an386", everything=emitter) == run(source, "mps2-an386")


def test_tracebacks_name_compiled_functions(tmp_path: Path) -> None:
    source = (
        "import micropython\n@micropython.native\ndef half(x):\n    return 100 // x\n"
        "@micropython.viper\ndef total(x: int):\n    for i in range(3):\n        half(x - i)\ntotal(2)\n"
    )
    (tmp_path / "app.py").write_text(source, "utf-8")
    target = find_target("mps2-an386")
    options = Options(target, functions=FunctionOptions(traceback=True))
    outcome = run_image(build_program(str(tmp_path / "app.py"), options).elf, target)
    lines = ["line 9, in <module>", "line 8, in total", "line 4, in half"]
    assert [line.strip() for line in outcome.output.splitlines()[1:-1]] == [f'File "app.py", {one}' for one in lines]
