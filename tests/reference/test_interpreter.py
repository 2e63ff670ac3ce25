"""The judge is judged: what the data of tests/language does not reach, with results taken from the document."""

from __future__ import annotations

import math
from array import array
from typing import Any

import pytest

from tests.reference import Device, LanguageError, OutsideMemory, Program, StepLimit, interpret
from tests.reference.types import FIXED, FLOATS, Integer, Words


def run(body: str, *arguments: Any, parameters: str = "", bits: int = 32) -> Any:
    source = f"@viper\ndef f({parameters}):\n    " + body.replace("\n", "\n    ") + "\n"
    result = interpret(source, "f", arguments, word_bits=bits, float_bits=bits)
    if result.exception is not None:
        raise result.exception
    return result.value


@pytest.mark.parametrize(
    "body",
    [
        "x: uint8 = 256",  # a literal outside -2^7 .. 2^8-1
        "x: int8 = -129",
        "x: int64 = 1 << 64",
        "x = 1 << 40\nreturn x",  # alone it is an int of 32 bits
        "return a + 0x100000000",
        "return a == 0x100000000",
        "x: int = 0\nx = 1.5",  # from a float to an integer a cast is asked for
        "x: bool = True\nx = 1",  # from a number to bool
        "x: bool = True\nx += 1",
        "x = 5\nx /= 2",
        "p = ptr8(a)\nreturn p + 1",  # pointers have no arithmetic
        "p = ptr8(a)\nq = ptr16(a)\nq = p",  # between pointer types
        "p = ptr8(a)\nif p:\n    return 1",  # a pointer has no truth value
        "p = ptr(a)\nreturn p[0]",  # a ptr only holds an address
        "x = 1.5\nreturn x ** 2",
        "x = 1.5\nreturn x << 2",
        "x = 1.5\nreturn x & 1",
        "return a << 1.5",
        "return ~1.5",
        "return min(a)",
        "return round(a)",
        "return unknown",
        "x = x + 1\nreturn x",  # the first assignment uses the local itself
        "for i in range(1.5):\n    pass",
        "a, b = 1, 2, 3",
        "raise Unknown",
    ],
)
def test_refused(body: str) -> None:
    with pytest.raises(LanguageError):
        run(body, 1, parameters="a: int")


def test_step_limit() -> None:
    with pytest.raises(StepLimit):
        run("while True:\n    pass")


def test_outside_memory() -> None:
    with pytest.raises(OutsideMemory):
        run("return p[4]", bytearray(4), parameters="p: ptr8")
    with pytest.raises(OutsideMemory):
        run("return ptr8(0x1000)[0]")


def test_arguments_stay_as_they_are() -> None:
    data = bytearray(b"ab")
    source = "@viper\ndef f(p: ptr8, b: uint8[:]):\n    p[0] = 1\n    b[1] = 2\n"
    result = interpret(source, "f", [data, data])
    assert data == b"ab"
    assert result.buffers == (b"\x01\x02", b"\x01\x02")
    assert result.value is None


def test_slices_keep_their_distance() -> None:
    base = bytearray(b"abcdef")
    source = "@viper\ndef f(p: ptr8, q: ptr8):\n    p[3] = 0x41\n    return q[0], uint(q) - uint(p)\n"
    result = interpret(source, "f", [memoryview(base)[1:], memoryview(base)[4:]])
    assert result.value == (0x41, 3)
    assert result.buffers == (b"bcdAf", b"Af")


def test_device_reads_and_log() -> None:
    source = "@viper\ndef f():\n    p = ptr16(0x40000002)\n    p[0] = 0x1ff\n    return p[0], ptr8(0x40000003)[0]\n"
    result = Program(source).call("f", [], devices=[Device(0x4000_0000, 16)])
    assert result.value == (0x1FF, 1)
    assert [(a.kind, a.address, a.size, a.value) for a in result.log] == [
        ("write", 0x4000_0002, 2, 0x1FF),
        ("read", 0x4000_0002, 2, 0x1FF),
        ("read", 0x4000_0003, 1, 1),
    ]
    scripted = Program(source).call("f", [], devices=[Device(0x4000_0000, 16, [0x12345, 7])])
    assert scripted.value == (0x2345, 7)


def test_typed_array_result() -> None:
    source = "@viper\ndef f(b: int16[:]):\n    b[-1] = 0x8000\n"
    assert interpret(source, "f", [array("h", [1, 2])]).buffers == (b"\x01\0\0\x80",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (16777217, 16777216.0),  # half way: to even
        (16777219, 16777220.0),
        (0x4000004000000001, 4611686568183201792.0),  # a double would round it to half way first
        (-0x4000004000000001, -4611686568183201792.0),
        (1 << 200, math.inf),
    ],
)
def test_integers_round_once_to_single(value: int, expected: float) -> None:
    assert FLOATS["float32"].from_integer(value) == expected


def test_integer_types() -> None:
    narrow = FIXED["int8"]
    assert isinstance(narrow, Integer)
    assert (narrow.low, narrow.high, narrow.wrap(128), narrow.wrap(-129)) == (-128, 127, -128, 127)
    assert [narrow.admits(v) for v in (-129, -128, 255, 256)] == [False, True, True, False]


def test_unification_follows_the_left_operand() -> None:
    words = Words(32, 32)
    assert words.unify(words.uint, words.int) is words.uint
    assert words.unify(words.int, words.uint) is words.int
    assert words.unify(FIXED["uint8"], FIXED["uint32"]) is words.int
    assert words.unify(FIXED["uint32"], FIXED["int64"]) is FIXED["int64"]
    assert words.unify(FIXED["int64"], FLOATS["float32"]) is FLOATS["float32"]
    assert Words(64, 64).unify(FIXED["uint32"], FIXED["int8"]) == Words(64, 64).int


@pytest.mark.parametrize(
    ("a", "b"), [(7.0, 2.0), (-7.0, 2.0), (1.0, 0.1), (5e-324, -3.0), (-1.0, math.inf), (1e300, 7.0)]
)
def test_float_division_is_pythons(a: float, b: float) -> None:
    assert run("return a // b, a % b", a, b, parameters="a: float64, b: float64", bits=64) == divmod(a, b)
