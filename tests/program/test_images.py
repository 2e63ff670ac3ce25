"""Whole Python programs as images: what they print and end with, in Unicorn and in QEMU, and what is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.emulator import run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.image.link import ImageError
from nativecomp.language.diagnostics import CompileError
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

OTHERS = ["mps2-an385", "mps2-an500", "mps2-an505", "netduinoplus2"]
BOARDS = ["mps2-an386", "microbit", *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)]

# Of everything a little; CPython prints the same.
PROGRAM = """\
import helper, package.inner
from package import inner as again
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def __repr__(self):
        return "Point(%d, %d)" % (self.x, self.y)
def squares(n):
    for i in range(n):
        yield i * i
print(Point(1, 2) + Point(3, 4), sum(squares(10)), sorted("image"), {1: "one"}[1])
print(2 ** 100 // 7, -7 // 2, 0.5 * 3, 1.5e300 > 1, (1, 2.25, "x", b"\\x80\\0", None, ...), 3j)
print(helper.twice(21), package.inner.NAME, again is package.inner, len("gr\\u00fc\\u00df"))
def fail(depth):
    try:
        return fail(depth - 1) if depth else [][0]
    finally:
        print("finally", depth)
try:
    fail(2)
except IndexError as error:
    print(type(error).__name__)
print("%s|%5.2f|%-4d|{}" % ("a", 3.14159, 7), "{:>5}".format(12), f"{5:03d}")
"""
FILES = {
    "app.py": PROGRAM,
    "helper.py": "def twice(x):\n    return x * 2\n",
    "package/__init__.py": "",
    "package/inner.py": "from ..package import other\nNAME = other.NAME\n".replace("..package", "."),
    "package/other.py": "NAME = __name__\n",
}
FAILING = """\
def inner(x):
    return 10 // x

def outer():
    inner(0)

outer()
"""


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return str(folder / next(iter(files)))


def run(text: str, folder: Path, board: str = "mps2-an386", stack: int | None = None) -> tuple[int, str]:
    target = find_target(board)
    outcome = run_image(build_program(write(folder, {"app.py": text}), Options(target), stack=stack).elf, target)
    return outcome.exit_code, outcome.output


@pytest.mark.parametrize("board", BOARDS)
def test_boards_print_what_cpython_prints(board: str, tmp_path: Path) -> None:
    path = write(tmp_path, FILES)
    command = [sys.executable, path]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    target = find_target(board)
    elf = build_program(path, Options(target)).elf
    outcome = run_image(elf, target)
    assert (outcome.exit_code, outcome.output) == (0, expected)
    if shutil.which("qemu-system-arm"):
        there = run_image_in_qemu(elf, target)
        assert (there.exit_code, there.output) == (0, expected)


def test_an_exception_that_nobody_catches_is_told_with_file_and_line(tmp_path: Path) -> None:
    code, output = run(FAILING, tmp_path)
    assert code == 1
    assert output.splitlines() == [
        "Traceback (most recent call last):",
        '  File "app.py", line 7, in <module>',
        '  File "app.py", line 5, in outer',
        '  File "app.py", line 2, in inner',
        "ZeroDivisionError: divide by zero",
    ]


@pytest.mark.parametrize(("text", "code"), [("raise SystemExit(7)", 7), ("import sys\nsys.exit()", 0), ("", 0)])
def test_the_exit_code_is_the_programs(text: str, code: int, tmp_path: Path) -> None:
    assert run(text, tmp_path) == (code, "")


@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_a_full_stack_and_a_full_heap_are_exceptions_and_the_program_goes_on(board: str, tmp_path: Path) -> None:
    text = (
        "def deep(n):\n    return deep(n + 1)\n"
        "for i in range(3):\n    try:\n        deep(0)\n    except RuntimeError as e:\n        print(e)\n"
        "kept = []\n"
        "try:\n    while True:\n        kept.append(bytearray(500))\n"
        "except MemoryError:\n    kept = None\n    print('full')\n"
        "print(len(bytearray(2000)))\n"
    )
    code, output = run(text, tmp_path, board)
    assert (code, output.splitlines()) == (0, ["maximum recursion depth exceeded"] * 3 + ["full", "2000"])


def test_floats_survive_an_exception_in_a_function_called_meanwhile(tmp_path: Path) -> None:
    text = (
        "def thrower(x):\n    y = x * 3.5 + 1.25\n    raise ValueError(y)\n"
        "def keeper(a, b):\n    c = a * b\n    try:\n        thrower(a)\n"
        "    except ValueError as e:\n        return a + b + c + e.args[0]\n"
        "print(keeper(1.5, 2.25) == 1.5 + 2.25 + 1.5 * 2.25 + 1.5 * 3.5 + 1.25)\n"
    )
    assert run(text, tmp_path) == (0, "True\n")


def test_what_is_not_there_is_told_at_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, {"app.py": "try:\n    import maybe\nexcept ImportError:\n    pass\nimport nothing\n"})
    with pytest.raises(CompileError) as refused:
        build_program(path, Options(find_target("mps2-an386")))
    (told,) = refused.value.diagnostics
    assert (told.span.line, "`nothing`" in told.message) == (5, True)


def test_a_stack_that_is_too_small_or_larger_than_the_board_is_told(tmp_path: Path) -> None:
    for stack in (100, 1 << 20):
        with pytest.raises(ImageError, match="the stack is"):
            run("", tmp_path, "microbit", stack)


@pytest.mark.skipif(not shutil.which("qemu-system-arm"), reason="needs QEMU")
@pytest.mark.parametrize(
    ("board", "told"), [("mps2-an386", "Fault: bad address 0x90000000\n"), ("microbit", "Fault\n")]
)
def test_a_wild_pointer_is_a_fault_that_says_where(board: str, told: str, tmp_path: Path) -> None:
    target = find_target(board)
    path = write(tmp_path, {"app.py": "import uctypes\nprint('reading')\nuctypes.bytes_at(0x90000000, 4)\n"})
    outcome = run_image_in_qemu(build_program(path, Options(target)).elf, target)
    assert outcome.exit_code == 2
    assert outcome.output.startswith(f"reading\n{told}  at 0x")
    assert outcome.output.endswith(", in memcpy\n")


@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_c_functions_have_room_where_recursion_ends(board: str, tmp_path: Path) -> None:
    """At every depth up to the last, functions in C that recurse little use what is kept of the stack for them."""
    text = (
        "class A:\n    def __init__(self, v):\n        self.v = v\n"
        "    def __repr__(self):\n        return 'A(%r)' % self.v\n"
        "    def __lt__(self, other):\n        return self.v < other.v\n"
        "work = [\n"
        "    lambda: str(1.2345e-30) + '%10.3f' % 1e30 + '{:>10} {x:08.3f}'.format(1, x=3.14159),\n"
        "    lambda: str(2 ** 300 // 12345678901234567890) + hex(2 ** 70),\n"
        "    lambda: sorted([A(3), A(1), A(2)]),\n"
        "    lambda: repr([A(1.5), {'k': (1, 2.5)}]),\n"
        "    lambda: float('1.5e-7') ** 2.5 + (-1) ** 0.25 * 1j,\n"
        "    lambda: [].nope,\n"
        "    lambda: 1 + 'a',\n"
        "]\n"
        "def deep(do):\n    try:\n        deep(do)\n    except RuntimeError:\n        pass\n"
        "    try:\n        do()\n    except (RuntimeError, AttributeError, TypeError):\n        pass\n"
        "for do in work:\n    deep(do)\n"
        "print('done')\n"
    )
    assert run(text, tmp_path, board) == (0, "done\n")
