"""`@asm_thumb` functions: called from Python on the emulated core, from compiled functions, and from one another."""

from array import array
from pathlib import Path

import pytest

import nativecomp
from nativecomp import CompileError

CORES = ["cortex-m0", "cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m4f", "cortex-m7", "cortex-m7d", "cortex-m33"]

SOURCE = """
from nativecomp import asm_thumb, const, int32, ptr8, uint8, viper
STEP = const(3)

@asm_thumb
def plus(r0, r1) -> int:
    add(r0, r0, r1)
    add(r0, STEP)

@asm_thumb
def logical(r0) -> uint:
    mov(r1, 1)
    lsr(r0, r1)

@asm_thumb
def is_odd(r0) -> bool:
    mov(r1, 1)
    and_(r0, r1)

@asm_thumb
def fill(r0, r1, r2):
    label(loop)
    cmp(r1, 0)
    beq(end)
    strb(r2, [r0, 0])
    add(r0, 1)
    sub(r1, 1)
    b(loop)
    label(end)

@asm_thumb
def spoil(r0):
    mov(r1, r0)
    mov(r8, r1)
    mov(r9, r1)
    mov(r10, r1)
    mov(r11, r1)
    mov(r4, r1)
    mov(r5, r1)
    mov(r6, r1)
    mov(r7, r1)
    mov(r12, r1)

@asm_thumb
def last(r0) -> int:
    mov(r1, 1)
    bl(plus)
    bl(logical)

@asm_thumb
def first_byte(r0) -> int:
    ldrb(r0, [r0, 0])

@asm_thumb
def nothing() -> int:
    mov(r0, 7)

class Box:
    @staticmethod
    @asm_thumb
    def inside(r0) -> int:
        add(r0, 100)

@viper
def keeps(a: int, b: int, c: int, d: int, e: int) -> int:
    f = a * b
    g = b * c
    h = c * d
    i = d * e
    spoil(-1)
    j = f + g
    spoil(5)
    return a + b + c + d + e + f + g + h + i + j

@viper
def sums(data: uint8[:], n: int, value: uint8) -> int:
    fill(data, n, value)
    total = 0
    for x in data:
        total += x
    return total + (1000 if is_odd(total) else 0)

@viper
def by_pointer(data: ptr8, n: int) -> int:
    data[0] = 1
    fill(data, n, 5)
    return data[0] + plus(-1, True)

@viper
def in_loop(n: int) -> int:
    total = 0
    for i in range(n):
        total = plus(total, i)
    return total
"""


@pytest.fixture(scope="module", params=CORES)
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return nativecomp.load_source(SOURCE, target=request.param)


def test_numbers(module: nativecomp.Module) -> None:
    assert module.plus(2, 4) == 9
    assert module.plus(-10, 3) == -4
    assert module.plus(0x7FFFFFFF, 0) == -0x80000000 + 2
    assert module.plus(1 << 40, 1) == 4
    assert module.plus(None, True) == 4
    assert module.plus(2.9, -2.9) == 3
    assert module.nothing() == 7


def test_results(module: nativecomp.Module) -> None:
    assert module.logical(-2) == 0x7FFFFFFF
    assert module.is_odd(3) is True
    assert module.is_odd(4) is False


def test_buffers(module: nativecomp.Module) -> None:
    for data in (bytearray(8), array("I", [0, 0]), memoryview(bytearray(8))):
        module.fill(data, 5, 9)
        assert bytes(data) == b"\x09" * 5 + b"\0" * 3
    assert module.first_byte("text") == ord("t")
    assert module.first_byte("") == 0
    assert module.first_byte(b"bytes") == ord("b")


@pytest.mark.parametrize("value", [[1, 2], object(), float("nan"), float("inf"), 1j])
def test_what_no_register_takes(module: nativecomp.Module, value: object) -> None:
    with pytest.raises(TypeError, match="`r0` is a register"):
        module.first_byte(value)


def test_number_of_arguments(module: nativecomp.Module) -> None:
    with pytest.raises(TypeError, match="lacks `r1`"):
        module.plus(1)
    with pytest.raises(TypeError, match="2 positional"):
        module.plus(1, 2, 3)


def test_calls_of_one_another(module: nativecomp.Module) -> None:
    assert module.last(4) == (4 + 1 + 3) // 2


def test_registers_are_kept(module: nativecomp.Module) -> None:
    assert module.keeps(1, 2, 3, 4, 5) == sum((1, 2, 3, 4, 5, 2, 6, 12, 20, 8))


def test_direct_calls(module: nativecomp.Module) -> None:
    data = bytearray(6)
    assert module.sums(data, 4, 7) == 28
    assert data == bytearray(b"\x07" * 4 + b"\0\0")
    assert module.sums(data, 1, 6) == 1027
    assert module.by_pointer(data, 3) == 5 + 3
    assert data[:3] == b"\x05" * 3
    assert module.in_loop(5) == sum(range(5)) + 15


def test_counts(module: nativecomp.Module) -> None:
    measured = module.fill.measure(bytearray(4), 3, 1)
    assert measured.instructions == sum(measured.lines.values())
    start = next(n for n, line in enumerate(SOURCE.splitlines(), 1) if line.startswith("def fill"))
    body = {line - start: times for line, times in measured.lines.items() if line > start}
    assert body == {2: 4, 3: 4, 4: 3, 5: 3, 6: 3, 7: 3}


def test_a_method(module: nativecomp.Module) -> None:
    assert module.Box.inside(5) == 105


def test_float_registers_are_kept() -> None:
    text = """
from nativecomp import asm_thumb, float32, viper

@asm_thumb
def spoil(r0):
    vmov(s16, r0)
    vmov(s17, r0)
    vmov(s31, r0)

@viper
def keeps(a: float32, b: float32, c: float32) -> float32:
    d = a * b
    e = b * c
    spoil(0)
    return d + e + a
"""
    module = nativecomp.load_source(text, target="cortex-m4f")
    assert module.keeps(1, 2, 3) == 9
    assert "vpush" in module.spoil.asm()


def test_pushed_only_where_needed(module: nativecomp.Module) -> None:
    assert "r8" not in module.plus.asm()
    assert "r8" in module.spoil.asm()


def test_listing(module: nativecomp.Module) -> None:
    text = module.plus.asm()
    assert "add(r0, r0, r1)" in text
    assert "push {r1, r4, r5, r6, r7, lr}" in text
    published = module.target.name in ("cortex-m0", "cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m4f")
    assert ("cycle" in text) is published


def refused(body: str, target: str = "cortex-m4f", head: str = "") -> str:
    text = f"from nativecomp import asm_thumb, viper, uint8, float32\n{head}\n{body}\n"
    with pytest.raises(CompileError) as caught:
        nativecomp.load_source(text, target=target)
    return str(caught.value)


def test_refusals_have_places() -> None:
    text = refused("@asm_thumb\ndef f(r0):\n    mvo(r0, 1)\n    sdiv(r0, r0, r0)\n    b(nowhere)\n", "cortex-m0")
    assert ":5:5: error: " in text
    assert "mov" in text
    assert ":6:5: error: " in text
    assert "sdiv" in text
    assert "nowhere" in text


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("f(1.5)", "takes one word"),
        ("f(x64)", "takes one word"),
        ("f()", "lacks its argument"),
        ("f(1, 2)", "takes 1 positional"),
        ("f(r1=2)", "no parameter"),
        ("f('text')", "takes one word, not `object`"),
    ],
)
def test_refused_calls(call: str, words: str) -> None:
    head = "from nativecomp import int64\n@asm_thumb\ndef f(r0) -> int:\n    nop()\n"
    assert words in refused(f"@viper\ndef g(x64: int64) -> int:\n    return {call}", head=head)


def test_another_architecture() -> None:
    text = "from nativecomp import asm_thumb, viper\n@asm_thumb\ndef f(r0):\n    nop()\n"
    module = nativecomp.load_source(text + "@viper\ndef g(a: int) -> int:\n    return a\n", target="x86-64")
    assert module.g(3) == 3
    with pytest.raises(CompileError, match="which x86-64 does not run"):
        nativecomp.load_source(text + "@viper\ndef g(a: int):\n    f(a)\n", target="x86-64")


def test_a_device_store_in_assembler() -> None:
    text = """
from nativecomp import asm_thumb, const, ptr32, viper
import stm
BASE = const(0x40020000)

@asm_thumb
def pulse(r0):
    movwt(r1, BASE + 0x18)
    str(r0, [r1, 0])
    str(r0, [r1, 0])

@viper
def both(port: ptr32):
    port[6] = 1
    pulse(2)
    port[6] = 3
"""
    module = nativecomp.load_source(text)
    device = module.watch(0x40020018, 4)
    module.both(0x40020000)
    assert [access.value for access in device.log] == [1, 2, 2, 3]


STM = """
import stm
from nativecomp import asm_thumb, ptr16, viper

@asm_thumb
def on():
    movwt(r0, stm.GPIOA)
    movw(r1, 1 << 13)
    strh(r1, [r0, stm.GPIO_BSRRL])

@viper
def toggle():
    port = ptr16(stm.GPIOA + stm.GPIO_ODR)
    port[0] ^= 1 << 13
    on()
"""


def test_constants_of_the_firmware() -> None:
    module = nativecomp.load_source(STM, target="pyboard")
    device = module.watch(0x40020000, 0x400)
    module.toggle()
    assert [(access.address, access.value) for access in device.log if access.kind == "write"] == [
        (0x40020014, 1 << 13), (0x40020018, 1 << 13),
    ]  # fmt: skip


def test_constants_of_a_target_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('inherits = "pyboard"\n[modules.stm]\nGPIOA = 0x48000000\n')
    assert nativecomp.load_source(STM, target=str(path)).on.asm().count("#18432") == 1  # 0x4800


def test_constants_that_the_target_does_not_know() -> None:
    text = refused("import stm\n@asm_thumb\ndef f():\n    movwt(r0, stm.GPIOA)\n", "cortex-m4f")
    assert "unknown constant `stm.GPIOA`" in text
    assert "the target does not know it" in text
    text = refused("import stm\n@asm_thumb\ndef f():\n    movwt(r0, stm.GPIOZ)\n", "pyboard")
    assert "the board's module `stm` has no `GPIOZ`" in text
