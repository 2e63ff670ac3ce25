"""The stand-in of `uctypes`: structures as the real MicroPython has them, addresses that compiled functions know."""

from typing import Any

import pytest

import nativecomp
from nativecomp import standins
from nativecomp.emulator.errors import FreedBufferError, OutsideBuffer, UnmappedAccess
from nativecomp.standins import machine, uctypes
from tests.mpy.micropython import run

PROGRAM = """
b = bytearray(range(64))
d = {
    "a": uctypes.UINT8 | 0, "b": uctypes.INT16 | 2, "c": uctypes.UINT32 | 4, "d": uctypes.INT64 | 8,
    "f": uctypes.FLOAT32 | 16, "g": uctypes.FLOAT64 | 24,
    "lo": uctypes.BFUINT8 | 0 | 0 << uctypes.BF_POS | 4 << uctypes.BF_LEN,
    "hi": uctypes.BFUINT8 | 0 | 4 << uctypes.BF_POS | 4 << uctypes.BF_LEN,
    "sb": uctypes.BFINT16 | 2 | 3 << uctypes.BF_POS | 5 << uctypes.BF_LEN,
    "arr": (uctypes.ARRAY | 32, 4 | uctypes.UINT8), "arr2": (uctypes.ARRAY | 32, 2 | uctypes.UINT16),
    "sub": (40, {"x": uctypes.UINT8 | 0, "y": uctypes.UINT16 | 2}),
    "subs": (uctypes.ARRAY | 40, 3, {"x": uctypes.UINT8 | 0, "y": uctypes.UINT16 | 2}),
}
for layout in (uctypes.NATIVE, uctypes.LITTLE_ENDIAN, uctypes.BIG_ENDIAN):
    s = uctypes.struct(uctypes.addressof(b), d, layout)
    print(s.a, s.b, s.c, s.d, s.f == 0, s.lo, s.hi, s.sb)
    print([s.arr[i] for i in range(4)], s.arr2[0], s.arr2[1], s.sub.x, s.sub.y, s.subs[2].y)
    s.c = 0x12345678; s.b = -2; s.lo = 9; s.hi = 5; s.sb = -3; s.g = 2.5
    s.arr[1] = 77; s.arr2[1] = 0x1234; s.sub.y = 515; s.subs[2].x = 200
    print(bytes(b))
    print(s.a, s.b, s.lo, s.hi, s.sb, s.g)
    small = {"a": uctypes.UINT8 | 0, "b": uctypes.UINT32 | 4, "c": uctypes.UINT8 | 8}
    print(uctypes.sizeof(s), uctypes.sizeof(s.sub), uctypes.sizeof(d, layout), uctypes.sizeof(small, layout))
print(uctypes.bytes_at(uctypes.addressof(b) + 3, 4))
v = uctypes.bytearray_at(uctypes.addressof(b) + 3, 4)
v[0] = 99
print(b[3], len(v))
for bad in ("s.zz", "s.sub.q", "s[0]", "s.arr[9]", "s.sub = 3"):
    try:
        exec(bad)
        print("none")
    except Exception as error:
        print(type(error).__name__)
"""

SOURCE = """\
import uctypes
@viper
def fill(p: ptr8, n: int):
    for i in range(n):
        p[i] = i
@viper
def at(a: int, i: int) -> int:
    return ptr8(a)[i]
@viper
def inside(o) -> int:
    p = ptr8(uctypes.addressof(o))
    p[0] = 77
    return p[1]
"""


def test_same_as_micropython(capsys: pytest.CaptureFixture[str]) -> None:
    expected = run({}, "import uctypes\n" + PROGRAM)
    exec(PROGRAM, {"uctypes": uctypes})
    assert capsys.readouterr().out.splitlines() == expected.splitlines()


@pytest.fixture(scope="module", params=["cortex-m0", "cortex-m4f", "x86-64"])
def module(request: pytest.FixtureRequest) -> Any:
    standins.install()
    module = nativecomp.load_source(SOURCE, "f.py", target=request.param)
    module.globals["uctypes"] = uctypes
    return module


def test_compiled_functions_know_the_address(module: Any) -> None:
    data = bytearray(8)
    address = uctypes.addressof(data)
    module.fill(address, 8)
    assert data == bytes(range(8))
    assert module.at(address + 3, 2) == 5
    assert uctypes.addressof(memoryview(data)[2:]) == address + 2
    assert uctypes.addressof(data) == address
    with pytest.raises(OutsideBuffer, match="read of 1 byte at offset 8 of a bytearray of 8 bytes"):
        module.at(address, 8)
    module.fill(data, 4)  # the same memory, as an argument
    assert module.at(address, 7) == 7


def test_addresses_in_a_call(module: Any) -> None:
    data = bytearray(b"abc")
    assert module.inside(data) == ord("b")
    assert data == b"Mbc"


def test_constants_cannot_be_written(module: Any) -> None:
    text = b"text"
    assert module.at(uctypes.addressof(text), 1) == ord("e")
    with pytest.raises(UnmappedAccess, match="read-only"):
        module.fill(uctypes.addressof(text), 1)


def test_what_has_grown_is_elsewhere(module: Any) -> None:
    data = bytearray(b"abc")
    address = uctypes.addressof(data)
    data.extend(b"defgh")
    with pytest.raises(FreedBufferError, match="resized since its address was taken"):
        module.at(address, 0)
    assert module.at(uctypes.addressof(data), 7) == ord("h")


def test_registers_of_a_device() -> None:
    machine.restart()
    gpio = uctypes.struct(
        0x40020000, {"odr": uctypes.UINT32 | 0x14, "low": uctypes.BFUINT32 | 0x14 | 4 << uctypes.BF_LEN}
    )
    gpio.odr = 0x35
    assert gpio.low == 5
    assert machine.mem32[0x40020014] == 0x35
    assert next(event[:3] for event in machine.log) == ("mem32", "store", (0x40020014, 0x35))


def test_refusals() -> None:
    with pytest.raises(ValueError, match="no buffer has 4 bytes at 0x40020000"):
        uctypes.bytearray_at(0x40020000, 4)
    with pytest.raises(TypeError):
        uctypes.addressof(5)
