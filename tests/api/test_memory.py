"""Memory that host and compiled code share: one memory by its host address, seen by both sides whenever they meet."""

import array
import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nativecomp
from nativecomp.emulator import UnmappedAccess
from tests.api.modules import CORES

TEXT = """\
@viper
def apart(o, a: uint8[:], b: uint8[:]) -> int:
    o()
    a[2] = 5
    b[0] = 7
    return a[2]

@viper
def together(a: uint8[:], b: uint8[:]) -> int:
    a[2] = 5
    b[0] = 7
    return a[2]

@viper
def look(a, b, cb) -> int:
    p = ptr8(a)
    p[0] = 1
    cb()
    q = ptr8(b)
    q[1] = 4
    return p[0] + 256 * p[1]

@viper
def read(a, b, cb) -> int:
    p = ptr8(a)
    before = p[0]
    q = ptr8(b)
    q[0] = 5
    cb()
    return before + 256 * p[0]

@viper
def poke(a, cb):
    p = ptr8(a)
    p[0] = 9
    cb()
    p[0] = 8
"""


@pytest.fixture(params=CORES, scope="module", name="module")
def loaded(request: pytest.FixtureRequest) -> nativecomp.Module:
    return nativecomp.load_source(TEXT, target=request.param)


def nothing() -> None:
    pass


def ctypes_over(data: bytearray) -> Any:
    return (ctypes.c_uint8 * len(data)).from_buffer(data)


@pytest.mark.parametrize("whole", [
    lambda: np.zeros(6, np.uint8),
    lambda: np.zeros((3, 4), np.uint8)[1:].reshape(-1)[1:7],
    lambda: np.frombuffer(bytearray(6), np.uint8),
    lambda: memoryview(bytearray(6)),
    lambda: memoryview(array.array("B", bytes(6))),
    lambda: memoryview(ctypes_over(bytearray(6))).cast("B"),
], ids=["numpy", "numpy of a part", "numpy over bytearray", "bytearray", "array", "ctypes"])  # fmt: skip
@pytest.mark.parametrize("way", ["objects", "machine types"])
def test_overlapping_views_are_the_same_memory(module: nativecomp.Module, whole: Callable[[], Any], way: str) -> None:
    for first, second, start in ((slice(0, 4), slice(2, 6), 0), (slice(1, 4), slice(0, 6), 1)):
        data = whole()
        offset = second.start - first.start
        arguments = data[first], data[second]
        value = module.apart(nothing, *arguments) if way == "objects" else module.together(*arguments)
        expected = bytearray(6)
        expected[start + 2] = 5
        expected[second.start] = 7
        assert bytes(data) == expected
        assert value == (7 if offset == 2 else 5)


def test_two_objects_over_the_same_memory(module: nativecomp.Module) -> None:
    data = bytearray(8)
    shared = ctypes_over(data)
    assert module.apart(nothing, memoryview(data)[:4], memoryview(shared)[2:].cast("B")) == 7
    assert module.apart(nothing, memoryview(shared)[2:6].cast("B"), memoryview(data)[4:]) == 7
    assert data == b"\0\0\7\0\7\0\0\0"


def test_memory_that_reaches_out_of_what_code_works_on(module: nativecomp.Module) -> None:
    data = bytearray(16)
    inner = (ctypes.c_uint8 * 4).from_buffer(data, 4)
    with pytest.raises(BufferError, match="reaches out of it; pass a view of the whole memory"):
        module.look(inner, data, nothing)
    assert data[4] == 1


def test_a_buffer_that_a_callback_grows(module: nativecomp.Module) -> None:
    a, b = np.zeros(4, np.uint8), bytearray(4)
    assert module.look(a, b, lambda: b.extend(b"xx")) == 1
    assert b == b"\0\4\0\0xx"
    for more in (b"", b"y" * 100):
        c = bytearray(b)
        with pytest.raises(BufferError, match="resized since its address was taken in look"):
            module.look(c, a, lambda c=c, more=more: c.extend(more + b"z"))
        assert c[:2] == b"\1\4"
        assert len(c) == 7 + len(more)
    assert bytes(a) == b"\1\4\0\0"


def test_both_sides_see_what_the_other_writes(module: nativecomp.Module) -> None:
    data = np.zeros(4, np.int32)
    seen: list[int] = []

    def both() -> None:
        seen.append(int(data[0]))
        data[0] = 0x203

    assert module.look(data, bytearray(2), both) == 0x203
    assert seen == [1]

    def inside() -> None:
        data[1] = 0x100
        assert module.look(data[1:], bytearray(2), nothing) == 0x101

    module.poke(data, inside)
    assert data.tolist() == [0x208, 0x101, 0, 0]


def test_what_is_read_only_until_it_comes_as_writable(module: nativecomp.Module) -> None:
    data = bytearray(b"abcd")
    frozen = memoryview(data).toreadonly()
    with pytest.raises(UnmappedAccess, match="read-only"):
        module.poke(frozen, nothing)
    assert module.read(frozen, data, nothing) == ord("a") + 256 * 5
    assert module.read(frozen, bytearray(1), lambda: module.poke(data, nothing)) == 5 + 256 * 8
    assert data == b"\10bcd"
    with pytest.raises(UnmappedAccess, match="read-only"):
        module.poke(frozen, nothing)
