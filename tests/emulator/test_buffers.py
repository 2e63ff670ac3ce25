"""Buffers: copied in and out, aliases stay aliases, alignment stays, read-only is read-only."""

import array

import numpy as np
import pytest

from nativecomp.emulator import Buffer, UnmappedAccess, Word
from tests.emulator.build import machine

SOURCE = """typedef unsigned u32; typedef unsigned char u8;
u32 sum(const u8 *p, u32 n) { u32 t = 0; while (n--) t += *p++; return t; }
void fill(u8 *p, u32 n, u8 v) { while (n--) *p++ = v++; }
u32 where(const u8 *p) { return (u32)(unsigned long)p; }
u32 apart(const u8 *p, const u8 *q) { return (u32)(q - p); }
u32 through(u8 *p, const volatile u8 *q) { *p = 77; return *q; }
void fail(u8 *p) { *p = 9; *(volatile u8 *)0 = 1; }
"""
CORES = ("cortex-m0", "cortex-m4f", "x86-64")


@pytest.mark.parametrize("core", CORES)
def test_kinds_of_buffers(core: str) -> None:
    m = machine(SOURCE, core)
    for buffer in (
        b"\x01\x02\x03",
        bytearray((1, 2, 3)),
        memoryview(b"\0\x01\x02\x03")[1:],
        array.array("B", (1, 2, 3)),
        np.array((1, 2, 3), np.uint8),
        np.array(((0, 1), (2, 3)), np.uint8),
        np.arange(10, dtype=np.uint8)[1:4],
    ):
        size = memoryview(buffer).nbytes
        assert m.call("sum", [Buffer(buffer), Word("i32", size)], "i32").value == 6


def test_copied_back() -> None:
    m = machine(SOURCE)
    for buffer in (bytearray(8), array.array("H", (0,) * 4), np.zeros((2, 2), np.int16), memoryview(bytearray(8))):
        m.call("fill", [Buffer(buffer), Word("i32", 8), Word("i32", 250)])
        assert bytes(buffer) == bytes((250, 251, 252, 253, 254, 255, 0, 1))
    data = bytearray(8)
    m.call("fill", [Buffer(memoryview(data)[2:5]), Word("i32", 3), Word("i32", 1)])
    assert data == b"\0\0\1\2\3\0\0\0"
    data.extend(b"free")  # the buffer is not held any more
    with pytest.raises(UnmappedAccess):
        m.call("fail", [Buffer(data)])
    assert data[0] == 9


def test_read_only() -> None:
    m = machine(SOURCE)
    for buffer in (Buffer(b"abcd"), Buffer(bytearray(b"abcd"), writable=False)):
        with pytest.raises(UnmappedAccess, match=r"write of 1 byte at .* read-only in fill \(unit.c:3\)"):
            m.call("fill", [buffer, Word("i32", 4), Word("i32", 1)])
        assert buffer.data == b"abcd"
    with pytest.raises(TypeError, match="read-only"):
        m.call("sum", [Buffer(b"abcd", writable=True), Word("i32", 4)])


def test_aliases() -> None:
    m = machine(SOURCE)
    data = bytearray(b"0123456789")
    view = memoryview(data)
    assert m.call("apart", [Buffer(data), Buffer(data)], "i32").value == 0
    assert m.call("apart", [Buffer(view[3:]), Buffer(data)], "i32").value == 2**32 - 3
    assert m.call("apart", [Buffer(view[1:6]), Buffer(view[5:9])], "i32").value == 4
    assert m.call("through", [Buffer(view[2:4]), Buffer(view[1:3].toreadonly())], "i32").value == ord("1")
    assert m.call("through", [Buffer(view[2:4]), Buffer(view[2:3].toreadonly())], "i32").value == 77
    assert data == b"01M3456789"
    whole = np.zeros(8, np.uint32)
    assert m.call("apart", [Buffer(whole[1:]), Buffer(whole[3:])], "i32").value == 8
    shared = np.frombuffer(data, np.uint8)
    assert m.call("apart", [Buffer(data), Buffer(shared[4:])], "i32").value == 4
    m.call("fill", [Buffer(shared), Word("i32", 10), Word("i32", 5)])
    assert data == bytes(range(5, 15))


@pytest.mark.parametrize("core", CORES)
def test_alignment(core: str) -> None:
    m = machine(SOURCE, core)
    data = bytearray(32)
    del data[:3]  # CPython keeps the memory and moves the start
    for offset in range(9):
        for buffer in (memoryview(bytes(32))[offset:], memoryview(data)[offset:], np.zeros(32, np.uint8)[offset:]):
            assert m.call("where", [Buffer(buffer)], "i32").value % 16 == offset
    with pytest.raises(ValueError, match="not aligned to its elements of 4 bytes"):
        m.call("where", [Buffer(memoryview(data)[2:], alignment=4)])
    m.call("where", [Buffer(memoryview(data)[4:], alignment=4)])


def test_sizes() -> None:
    m = machine(SOURCE)
    assert m.call("sum", [Buffer(b""), Word("i32", 0)], "i32").value == 0
    for empty in (bytearray(), np.zeros((0, 3), np.uint8)):
        with pytest.raises(UnmappedAccess):
            m.call("sum", [Buffer(empty), Word("i32", 1)], "i32")
    large = np.full(16 << 20, 3, np.uint8)
    address = m.call("where", [Buffer(large)], "i32").value
    assert 0x2000_0000 <= address < 0x4000_0000
    m.call("fill", [Buffer(large[-5:]), Word("i32", 5), Word("i32", 1)])
    m.call("fill", [Buffer(large), Word("i32", 2), Word("i32", 1)])
    assert list(large[:4]) == [1, 2, 3, 3]
    assert list(large[-6:]) == [3, 1, 2, 3, 4, 5]
    assert m.call("sum", [Buffer(bytes(large[:70000])), Word("i32", 70000)], "i32").value == 70000 * 3 - 3
    with pytest.raises(MemoryError, match="bytes of emulated memory"):
        m.call("where", [Buffer(np.zeros(300 << 20, np.uint8))])
    assert m.call("sum", [Buffer(b"\5"), Word("i32", 1)], "i32").value == 5


def test_not_a_buffer() -> None:
    m = machine(SOURCE)
    with pytest.raises(TypeError, match="not contiguous"):
        m.call("where", [Buffer(memoryview(bytearray(8))[::2])])
    with pytest.raises(TypeError, match="not contiguous"):
        m.call("where", [Buffer(np.zeros((4, 4), np.uint8).T)])
    with pytest.raises(TypeError, match="int has no buffer"):
        m.call("where", [Buffer(5)])
