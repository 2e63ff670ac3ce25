"""Float registers that a raise does not restore: no value in d11 to d15 is lost, ours or the caller's."""

import random
import struct
from collections.abc import Callable

import capstone
import pytest

from nativecomp.emit import floatguard
from tests.mpy.board import BUFFER, CALLABLE, EXCEPTION, Board, code_of

VALUES = [float(3 + n * n) for n in range(16)]
LOADS = "".join(f"    v{n} = b[{n}]\n" for n in range(16))
SUM = " + ".join(f"{n + 1}.0 * v{n}" for n in range(16))
EXPECTED = sum((n + 1) * value for n, value in enumerate(VALUES))
HEAD = "from nativecomp import *\n@viper\ndef kernel(b: float32[:], f) -> float32:\n"
CALLS = f"{HEAD}{LOADS}    f(1)\n    return {SUM}\n"
NESTED = " + (".join(f"{n % 16 + 1}.0 * v{n % 16}" for n in range(48)) + ")" * 47
CATCHES = f"{HEAD}{LOADS}    w = 0.5\n    try:\n        f(1)\n    except:\n        w = 2.0\n    return w * ({NESTED})\n"


def board_of(source: str, call: Callable[[Board, int, int], int]) -> Board:
    data = struct.pack("<16f", *VALUES)
    return Board(code_of(source), [BUFFER, CALLABLE], {"call": call}, data=data, typecode="f")


def caught_elsewhere(board: Board, function: int, _: int) -> int:
    assert function == CALLABLE
    board.lose_floats()
    return EXCEPTION


def failing(board: Board, function: int, _: int) -> int:
    assert function == CALLABLE
    board.lose_floats()
    return board.fail()


def test_values_survive_a_raise_that_is_caught_elsewhere() -> None:
    board = board_of(CALLS, caught_elsewhere)
    board.run()
    assert board.boxed == EXPECTED
    assert board.floats == [0] * 8


def test_the_caller_keeps_its_values_when_an_exception_leaves() -> None:
    board = board_of(CALLS, failing)
    assert board.run() == EXCEPTION
    assert board.floats == [0] * 8
    assert board.handlers == []


@pytest.mark.parametrize(("call", "factor"), [(caught_elsewhere, 0.5), (failing, 2.0)])
def test_values_survive_a_handler_of_the_function(call: Callable[[Board, int, int], int], factor: float) -> None:
    board = board_of(CATCHES, call)
    board.run()
    assert board.boxed == 3 * factor * EXPECTED
    assert board.floats == [0] * 8
    assert len(board.handlers) == 1


def test_without_the_guard_values_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floatguard, "touches", lambda object_file: False)
    board = board_of(CALLS, caught_elsewhere)
    board.run()
    assert board.boxed != EXPECTED


@pytest.mark.parametrize(
    ("source", "target"), [(f"{HEAD}    f(1)\n    return b[0] + b[1]\n", "armv7emsp"), (CALLS, "armv7m")]
)
def test_other_code_pays_nothing(source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(source, target)
    monkeypatch.setattr(floatguard, "may_need_guard", lambda target: False)
    assert code == code_of(source, target)


def test_bytes_of_an_instruction_on_a_register_are_recognised() -> None:
    """What is not read as text holds none of the registers."""
    chance = random.Random(11)
    machine = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS | capstone.CS_MODE_V8)
    found = 0
    for _ in range(100_000):
        # The other first halves begin instructions of vectors, which none of our cores has.
        first = chance.choice([0xEC, 0xED, 0xEE, 0xFE]) << 8 | chance.randrange(256)
        code = struct.pack("<HH", first, chance.randrange(0x10000))
        for _, _, mnemonic, operands in machine.disasm_lite(code, 0, 1):
            if mnemonic.startswith("v") and "dot." not in mnemonic and floatguard._NAME.search(operands):
                found += 1
                assert floatguard._MAY_BE_FLOAT.search(code), f"{mnemonic} {operands}"
    assert found > 1000
