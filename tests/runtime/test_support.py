"""The support library on the host against numpy, which uses the host's own IEEE arithmetic."""

import ctypes
import math
from collections.abc import Callable

import numpy as np
import pytest

from tests.runtime.host import HostLibrary, build_host_library
from tests.runtime.numbers import floats, integers, pairs


@pytest.fixture(scope="module", params=[False, True], ids=["full", "plain"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> HostLibrary:
    return build_host_library(tmp_path_factory.mktemp("support"), plain=request.param)


@pytest.fixture(autouse=True)
def _quiet() -> object:
    with np.errstate(all="ignore"):
        yield


def check(got: np.ndarray, want: np.ndarray, *arguments: np.ndarray) -> None:
    """Equal bit for bit; a NaN is as good as another."""
    same = got.view(f"u{got.itemsize}") == want.view(f"u{want.itemsize}")
    if got.dtype.kind == "f":
        same |= np.isnan(got) & np.isnan(want)
    wrong = np.flatnonzero(~same)
    if len(wrong):
        i = wrong[0]
        shown = [a[i].item().hex() if a.dtype.kind == "f" else hex(a[i].item()) for a in (*arguments, got, want)]
        pytest.fail(f"{len(wrong)} wrong; first: arguments {shown[:-2]}, got {shown[-2]}, want {shown[-1]}")


KINDS = {"f": np.float32, "d": np.float64, "i": np.int32, "ui": np.uint32, "l": np.int64, "ul": np.uint64}
ARITHMETIC: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
}


@pytest.mark.parametrize("letter", "fd")
@pytest.mark.parametrize("operation", ARITHMETIC)
def test_arithmetic(library: HostLibrary, letter: str, operation: str) -> None:
    a, b = pairs(floats, KINDS[letter], 1)
    check(library(f"__aeabi_{letter}{operation}", a, b, result=KINDS[letter]), ARITHMETIC[operation](a, b), a, b)


@pytest.mark.parametrize("letter", "fd")
def test_arithmetic_near_underflow_and_overflow(library: HostLibrary, letter: str) -> None:
    kind = KINDS[letter]
    a, b = pairs(floats, kind, 3)
    for scale in (np.finfo(kind).tiny, np.finfo(kind).max / kind(2)):
        x = (np.ldexp(np.frexp(a)[0], 1) * scale).astype(kind)
        y = np.ldexp(np.frexp(b)[0], 1).astype(kind)
        check(library(f"__aeabi_{letter}mul", x, y, result=kind), x * y, x, y)
        check(library(f"__aeabi_{letter}div", x, y, result=kind), x / y, x, y)
        y *= scale
        check(library(f"__aeabi_{letter}add", x, y, result=kind), x + y, x, y)


@pytest.mark.parametrize("letter", "fd")
def test_comparisons(library: HostLibrary, letter: str) -> None:
    a, b = pairs(floats, KINDS[letter], 5)
    b[::3] = a[::3]
    unordered = np.isnan(a) | np.isnan(b)
    wanted = {"eq": a == b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b, "un": unordered}
    for name, want in wanted.items():
        check(library(f"__aeabi_{letter}cmp{name}", a, b, result=np.uint32), want.astype(np.uint32), a, b)


@pytest.mark.parametrize("source", "fd")
@pytest.mark.parametrize("to", ["i", "ui", "l", "ul"])
def test_float_to_integer_saturates(library: HostLibrary, source: str, to: str) -> None:
    kind = KINDS[to]
    a = floats(KINDS[source], 7)
    info = np.iinfo(kind)
    inside = ~np.isnan(a) & (a > float(info.min) - 1) & (a < 2.0 ** (info.bits - (info.min < 0)))
    want = np.where(a > 0, np.full(len(a), info.max, kind), np.full(len(a), info.min, kind))
    want[np.isnan(a)] = 0
    want[inside] = np.trunc(a[inside]).astype(kind)
    check(library(f"__aeabi_{source}2{to}z", a, result=kind), want, a)


@pytest.mark.parametrize("source", ["i", "ui", "l", "ul"])
@pytest.mark.parametrize("to", "fd")
def test_integer_to_float(library: HostLibrary, source: str, to: str) -> None:
    a = integers(KINDS[source], 9)
    check(library(f"__aeabi_{source}2{to}", a, result=KINDS[to]), a.astype(KINDS[to]), a)


def test_between_floats(library: HostLibrary) -> None:
    a, b = floats(np.float32, 11), floats(np.float64, 12)
    steps = np.arange(len(b[::2]))
    b[::2] = np.ldexp(1.0000001 * (1 + steps * 2.0**-25), steps % 300 - 160)
    check(library("__aeabi_f2d", a, result=np.float64), a.astype(np.float64), a)
    check(library("__aeabi_d2f", b, result=np.float32), b.astype(np.float32), b)


@pytest.mark.parametrize(("suffix", "kind"), [("f", np.float32), ("", np.float64)])
def test_rounding_and_fmod(library: HostLibrary, suffix: str, kind: type) -> None:
    a = floats(kind, 13)
    check(library(f"floor{suffix}", a, result=kind), np.floor(a), a)
    check(library(f"trunc{suffix}", a, result=kind), np.trunc(a), a)
    a, b = pairs(floats, kind, 15, 60_000)
    check(library(f"fmod{suffix}", a, b, result=kind), np.fmod(a, b), a, b)


def divide(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """C's truncating quotient and remainder, from unsigned floor division of the magnitudes."""
    wide = np.dtype(f"u{a.itemsize}").type
    am, bm = (np.where(x < 0, wide(0) - x.view(wide), x.view(wide)) for x in (a, b))
    quotient, rest = am // bm, am % bm
    quotient = np.where((a < 0) ^ (b < 0), wide(0) - quotient, quotient)
    return quotient.view(a.dtype), np.where(a < 0, wide(0) - rest, rest).view(a.dtype)


@pytest.mark.parametrize("letter", ["i", "ui", "l", "ul"])
def test_division(library: HostLibrary, letter: str) -> None:
    kind = KINDS[letter]
    a, b = pairs(integers, kind, 17)
    b[b == 0] = 3
    # Also multiples of the divisor and their neighbours: where a quotient that is one off shows.
    near = a % (np.iinfo(kind).max // np.where(b == -1 if kind(0) - kind(1) < 0 else b == 0, kind(1), b)) * b
    for n in (a, near, near - kind(1), near + kind(1)):
        quotient, rest = divide(n, b)
        if letter.endswith("i"):
            check(library(f"__aeabi_{letter}div", n, b, result=kind), quotient, n, b)
            both = library(f"__aeabi_{letter}divmod", n, b, result=np.uint64).view(kind)
            both = np.concatenate([both[::2], both[1::2]])
        else:
            both = library(f"__aeabi_{letter}divmod", n, b, result=kind, driver="drive_divide64")
        check(both[: len(n)], quotient, n, b)
        check(both[len(n) :], rest, n, b)


def test_division_by_zero_is_zero(library: HostLibrary) -> None:
    n = integers(np.uint32, 1, 10)
    assert not library("__aeabi_uidiv", n, n * 0, result=np.uint32).any()
    wide = n.astype(np.uint64) << np.uint64(20)
    both = library("__aeabi_uldivmod", wide, wide * 0, result=np.uint64, driver="drive_divide64")
    assert not both[: len(n)].any()


def test_double_words(library: HostLibrary) -> None:
    a, b = pairs(integers, np.uint64, 21)
    check(library("__aeabi_lmul", a, b, result=np.uint64), a * b, a, b)
    count = (np.arange(len(a)) % 64).astype(np.uint32)
    check(library("__aeabi_llsl", a, count, result=np.uint64), a << count.astype(np.uint64), a, count)
    check(library("__aeabi_llsr", a, count, result=np.uint64), a >> count.astype(np.uint64), a, count)
    signed = a.view(np.int64)
    check(library("__aeabi_lasr", signed, count, result=np.int64), signed >> count.astype(np.int64), a, count)
    words = integers(np.uint32, 23, 5000)
    zeros = np.array([32 - int(w).bit_length() for w in words], np.uint32)
    check(library("__clzsi2", words, result=np.uint32), zeros, words)


def test_memory(library: HostLibrary) -> None:
    rng = np.random.default_rng(25)
    copy, move, fill = (getattr(library.library, name) for name in ("memcpy", "memmove", "memset"))
    for function in (copy, move):
        function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    fill.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    for function in (copy, move, fill):
        function.restype = ctypes.c_void_p
    for _ in range(20_000):
        memory = bytearray(rng.bytes(256))
        base = ctypes.addressof((ctypes.c_char * 256).from_buffer(memory))
        to, size = (int(rng.integers(0, n)) for n in (100, 150 if rng.integers(2) else 20))
        start = int(rng.integers(0, 100))
        want = bytearray(memory)
        want[to : to + size] = want[start : start + size]
        assert move(base + to, base + start, size) == base + to
        assert memory == want, (to, start, size)
        want[:size] = want[100 : 100 + size] if size <= 100 else want[:size]
        copy(base, base + 100, size if size <= 100 else 0)
        assert memory == want
        want[to : to + size] = bytes([start + 100]) * size
        assert fill(base + to, start + 100 - 256, size) == base + to
        assert memory == want


def test_gamma(library: HostLibrary) -> None:
    x = np.arange(-43.9, 35.03, 0.0137).astype(np.float32)
    x = x[x != np.floor(x)]
    found = library("tgammaf", x, result=np.float32)
    expected = np.array([math.gamma(float(one)) for one in x])
    unit = np.maximum(np.spacing(np.abs(expected).astype(np.float32)), np.float32(2.0**-149))
    assert np.max(np.abs(found - expected) / unit) < 0.6
    special = np.array([0.0, -0.0, 1, 5, -1, -50, -1e30, 40, -45.5, np.inf, -np.inf, np.nan], np.float32)
    expected = [np.inf, -np.inf, 1, 24, np.nan, np.nan, np.nan, np.inf, 0, np.inf, np.nan, np.nan]
    np.testing.assert_array_equal(library("tgammaf", special, result=np.float32), np.array(expected, np.float32))
