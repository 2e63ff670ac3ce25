"""Bare-metal images of Python programs with a typed `main()`: the same on all boards, in Unicorn and in QEMU."""

import shutil
from pathlib import Path

import pytest

from nativecomp.compiler import compile_source
from nativecomp.emulator import Watch, run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.frontend import read_source
from nativecomp.image.files import to_bin
from nativecomp.image.link import link_image
from nativecomp.image.size import image_size
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.options import Opt, Options
from nativecomp.targets import find_target

LED_PROGRAM = Path(__file__).parents[2] / "examples" / "led.py"
LED = {
    "mps2-an385": 0x40028000,
    "mps2-an386": 0x40028000,
    "mps2-an500": 0x40028000,
    "mps2-an505": 0x50302000,
    "netduinoplus2": 0x40020014,
    "microbit": 0x50000504,
}
LEVELS = [*range(15), *range(15, 0, -1)] * 2 + [0]

PROGRAM = """\
@viper
def collatz(n: int) -> int:
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n // 2
        steps += 1
    return steps

@viper
def main() -> int:
    print("steps", collatz(27), 1.5, -7 // 2, True, sep=", ")
    wide: int64 = 1
    for _ in range(62):
        wide *= 2
    print(wide, uint(0xffffffff))
    third: float64 = 0.1
    print(third * 3, float32(third))
    return collatz(27) // (collatz(1) + DIVISOR)
DIVISOR = 0
"""
PRINTED = "steps, 111, 1.5, -4, True\n4611686018427387904 4294967295\n0.30000000000000004 0.1\n"
TRACEBACK = """\
Traceback (most recent call last):
  File "program.py", line 18, in main
ZeroDivisionError: divide by zero
"""

needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")


def led_image(board: str, opt: Opt = "balanced") -> bytes:
    target = find_target(board)
    program = compile_source(read_source(LED_PROGRAM), Options(target, opt, "image", defines={"LED": LED[board]}))
    return link_image(program.generated.object, target)


def program_image(board: str, divisor: int = 0) -> bytes:
    target = find_target(board)
    options = Options(target, product="image", defines={"DIVISOR": divisor})
    program = compile_source(SourceFile("program.py", PROGRAM), options)
    return link_image(program.generated.object, target)


@pytest.mark.parametrize("board", LED)
def test_led_writes_every_level_in_order(board: str) -> None:
    watch = Watch(LED[board], 4)
    outcome = run_image(led_image(board), find_target(board), watches=[watch])
    assert outcome.exit_code == 0
    assert [access.value for access in watch.log if access.kind == "write"] == LEVELS


@needs_qemu
@pytest.mark.parametrize("board", LED)
def test_led_runs_in_qemu(board: str) -> None:
    assert run_image_in_qemu(led_image(board), find_target(board)).exit_code == 0


def test_led_image_is_small() -> None:
    """Pinned: it may only shrink without a reason. The limit that the project promises is 1024."""
    elf = led_image("mps2-an386")
    report = image_size(elf)
    assert report.flash == len(to_bin(elf)) <= 592
    assert report.ram == 0
    assert len(to_bin(led_image("mps2-an386", "size"))) <= 580


@pytest.mark.parametrize("board", ["mps2-an385", "mps2-an386", "microbit"])
def test_prints_and_exit_code_in_unicorn(board: str) -> None:
    good = run_image(program_image(board, 10), find_target(board))
    assert (good.output, good.exit_code) == (PRINTED, 11)
    bad = run_image(program_image(board), find_target(board))
    assert (bad.output, bad.exit_code) == (PRINTED + TRACEBACK, 1)


@needs_qemu
@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_prints_and_exit_code_in_qemu(board: str) -> None:
    bad = run_image_in_qemu(program_image(board), find_target(board))
    assert (bad.output, bad.exit_code) == (PRINTED + TRACEBACK, 1)


def test_a_program_needs_a_typed_main() -> None:
    for text in ("x = 1\n", "@viper\ndef start() -> int:\n    return 0\n", "@viper\ndef main(n: int):\n    pass\n"):
        with pytest.raises(CompileError, match="`main` without parameters"):
            compile_source(SourceFile("p.py", text), Options(find_target("mps2-an386"), product="image"))


def test_a_value_for_what_is_no_constant_is_refused() -> None:
    options = Options(find_target("mps2-an386"), product="image", defines={"LDE": 1})
    with pytest.raises(CompileError, match="`LDE` is given a value"):
        compile_source(read_source(LED_PROGRAM), options)
