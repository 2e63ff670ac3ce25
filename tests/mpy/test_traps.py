"""What MicroPython's native ABI is silent about, and what went wrong in a prototype: a test for each trap.

Beside these: float registers and raises in test_float_registers.py, collections in test_collection.py, code at odd
places in test_flatten.py, tables and preludes in test_container.py.
"""

import re
import struct

import capstone
import pytest
from unicorn import UC_HOOK_MEM_READ, arm_const

from nativecomp.codegen.abi.table import NativeType
from nativecomp.mpy import Kind, read_mpy
from nativecomp.mpy.container import Arch
from nativecomp.options import Opt
from nativecomp.runtime_calls import TABLE
from tests.mpy.board import BUFFER, DATA, FLASH, NONE, Board, code_of, small
from tests.mpy.micropython import build, run, run_built

HEAD = "from nativecomp import *\n"
ARCHES = ["armv6m", "armv7m", "armv7emsp"]

LITERALS = (
    HEAD
    + """
@viper
def f(a: int, b: int) -> int:
    wide: int64 = a
    wide = wide * 1000000007 // (b | 1)
    x = a ^ 0x12345678
    if b == 0:
        x += 123456789
    elif b == 1:
        x -= 987654321
    elif b == 2:
        x ^= 0x0BADF00D
    elif b == 3:
        x *= 7919
    elif b == 4:
        x = x % 1000003
    return (int(wide) ^ x) & 0x3FFFFFFF
"""
)


def literals(a: int, b: int) -> int:
    def wrap(x: int) -> int:
        return (x + (1 << 31)) % (1 << 32) - (1 << 31)

    x = a ^ 0x12345678
    chosen = {0: x + 123456789, 1: x - 987654321, 2: x ^ 0x0BADF00D, 3: x * 7919, 4: x % 1000003}
    return (wrap(a * 1000000007 // (b | 1)) ^ wrap(chosen.get(b, x))) & 0x3FFFFFFF


@pytest.mark.parametrize("at", [FLASH, FLASH + 2, FLASH + 0x7FE])
@pytest.mark.parametrize("opt", ["size", "speed"])
@pytest.mark.parametrize("target", ARCHES)
def test_frozen_code_lies_at_any_even_address(target: str, opt: Opt, at: int) -> None:
    """`mpy-tool` aligns frozen code to two bytes; literals that are read by word would then be read shifted."""
    code = code_of(LITERALS, target, opt)
    for a in (5, -77777, 0x3FFFFFFF):
        for b in range(6):
            board = Board(code, [small(a), small(b)], target=target, at=at)
            assert board.run() == small(literals(a, b)), (a, b)


@pytest.mark.parametrize("target", [*ARCHES, "armv7emdp", "rv32imc", "x64"])
@pytest.mark.parametrize("emit", ["", "speed"])
def test_no_relocations(target: str, emit: str) -> None:
    """A file with relocations can't be frozen, and its code stays in memory for ever."""
    source = f"{LITERALS}@viper\ndef g(x, y):\n    return f(1, 2) + x[y] * 1.5, 'long enough for a constant', [1, x]\n"
    file = read_mpy(build(source, target, emit or "balanced"))
    assert file.arch is Arch[target.upper()]
    assert [child.kind for child in file.root.children or []] == [Kind.NATIVE, Kind.NATIVE]
    assert not any(child.relocations for child in file.root.children or [])


FILLS = (
    HEAD
    + """
@viper
def f(b: ptr8, c: ptr8, n: int):
    for i in range(n):
        b[i] = 0
    for i in range(n):
        b[n + i] = 7
    for i in range(n):
        b[2 * n + i] = c[i]
"""
)


@pytest.mark.parametrize("target", [*ARCHES, "armv7emdp", "rv32imc"])
def test_loops_that_become_memset_and_memcpy(target: str) -> None:
    """There is nobody to call: the code must link to itself (a symbol that is missing fails the build)."""
    build(FILLS, target, "speed")


def test_loops_that_become_memset_and_memcpy_run() -> None:
    code = """
b, c = bytearray(b'x' * 301), bytes(range(100))
f(b, c, 100)
print(b == bytes(100) + b'\\x07' * 100 + c + b'x')
"""
    assert run_built(FILLS, code, "speed") == "True\n"


def test_constants_for_vectors() -> None:
    """Code begins at offset 8 of a block; SSE faults on constants that are not at a multiple of 16."""
    source = (
        HEAD
        + """
@viper
def f(b: float32[:], c: int32[:]):
    for i in range(len(b)):
        b[i] = b[i] * 1.5 + 0.25
        c[i] = (c[i] ^ 0x55AA55AA) + i
"""
    )
    code = (
        "from array import array\nb, c = array('f', range(40)), array('i', range(40))\nf(b, c)\n"
        "print(list(b) == [i * 1.5 + 0.25 for i in range(40)], list(c) == [(i ^ 0x55AA55AA) + i for i in range(40)])"
    )
    assert run_built(source, code, "speed") == "True True\n"


UNALIGNED = {
    "ptr32": ("p: ptr32", "p[0] + p[1] + p[2] + p[3]", "<4i"),
    "ptr16": ("p: ptr16", "p[0] + p[1] + p[2] + p[3]", "<4H"),
}
PAIRS = re.compile(r"ldrd|strd|ldm|stm|vldr|vldm|vstr|vstm|push|pop")


@pytest.mark.parametrize("name", list(UNALIGNED))
@pytest.mark.parametrize("target", ["armv7m", "armv7emsp"])
def test_unaligned_buffers(name: str, target: str) -> None:
    """A memoryview may begin anywhere; a Cortex-M reads single words from there, but faults on pairs and on floats."""
    parameter, result, format_ = UNALIGNED[name]
    values = [3, 50, 700, 9000]
    data = struct.pack(format_, *values)
    source = f"{HEAD}@viper\ndef f({parameter}) -> int:\n    return {result}\n"
    board = Board(code_of(source, target, "speed"), [BUFFER], target=target, data=data, data_at=DATA + 1)
    machine = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
    readers = set()

    def read(core: object, _access: int, _address: int, _size: int, _value: int, _data: object) -> None:
        readers.add(board.core.reg_read(arm_const.UC_ARM_REG_PC))

    board.core.hook_add(UC_HOOK_MEM_READ, read, begin=DATA, end=DATA + 32)
    assert board.run() == small(sum(values))
    names = {next(machine.disasm(bytes(board.core.mem_read(pc, 4)), pc)).mnemonic for pc in readers}
    assert names
    assert not any(PAIRS.match(name) for name in names), names


@pytest.mark.parametrize(("answer", "result"), [(0xDEADBE00, 6), (0xDEADBE01, 5), (0, 6), (1, 5)])
def test_only_the_low_byte_of_a_truth_value_counts(answer: int, result: int) -> None:
    source = f"{HEAD}@viper\ndef f(x: bool) -> int:\n    return 5 if x else 6\n"
    board = Board(code_of(source), [0x5050], {"is_true": lambda board, given, _: answer})
    assert board.run() == small(result)


@pytest.mark.parametrize(
    ("value", "is_small"), [(0x3FFFFFFF, True), (-0x40000000, True), (0x40000000, False), (-0x40000001, False)]
)
def test_small_integers_have_31_bits(value: int, is_small: bool) -> None:
    """What does not fit goes through the table, in both directions."""
    asked = []

    def to_native(board: Board, given: int, type_: int) -> int:
        assert (given, type_) == (0x5050, NativeType.INT)
        return value

    def from_native(board: Board, word: int, type_: int) -> int:
        assert type_ == NativeType.INT
        asked.append(word)
        return 0x6060

    entries = {"to_native": to_native, "from_native": from_native}
    code = code_of(f"{HEAD}@viper\ndef f(x: int) -> int:\n    return x\n", opt="speed")
    result = Board(code, [small(value) if is_small else 0x5050], entries).run()
    assert (result, asked) == ((small(value), []) if is_small else (0x6060, [value & 0xFFFFFFFF]))


def test_no_result_is_none_and_not_null() -> None:
    assert Board(code_of(f"{HEAD}@viper\ndef f():\n    pass\n"), []).run() == NONE


@pytest.mark.parametrize("target", ["armv7m", "armv7emsp"])
def test_floats_do_not_travel_in_registers(target: str) -> None:
    """Nobody knows a board's float ABI: floats are read and made in memory, whatever the core."""
    source = f"{HEAD}@viper\ndef f(x: float32) -> float32:\n    return x * 2.5\n"
    stored = []

    def array_set(board: Board, typecode: int, address: int) -> int:
        stored.append(chr(typecode))
        board.core.mem_write(address, struct.pack("<f", 1.5))
        return NONE

    board = Board(code_of(source, target), [0x5050], {"array_set": array_set}, target=target)
    board.run()
    assert (board.boxed, stored) == (3.75, ["f"])
    assert not {60, 61, 62, 63} & {call.index for call in TABLE.values()}


def test_globals_are_those_of_the_module() -> None:
    """Native code runs with the globals of its caller."""
    source = (
        "name = 'module'\n@micropython.viper\ndef f():\n    global seen\n    seen = name\n    return name, len('ab')\n"
    )
    code = """
import app
name, len = 'caller', None
print(app.f(), app.seen)
try:
    print(seen)
except NameError:
    print('none here')
"""
    assert run({"app.mpy": build(source)}, code) == "('module', 2) module\nnone here\n"


def test_an_exception_outlives_its_code() -> None:
    """Its message is an object, not bytes of the code."""
    source = f"{HEAD}@viper\ndef f(b: uint8[:]) -> int:\n    return b[9]\n"
    code = """
import app, sys, gc
try:
    app.f(b'abc')
except IndexError as e:
    kept = e
del app, sys.modules['app']
for _ in range(5):
    gc.collect()
    [bytes(200) for _ in range(200)]
print(repr(kept))
"""
    assert run({"app.mpy": build(source)}, code).startswith("IndexError(")


def test_arguments_are_counted_and_defaults_kept() -> None:
    """The runtime does neither for VIPER functions; c is not to be had by position, either."""
    source = "@micropython.viper\ndef f(a, b=2, *, c=3):\n    return a, b, c\n"
    code = (
        "print(f(1), f(1, c=4, b=5))\nfor args in ((), (1, 2, 3)):\n    try:\n        f(*args)\n    except TypeError:\n"
        "        print('TypeError')"
    )
    assert run_built(source, code) == "(1, 2, 3) (1, 5, 4)\nTypeError\nTypeError\n"
