"""Accesses beside buffers are errors that name the buffer and the offset; what is inside is none."""

import array
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nativecomp
from nativecomp.emulator.errors import OutsideBuffer, UnmappedAccess

SOURCE = """\
@viper
def get8(p: ptr8, i: int) -> int:
    return p[i]
@viper
def get16(p: ptr16, i: int) -> int:
    return p[i]
@viper
def put32(p: ptr32, i: int):
    p[i] = 7
@viper
def element(b: uint8[:], i: int) -> int:
    return b[i]
@viper(bounds=False)
def unchecked(b: int16[:], i: int) -> int:
    return b[i]
@viper
def both(a: ptr8, b: ptr8, i: int) -> int:
    return a[i] + b[i]
@viper
def fill(o, n: int):
    p = ptr8(o)
    for i in range(n):
        p[i] = i
@viper
def copy(to: ptr8, source: ptr8, n: int):
    for i in range(n):
        to[i] = source[i]
@viper
def kept(o, n: int) -> int:
    p = ptr8(o)
    o.extend(bytes(n))
    return p[1]
@viper
def anew(o, n: int) -> int:
    o.extend(bytes(n))
    p = ptr8(o)
    return p[1]
@viper
def replaced(o) -> int:
    p = ptr8(o)
    o[1] = 77
    return p[1]
@viper
def each(many):
    for o in many:
        p = ptr8(o)
        p[1] = 1
        p[2] = 2
"""


@pytest.fixture(scope="module", params=["cortex-m0", "cortex-m4f", "riscv32", "x86-64"])
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return nativecomp.load_source(SOURCE, "f.py", target=request.param)


@pytest.mark.parametrize(("call", "words"), [
    (lambda m: m.get8(bytearray(9), 9), "read of 1 byte at offset 9 of argument `p`, a buffer of 9 bytes (bytearray)"),
    (lambda m: m.get8(bytearray(9), -1), "read of 1 byte at offset -1 of argument `p`, a buffer of 9 bytes (byte"),
    (lambda m: m.get8(b"x", 5), "read of 1 byte at offset 5 of argument `p`, a buffer of 1 byte (bytes)"),
    (lambda m: m.get16(array.array("H", [1, 2]), 2), "read of 2 bytes at offset 4 of argument `p`"),
    (lambda m: m.put32(array.array("I", [1, 2]), 2), "write of 4 bytes at offset 8 of argument `p`"),
    (lambda m: m.put32(np.zeros(4, np.uint32), 4), "offset 16 of argument `p`, a buffer of 16 bytes (ndarray)"),
    (lambda m: m.unchecked(array.array("h", [1]), 1), "read of 2 bytes at offset 2 of argument `b`"),
    (lambda m: m.both(bytearray(8), bytearray(6), 6), "at offset 6 of argument `b`, a buffer of 6 bytes"),
    (lambda m: m.both(bytearray(6), bytearray(8), 6), "at offset 6 of argument `a`, a buffer of 6 bytes"),
    (lambda m: m.fill(bytearray(100), 101), "write of 1 byte at offset 100 of a bytearray of 100 bytes"),
    (lambda m: m.kept(bytearray(b"abc"), 500),
     "read of 1 byte at offset 1 of a bytearray of 3 bytes, resized since its address was taken"),
    (lambda m: m.copy(bytearray(64), bytes(63), 64), "at offset 63 of argument `source`, a buffer of 63 bytes"),
    (lambda m: m.copy(bytearray(63), bytes(64), 64), "at offset 63 of argument `to`, a buffer of 63 bytes"),
])  # fmt: skip
def test_outside(module: nativecomp.Module, call: Callable[[Any], Any], words: str) -> None:
    with pytest.raises(OutsideBuffer) as caught:
        call(module)
    assert words in str(caught.value)
    assert "(f.py:" in str(caught.value)


@pytest.mark.parametrize(("call", "value"), [
    (lambda m: m.get8(bytearray(b"abc"), 2), ord("c")),
    (lambda m: m.get8(memoryview(bytearray(b"abcdef"))[2:4], 2), ord("e")),  # as on the board: the object goes on
    (lambda m: m.get8(memoryview(bytearray(b"abcdef"))[2:4], -1), ord("b")),
    (lambda m: m.get16(b"abcd", 1), ord("d") << 8 | ord("c")),
    (lambda m: m.both(memoryview(bytearray(b"abcd"))[:2], bytearray(b"abcd"), 3), 2 * ord("d")),
    (lambda m: m.copy(bytearray(65), bytes(65), 65), None),
    (lambda m: m.anew(bytearray(b"abc"), 500), ord("b")),
    (lambda m: m.kept(bytearray(b"abc"), 0), ord("b")),
    (lambda m: m.replaced(bytearray(b"abc")), 77),
    (lambda m: m.copy(bytearray(3), bytes(5), 0), None),
])  # fmt: skip
def test_inside(module: nativecomp.Module, call: Callable[[Any], Any], value: object) -> None:
    assert call(module) == value


def test_an_error_leaves_nothing_behind(module: nativecomp.Module) -> None:
    data = bytearray(8)
    with pytest.raises(OutsideBuffer):
        module.fill(data, 9)
    assert data == bytes(range(8))
    assert module.get8(b"abc", 1) == ord("b")
    with pytest.raises(UnmappedAccess, match="outside memory"):
        module.get8(0x40000, 0)
    with pytest.raises(IndexError):
        module.element(b"abc", 3)


CONDITIONAL = """\
@asm_thumb
def conditional(r0, r1):
    cmp(r0, 0)
    it(ne)
    ldrb(r2, [r1, 0])
    cmp(r2, r2)
    b(BLOCK)
    label(BLOCK)
    mov(r0, 7)
"""


@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m4f", "cortex-m33"])
def test_a_checked_load_in_an_it_block(target: str) -> None:
    """Unicorn takes the state of the block back before a hook, and would run the next block under its condition."""
    module = nativecomp.load_source(CONDITIONAL, "f.py", target=target)
    assert module.conditional(1, bytearray(b"abc")) == 7
    assert module.conditional(0, bytearray(b"abc")) == 7


@pytest.mark.parametrize("index", [-1_000_000, -300_000, 5_000, 70_000, 500_000, 1_000_000])
def test_what_would_jump_into_another_buffer(module: nativecomp.Module, index: int) -> None:
    """Gaps between buffers are larger than the memory of a board."""
    before, middle, behind = bytearray(900), bytearray(64), bytearray(600_000)
    with pytest.raises(OutsideBuffer, match=rf"read of 1 byte at offset {index} of argument `p`"):
        module.get8(middle, index)
    with pytest.raises(OutsideBuffer):
        module.both(before, behind, index)
    with pytest.raises(OutsideBuffer):
        module.both(middle, behind, index)


def test_many_buffers_have_room(module: nativecomp.Module) -> None:
    data = [bytearray(3000) for _ in range(300)]
    module.each(data)
    assert all(one[:3] == b"\0\1\2" for one in data)
    with pytest.raises(OutsideBuffer, match="at offset 3001 of"):
        module.get8(data[0], 3001)
