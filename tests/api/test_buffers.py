"""Buffers as arguments: every kind of them, slices, write-back, aliasing, and those that do not fit."""

import array
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nativecomp
from nativecomp.emulator import EmulationError
from tests.api.modules import CORES, sample


@pytest.fixture(params=CORES)
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return sample(request.param)


BYTES = [
    b"\1\2\3\4",
    bytearray(b"\1\2\3\4"),
    array.array("B", [1, 2, 3, 4]),
    memoryview(b"\1\2\3\4"),
    memoryview(bytearray(b"\0\1\2\3\4\0"))[1:5],
    memoryview(array.array("H", [0x0201, 0x0403])).cast("B"),
    np.array([1, 2, 3, 4], dtype=np.uint8),
    np.arange(10, dtype=np.uint8)[1:5],
    np.array([[1, 2], [3, 4]], dtype=np.uint8),
    np.array([[1, 2], [3, 4]], dtype=np.uint8).T.copy(),
]


@pytest.mark.parametrize("data", BYTES, ids=lambda d: type(d).__name__)
def test_every_kind_of_bytes(module: nativecomp.Module, data: Any) -> None:
    assert module.total(data) == 10
    assert module.peek8(data, 0) == 1
    assert module.peek8(data, 3) == 4


@pytest.mark.parametrize(
    "empty", [b"", bytearray(), array.array("B"), memoryview(b"abc")[1:1], np.zeros((0, 3), np.uint8)]
)
def test_empty_buffers(module: nativecomp.Module, empty: Any) -> None:
    assert module.total(empty) == 0
    assert module.store_then_load(bytearray(1), b"\3") == 3
    with pytest.raises(EmulationError, match="outside memory"):
        module.peek8(empty, 0)


WORDS = b"\1\0\xfe\xff\xff\x7f"


@pytest.mark.parametrize("make", [
    lambda: array.array("h", WORDS),
    lambda: np.frombuffer(WORDS, dtype=np.int16).copy(),
    lambda: bytearray(WORDS),
    lambda: memoryview(bytearray(b"\0\0" + WORDS + b"\0\0"))[2:8],
    lambda: memoryview(bytearray(WORDS)).cast("h"),
    lambda: memoryview(bytearray(WORDS)).cast("h", [3, 1]),
], ids=["array", "numpy", "bytearray", "slice", "cast", "two dimensions"])  # fmt: skip
def test_elements_are_written_back(module: nativecomp.Module, make: Callable[[], Any]) -> None:
    data = make()
    module.increase(data)
    assert bytes(data) == b"\2\0\xff\xff\0\x80"


def test_a_slice_leaves_the_rest_alone(module: nativecomp.Module) -> None:
    data = bytearray(range(12))
    module.increase(memoryview(data)[4:8])
    assert data == bytearray([0, 1, 2, 3, 5, 5, 7, 7, 8, 9, 10, 11])


def test_words_have_the_cores_width(module: nativecomp.Module) -> None:
    code = "Q" if module.target.word_bits == 64 else "I"
    data = array.array(code, [1, 2, 2**32 - 1])
    module.increase_words(data)
    assert data.tolist() == [2, 3, 2**32 % 2**module.target.word_bits]


def test_floats(module: nativecomp.Module) -> None:
    assert module.sum32(array.array("f", [1.5, 2.25])) == 3.75
    assert module.sum32(np.array([1.5, 2.25], dtype=np.float32)) == 3.75
    assert module.sum64(array.array("d", [0.1, 0.2])) == 0.1 + 0.2
    assert module.sum64(np.array([[0.5], [0.25]])) == 0.75
    assert module.sum32(np.array([1.5], dtype=np.float32).tobytes()) == 1.5


@pytest.mark.parametrize(("name", "data", "given"), [
    ("total", array.array("b", [1]), "a buffer of `int8`"),
    ("total", array.array("H", [1]), "a buffer of `uint16`"),
    ("increase", np.zeros(2, dtype="S2"), "a buffer of elements of format '2s'"),
    ("total", [1, 2], "a list was given; pass a buffer"),
    ("total", "abc", "a str was given; pass a buffer"),
    ("total", 5, "an int was given; pass a buffer"),
    ("total", None, "None was given; pass a buffer"),
    ("increase", array.array("H", [1]), "a buffer of `uint16`"),
    ("increase", array.array("i", [1]), "a buffer of `int32`"),
    ("increase", np.array([1], dtype=">i2"), "a buffer of big-endian `int16`"),
    ("increase", np.array([1], dtype=np.float16), "a buffer of `float16`"),
    ("sum32", array.array("d", [1]), "a buffer of `float64`"),
    ("sum32", np.array([1], dtype=np.int32), "a buffer of `int32`"),
    ("sum32", np.array([1], dtype=">f4"), "a buffer of big-endian `float32`"),
    ("sum32", np.array([1j], dtype=np.complex64), "a buffer of elements of format 'Zf'"),
    ("total", np.array(["2020-01-01"], dtype="M8[s]"), "a ndarray was given; pass a buffer"),
    ("total", np.array([object()]), "a buffer of elements of format 'O'"),
])  # fmt: skip
def test_wrong_elements(name: str, data: Any, given: str) -> None:
    with pytest.raises(TypeError) as caught:
        getattr(sample(), name)(data)
    assert str(caught.value).startswith(f"{name}(): argument `data` is `")
    assert given in str(caught.value)


@pytest.mark.parametrize("data", [
    memoryview(b"abcdef")[::2],
    memoryview(b"abcdef")[::-1],
    np.arange(10, dtype=np.uint8)[::2],
    np.asfortranarray(np.arange(6, dtype=np.uint8).reshape(2, 3)),
    np.arange(6, dtype=np.uint8).reshape(2, 3)[:, 1],
], ids=["step", "reversed", "numpy step", "fortran", "column"])  # fmt: skip
@pytest.mark.parametrize("name", ["total", "peek8"])
def test_buffers_with_gaps(name: str, data: Any) -> None:
    arguments = (data,) if name == "total" else (data, 0)
    with pytest.raises(TypeError, match=rf"^{name}\(\): argument `.*`: the buffer is not contiguous; pass a copy$"):
        getattr(sample(), name)(*arguments)


def test_a_size_that_is_no_whole_number_of_elements() -> None:
    with pytest.raises(ValueError, match=r"increase\(\): argument `data` is `int16\[:\]`: 3 bytes are no whole number"):
        sample().increase(bytearray(3))


def test_an_odd_slice_of_typed_elements(module: nativecomp.Module) -> None:
    with pytest.raises(ValueError, match="not aligned"):
        module.increase(memoryview(bytearray(8))[1:5])


def test_pointers_may_be_unaligned_where_the_core_allows_it(module: nativecomp.Module) -> None:
    data = memoryview(b"\0\1\2\3\4\5")[1:]
    if module.target.unaligned:
        assert module.peek16(data, 0) == 0x0201
        assert module.peek32(data, 0) == 0x04030201
    else:
        with pytest.raises(EmulationError, match=r"aligned.*in peek16 \(.*sample\.py:\d+\)"):
            module.peek16(data, 0)


@pytest.mark.parametrize("data", [b"abcd", memoryview(bytearray(4)).toreadonly()])
def test_what_is_read_only_is_not_written(module: nativecomp.Module, data: Any) -> None:
    before = bytes(data)
    with pytest.raises(EmulationError, match=r"read-only in poke8 \(.*sample\.py:\d+\)"):
        module.poke8(data, 0, 5)
    assert bytes(data) == before
    frozen = np.zeros(4, dtype=np.int16)
    frozen.flags.writeable = False
    with pytest.raises(EmulationError, match="read-only in increase "):
        module.increase(frozen)
    assert not frozen.any()


def test_any_buffer_passes_as_a_pointer(module: nativecomp.Module) -> None:
    for data in (np.array([0x0201], dtype=">i2"), np.array([1j]), np.array([True]), array.array("d", [0])):
        assert module.peek8(data, 0) == memoryview(data).tobytes()[0]


def test_the_same_buffer_twice(module: nativecomp.Module) -> None:
    data = bytearray(4)
    assert module.store_then_load(data, data) == 7
    assert data == b"\7\0\0\0"
    assert module.distance(data, data) == 0


def test_overlapping_slices(module: nativecomp.Module) -> None:
    data = bytearray(range(6))
    view = memoryview(data)
    assert module.distance(view[1:], view[3:]) == 2
    assert module.store_then_load(view[3:], view[3:5]) == 7
    assert data == bytearray([0, 1, 2, 7, 4, 5])
    words = np.arange(8, dtype=np.uint8)
    module.shift_up(words[1:], words[:7])
    assert words.tolist() == [0] * 8


def test_buffers_are_free_after_the_call() -> None:
    data = bytearray(8)
    sample().poke8(data, 0, 1)
    data.append(2)
    with pytest.raises(ValueError, match="no good"):
        sample().spoil_and_raise(data, 1)
    data.append(3)
    with pytest.raises(EmulationError):
        sample().poke8(data, 1 << 28, 1)
    data.append(4)
    assert len(data) == 11


def test_large_buffers(module: nativecomp.Module) -> None:
    data = np.ones(3_000_000, dtype=np.uint8)
    data[-1] = 5
    assert module.peek8(data, len(data) - 1) == 5
    module.poke8(data, len(data) - 1, 6)
    assert data[-1] == 6


def test_memory_of_calls_does_not_pile_up() -> None:
    data = bytearray(1_000_000)
    for turn in range(200):
        sample().poke8(data, 0, turn)
        assert data[0] == turn


BOTH = """\
import nativecomp
from nativecomp import Buffer, int16, uint8, viper
TEXT: Buffer[uint8] = b"OK"

@viper
def f(a: Buffer[uint8], b: nativecomp.Buffer[int16], c: "Buffer[uint8]", d: uint8[:]) -> int:
    e: Buffer[uint8] = a
    return len(a) + 10 * b[0] + 100 * c[0] + 1000 * e[0] + 10000 * len(d)
"""


def test_the_two_spellings_of_a_typed_buffer(tmp_path: Path) -> None:
    arguments = (bytes([1, 2]), array.array("h", [3]), b"\x04", b"xyz")
    assert nativecomp.load_source(BOTH).f(*arguments) == 31432
    (tmp_path / "both.py").write_text(BOTH)
    names = runpy.run_path(str(tmp_path / "both.py"))
    assert names["f"](*arguments) == names["f"].python(*arguments) == 31432


@pytest.mark.parametrize(("annotation", "message"), [
    ("Buffer", "a typed buffer says what it holds"),
    ("Buffer[ptr8]", "a typed buffer holds integers or floats, not `ptr8`"),
    ("Buffer[unit8]", "unknown type `unit8`"),
])  # fmt: skip
def test_what_is_no_typed_buffer(annotation: str, message: str) -> None:
    with pytest.raises(nativecomp.CompileError, match=message):
        nativecomp.load_source(f"@viper\ndef f(a: {annotation}) -> int:\n    return len(a)\n")


def test_an_annotation_that_python_refuses() -> None:
    with pytest.raises(TypeError, match=r"a typed buffer holds integers or floats: write `Buffer\[uint8\]`"):
        nativecomp.Buffer[str]  # type: ignore[type-var]
