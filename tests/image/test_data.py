"""Images with data and interrupts: what they compute, where their data lies, and handlers that run meanwhile."""

import shutil
from pathlib import Path

import pytest

from nativecomp.compiler import compile_source
from nativecomp.elf import ElfFile
from nativecomp.emulator import run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.frontend import read_source
from nativecomp.image.link import ImageError, link_image
from nativecomp.image.size import image_size
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import OPT_LEVELS, Opt, Options
from nativecomp.targets import find_target
from tests.image.programs import BOARDS

EXAMPLES = Path(__file__).parents[2] / "examples" / "boards"
needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")

PROGRAM = """\
from nativecomp import viper, uint8, int16, int64, float64
from array import array
count: int = 0
level: uint8 = 250
gain = 1.5
ready = False
far: int64 = 1 << 40
ring = bytearray(16)
wave = array("h", [1, -2, 300])
SINE = (0, 12, 25, 300)
TEXT = b"hello"
FLOATS: float64[:] = (0.1, -2)
zeros = array("I", bytes(40))

@viper
def bump(n: int) -> int:
    global count, level, ready, gain, far
    for _ in range(n):
        count += 1
        level += 1
    ready = True
    gain *= 2
    far += count
    return count

@viper
def total(b: int16[:]) -> int:
    s = 0
    for x in b:
        s += x
    return s

@viper
def main() -> int:
    print(bump(10), level, ready, gain, far)
    ring[3] = 7
    p = ptr8(ring)
    p[4] = 9
    zeros[2] = 0xffffffff
    print(ring[3] + ring[-12], len(ring), total(wave), SINE[3], TEXT[count - 9], zeros[2], zeros[count - 1])
    s = 0
    for b in TEXT:
        s += b
    wave[0] += 5
    print(s, wave[0], FLOATS[0], FLOATS[count - 9])
    return count
"""
PRINTED = "10 4 True 3.0 1099511627786\n16 16 299 300 101 4294967295 0\n532 6 0.1 -2.0\n"

WAITS = """\
from nativecomp import viper
ready = False
value: int = 0
buffer = bytearray(4)

@viper(interrupt="SysTick")
def tick():
    global ready, value
    value += 1
    if value == 5:
        buffer[1] = 42
        ready = True

@viper
def main() -> int:
    timer = ptr32(0xe000e010)
    timer[1] = 9999
    timer[2] = 0
    before = buffer[1]
    timer[0] = 7
    while not ready:
        pass
    return buffer[1] - before
"""
"""A loop that does nothing but look, and a buffer that was read before it."""


def image(text: str, board: str, opt: Opt = "balanced") -> bytes:
    target = find_target(board)
    program = compile_source(SourceFile("program.py", text), Options(target, opt, "image"))
    return link_image(program.generated.object, target)


@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_data_of_every_kind(board: str, opt: Opt) -> None:
    outcome = run_image(image(PROGRAM, board, opt), find_target(board))
    assert (outcome.output, outcome.exit_code) == (PRINTED, 10)


def test_data_is_where_it_belongs() -> None:
    head = "from array import array\nfrom nativecomp import viper, int32\n"
    text = head + "{}\n@viper(bounds=False)\ndef main() -> int:\n    {}\n"

    def sizes(data: str, use: str) -> tuple[int, int]:
        report = image_size(image(text.format(data, use), "mps2-an386"))
        return report.flash, report.ram

    flash, ram = sizes("n: int = 0", "return 0")
    assert ram == 0
    zeros = sizes("b = bytearray(1000)", "b[int(ptr32(0x40000000)[0])] = 1; return b[int(ptr32(0x40000000)[0])]")
    assert zeros[1] == 1000
    assert zeros[0] < flash + 150
    values = sizes(
        "b = array('i', range(250))", "b[int(ptr32(0x40000000)[0])] = 1; return b[int(ptr32(0x40000000)[0])]"
    )
    assert values[1] == 1000
    assert values[0] >= flash + 1000
    table = sizes("T: int32[:] = (1, 2, 3) * 100", "return T[int(ptr32(0x40000000)[0])]")
    assert table[1] == 0
    assert table[0] >= flash + 1200
    assert sizes("b = bytearray(1000)", "return 0") == (flash, 0), "what nothing uses is not there"


@pytest.mark.parametrize(
    ("data", "what"),
    [("b = bytearray(20000)", "RAM"), ("b = (1, 2) * 150000", "flash"), ("b = bytearray(1 << 30)", "RAM")],
)
def test_data_that_is_too_large_is_told_in_a_sentence(data: str, what: str) -> None:
    text = f"from nativecomp import viper\n{data}\n@viper\ndef main() -> int:\n    return b[ptr32(0x40000000)[0]]\n"
    text = text.replace("    return", "    b[1] = ptr32(0x40000000)[0]\n    return") if what == "RAM" else text
    with pytest.raises(ImageError, match=rf"fit the {what} of `microbit`: \d+ bytes are missing"):
        image(text, "microbit")


@needs_qemu
@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_a_wait_for_an_interrupt_ends(board: str, opt: Opt) -> None:
    assert run_image_in_qemu(image(WAITS, board, opt), find_target(board)).exit_code == 42


def test_handlers_stand_in_the_vector_table() -> None:
    text = "@viper(interrupt=3)\ndef third():\n    ptr32(0x40000000)[0] = 1\n@viper\ndef main():\n    pass\n"
    file = ElfFile(image(text, "mps2-an386"))
    [(address, flash), *_] = file.segments
    symbols = {symbol.name: symbol.value for symbol in file.symbols}
    entries = [int.from_bytes(flash[i : i + 4], "little") for i in range(0, 80, 4)]
    assert address == 0
    assert entries[16 + 3] == symbols["program_third"] | 1
    assert {*entries[16:19], entries[15]} == {symbols["nc_fault_entry"] | 1}


def example(name: str, board: str, **defines: int) -> tuple[int, str]:
    target = find_target(board)
    program = compile_source(read_source(EXAMPLES / f"{name}.py"), Options(target, product="image", defines=defines))
    outcome = run_image_in_qemu(link_image(program.generated.object, target), target)
    return outcome.exit_code, outcome.output


@needs_qemu
@pytest.mark.parametrize("board", BOARDS)
def test_systick(board: str) -> None:
    assert example("systick", board) == (0, "slept 1\nslept 2\nslept 3\n")


@needs_qemu
@pytest.mark.parametrize("board", ["mps2-an385", "mps2-an386", "mps2-an500", "mps2-an505"])
def test_a_ring_buffer_filled_by_a_timer(board: str) -> None:
    timer = 0x50000000 if board == "mps2-an505" else 0x40000000
    assert example("ring_mps2", board, TIMER=timer) == (0, "sum 8164 lost 0\n")


@needs_qemu
@pytest.mark.parametrize("board", [pytest.param("netduinoplus2", marks=pytest.mark.slow), "microbit"])
def test_a_timer_of_the_chip(board: str) -> None:
    assert example(f"timer_{board}", board) == (0, "beats 10\n")
