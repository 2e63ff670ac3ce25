"""Functions that read globals run with those of their module, and leave the caller's as they were."""

import pytest

from nativecomp.options import Opt
from tests.mpy.board import CALLABLE, EXCEPTION, GLOBALS, NONE, Board, code_of, small
from tests.mpy.micropython import run_built

SOURCE = """
import micropython
kind = 'module'
count = 0

@micropython.viper
def fail(value):
    global count
    count = int(count) + 1
    return value[kind]

@micropython.viper
def call(function):
    return kind, function()

@micropython.viper
def look(function):
    return globals()['kind'], function()

@micropython.viper
def indirect(x: int) -> int:
    return read(x) + 1

@micropython.viper
def read(x: int) -> int:
    return int(len(kind)) + x

@micropython.viper
def scaled(x: float, f) -> float:
    a, b, c, d, e = x + 1.0, x + 2.0, x + 3.0, x + 4.0, x + 5.0
    f(kind)
    return a * b + c * d + e

def plain():
    return kind

def own():
    return fail({'module': 'own'}), indirect(1)
"""

USE = """
import app
kind = 'caller'
for bad in ({}, None):
    try:
        print(app.fail(bad))
    except (KeyError, TypeError) as e:
        print(type(e).__name__, kind, globals()['kind'])
print(app.count, app.fail({'module': 3}), app.own())
print(app.call(lambda: kind), app.call(app.plain))
print(app.look(lambda: kind))
print(app.indirect(5), app.read(1), kind)
def raising(x):
    raise ValueError(x, kind)
try:
    app.scaled(1.0, raising)
except ValueError as e:
    print(e.args, kind)
print(app.scaled(1.0, lambda x: None), kind)
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_the_caller_keeps_its_globals_however_a_call_ends(opt: str) -> None:
    assert run_built(SOURCE, USE, opt).splitlines() == [
        "KeyError caller caller",
        "TypeError caller caller",
        "2 3 ('own', 8)",
        "('module', 'caller') ('module', 'module')",
        "('module', 'caller')",
        "12 7 caller",
        "('module', 'caller') caller",
        "32.0 caller",
    ]


CALLER = 0x7000
READS = "import micropython\nname = []\n@micropython.viper\ndef f(a, b: int):\n    return name\n"
CATCHES = """
import micropython
name = []
@micropython.viper
def f(a, b: int):
    try:
        return name
    finally:
        a(b)
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["armv6m", "armv7m", "armv7emsp"])
@pytest.mark.parametrize("source", [READS, CATCHES], ids=["reads", "catches"])
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("caller", [GLOBALS, CALLER])
def test_a_board_gets_its_globals_back(source: str, target: str, opt: Opt, fails: bool, caller: int) -> None:
    """The runtime swaps globals, and answers 0 where they are the same; a handler holds what a board's holds."""
    current, calls = [caller], []

    def swap(_: Board, new: int, __: int) -> int:
        old = current[-1]
        if new in (0, old):
            return 0
        current.append(new)
        return old

    def load(board: Board, _: int, __: int) -> int:
        assert current[-1] == GLOBALS
        return board.fail() if fails else small(42)

    def call(_: Board, function: int, __: int) -> int:
        assert (function, current[-1]) == (CALLABLE, GLOBALS)
        calls.append(function)
        return NONE

    entries = {"swap_globals": swap, "load_global": load, "call": call}
    board = Board(code_of(source, target, opt), [CALLABLE, small(5)], entries, target=target)
    assert board.run() == (EXCEPTION if fails else small(42))
    assert current[-1] == caller
    assert len(calls) == (source == CATCHES)
    assert len(board.handlers) == (0 if fails else 1)
