"""Programs for this computer: the same runtime as in images, as an executable of x86-64 Linux."""

import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nativecomp.image.link import ImageError
from nativecomp.options import Options
from nativecomp.program.hostprogram import STACK_MOST, build_host_program
from nativecomp.targets import find_target
from tests.cli.command import nativecomp

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="programs for `host` run on x86-64 Linux"
)

CONSTANTS = """\
values = [0, -1, 1 << 29, 1 << 30, (1 << 30) - 1, -(1 << 30), -(1 << 30) - 1, 1 << 31, 1 << 32, 0xFFFFFFFF,
          (1 << 61) - 1, 1 << 61, (1 << 62) - 1, 1 << 62, -(1 << 62), -(1 << 62) - 1, 1 << 63, 10 ** 30, -(10 ** 30)]
print(values, [v + 1 for v in values], [v - 1 for v in values], {v: i for i, v in enumerate(values)}[1 << 61])
floats = [0.0, -0.0, 0.1, 1e300, -1e-300, 5e-324, 1.7976931348623157e308, 1e400, -1e400, 1 / 3, 123456789.123]
print(floats, [f * 2 for f in floats], 2.5j * 2)
print(b"bytes\\x00\\xff", "text \\u20ac", (1, "two", 3.0, (None, True)), ..., "")
"""
"""Its constants are written as C. CPython prints the same."""

PROGRAM = """\
import sys, micropython
import helper
@micropython.native
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
@micropython.native
def squares(n):
    for i in range(n):
        yield i * i
@micropython.viper
def fill(b: ptr8, n: int) -> int:
    for i in range(n):
        b[i] = i * i
    return 1 << 40
buf = bytearray(5)
print(fill(buf, 5), list(buf), fib(15), list(squares(5)), helper.word, sys.argv[1:])
name = input("name? ")
with open("out.txt", "w") as f:
    f.write(name * 2)
print(open("out.txt").read())
def deep(n):
    return deep(n + 1) + 1
try:
    deep(0)
except RuntimeError as e:
    print(e)
def fails():
    return {}[name]
fails()
"""


def build(folder: Path, text: str, **files: str) -> Path:
    """The executable of a program and the modules beside it."""
    for name, content in {"app": text, **files}.items():
        (folder / f"{name}.py").write_text(content)
    answer = nativecomp("build", folder / "app.py", "--target", "host", "-o", folder / "app")
    assert answer.code == 0, answer.err
    return folder / "app"


def test_constants_are_those_of_the_source(tmp_path: Path) -> None:
    wanted = subprocess.run([sys.executable, "-c", CONSTANTS], capture_output=True, text=True, check=True).stdout
    program = build(tmp_path, CONSTANTS)
    assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == wanted


def test_a_program_with_compiled_functions_files_arguments_and_input(tmp_path: Path) -> None:
    program = build(tmp_path, PROGRAM, helper="word = 'beside'\n")
    done = subprocess.run(
        [program, "a", "b c"], cwd=tmp_path, input="Ada\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "1099511627776 [0, 1, 4, 9, 16] 610 [0, 1, 4, 9, 16] beside ['a', 'b c']",
        "name? AdaAda",
        "maximum recursion depth exceeded",
        "Traceback (most recent call last):",
        '  File "app.py", line 29, in <module>',
        '  File "app.py", line 28, in fails',
        "KeyError: 'Ada'",
    ]


def wait_for(path: Path, running: "subprocess.Popen[str]") -> None:
    while not path.exists():
        assert running.poll() is None


def test_each_interrupt_is_an_exception(tmp_path: Path) -> None:
    program = build(
        tmp_path,
        """\
print('begins')
for i in range(3):
    try:
        open(f'begun{i}', 'w').close()
        while True:
            pass
    except KeyboardInterrupt:
        print('stopped', i)
""",
    )
    with subprocess.Popen([program], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as running:
        for i in range(3):
            wait_for(tmp_path / f"begun{i}", running)
            running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=60)[0] == "begins\nstopped 0\nstopped 1\nstopped 2\n"
        assert running.returncode == 0


def test_an_interrupt_ends_a_program_that_has_not_noticed_the_one_before(tmp_path: Path) -> None:
    program = build(
        tmp_path,
        """\
from nativecomp import viper
@viper
def deaf():
    while True:
        pass
open('begun', 'w').close()
try:
    deaf()
except KeyboardInterrupt:
    print('stopped')
""",
    )
    with subprocess.Popen([program], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as running:
        wait_for(tmp_path / "begun", running)
        until = time.monotonic() + 60
        while running.poll() is None:  # two that come at once are one to the system
            running.send_signal(signal.SIGINT)
            assert time.monotonic() < until
            time.sleep(0.1)
        assert running.communicate()[0] == ""
        assert running.returncode == -signal.SIGINT


def test_a_typed_main(tmp_path: Path) -> None:
    text = "from nativecomp import viper\n@viper\ndef main() -> int:\n    s = 1 << 40\n    print(s)\n    return 7\n"
    (tmp_path / "app.py").write_text(text)
    answer = nativecomp("run", tmp_path / "app.py", "--image", "--target", "host")
    assert (answer.code, answer.out) == (7, "1099511627776\n")
    done = subprocess.run([build(tmp_path, text.replace("return 7", "return 7 // (s - s)"))], capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "ZeroDivisionError: divide by zero")


def test_output_that_is_lost_is_told(tmp_path: Path) -> None:
    program = build(tmp_path, "print('x')\n")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([program], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "the output was not written: No space left on device\n")


def test_functions_without_a_decorator_may_be_compiled(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def f(n):\n    return n * 2\nprint(f(21))\n")
    for target, place in (("host", "app"), ("mps2-an386", "app.elf")):
        answer = nativecomp(
            "build", tmp_path / "app.py", "--target", target, "-X", "emit=native", "-o", tmp_path / place
        )
        assert answer.code == 0, answer.err
    assert subprocess.run([tmp_path / "app"], capture_output=True, text=True, check=True).stdout == "42\n"
    typed = "from nativecomp import viper\n@viper\ndef main() -> int:\n    return 1\n"
    (tmp_path / "typed.py").write_text(typed)
    answer = nativecomp("build", tmp_path / "typed.py", "--target", "host", "-X", "emit=native", "-o", tmp_path / "t")
    assert "leave out -X" in answer.err


def test_an_address_that_nothing_has_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from nativecomp import ptr32, viper\n@viper\ndef main() -> int:\n    return ptr32(0x40020000)[0]\n"
    )
    answer = nativecomp("run", tmp_path / "app.py", "--image", "--target", "host")
    assert (answer.code, answer.out) == (2, "Fault: no access to address 0x40020000\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "app.py", "-o", "app.bin", "--target", "host"), "executable"),
        (("build", "app.py", "-o", "app", "--target", "host", "--data", "app.py"), "leave out --data"),
        (("run", "app.py", "--image", "--target", "host", "--emulator", "qemu"), "leave out --emulator"),
        (("run", "app.py", "--image", "--target", "host", "--limit", "1000"), "--limit"),
        (("run", "app.py", "--image", "--target", "mps2-an386", "--", "word"), "no arguments"),
    ],
)
def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text("print(1)\n")
    answer = nativecomp(*arguments)
    assert answer.code == 2
    assert message in answer.err


def test_calls_of_the_core_are_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import machine\nfrom nativecomp import viper\n@viper\ndef main() -> int:\n"
        "    return machine.disable_irq()\n"
    )  # fmt: skip
    answer = nativecomp("build", tmp_path / "app.py", "--target", "host", "-o", tmp_path / "app")
    assert answer.code == 1
    assert "choose a board" in answer.err


def test_a_stack_that_the_system_does_not_give_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print(1)\n")
    with pytest.raises(ImageError, match=f"to {STACK_MOST}"):
        build_host_program(str(tmp_path / "app.py"), Options(find_target("host")), stack=STACK_MOST + 1)


def test_integers_that_are_too_large_for_a_float_are_infinite(tmp_path: Path) -> None:
    """As in MicroPython, where CPython has an OverflowError."""
    text = "n = 10 ** 400\nprint(float(n), float(-n), n == float('inf'), n < float('inf'), n * 1.0, n / 3, -n < 0.5)\n"
    done = subprocess.run([build(tmp_path, text)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("inf -inf True False inf inf True\n", "")
