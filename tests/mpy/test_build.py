"""Compiled files on the real MicroPython: arguments, defaults, keywords, results, raises, and where functions stand."""

from array import array
from dataclasses import replace

import pytest

from benchmarks.micropython.mpymodule import load_mpy
from nativecomp import CompileError
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy import Kind, MpyError, read_mpy
from nativecomp.mpy.build import arch_of, build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.mpy.micropython import build, run, run_built

HEAD = "from nativecomp import *\n"

ARGUMENTS = (
    HEAD
    + """
@viper
def add(a: int, b: int) -> int:
    return a + b

@viper
def widths(a: int8, b: uint8, c: int16, d: uint16, e: uint32, f: int64, g: uint64):
    return a, b, c, d, e, f, g

@viper
def floats(a: float32, b: float64, c: float) -> float64:
    return a * 2 + b + c

@viper
def flags(a: bool, b: bool) -> bool:
    return a and not b

@viper
def first(p: ptr8) -> int:
    return p[0]

@viper
def address(p: ptr) -> uint:
    return uint(p)

@viper
def total(b: uint16[:]) -> int:
    s = 0
    for x in b:
        s += x
    return s

@viper
def scale(b: float32[:], by: float32):
    for i in range(len(b)):
        b[i] *= by

@viper
def defaults(a: int, b: int = 20, *, c: int = 300, d: bool = False) -> int:
    return a + b + c + 4000 * d

@viper
def many(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int, i: int = 9) -> int:
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i

@viper
def nothing():
    pass

@viper
def top() -> uint:
    return 0xFFFFFFFFFFFFFFFF
"""
)
CALLS = {
    "add(2, 3)": "5",
    "add(-(1 << 62), 5)": str(-(1 << 62) + 5),
    "add(1 << 62, 1 << 62)": str(-(1 << 63)),
    "add(1 << 70, 7)": "7",
    "add(True, 1)": "2",
    "add(b=3, a=4)": "7",
    "add(1, b=10)": "11",
    "widths(200, 300, 40000, 70000, -1, 1 << 40, -1)":
        f"(-56, 44, -25536, 4464, 4294967295, {1 << 40}, {(1 << 64) - 1})",
    "floats(1.5, 2.25, 3)": "8.25",
    "flags(1, [])": "True",
    "flags('', 0)": "False",
    "first(b'A')": "65",
    "first(bytearray(b'xy'))": "120",
    "first('text')": "116",
    "first(memoryview(b'abc')[1:])": "98",
    "address(0x40020014)": str(0x40020014),
    "address(1 << 63)": str(1 << 63),
    "total(array('H', [1, 2, 65535]))": "65538",
    "total(b'')": "0",
    "total(bytearray(4))": "0",
    "floats_list(array('f', [1, 2]))": "[2.5, 5.0]",
    "defaults(1)": "321",
    "defaults(1, 2)": "303",
    "defaults(1, d=True)": "4321",
    "defaults(c=0, a=5, b=0)": "5",
    "many(1, 2, 3, 4, 5, 6, 7, 8)": str(sum((i + 1) * (i + 1) for i in range(9))),
    "many(*range(9))": str(sum(i * (i + 1) for i in range(9))),
    "nothing()": "None",
    "top()": str((1 << 64) - 1),
}  # fmt: skip
PREPARE = """
from array import array
def floats_list(a):
    scale(a, 2.5)
    return list(a)
def show(call):
    try:
        print(eval(call))
    except Exception as e:
        print(type(e).__name__)
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_arguments_and_results(opt: str) -> None:
    shown = run_built(ARGUMENTS, PREPARE + "\n".join(f"show({call!r})" for call in CALLS), opt)
    assert dict(zip(CALLS, shown.splitlines(), strict=True)) == CALLS


REFUSALS = {
    "add(1)": "TypeError",
    "add(1, 2, 3)": "TypeError",
    "add(1, c=2)": "TypeError",
    "add(1, a=2)": "TypeError",
    "add('a', 1)": "TypeError",
    "add(None, 1)": "TypeError",
    "total(array('I', [1]))": "TypeError",
    "total(bytearray(3))": "ValueError",
    "total(memoryview(bytearray(8))[1:3])": "ValueError",
    "total(5)": "TypeError",
    "floats('1', 2, 3)": "TypeError",
    "defaults()": "TypeError",
    "defaults(1, 2, 3)": "TypeError",
    "nothing(1)": "TypeError",
}


def test_refused_arguments() -> None:
    shown = run_built(ARGUMENTS, PREPARE + "\n".join(f"show({call!r})" for call in REFUSALS))
    assert dict(zip(REFUSALS, shown.splitlines(), strict=True)) == REFUSALS


def test_raises() -> None:
    source = (
        HEAD
        + """
@viper
def divide(a: int, b: int) -> int:
    return a // b

@viper
def at(b: uint8[:], i: int) -> int:
    return b[i]

@viper
def check(a: int) -> int:
    assert a > 0, "not positive"
    if a > 100:
        raise ValueError("too large")
    if a > 50:
        raise OSError(a)
    if a > 40:
        raise KeyError
    return divide(a, a - 5)
"""
    )
    code = """
IndexError = 5
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(repr(e))
show(divide, 7, -2); show(divide, 7, 0); show(at, b"abc", 2); show(at, b"abc", -1); show(at, b"abc", 3)
show(check, -1); show(check, 101); show(check, 51); show(check, 45); show(check, 5); show(check, 10)
"""
    assert run_built(source, code).splitlines() == [
        "-4", "ZeroDivisionError('divide by zero',)", "99", "99", "IndexError('index out of range',)",
        "AssertionError('not positive',)", "ValueError('too large',)", "OSError(51,)", "KeyError()",
        "ZeroDivisionError('divide by zero',)", "2",
    ]  # fmt: skip


PLACES = """
import micropython

class Box:
    @micropython.viper
    def method(self, a: int) -> int:
        return a + 1
    @staticmethod
    @micropython.viper
    def above(a: int) -> int:
        return a + 2
    @classmethod
    @micropython.viper
    def of_class(cls, a: int) -> int:
        return a + 3
    class Inner:
        @micropython.viper
        def deep(self, a: int) -> int: return a + 4

def twice(f):
    return lambda *args: f(*args) * 2

@twice
@micropython.viper
def decorated(a: int) -> int:
    # a comment at the start
    return a + 5   # and one at the end

def make():
    @micropython.viper
    def made(a: int) -> int:
        return a + 6
    return made

if True:
    try:
        @micropython.viper
        def in_try(a: int) -> int:
            x = [1, 2] if False else 0
            return a + 7
    except ValueError:
        pass

@micropython.viper
def one_line(a: int) -> int: return a + 8

comprehension = [x for x in range(3)]

@micropython.viper
def with_nested(a: int) -> int:
    def inner(b: int) -> int:
        return b + 9
    return inner(a)

def traceback_line():
    raise ValueError("line 52")
"""


def test_every_place() -> None:
    source = PLACES.replace("            x = [1, 2] if False else 0\n", "")
    code = (
        "print(Box().method(10), Box.above(10), Box.of_class(10), Box.Inner().deep(10), decorated(10), make()(10), "
        "in_try(10), one_line(10), with_nested(10), comprehension, one_line.__name__)"
    )
    assert run_built(source, code) == "11 12 13 14 30 16 17 18 19 [0, 1, 2] one_line\n"


def test_lines_of_the_rest_stay() -> None:
    source = PLACES.replace("            x = [1, 2] if False else 0\n", "")
    line = source[: source.index('raise ValueError("line')].count("\n") + 1
    shown = run({"app.mpy": build(source)}, "import app\napp.traceback_line()")
    assert f'File "app.py", line {line}, in traceback_line' in shown


def test_kinds() -> None:
    file = read_mpy(build(HEAD + "@viper\ndef f(a: int) -> int:\n    return a\ndef g(): pass\n", "armv6m"))
    assert [child.kind for child in file.root.children or []] == [Kind.NATIVE, Kind.BYTECODE]
    assert file.has_native
    assert not any(child.relocations for child in file.root.children or [])


def test_a_file_without_compiled_functions() -> None:
    file = read_mpy(build("x = 1\n", "armv6m"))
    assert not file.has_native
    assert run({"app.mpy": build("x = 1\n")}, "import app; print(app.x)") == "1\n"


def test_native_functions_are_upstreams() -> None:
    source = "import micropython\n@micropython.native\ndef f(x):\n    return [x, x * 2.5]\n"
    assert run_built(source, "print(f(2))") == "[2, 5.0]\n"


def test_calls_inside_the_file_are_direct() -> None:
    source = (
        HEAD + "@viper\ndef g(a: int) -> int:\n    return a * 3\n@viper\ndef f(a: int) -> int:\n    return g(a) + 1\n"
    )
    assert run_built(source, "g = None\nimport app\napp.g = None\nprint(app.f(5))") == "16\n"


def test_recursion() -> None:
    source = HEAD + "@viper\ndef fib(n: int) -> int:\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n"
    assert run_built(source, "print(fib(20))") == "6765\n"


def test_a_collection_at_any_time() -> None:
    source = HEAD + "@viper\ndef f(b: int32[:], big: int64, x: float64):\n    return big * 2, x / 2, b[0]\n"
    code = """
import gc
from array import array
gc.threshold(1)
for i in range(200):
    assert f(array("i", [i]), i << 40, i) == (i << 41, i / 2, i)
    gc.collect()
print("done")
"""
    assert run_built(source, code) == "done\n"


def test_a_loop_as_fast_as_c() -> None:
    source = (
        HEAD
        + """
@viper
def crc(data: ptr8, n: int) -> uint:
    c: uint32 = 0xFFFFFFFF
    for i in range(n):
        c ^= data[i]
        for _ in range(8):
            c = (c >> 1) ^ (0xEDB88320 if c & 1 else 0)
    return c ^ 0xFFFFFFFF
"""
    )
    assert run_built(source, "print(hex(crc(b'123456789', 9)))") == "0xcbf43926\n"


def refused(source: str, target: str = "x64") -> str:
    with pytest.raises(CompileError) as caught:
        build(source, target)
    return str(caught.value)


def test_what_mpy_cross_refuses() -> None:
    assert "app.py:2:" in refused("x = 1\nreturn x\n")
    assert "app.py:1:" in refused("def f(:\n")


def test_a_target_without_files() -> None:
    target = find_target("cortex-m4f")
    assert target.mpy == "armv7emsp"
    with pytest.raises(MpyError, match="imports no"):
        arch_of(replace(target, mpy=""))


@pytest.mark.parametrize("target", ["armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp", "pico2", "x64"])
def test_every_architecture_builds(target: str) -> None:
    source = ARGUMENTS if target == "x64" else ARGUMENTS.replace("0xFFFFFFFFFFFFFFFF", "0xFFFFFFFF")
    file = read_mpy(build(source, target))
    assert file.arch.name.lower() == find_target(target).mpy
    assert all(child.kind is Kind.NATIVE for child in file.root.children or [])


def test_assembler_functions() -> None:
    body = "    add(r0, r0, r1)\n    smlad(r0, r0, r1, r0)\n"
    source = f"import micropython\n@micropython.asm_thumb\ndef f(r0, r1) -> uint:\n{body}"
    file = read_mpy(build(source, "armv7emsp"))
    (code,) = file.root.children or []
    assert (code.kind, code.asm_arguments, code.asm_result) == (Kind.ASM, 2, 3)
    assert "which x64 does not run" in refused(source)


BUFFERS = """\
from nativecomp import *
@viper
def total(a: uint8[:], b: int16[:], c: int32[:], d: uint64[:]) -> int:
    s = len(a) + 10 * len(b) + 100 * len(c) + 1000 * len(d)
    return s + a[0] + b[1] + c[2] + int(d[0])
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["armv6m", "armv7m", "armv7emsp", "rv32imc", "x64"])
def test_buffers_of_several_sizes(target: str, opt: str) -> None:
    data = build_mpy(SourceFile("app.py", BUFFERS), Options(find_target(target), opt))  # type: ignore[arg-type]
    buffers = (bytes(3), array("h", range(4)), array("i", range(5)), array("Q", [7]))
    assert load_mpy(data)["total"](*buffers) == 3 + 40 + 500 + 1000 + 0 + 1 + 2 + 7
