"""The support library as machine code of each core, on the emulated core, against the same functions' definition."""

import struct
from functools import cache

import llvmlite.binding as llvm
import numpy as np
import pytest

from nativecomp.emulator import Buffer, Machine, Word
from nativecomp.image.modules import target_machine
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.targets import find_target
from tests.runtime.numbers import floats, integers

CORES = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m33", "riscv32")


@cache
def machine(core: str) -> Machine:
    target = find_target(core)
    runtime = runtime_bitcode(target)
    first, *others = [llvm.parse_bitcode(part.bitcode) for part in runtime.closure(runtime.support)]
    for other in others:
        first.link_in(other)
    return Machine(target_machine(target).emit_object(first), target)


def words(value: np.generic) -> list[Word]:
    """The value's bits in core registers; double words start at an even one, which they do in all calls here."""
    size = value.dtype.itemsize
    kind = "i64" if size == 8 else "i32"
    return [Word(kind, int.from_bytes(value.tobytes(), "little"))]


def sample(make: object, kind: type, seed: int, count: int) -> np.ndarray:
    numbers = make(kind, seed, 2000)  # type: ignore[operator]
    return np.random.default_rng(seed).choice(numbers, count)


@pytest.fixture(params=[40, pytest.param(400, marks=pytest.mark.slow)])
def count(request: pytest.FixtureRequest) -> int:
    """How many arguments are tried: a call on the emulated core takes milliseconds."""
    return int(request.param)


@pytest.fixture(autouse=True)
def _quiet() -> object:
    with np.errstate(all="ignore"):
        yield


def call(core: str, symbol: str, *arguments: np.generic, result: type) -> np.generic:
    raw = machine(core).call(
        symbol, [word for a in arguments for word in words(a)], "i64" if np.dtype(result).itemsize == 8 else "i32"
    )
    return np.frombuffer(int(raw.value).to_bytes(8, "little")[: np.dtype(result).itemsize], result)[0]


def same(got: np.generic, want: np.generic) -> bool:
    return got.tobytes() == want.tobytes() or bool(got != got and want != want)


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize(("letter", "kind"), [("f", np.float32), ("d", np.float64)])
def test_floats(core: str, count: int, letter: str, kind: type) -> None:
    for a, b in zip(sample(floats, kind, 1, count), sample(floats, kind, 2, count), strict=True):
        for name, want in (("add", a + b), ("sub", a - b), ("mul", a * b), ("div", a / b)):
            got = call(core, f"__aeabi_{letter}{name}", a, b, result=kind)
            assert same(got, want), (name, a, b, got, want)
        assert call(core, f"__aeabi_{letter}cmplt", a, b, result=np.int32) == (a < b)
        assert call(core, f"__aeabi_{letter}cmple", a, b, result=np.int32) == (a <= b)
        assert call(core, f"__aeabi_{letter}cmpeq", a, a, result=np.int32) == (a == a)


@pytest.mark.parametrize("core", CORES)
def test_conversions(core: str, count: int) -> None:
    for a in sample(integers, np.int64, 3, count):
        for source, kind in (("l", np.int64), ("ul", np.uint64), ("i", np.int32), ("ui", np.uint32)):
            value = a.astype(kind)
            for to, float_kind in (("f", np.float32), ("d", np.float64)):
                want = value.astype(float_kind)
                assert same(call(core, f"__aeabi_{source}2{to}", value, result=float_kind), want), (source, to, value)
                if abs(float(want)) < np.iinfo(kind).max // 2:
                    back = call(core, f"__aeabi_{to}2{source}z", want, result=kind)
                    assert back == want.astype(kind), (to, source, want)


@pytest.mark.parametrize("core", CORES)
def test_integers(core: str, count: int) -> None:
    mask = (1 << 64) - 1
    for a, b in zip(sample(integers, np.uint64, 5, count), sample(integers, np.uint64, 6, count), strict=True):
        n, d = int(a), int(b) or 3
        assert call(core, "__aeabi_lmul", a, b, result=np.uint64) == n * int(b) & mask
        quotient = "__udivdi3" if core == "riscv32" else "__aeabi_uldivmod"
        assert call(core, quotient, a, np.uint64(d), result=np.uint64) == n // d
        count = np.int32(n & 63)
        assert call(core, "__aeabi_llsl", b, count, result=np.uint64) == int(b) << int(count) & mask
        assert call(core, "__aeabi_lasr", b, count, result=np.int64) == b.astype(np.int64) >> np.int64(count)
        n32, d32 = n & 0xFFFFFFFF, (d & 0xFFFFFFFF) or 9
        both = int(call(core, "__aeabi_uidivmod", np.uint32(n32), np.uint32(d32), result=np.uint64))
        assert (both & 0xFFFFFFFF, both >> 32) == (n32 // d32, n32 % d32)


def test_what_the_compiler_calls_on_riscv(count: int) -> None:
    """Divisions with one result, and comparisons whose result relates to zero as the operands to one another."""
    for a, b in zip(sample(integers, np.int64, 10, count), sample(integers, np.int64, 11, count), strict=True):
        n, d = int(a), int(b) or 3
        quotient = abs(n) // abs(d) * (1 if (n < 0) == (d < 0) else -1)
        for name, want in (("__divdi3", quotient), ("__moddi3", n - d * quotient)):
            assert call("riscv32", name, a, np.int64(d), result=np.int64) == np.int64((want + 2**63) % 2**64 - 2**63)
        assert call("riscv32", "__umoddi3", np.uint64(n % 2**64), np.uint64(d % 2**64), result=np.uint64) == (
            n % 2**64
        ) % (d % 2**64)
    for kind, letters in ((np.float32, "sf"), (np.float64, "df")):
        for a, b in zip(sample(floats, kind, 12, count), sample(floats, kind, 13, count), strict=True):
            for x, y in ((a, b), (a, a)):
                for name, holds, want in (
                    ("eq", lambda r: r == 0, x == y), ("ne", lambda r: r != 0, x != y),
                    ("lt", lambda r: r < 0, x < y), ("le", lambda r: r <= 0, x <= y),
                    ("gt", lambda r: r > 0, x > y), ("ge", lambda r: r >= 0, x >= y),
                    ("unord", lambda r: r != 0, x != x or y != y),
                ):  # fmt: skip
                    got = call("riscv32", f"__{name}{letters}2", x, y, result=np.int32)
                    assert holds(got) == want, (name, letters, x, y, got)


@pytest.mark.parametrize("core", CORES)
def test_floor_and_fmod(core: str, count: int) -> None:
    hard = find_target(core).float_abi == "hard"
    for kind, suffix, word in ((np.float32, "f", "f32"), (np.float64, "", "f64")):
        code = {"f32": "<f", "f64": "<d"}[word]

        def apply(
            symbol: str, *values: np.floating, kind: type = kind, word: str = word, code: str = code
        ) -> np.generic:
            if not hard:
                return call(core, symbol, *values, result=kind)
            value = machine(core).call(symbol, [Word(word, float(v)) for v in values], word).value
            return kind(struct.unpack(code, struct.pack(code, value))[0])  # type: ignore[no-any-return]

        for a, b in zip(sample(floats, kind, 7, count), sample(floats, kind, 8, count), strict=True):
            if np.isnan(a) or np.isnan(b):
                continue
            assert same(apply(f"floor{suffix}", a), np.floor(a)), a
            assert same(apply(f"trunc{suffix}", a), np.trunc(a)), a
            assert same(apply(f"fmod{suffix}", a, b), np.fmod(a, b)), (a, b)


@pytest.mark.parametrize("core", CORES)
def test_memory(core: str, count: int) -> None:
    rng = np.random.default_rng(9)
    for _ in range(count):
        memory = bytearray(rng.bytes(160))
        to, start, size = (int(rng.integers(0, n)) for n in (60, 60, 90))
        want = bytearray(memory)
        want[to : to + size] = want[start : start + size]
        view = memoryview(memory)
        arguments = [Buffer(view[to:], writable=True), Buffer(view[start:], writable=True), Word("i32", size)]
        machine(core).call("memmove", arguments)
        assert memory == want, (to, start, size)
        want[to : to + size] = bytes([size]) * size
        machine(core).call("memset", [Buffer(view[to:], writable=True), Word("i32", size), Word("i32", size)])
        assert memory == want
