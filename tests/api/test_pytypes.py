"""The types as plain Python objects, which `f.python(...)` and uncompiled code use."""

import array
import math
from typing import Any

import pytest

import nativecomp
from nativecomp import const, float32, float64, int8, int16, int64, ptr8, ptr16, ptr32, uint, uint8, uint16

TEXT = "".join(
    f"@viper\ndef to_{name}(x: float64) -> {name}:\n    return {name}(x)\n"
    for name in ("int8", "uint16", "int64", "uint8")
)


@pytest.fixture(scope="module")
def compiled() -> nativecomp.Module:
    return nativecomp.load_source(TEXT)


@pytest.mark.parametrize(("type_", "value", "result"), [
    (uint8, 300, 44), (int8, 200, -56), (int16, -32769, 32767), (uint16, -1, 65535), (int64, 2**63, -(2**63)),
    (uint, -1, 2**32 - 1), (uint8, True, 1),
])  # fmt: skip
def test_integers_wrap(type_: Any, value: int, result: int) -> None:
    assert type_(value) == result


@pytest.mark.parametrize("type_", [int8, uint16, int64, uint8])
@pytest.mark.parametrize("value", [0.0, 2.9, -2.9, 127.5, 200.0, -1e9, 1e300, math.inf, -math.inf, math.nan, 2.0**63])
def test_floats_convert_as_in_compiled_code(compiled: nativecomp.Module, type_: Any, value: float) -> None:
    assert type_(value) == getattr(compiled, f"to_{type_.__name__}")(value)


def test_floats_round() -> None:
    assert float32(0.1) == 0.10000000149011612
    assert float32(1e300) == math.inf
    assert float32(-1e300) == -math.inf
    assert float64(0.1) == 0.1
    assert math.isnan(float32(math.nan))


def test_pointers_are_views() -> None:
    data = bytearray(range(8))
    ptr16(data)[1] = 0xABCD
    assert ptr8(data)[2] == 0xCD
    assert ptr32(array.array("H", [1, 2]))[0] == 0x20001
    with pytest.raises(TypeError, match="`ptr32` of an address needs a machine"):
        ptr32(0x4000_0000)


def test_buffer_annotations() -> None:
    assert repr(uint8[:]) == "uint8[:]"
    assert repr(float32[:]) == "float32[:]"
    with pytest.raises(TypeError, match=r"a typed buffer is written `uint8\[:\]`"):
        uint8[3]
    assert const(5) == 5
