"""Float registers that a raise does not restore: no value in d11 to d15 is lost, ours or the caller's."""

import struct
from collections.abc import Callable

import pytest
import unicorn
from unicorn import arm_const as arm

from nativecomp.codegen import entry_symbol, floatguard
from nativecomp.codegen.table import Entry, ListTables, NativeType
from nativecomp.compiler import compile_entries
from nativecomp.diagnostics import SourceFile
from nativecomp.mpy.flatten import flatten
from nativecomp.targets import find_target

VALUES = [float(3 + n * n) for n in range(16)]
LOADS = "".join(f"    v{n} = b[{n}]\n" for n in range(16))
SUM = " + ".join(f"{n + 1}.0 * v{n}" for n in range(16))
EXPECTED = sum((n + 1) * value for n, value in enumerate(VALUES))
HEAD = "from nativecomp import *\n@viper\ndef kernel(b: float32[:], f) -> float32:\n"
CALLS = f"{HEAD}{LOADS}    f(1)\n    return {SUM}\n"
NESTED = " + (".join(f"{n % 16 + 1}.0 * v{n % 16}" for n in range(48)) + ")" * 47
CATCHES = f"{HEAD}{LOADS}    w = 0.5\n    try:\n        f(1)\n    except:\n        w = 2.0\n    return w * ({NESTED})\n"

FLASH, RAM, STUBS, RETURN = 0x1000, 0x20000, 0x80000, 0x90000
TABLE, CONTEXT, FUNCTION, OBJECTS, QSTRS, ARGS, DATA = (RAM + 0x400 * n for n in range(7))
EXCEPTION, CALLABLE, BUFFER = 0x5000, 0x5010, 0x5020
GENERAL = [*range(arm.UC_ARM_REG_R4, arm.UC_ARM_REG_R12), arm.UC_ARM_REG_SP, arm.UC_ARM_REG_LR]
FLOATS = list(range(arm.UC_ARM_REG_D8, arm.UC_ARM_REG_D16))
KEPT = [*GENERAL, *FLOATS[:3]]
"""What a handler holds on a board with an FPU."""


class Board:
    """A core with a function table whose entries are Python, of which `call` is the one for calls of objects."""

    def __init__(self, code: bytes, call: "Callable[[Board], None]") -> None:
        self.call = call
        self.handlers: list[tuple[int, list[int]]] = []
        self.boxed = 0.0
        self.core = core = unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        core.ctl_set_cpu_model(arm.UC_CPU_ARM_CORTEX_M4)
        core.mem_map(0, 0x100000)
        core.mem_write(FLASH, code)
        core.mem_write(STUBS, b"\x70\x47" * 256)
        core.mem_write(RETURN, b"\x70\x47")
        for address, words in {
            TABLE: [6, 0xE, 0x1E, *(STUBS + 4 * entry + 1 for entry in range(3, 87))],
            FUNCTION: [0, CONTEXT],
            CONTEXT: [0, 0, QSTRS, OBJECTS],
            OBJECTS: [TABLE, *[0] * 16],
            ARGS: [BUFFER, CALLABLE],
        }.items():
            core.mem_write(address, struct.pack(f"<{len(words)}I", *words))
        core.mem_write(DATA, struct.pack("<16f", *VALUES))
        core.hook_add(unicorn.UC_HOOK_CODE, self._entry, begin=STUBS, end=STUBS + 0x200)

    def run(self) -> int:
        """Call the function; its result, or the exception that it raises."""
        core = self.core
        core.reg_write(arm.UC_ARM_REG_SP, 0xF0000)
        core.reg_write(arm.UC_ARM_REG_LR, RETURN | 1)
        core.reg_write(arm.UC_ARM_REG_FPEXC, 1 << 30)
        for number, register in enumerate(FLOATS):
            core.reg_write(register, 0x1234_0000_5678 + number)
        # The handler of the caller: an exception comes back as the result.
        self.handlers.append((0, [core.reg_read(register) for register in KEPT]))
        for register, value in zip(range(arm.UC_ARM_REG_R0, arm.UC_ARM_REG_R4), [FUNCTION, 2, 0, ARGS], strict=True):
            core.reg_write(register, value)
        core.emu_start(FLASH | 1, RETURN, count=100_000)
        assert core.reg_read(arm.UC_ARM_REG_PC) == RETURN
        return int(core.reg_read(arm.UC_ARM_REG_R0))

    @property
    def floats(self) -> list[int]:
        """What the caller finds in d8 to d15, less what it left there."""
        return [self.core.reg_read(register) - 0x1234_0000_5678 - number for number, register in enumerate(FLOATS)]

    def lose_floats(self) -> None:
        """A raise that something catches before it comes here leaves the registers that no handler holds."""
        for register in FLOATS[3:]:
            self.core.reg_write(register, 0x7FC0_0BAD_7FC0_0BAD)

    def fail(self) -> None:
        self.lose_floats()
        self.raise_()

    def raise_(self) -> None:
        address, values = self.handlers.pop()
        for register, value in zip(KEPT, values, strict=True):
            self.core.reg_write(register, value)
        if address:
            self.core.mem_write(address + 4, struct.pack("<I", EXCEPTION))
        self.core.reg_write(arm.UC_ARM_REG_R0, 1 if address else EXCEPTION)

    def _entry(self, core: unicorn.Uc, address: int, _size: int, _data: object) -> None:
        first, second = core.reg_read(arm.UC_ARM_REG_R0), core.reg_read(arm.UC_ARM_REG_R1)
        match Entry((address - STUBS) // 4):
            case Entry.GET_BUFFER:
                core.mem_write(second, struct.pack("<3I", DATA, 64, ord("f")))
                core.reg_write(arm.UC_ARM_REG_R0, 1)
            case Entry.ARRAY_GET:
                [self.boxed] = struct.unpack("<f", core.mem_read(second, 4))
            case Entry.TO_NATIVE:
                assert second == NativeType.PTR
            case Entry.CALL:
                assert first == CALLABLE
                self.call(self)
            case Entry.PUSH_HANDLER:
                self.handlers.append((first, [core.reg_read(register) for register in KEPT]))
                core.reg_write(arm.UC_ARM_REG_R0, 0)
            case Entry.POP_HANDLER:
                self.handlers.pop()
            case Entry.RAISE:
                assert first == EXCEPTION
                self.raise_()
            case other:
                raise AssertionError(other)


def code_of(source: str, target: str = "armv7emsp") -> bytes:
    compiled = compile_entries(SourceFile("app.py", source), find_target(target), "balanced", ListTables())
    [(typed, object_file)] = compiled.objects
    return flatten(object_file, entry_symbol(typed.ir))


def test_values_survive_a_raise_that_is_caught_elsewhere() -> None:
    board = Board(code_of(CALLS), Board.lose_floats)
    board.run()
    assert board.boxed == EXPECTED
    assert board.floats == [0] * 8


def test_the_caller_keeps_its_values_when_an_exception_leaves() -> None:
    board = Board(code_of(CALLS), Board.fail)
    assert board.run() == EXCEPTION
    assert board.floats == [0] * 8
    assert board.handlers == []


@pytest.mark.parametrize(("call", "factor"), [(Board.lose_floats, 0.5), (Board.fail, 2.0)])
def test_values_survive_a_handler_of_the_function(call: Callable[[Board], None], factor: float) -> None:
    board = Board(code_of(CATCHES), call)
    board.run()
    assert board.boxed == 3 * factor * EXPECTED
    assert board.floats == [0] * 8
    assert len(board.handlers) == 1


def test_without_the_guard_values_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floatguard, "touches", lambda object_file: False)
    board = Board(code_of(CALLS), Board.lose_floats)
    board.run()
    assert board.boxed != EXPECTED


@pytest.mark.parametrize(
    ("source", "target"), [(f"{HEAD}    f(1)\n    return b[0] + b[1]\n", "armv7emsp"), (CALLS, "armv7m")]
)
def test_other_code_pays_nothing(source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(source, target)
    monkeypatch.setattr(floatguard, "may_need_guard", lambda target: False)
    assert code == code_of(source, target)
