"""Printing and raising on the host: texts against Python's own."""

import ctypes
from collections.abc import Callable

import numpy as np
import pytest

from tests.runtime.host import RUNTIME, build_host_library
from tests.runtime.numbers import floats, integers


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    sources = [*sorted((RUNTIME / "core").glob("*.c")), RUNTIME.parent / "tests" / "runtime" / "capture.c"]
    return build_host_library(tmp_path_factory.mktemp("core"), plain=False, sources=sources).library


def taken(library: ctypes.CDLL) -> str:
    size = ctypes.c_size_t()
    library.taken.restype = ctypes.POINTER(ctypes.c_char)
    return library.taken(ctypes.byref(size))[: size.value].decode()


def printed(library: ctypes.CDLL, function: str, values: np.ndarray) -> list[str]:
    lines = []
    for part in np.array_split(values, max(1, len(values) // 20_000)):
        getattr(library, function)(part.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(len(part)))
        lines += taken(library).splitlines()
    return lines


def test_doubles_print_as_python_writes_them(library: ctypes.CDLL) -> None:
    powers = 2.0 ** np.arange(-1074, 1024)
    tens = np.array([float(f"{d}e{e}") for e in range(-323, 308) for d in (1, 9.5, 1.7976931348623157)])
    short = np.random.default_rng(3).integers(0, 10**6, 5_000) / 1000
    values = np.concatenate([floats(np.float64, 1, 20_000), powers, np.nextafter(powers, 0), tens, short])
    assert printed(library, "print_doubles", values) == [repr(value) for value in values.tolist()]


def test_floats_print_the_shortest_digits(library: ctypes.CDLL) -> None:
    values = np.concatenate([floats(np.float32, 2, 40_000), 2.0 ** np.arange(-149, 128, dtype=np.float32)])
    for value, text in zip(values, printed(library, "print_floats", values), strict=True):
        assert text == _expected(value), value


def _expected(value: np.float32) -> str:
    """numpy's shortest digits in the form that Python gives a double with these digits."""
    if not np.isfinite(value) or value == 0:
        return repr(float(value))
    return repr(float(np.format_float_scientific(value, unique=True, trim="-")))


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        ("nc_print_int", np.int64),
        ("nc_print_uint", np.uint64),
        ("nc_print_int64", np.int64),
        ("nc_print_uint64", np.uint64),
    ],
)
def test_integers(library: ctypes.CDLL, function: str, kind: type) -> None:
    for value in integers(kind, 3, 2000).tolist():
        getattr(library, function)(ctypes.c_int64(value) if kind is np.int64 else ctypes.c_uint64(value))
        assert taken(library) == str(value)


def test_bool_and_string(library: ctypes.CDLL) -> None:
    library.nc_print_bool(1)
    library.nc_print_bool(0)
    library.nc_print_str(b" a\0b", 4)
    assert taken(library) == "TrueFalse a\0b"


class Site(ctypes.Structure):
    _fields_ = (
        ("exception", ctypes.c_char_p),
        ("message", ctypes.c_char_p),
        ("function", ctypes.c_char_p),
        ("file", ctypes.c_char_p),
        ("line", ctypes.c_uint32),
    )


@pytest.mark.parametrize(
    ("message", "value", "text"),
    [(b"divide by zero", 0, ": divide by zero"), (None, 0, ""), (None, -5, ": -5")],
)
def test_raise_prints_a_traceback(library: ctypes.CDLL, message: bytes | None, value: int, text: str) -> None:
    site = Site(b"ZeroDivisionError", message, b"blink", b"led.py", 12)
    raised: Callable[..., int] = library.raised
    assert raised(ctypes.byref(site), ctypes.c_ssize_t(value)) == 1
    traceback = 'Traceback (most recent call last):\n  File "led.py", line 12, in blink\nZeroDivisionError'
    assert taken(library) == f"{traceback}{text}\n"
