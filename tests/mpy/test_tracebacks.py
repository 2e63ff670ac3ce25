"""Functions with `traceback=True` on the real MicroPython: the tracebacks of its own bytecode, line for line."""

from pathlib import Path

import pytest

from nativecomp.ir import FunctionOptions
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.mpy.micropython import run, run_built

PROGRAM = (Path(__file__).parent / "traced" / "tracebacks.py").read_text()


def traced(source: str, opt: str, *, collect: bool = False) -> str:
    """What a program prints whose compiled functions are in tracebacks."""
    options = Options(find_target("x64"), opt, functions=FunctionOptions(traceback=True), collect=collect)  # type: ignore[arg-type]
    return run({"app.mpy": build_mpy(SourceFile("app.py", source), options)}, "import app")


@pytest.fixture(scope="module")
def expected() -> str:
    return run({"app.py": PROGRAM.replace("@micropython.native", "@micropython.bytecode").encode()}, "import app")


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_are_those_of_bytecode(opt: str, expected: str) -> None:
    assert expected.count("Traceback") > 30
    assert traced(PROGRAM, opt) == expected


def test_a_collection_at_any_time(expected: str) -> None:
    assert traced(PROGRAM, "balanced", collect=True) == expected


VIPER = """
import sys
import micropython
@micropython.viper
def half(x: int) -> int:
    return 100 // x
@micropython.viper
def sum(x: int, o) -> int:
    a = 0
    for i in range(3):
        a += half(x - i)
    o.missing
    return a
def tell(f, *given):
    try:
        f(*given)
    except Exception as error:
        sys.print_exception(error, sys.stdout)
tell(sum, 1, 0)
tell(sum, 9, 0)
"""
LINES = """Traceback (most recent call last):
  File "app.py", line 16, in tell
  File "app.py", line 11, in sum
  File "app.py", line 6, in half
ZeroDivisionError: divide by zero
Traceback (most recent call last):
  File "app.py", line 16, in tell
  File "app.py", line 12, in sum
AttributeError: 'int' object has no attribute 'missing'
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_of_viper_functions(opt: str) -> None:
    assert traced(VIPER, opt) == LINES


def test_a_decorator_asks_for_one_function() -> None:
    source = (
        "import micropython\n@micropython.native(traceback=True)\ndef f(x):\n    return g(x)\n"
        "@micropython.native(traceback=False)\ndef g(x):\n    return 1 // x\n"
    )
    printed = run_built(source, "f(0)")
    assert "line 4, in f\nZeroDivisionError" in printed
    assert "in g" not in printed


LOCKED = """
import sys
import micropython
@micropython.native
def full(x):
    micropython.heap_lock()
    try:
        return [x] * 3
    finally:
        micropython.heap_unlock()
try:
    full(1)
except MemoryError as error:
    sys.print_exception(error, sys.stdout)
"""


def test_there_is_no_memory_for_an_entry() -> None:
    """The runtime has some set aside for its own entries, of which code does not know."""
    printed = traced(LOCKED, "balanced")
    assert printed.endswith("MemoryError: memory allocation failed, heap is locked\n")
    assert "in full" not in printed
