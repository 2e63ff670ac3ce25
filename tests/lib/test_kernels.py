"""The library's functions against other people's, on emulated cores; and as what a board and a C program get."""

import base64
import binascii
import bisect as python_bisect
import math
import random
import re
import subprocess
import zlib
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nativecomp
from nativecomp.desk.api import configured
from nativecomp.lib import codecs, colours, control, crc, filters, fonts, hashes, lights, lz4, sorting
from tests.cli.command import nativecomp as command
from tests.mpy.micropython import PROGRAM

RANDOM = random.Random(5)
TEXTS = [b"", b"a", b"123456789", bytes(range(256)), RANDOM.randbytes(61), RANDOM.randbytes(64)]
MODULES = ("codecs", "colours", "control", "crc", "filters", "fonts", "hashes", "lights", "lz4", "sorting")


@pytest.fixture(autouse=True, scope="module", params=["cortex-m0", "cortex-m4f"])
def core(request: pytest.FixtureRequest) -> Iterator[None]:
    with configured(target=request.param):
        yield


def word(value: int) -> int:
    return value & 0xFFFFFFFF


@pytest.mark.parametrize("data", TEXTS, ids=len)
def test_checksums(data: bytes) -> None:
    assert word(crc.crc32(data)) == zlib.crc32(data)
    assert crc.crc16_ccitt(data) == binascii.crc_hqx(data, 0xFFFF)
    assert crc.crc16_ccitt(data, 0) == binascii.crc_hqx(data, 0)
    assert word(hashes.adler32(data)) == zlib.adler32(data)
    for check in (crc.crc8, crc.crc16_ccitt, crc.crc16_modbus, crc.crc32, hashes.adler32, hashes.fnv1a):
        half = len(data) // 2
        assert check(data[half:], word(check(data[:half]))) == check(data), check  # it goes on


def test_published_values() -> None:
    """The check values of the catalogue of CRC algorithms, and of the hashes' own pages."""
    assert crc.crc8(b"123456789") == 0xF4
    assert crc.crc16_ccitt(b"123456789") == 0x29B1
    assert crc.crc16_modbus(b"123456789") == 0x4B37
    assert word(hashes.fnv1a(b"foobar")) == 0xBF9CF968
    assert word(hashes.murmur3(b"")) == 0
    assert word(hashes.murmur3(b"", 1)) == 0x514E28B7
    assert word(hashes.murmur3(b"test")) == 0xBA6BD213
    assert word(hashes.murmur3(b"Hello, world!", 0x9747B28C)) == 0x24884CBA


@pytest.mark.parametrize("data", TEXTS, ids=len)
def test_base64(data: bytes) -> None:
    text = bytearray((len(data) + 2) // 3 * 4)
    assert codecs.base64_encode(data, text) == len(text)
    assert text == base64.b64encode(data)
    output = bytearray(len(data))
    assert codecs.base64_decode(text, output) == len(data)
    assert output == data


@pytest.mark.parametrize(
    "text", [b"a", b"ab", b"abc", b"a===", b"====", b"ab=c", b"ab=", b"abcd=", b"ab!d", b"abc=abcd"]
)
def test_what_is_no_base64(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        codecs.base64_decode(text, bytearray(16))


def test_colours() -> None:
    pixels = bytes(RANDOM.randbytes(30))
    small, back = array("H", bytes(20)), bytearray(30)
    colours.to_rgb565(pixels, small)
    assert list(small) == [(r >> 3) << 11 | (g >> 2) << 5 | b >> 3 for r, g, b in zip(*[iter(pixels)] * 3, strict=True)]
    colours.to_rgb888(small, back)
    assert all(abs(a - b) < 8 for a, b in zip(pixels, back, strict=True))
    colours.to_rgb888(array("H", [0xFFFF, 0]), memoryview(back)[:6])
    assert back[:6] == b"\xff\xff\xff\0\0\0"
    for alpha in (0, 7, 32):
        over, under = 0xABCD, 0x1234
        mixed = colours.blend(over, under, alpha)
        for shift, mask in ((11, 31), (5, 63), (0, 31)):
            exact = ((over >> shift & mask) * alpha + (under >> shift & mask) * (32 - alpha)) / 32
            assert abs((mixed >> shift & mask) - exact) <= 1


@pytest.mark.parametrize(("x", "y"), [(0, 0), (2, 1), (-1, -1), (6, 3), (9, 9), (-9, 0)])
def test_rectangles(x: int, y: int) -> None:
    filled, copied = array("H", bytes(2 * 8 * 5)), array("H", [9] * 40)
    sprite = array("H", [1, 2, 3, 4, 0, 6])
    colours.fill_rect(filled, 8, x, y, 3, 2, 7)
    colours.blit(copied, 8, sprite, 3, x, y, 0)
    for row in range(5):
        for column in range(8):
            inside = x <= column < x + 3 and y <= row < y + 2
            pixel = sprite[(row - y) * 3 + column - x] if inside else 0
            assert filled[row * 8 + column] == (7 if inside else 0)
            assert copied[row * 8 + column] == (pixel or 9)


def test_filters() -> None:
    samples = np.array([RANDOM.uniform(-1, 1) for _ in range(40)], np.float32)
    taps = np.array([RANDOM.uniform(-1, 1) for _ in range(9)], np.float32)
    output = np.zeros(32, np.float32)
    filters.fir(output, samples, taps)
    assert np.allclose(output, np.correlate(samples, taps, "valid"), atol=1e-5)
    small, shorts, result = (np.round(part * 30000).astype(np.int16) for part in (samples, taps / 4, output))
    filters.fir_q15(result, small, shorts)
    exact = np.correlate(small.astype(np.int64), shorts.astype(np.int64), "valid")
    assert (result == np.clip((exact + 0x4000) >> 15, -32768, 32767)).all()
    coefficients, state = array("f", [0.2, 0.4, 0.2, -0.5, 0.3]), array("f", [0, 0])
    data = np.array(samples)
    filters.biquad(data[:17], coefficients, state)
    filters.biquad(data[17:], coefficients, state)
    x1 = x2 = y1 = y2 = 0.0
    for x, got in zip(map(float, samples), data, strict=True):
        y = 0.2 * x + 0.4 * x1 + 0.2 * x2 + 0.5 * y1 - 0.3 * y2
        x1, x2, y1, y2 = x, x1, y, y1
        assert abs(got - y) < 1e-5


@pytest.mark.parametrize("size", [1, 2, 8, 64])
def test_fft(size: int) -> None:
    real = np.array([RANDOM.uniform(-1, 1) for _ in range(size)], np.float32)
    imaginary = np.array([RANDOM.uniform(-1, 1) for _ in range(size)], np.float32)
    exact = np.fft.fft(real + 1j * imaginary)
    angles = [2 * math.pi * k / size for k in range(max(size // 2, 1))]
    filters.fft(real, imaginary, array("f", map(math.cos, angles)), array("f", map(math.sin, angles)))
    assert np.allclose(real + 1j * imaginary, exact, atol=1e-4)
    with pytest.raises(ValueError, match="12"):
        filters.fft(np.zeros(12, np.float32), np.zeros(12, np.float32), array("f", [0] * 6), array("f", [0] * 6))


def test_pid() -> None:
    """It brings a simple heater to its target, within the limits of the output, and stays there."""
    state = array("f", [0.5, 0.2, 0.05, 0.0, 1.0, 0.0, 20.0])
    heat, outputs = 20.0, []
    for _ in range(600):
        outputs.append(control.pid(state, 25.0, heat, 0.1))
        heat += 0.1 * (outputs[-1] * 2.0 - (heat - 20.0) * 0.1)
    assert abs(heat - 25.0) < 0.05
    assert all(0.0 <= output <= 1.0 for output in outputs)
    assert outputs[0] == 1.0


def test_ring() -> None:
    ring, ends, model = bytearray(8), array("I", [0xFFFFFFFC, 0xFFFFFFFC]), list[int]()
    for step in range(200):
        if RANDOM.random() < 0.5:
            assert control.ring_put(ring, 8, ends, step) == (len(model) < 8)
            model += [step] * (len(model) < 8)
        else:
            assert control.ring_get(ring, 8, ends) == (model.pop(0) if model else -1)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 10, 100])
def test_sorting(size: int) -> None:
    data = array("i", [RANDOM.randrange(-50, 50) for _ in range(size)])
    expected = sorted(data)
    sorting.heap_sort(data)
    assert list(data) == expected
    for value in range(-51, 51, 7):
        assert sorting.bisect(data, value) == python_bisect.bisect_left(expected, value)


def test_lights() -> None:
    output = bytearray(9)
    assert lights.ws2812_spi(bytes([0x00, 0xFF, 0xA5]), output) == 9
    bits = "".join(f"{byte:08b}" for byte in output)
    assert bits == "".join({"0": "100", "1": "110"}[bit] for byte in (0x00, 0xFF, 0xA5) for bit in f"{byte:08b}")


REPEATED = [
    b"", b"abc", b"a" * 12, b"a" * 13, b"a" * 300, b"abcd" * 100, RANDOM.randbytes(40) * 9 + b"end", bytes(1000),
    bytes(n * n >> 3 & 7 for n in range(900)), b"abcdefgh" + RANDOM.randbytes(400) + b"abcdefgh" * 2 + b"12345",
]  # fmt: skip


def unpacked(block: bytes) -> bytes:
    """A block unpacked by the format's description."""
    out, rest = bytearray(), list(block)

    def length(nibble: int) -> int:
        total = nibble
        while nibble in (15, 255):
            nibble = rest.pop(0)
            total += nibble
            if nibble != 255:
                break
        return total

    while rest:
        token = rest.pop(0)
        for _ in range(length(token >> 4)):
            out.append(rest.pop(0))
        if rest:
            distance = rest.pop(0) + 256 * rest.pop(0)
            assert 0 < distance <= len(out)
            for _ in range(length(token & 15) + 4):
                out.append(out[-distance])
    return bytes(out)


@pytest.mark.parametrize("data", [*TEXTS, *REPEATED], ids=len)
@pytest.mark.parametrize("slots", [1, 256])
def test_lz4(data: bytes, slots: int) -> None:
    output = bytearray(lz4.bound(len(data)))
    size = lz4.compress(data, output, array("i", [0] * slots))
    assert unpacked(output[:size]) == data
    if data in REPEATED[4:8] and slots > 1:
        assert size < len(data) / 3
    back = bytearray(len(data))
    assert lz4.decompress(output[:size], back) == len(data)
    assert back == data


def test_lz4_of_a_description() -> None:
    """Literals of 15 and of 270 bytes, and copies that reach into themselves."""
    long = bytes(range(256)) + bytes(14)
    block = b"\xf0\x00" + bytes(15) + b"\x01\x00" + b"\xff\xff\x00" + long + b"\x02\x00\xff\x01" + b"\x10z"
    expected = unpacked(block)
    assert len(expected) == 15 + 4 + 270 + 15 + 4 + 256 + 1
    output = bytearray(len(expected))
    assert lz4.decompress(block, output) == len(expected)
    assert output == expected


@pytest.mark.parametrize(("block", "error"), [
    (b"", IndexError), (b"\x10", IndexError), (b"\x10a\x00\x00", ValueError), (b"\x10a\x02\x00", ValueError),
    (b"\x10a\x01", IndexError), (b"\x1fa\x01\x00", IndexError), (b"\xf0", IndexError),
    (b"\x1fa\x01\x00\x90", IndexError),
])  # fmt: skip
def test_what_is_no_lz4(block: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        lz4.decompress(block, bytearray(64))


def test_lz4_needs_room() -> None:
    data = RANDOM.randbytes(50)
    with pytest.raises(IndexError):
        lz4.compress(data, bytearray(50), array("i", [0] * 16))
    with pytest.raises(ValueError, match="3"):
        lz4.compress(data, bytearray(90), array("i", [0] * 3))
    with pytest.raises(ValueError, match="0"):
        lz4.compress(data, bytearray(90), array("i"))


@pytest.mark.parametrize(("x", "y"), [(0, 0), (3, 2), (-2, -3), (15, 1), (1, 9), (-40, 0), (0, 100)])
def test_letters(x: int, y: int) -> None:
    font = RANDOM.randbytes(3 * 5)
    text = b" \x21$\x1f#\xff"
    frame = array("H", [9] * 20 * 10)
    assert fonts.draw_text(frame, 20, x, y, text, font, 3, 5) == x + 4 * len(text)
    expected = [9] * 200
    for k, letter in enumerate(text):
        for column in range(3 if 32 <= letter < 37 else 0):
            for row in range(8):
                left, top = x + 4 * k + column, y + row
                if font[3 * (letter - 32) + column] >> row & 1 and 0 <= left < 20 and 0 <= top < 10:
                    expected[top * 20 + left] = 5
    assert list(frame) == expected


def test_each_module_is_for_c_and_is_told_of(tmp_path: Path) -> None:
    answer = command("build", "nativecomp.lib", "-o", tmp_path, "--emit", "obj", "--header", tmp_path / "all.h")
    assert answer.code == 0, answer.err
    page = (Path(__file__).parents[2] / "docs" / "lib.md").read_text(encoding="utf-8")
    for module in MODULES:
        assert (tmp_path / f"{module}.o").stat().st_size > 100
        for name in set(re.findall(rf"\b{module}_([a-z]\w*)\(", (tmp_path / "all.h").read_text())):
            assert name.startswith("_") or name.endswith("_device") or f"`{name}" in page, name
    assert "has no module `md5`; it has codecs, colours" in command("size", "nativecomp.lib.md5").err


@pytest.mark.skipif(not PROGRAM.exists(), reason="needs MicroPython's unix port")
def test_on_micropython(tmp_path: Path) -> None:
    made = command("package", "nativecomp.lib.crc", "nativecomp.lib.sorting", "-o", tmp_path, "--arch", "x64")
    assert made.code == 0, made.err
    program = ("import crc, sorting\nfrom array import array\ndata = array('i', [3, 1, 2])\nsorting.heap_sort(data)\n"
               "print(hex(crc.crc32(b'123456789') & 0xffffffff), list(data), sorting.bisect(data, 2))")  # fmt: skip
    done = subprocess.run([str(PROGRAM), "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "0xcbf43926 [1, 2, 3] 1\n", done.stderr


def test_from_a_compiled_function() -> None:
    source = "from nativecomp.lib.crc import crc8\n@viper\ndef check(o) -> int:\n    return int(crc8(o)) + 1\n"
    module = nativecomp.load_source(source)
    module.globals["crc8"] = crc.crc8
    check: Callable[..., Any] = module.check
    assert check(b"123456789") == 0xF5


@pytest.mark.parametrize("name", MODULES)
def test_each_module_builds_for_a_pico(name: str, tmp_path: Path) -> None:
    answer = command(
        "build", Path(filters.__file__).with_name(f"{name}.py"), "--target", "pico", "-o", tmp_path / "x.mpy"
    )
    assert answer.code == 0, answer.err
