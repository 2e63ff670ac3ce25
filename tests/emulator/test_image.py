"""Whole images on all boards: output, exit code, faults in words, devices, and what stops an image."""

import shutil
from functools import cache

import pytest

from nativecomp.emulator import Access, Asleep, EmulationError, InstructionLimit, LoadError, Watch, run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.image.link import link_image
from nativecomp.targets import find_target
from tests.emulator.build import compile_c
from tests.image import programs
from tests.image.programs import BOARDS, GPIO, compile_program


@cache
def build(source: str, board: str, output: str = "semihosting") -> bytes:
    target = find_target(board)
    # llvmlite has no assembler for inline assembly.
    program = compile_c(source, board) if "__asm__" in source else compile_program(source, target)
    return link_image(program, target, output=output)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("board", "output"),
    [
        ("mps2-an385", "uart"),
        ("netduinoplus2", "uart"),
        ("microbit", "uart"),
        ("mps2-an500", "semihosting"),
        ("mps2-an505", "semihosting"),
        ("microbit", "semihosting"),
    ],
)
def test_print_of_every_kind(board: str, output: str) -> None:
    lines: list[str] = []
    outcome = run_image(build(programs.PRINTS, board, output), find_target(board), stdout=lines.append)
    assert outcome.exit_code == 7
    assert outcome.output == "n=-42 0.3 3.3333333333333335e+21 -1234567890123456789\n"
    assert lines == [outcome.output]
    assert sum(outcome.counts.values()) == outcome.instructions
    assert ("program.c", 6) in outcome.lines


@pytest.mark.parametrize("board", BOARDS)
def test_led_is_watched(board: str) -> None:
    watch = Watch(GPIO[board], 4)
    outcome = run_image(build(programs.LED, board), find_target(board), watches=[watch])
    assert (outcome.exit_code, outcome.output) == (0, "")
    assert outcome.log == watch.log == [Access("write", GPIO[board], 4, on) for on in (1, 0)] * 10


FAULTS = ("RAISES", "BAD_ADDRESS", "UNDEFINED_INSTRUCTION", "OVERFLOWS")


@pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")
@pytest.mark.parametrize("program", FAULTS)
@pytest.mark.parametrize("board", ["mps2-an386", "mps2-an505", "microbit"])
def test_same_end_as_in_qemu(board: str, program: str) -> None:
    image = build(getattr(programs, program), board)
    outcome = run_image(image, find_target(board))
    there = run_image_in_qemu(image, find_target(board), limit=20)
    assert (outcome.exit_code, outcome.output) == (there.exit_code, there.output)


@pytest.mark.parametrize("board", BOARDS)
def test_fault_names_the_line(board: str) -> None:
    outcome = run_image(build(programs.BAD_ADDRESS, board), find_target(board))
    words = "Fault" if board == "microbit" else "Fault: bad address 0x7ffffff0"
    assert outcome.exit_code == 2
    assert outcome.output == f'{words}\n  File "led.py", line 5, in nc_main\n'


OTHER_FAULTS = {
    "bad jump": ("((void (*)(void))0x20000101)();", "jump to a bad address"),
    "no Thumb bit": ("((void (*)(void))0x100)();", "jump to a bad address"),
    "LDRD": ('__asm__ volatile("ldrd r2, r3, [%0]" :: "r"(0x20000001) : "r2", "r3");', "unaligned access"),
    "write to flash": ("*(volatile int *)0 = 1;", "bad address 0x00000000"),
}


@pytest.mark.parametrize("kind", list(OTHER_FAULTS))
def test_causes(kind: str) -> None:
    code, words = OTHER_FAULTS[kind]
    outcome = run_image(build(f"int nc_main(void) {{ {code} return 0; }}", "mps2-an386"), find_target("mps2-an386"))
    assert (outcome.exit_code, outcome.output.splitlines()[0]) == (2, f"Fault: {words}")


def test_handler_may_return() -> None:
    """A handler of the program's own, put into a vector table in RAM, steps over the instruction at fault."""
    source = """
    static unsigned table[16] __attribute__((aligned(128)));
    static volatile int faults;
    static __attribute__((naked)) void handler(void) {
        __asm__ volatile("ldr r1, [sp, #24]\\n adds r1, #2\\n str r1, [sp, #24]\\n push {r4, lr}\\n bl count\\n"
                         "pop {r4, pc}");
    }
    __attribute__((used)) void count(void) { faults++; }
    int nc_main(void) {
        table[3] = (unsigned)handler;
        *(unsigned *volatile *)0xe000ed08 = table;
        for (int i = 0; i < 5; i++)
            __asm__ volatile("udf 1");
        return faults;
    }
    """
    for board in ("mps2-an385", "microbit"):
        outcome = run_image(build(source, board), find_target(board))
        assert outcome.exit_code == 5
        assert sum(outcome.counts.values()) == outcome.instructions


def test_lockup() -> None:
    source = """
    static unsigned table[16] __attribute__((aligned(128)));
    static void handler(void) { __asm__ volatile("udf 2"); }
    int nc_main(void) {
        table[3] = (unsigned)handler;
        *(unsigned *volatile *)0xe000ed08 = table;
        __asm__ volatile("udf 1");
        return 0;
    }
    """
    with pytest.raises(EmulationError, match=r"undefined instruction in handler \(unit.c:3\)"):
        run_image(build(source, "mps2-an385"), find_target("mps2-an385"))


def test_what_stops_an_image() -> None:
    target = find_target("mps2-an385")
    endless = build("int nc_main(void) { for (;;) {} }", "mps2-an385")
    with pytest.raises(InstructionLimit, match=r"endless loop.* in nc_main") as caught:
        run_image(endless, target, limit=10_000)
    assert caught.value.instructions >= 10_000
    with pytest.raises(Asleep, match="nothing to wake it"):
        run_image(build('int nc_main(void) { for (;;) __asm__("wfi"); }', "mps2-an385"), target)
    polls = f"int nc_main(void) {{ while (*(volatile int *){GPIO['mps2-an385']} == 0) {{}} return 3; }}"
    image = build(polls, "mps2-an385")
    assert run_image(image, target, watches=[Watch(GPIO["mps2-an385"], 4, read=[0, 0, 1])]).exit_code == 3


def test_wrong_files() -> None:
    target = find_target("mps2-an385")
    image = build(programs.LED, "mps2-an385")
    for broken in (b"", b"\x7fELF", image[:100], image[:-200], b"\x7fELF" + bytes(100)):
        with pytest.raises(LoadError):
            run_image(broken, target)
    with pytest.raises(LoadError, match="an image runs on a board"):
        run_image(image, find_target("cortex-m3"))
    with pytest.raises(LoadError, match=r"flash|outside the board's memory"):
        run_image(image, find_target("netduinoplus2"))
    with pytest.raises(LoadError, match="not a linked ELF"):
        run_image(compile_program(programs.LED, target), target)
