"""Loops that copy by a call: which they are, and that they do the same as one element after the other."""

import random
from pathlib import Path
from typing import Any

import pytest

import nativecomp
from nativecomp.compiler import compile_source
from nativecomp.emulator import EmulationError
from nativecomp.frontend import build_module, read_unit
from nativecomp.ir import Module, parse_module, print_module, verify_module
from nativecomp.language.diagnostics import SourceFile
from nativecomp.language.types import TypeContext
from nativecomp.options import Options
from nativecomp.passes import run_passes
from nativecomp.passes.bounds import hoist_bounds
from nativecomp.passes.copies import recognise_copies
from nativecomp.targets import find_target
from tests.golden import Case, parametrize
from tests.matrix import turns
from tests.reference import Device, Program

TARGETS = ("cortex-m0", "cortex-m3", "cortex-m4f", "x86-64")
NAMES = "viper, ptr, ptr8, ptr16, ptr32, int8, uint8, int16, uint16, int32, uint32, int64, uint, float32"
HEADER = f"from nativecomp import {NAMES}\n\n\n"


def made(text: str) -> Module:
    """The IR after the passes up to this one, verified."""
    unit = read_unit(SourceFile("case.py", text), Options(find_target("cortex-m4f"), product="mpy"))
    module, _, _ = build_module(unit, unit.functions)
    run_passes(module)
    hoist_bounds(module, 32, "speed")
    recognise_copies(module, 32, "speed")
    verify_module(module)
    return module


@parametrize(Path(__file__).parent / "copies.test")
def test_ir(case: Case, update: bool) -> None:
    module = made(case.input)
    text = print_module(module)
    assert print_module(parse_module(text, TypeContext(32, 32))) == text, "it reads as something else"
    case.check("ir", text, update)
    recognise_copies(module, 32, "speed")
    assert print_module(module) == text, "the pass does more when it runs again"


PARAMETERS = (
    "p: ptr8, q: ptr8, h: ptr16, w: ptr32, b: uint8[:], c: int8[:], d: int16[:], e: float32[:], g: float32[:], "
    "l: int32[:], n: int, m: int, u: uint, k: uint8"
)
COPIES = [
    "for i in range(n): p[i] = q[i]",
    "for i in range(m, n): p[i + m] = q[i - 3]",
    "for i in range(n): p[m + 1 + i - k] = q[i]",
    "for i in range(u): p[i] = q[i]",
    "for i in range(n): p[i] = b[i]",
    "for i in range(len(b)): b[i] = c[i]",
    "for i in range(n): d[i] = d[i + 1]",
    "for i in range(n): d[i] = h[i]",
    "for i in range(n): e[i] = g[i]",
    "for i in range(n):\n  for j in range(m): p[i * m + j] = q[j]",
    "i = m\n while i < n:\n  p[i] = q[i]\n  i += 1",
    "for i in range(n):\n  j = i + m\n  x = m * 3\n  p[j] = q[i]",
    "for i in range(n): ptr8(uint(p) + m)[i] = q[i]",
    "for i in range(k): p[i + 250] = q[i]",
    "for i in range(n):\n  p[i] = q[i]\n  n = m",
    # A variable of its own, though it has the name of the other.
    "for i in range(n):\n  p[i] = q[i]\n  i = 3",
    "for i in range(n):\n  p[i] = q[i]\n  i = 3\n m = p[i]",
]
OTHERS = [
    "for i in range(n): p[i] = q[i] + 1",
    "for i in range(n): p[i] = 0",
    "for i in range(n): p[i] = q[2 * i]",
    "for i in range(n): p[i] = q[n - i]",
    "for i in range(n): p[i] = q[m]",
    "for i in range(0, n, 2): p[i] = q[i]",
    "for i in range(n - 1, -1, -1): p[i] = q[i]",
    "for i in range(n): p[i] = h[i]",
    "for i in range(n): h[i] = b[i]",
    "for i in range(n): l[i] = int32(e[i])",
    "for i in range(n): l[i] = int8(w[i])",
    "for i in range(n):\n  p[i] = q[i]\n  if i == m: break",
    "for i in range(n):\n  p[i] = q[i]\n  m += 1",
    "for i in range(n):\n  p[i] = q[i]\n  q[i] = 0",
    "for i in range(n):\n  p[i] = q[i]\n  x = m // n",
    "j = 0\n for i in range(n):\n  p[j] = q[i]\n  j = i",
    "i = 0\n while i < n:\n  p[i] = q[i]\n  n -= 1\n  i += 1",
    "i: uint8 = 0\n for i in range(n): p[i] = q[i]",
    "j: int64 = 0\n while j < 20:\n  p[j] = q[j]\n  j += 1",
    "for i in range(n): ptr8(0x40000000)[i] = q[i]",
    "r = ptr8(n)\n for i in range(n): p[i] = r[i]",
    "for i in range(n): b[i] = b[b[i]]",
    "for i in range(n): p = ptr8(n)\n for i in range(n): p[i] = q[i]",
]


@pytest.mark.parametrize(("body", "wanted"), [(b, True) for b in COPIES] + [(b, False) for b in OTHERS])
def test_which_loops_copy(body: str, wanted: bool) -> None:
    module = made(f"{HEADER}@viper\ndef f({PARAMETERS}):\n {body}\n")
    names = [op.name for block in module.functions[0].blocks for op in block.ops]
    assert names.count("memory.copy") == names.count("memory.copyable") == wanted


def test_small_code_has_no_copies() -> None:
    text = f"{HEADER}@viper\ndef f(p: ptr8, q: ptr8, n: int):\n for i in range(n): p[i] = q[i]\n"
    compiled = compile_source(SourceFile("case.py", text), Options(find_target("cortex-m4f"), "size"))
    assert "memory.copy" not in compiled.ir


# Running them

SOURCE = HEADER + "".join(
    f"""@viper
def pointers{bits}(t: ptr{bits}, s: ptr{bits}, n: int) -> int:
    i = -7
    for i in range(n):
        t[i] = s[i]
    return i


@viper(pointers="memory")
def part{bits}(t: ptr{bits}, s: ptr{bits}, a: int, n: int, to: uint) -> int:
    i = -7
    for i in range(a, n):
        j = i - a
        t[i + to] = s[j]
    return i


@viper
def buffers{bits}(t: uint{bits}[:], s: int{bits}[:], n: int) -> int:
    i = -7
    for i in range(n):
        t[i] = s[i]
    return i


"""
    for bits in (8, 16, 32)
)
CALLER = """@viper
def caller(t: ptr8, s: ptr8, n: int) -> int:
    return pointers8(t, s, n) + 1
"""
ARENA = 600
START = 120
FORMATS = {8: "B", 16: "H", 32: "I"}
SIGNED = {8: "b", 16: "h", 32: "i"}


def load(target: str, opt: Any) -> nativecomp.Module:
    return nativecomp.load_source(SOURCE + CALLER, name="copies.py", target=target, opt=opt)


def copied(data: bytes, target: int, source: int, count: int, size: int) -> bytes:
    """Memory after a copy of one element after the other, upwards."""
    memory = bytearray(data)
    for n in range(0, max(0, count) * size, size):
        memory[target + n : target + n + size] = memory[source + n : source + n + size]
    return bytes(memory)


@pytest.mark.parametrize(("target", "bits"), turns(TARGETS, [8, 16, 32]))
def test_every_overlap(target: str, bits: int) -> None:
    """Pointers and buffers that overlap by every distance, in elements, and by odd bytes where the core can."""
    rng = random.Random(f"{target} {bits}")
    module = load(target, rng.choice(("balanced", "speed")))
    pointers, part, buffers = (getattr(module, f"{kind}{bits}") for kind in ("pointers", "part", "buffers"))
    size = bits // 8
    step = 1 if find_target(target).unaligned else size
    data = rng.randbytes(ARENA)
    for distance in range(-20, 21):
        for count in {-3, *rng.sample(range(71), 3), rng.choice((15, 16, 17))}:
            start = START + rng.randrange(4) * step
            shifts = {distance * size, distance * step}
            for shift in shifts:
                memory = bytearray(data)
                view = memoryview(memory)
                last = pointers(view[start + shift :], view[start:], count)
                assert last == (count - 1 if count > 0 else -7)
                assert memory == copied(data, start + shift, start, count, size), (start, shift, count)
            low, to = rng.randrange(-5, 6), rng.randrange(4)
            memory = bytearray(data)
            view = memoryview(memory)
            last = part(view[start + shift :], view[start:], low, low + count, to)
            assert last == (low + count - 1 if count > 0 else -7)
            assert memory == copied(data, start + shift + (low + to) * size, start, count, size)
            memory = bytearray(data)
            view = memoryview(memory)
            at = START + distance * size
            to_view, from_view = view[at:].cast(FORMATS[bits]), view[START:].cast(SIGNED[bits])
            assert buffers(to_view, from_view, count) == (count - 1 if count > 0 else -7)
            assert memory == copied(data, at, START, count, size), (distance, count)


@pytest.mark.parametrize("target", TARGETS)
def test_against_the_interpreter(target: str) -> None:
    core = find_target(target)
    program = Program(SOURCE, word_bits=core.word_bits, float_bits=core.float_bits)
    module = load(target, "speed")
    rng = random.Random(target)
    for bits in (8, 16, 32):
        for kind in ("pointers", "buffers"):
            for count in (-1, 0, 3, 16, 40, 61):
                length = rng.choice((30, 60, 64))
                memory = bytearray(rng.randbytes(4 * ARENA))
                shift = rng.randrange(-20, 21) * (bits // 8)
                view = memoryview(memory)[128:]
                moved = memoryview(memory)[128 + shift :]
                if kind == "buffers":
                    views: list[Any] = [moved.cast(FORMATS[bits])[:length], view.cast(SIGNED[bits])[:length]]
                else:
                    views = [moved, view]
                result = program.call(f"{kind}{bits}", [*views, count])
                expected = [bytes(b) for b in result.buffers if b is not None]
                try:
                    value, error = getattr(module, f"{kind}{bits}")(*views, count), None
                except IndexError as raised:
                    value, error = None, raised
                assert (value, repr(error)) == (result.value, repr(result.exception))
                assert [v.tobytes() for v in views] == expected


@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("target", TARGETS)
def test_devices_see_each_access(target: str, opt: str) -> None:
    module = load(target, opt)
    program = Program(SOURCE + CALLER, word_bits=find_target(target).word_bits)
    base, data = 0x4000_0000, bytes(range(100, 200))
    module.watch(base, 0x200)
    for name, size in (("pointers8", 1), ("pointers16", 2), ("pointers32", 4), ("caller", 1)):
        for to, source in ((base + 8, bytearray(data)), (bytearray(data), base), (base + 64, base), (base + 4, base)):
            before = len(module.log)
            value = getattr(module, name)(to, source, 20)
            given = [bytearray(data) if isinstance(a, bytearray) else a for a in (to, source)]
            result = program.call(name, [*given, 20], devices=[Device(base, 0x200, 0)])
            assert value == result.value
            log = [(a.kind, a.address, a.size) for a in module.log[before:]]
            assert log == [(a.kind, a.address, a.size) for a in result.log]
            assert len(log) == 20 * (isinstance(to, int) + isinstance(source, int))
            assert all(a.size == size for a in module.log[before:])


def test_a_call_copies_in_fewer_instructions() -> None:
    for opt in ("balanced", "speed"):
        module = load("cortex-m4f", opt)
        data = bytes(range(250)) * 16
        for function in (module.pointers8, module.caller):
            memory = bytearray(4000)
            measured = function.measure(memory, data, 4000)
            assert measured.instructions - measured.lines[0] < 1600  # line 0 is the board's runtime, which copies
            assert measured.instructions < 2 * 4000  # a loop has a load and a store for each byte
            assert memory == data


def test_unaligned_faults_where_the_loop_does() -> None:
    module = load("cortex-m0", "speed")
    line = SOURCE[: SOURCE.index("t[i] = s[i]", SOURCE.index("pointers32"))].count("\n") + 1
    memory = bytearray(400)
    with pytest.raises(EmulationError) as caught:
        module.pointers32(memoryview(memory)[1:], memoryview(memory)[201:], 40)
    assert caught.value.line == line


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f"])
def test_more_bytes_than_addresses(target: str) -> None:
    """2**30 words are as many bytes as a word can hold, and one more: that is no copy of nothing."""
    module = load(target, "balanced")
    with pytest.raises(EmulationError):
        module.pointers32(bytearray(400), bytearray(400), 1 << 30)
