"""The start-up files of a board in a C project: built by another compiler and by clang, and run."""

import shutil
import subprocess
from pathlib import Path

import pytest

from nativecomp.elf import ElfFile
from nativecomp.emulator import run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.image.clang import compile_c
from nativecomp.image.link import link_image, needed_of, run_linker, runtime_object
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.image.script import boot_checksum
from nativecomp.image.takeover import startup_files
from nativecomp.targets import BOOT_SIZES, find_target
from tests.cli.command import nativecomp
from tests.image import programs
from tests.image.programs import compile_program

BOARDS = ["mps2-an385", "mps2-an386", "mps2-an505", "netduinoplus2", "microbit", "pico", "pico2"]
PYTHON = """\
from nativecomp import viper, Buffer, uint8
count: int = 40
@viper
def beat() -> int:
    global count
    count += 1
    return count
@viper
def total(b: Buffer[uint8], i: int) -> int:
    return b[i] + len(b)
"""
MAIN = """\
#include "app.h"
#include "nativecomp/machine.h"
#include "nativecomp/print.h"
static volatile int zero[100], first = 5;
int main(void) {
    static const uint8_t bytes[] = {1, 2, 3};
    nc_print_int(app_beat() + app_beat() + zero[99] + first);
    nc_write("\\n", 1);
    nc_print_int(app_total(bytes, 3, 2));
    nc_write("\\n", 1);
    return (int)app_total(bytes, 3, FAILS ? 3 : 0);
}
"""
PRINTED = "88\n6\n"
RAISED = 'Traceback (most recent call last):\n  File "app.py", line 10, in total\nIndexError: index out of range\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(PYTHON)
    return tmp_path


def write(board: str, *options: str) -> None:
    for command in (["startup", "fw", *options], ["build", "app.py", "-o", "fw/app.o"]):
        answer = nativecomp(*command, "--target", board)
        assert answer.code == 0, answer.err
    Path("fw/main.c").write_text(MAIN)


@pytest.mark.parametrize("output", ["semihosting", "uart"])
@pytest.mark.parametrize("board", BOARDS)
def test_a_project_starts_as_an_image_does(project: Path, board: str, output: str) -> None:
    """By clang, whatever the machine has installed."""
    write(board, "--output", output)
    target, folder = find_target(board), project / "fw"
    macros = ["NC_HAS_DATA", "NC_HAS_BSS", "NC_FAULT_TEXT", "FAILS", *["NC_RP2350"] * (board == "pico2")]
    options = ("-Os", "-Dnc_main=main", *(f"-D{macro}={int(macro != 'FAILS')}" for macro in macros))
    objects = compile_c(
        sorted(folder.glob("*.c")), target, folder, include=folder / "include", bitcode=False, options=options
    )
    objects.append(folder / "app.o")
    if needed := needed_of([one.read_bytes() for one in objects]) - {"nc_ram_start"}:  # a core without division
        (project / "library.o").write_bytes(runtime_object(runtime_bitcode(target), needed, target))
        objects.append(project / "library.o")
    elf = run_linker(objects, (folder / "board.ld").read_text(), target, project)
    outcome = run_image(elf, target)
    assert (outcome.exit_code, outcome.output) == (4, PRINTED)
    size = BOOT_SIZES.get(target.board.boot if target.board else "", 0)
    if size:
        flash = dict(ElfFile(elf).segments)[0x10000000][:size]
        own = dict(ElfFile(link_image(compile_program(programs.PRINTS, target), target)).segments)[0x10000000]
        assert flash == own[:size]
        assert int.from_bytes(flash[-4:], "little") == boot_checksum(flash[:-4], size)


@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="arm-none-eabi-gcc is not installed")
@pytest.mark.parametrize("fails", [0, 1])
@pytest.mark.parametrize("board", ["mps2-an386", "microbit", "pico", "pico2"])
def test_the_makefile_builds_with_gcc(project: Path, board: str, fails: int) -> None:
    write(board)
    words = ["make", "-C", "fw", "OBJECTS=app.o", f"CFLAGS=-O2 -Wall -Wextra -Werror -DFAILS={fails}"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    target = find_target(board)
    elf = (project / "fw/program.elf").read_bytes()
    expected = (1, PRINTED + RAISED) if fails else (4, PRINTED)
    outcome = run_image(elf, target)
    assert (outcome.exit_code, outcome.output) == expected
    if target.board is not None and target.board.qemu_machine and shutil.which("qemu-system-arm"):
        there = run_image_in_qemu(elf, target, limit=60)
        assert (there.exit_code, there.output) == expected


TICKS = """\
#include <stdint.h>
static volatile int ticks, asked;
void nc_systick(void) { ticks++; }
static void asks(void) { asked = 30; }
__attribute__((section(".vectors.board"), used)) void (*const handlers[])(void) = {asks};
int main(void) {
    volatile uint32_t *timer = (volatile uint32_t *)0xe000e010;
    *(volatile uint32_t *)0xe000e100 = 1; /* the first interrupt of the chip, asked for by hand */
    *(volatile uint32_t *)0xe000e200 = 1;
    timer[1] = 999;
    timer[2] = 0;
    timer[0] = 7;
    while (ticks < 3)
        ;
    return ticks >= 3 ? asked + 3 : 1;
}
"""


@pytest.mark.skipif(
    shutil.which("arm-none-eabi-gcc") is None or shutil.which("qemu-system-arm") is None,
    reason="arm-none-eabi-gcc or qemu-system-arm is not installed",
)
def test_interrupt_handlers_in_c(project: Path) -> None:
    write("mps2-an386")
    Path("fw/main.c").write_text(TICKS)
    subprocess.run(["make", "-s", "-C", "fw"], check=True, capture_output=True)
    outcome = run_image_in_qemu((project / "fw/program.elf").read_bytes(), find_target("mps2-an386"), limit=60)
    assert outcome.exit_code == 33


def test_nothing_is_written_over(project: Path) -> None:
    write("microbit")
    write("microbit")  # the same once more
    before = Path("fw/start.c").read_text()
    Path("fw/start.c").write_text(before + "// mine\n")
    answer = nativecomp("startup", "fw", "--target", "microbit")
    assert answer.code == 1
    assert "fw/start.c is there, with another text: move it away, or name another folder" in answer.err
    assert Path("fw/start.c").read_text() == before + "// mine\n"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--target", "cortex-m4f"], 1, "no images are made for `cortex-m4f`: choose a board such as mps2-an386"),
        (["--target", "microbit", "--stack", "100000"], 1, "the stack is 100000 bytes; `microbit` has 16384"),
        (["--target", "host"], 1, "no images are made for `host`"),
    ],
)
def test_what_cannot_be(project: Path, options: list[str], code: int, message: str) -> None:
    answer = nativecomp("startup", "fw", *options)
    assert answer.code == code
    assert message in answer.err.replace("\n", " ")
    assert not Path("fw").exists()


def test_json(project: Path) -> None:
    answer = nativecomp("startup", "fw", "--target", "pico", "--json")
    assert answer.result["target"] == "pico"
    assert sorted(answer.result["files"]) == sorted(startup_files(find_target("pico"), 0x10000))
