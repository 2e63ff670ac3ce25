"""Images on each board, in Unicorn and in QEMU: the same output and exit code. QEMU's are skipped without it."""

import shutil
from collections.abc import Callable
from functools import cache

import pytest

from nativecomp.emulator import qemu, run_image
from nativecomp.emulator.qemu import QemuError, run_image_in_qemu
from nativecomp.image.link import link_image
from nativecomp.targets import find_target
from tests.image import programs
from tests.image.programs import BOARDS, compile_program

needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")


Run = Callable[..., tuple[int, str]]


@pytest.fixture(params=["unicorn", pytest.param("qemu", marks=needs_qemu)])
def run(request: pytest.FixtureRequest) -> Run:
    """Exit code and output of a C program on a board."""

    def in_emulator(source: str, name: str, output: str = "semihosting") -> tuple[int, str]:
        target = find_target(name)
        image = link_image(_object(source, name), target, output=output)  # type: ignore[arg-type]
        if request.param == "qemu":
            outcome = run_image_in_qemu(image, target, limit=60)
            return outcome.exit_code, outcome.output
        emulated = run_image(image, target)
        return emulated.exit_code, emulated.output

    return in_emulator


@cache
def _object(source: str, name: str) -> bytes:
    return compile_program(source, find_target(name))


@pytest.mark.parametrize("board", BOARDS)
def test_led_runs_to_its_end(run: Run, board: str) -> None:
    assert run(programs.LED, board) == (0, "")


@pytest.mark.parametrize("output", ["semihosting", "uart"])
@pytest.mark.parametrize("board", BOARDS)
def test_print_of_every_kind(run: Run, board: str, output: str) -> None:
    expected = "n=-42 0.3 3.3333333333333335e+21 -1234567890123456789\n"
    assert run(programs.PRINTS, board, output) == (7, expected)


@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_exception_ends_with_a_traceback(run: Run, board: str) -> None:
    traceback = 'Traceback (most recent call last):\n  File "led.py", line 12, in blink\n'
    assert run(programs.RAISES, board) == (1, f"{traceback}ZeroDivisionError: divide by zero\n")


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("prints", [False, True], ids=["brief", "text"])
def test_bad_address_names_the_line(run: Run, board: str, prints: bool) -> None:
    source = programs.BAD_ADDRESS
    if prints:
        call = "nc_print_bool(*(volatile int *)0x7ffffff0); return 0"
        source = source.replace("#line", "void nc_print_bool(int);\n#line")
        source = source.replace("return *(volatile int *)0x7ffffff0", call)
    code, output = run(source, board)
    assert code == 2
    first, place = output.splitlines()
    assert first == ("Fault" if board == "microbit" else "Fault: bad address 0x7ffffff0")
    assert place == '  File "led.py", line 5, in nc_main'


def test_undefined_instruction(run: Run) -> None:
    code, output = run(programs.UNDEFINED_INSTRUCTION, "mps2-an385")
    assert code == 2
    assert output.startswith("Fault: undefined instruction\n")


@pytest.mark.parametrize("board", BOARDS)
def test_stack_overflow_is_reported(run: Run, board: str) -> None:
    assert run(programs.OVERFLOWS, board) == (2, "Fault: stack overflow\n")


@needs_qemu
def test_endless_program_is_stopped() -> None:
    target = find_target("mps2-an385")
    image = link_image(compile_program("int nc_main(void) { for (;;) {} }", target), target)
    with pytest.raises(QemuError, match=r"did not end within 0\.5 seconds"):
        run_image_in_qemu(image, target, limit=0.5)


def test_missing_qemu_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qemu.shutil, "which", lambda _: None)
    with pytest.raises(QemuError, match="apt-get install qemu-system-arm"):
        run_image_in_qemu(b"", find_target("microbit"))


def test_core_is_no_board() -> None:
    with pytest.raises(QemuError, match="QEMU has no board `cortex-m0`"):
        run_image_in_qemu(b"", find_target("cortex-m0"))
