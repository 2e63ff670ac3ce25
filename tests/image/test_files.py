"""Programs of several files: calls of compiled functions of imported files, in every product."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.elf import ElfFile
from tests.cli.command import nativecomp
from tests.mpy.micropython import PROGRAM

APP = """\
from nativecomp import viper, ptr8, int64
import filters
from filters import clip, ring, half as halve
from sub.deep import offset, far
@viper
def down(n: int) -> int:
    return n if n <= 0 else filters.back(n - 1)
@viper
def main() -> int:
    print(clip(300), clip(-5, 7), clip(most=9, x=100))
    print(filters.calls())
    filters.fill(ring, 8, 7)
    print(ring[3], filters.ring[4], filters.total(ring, 100))
    print(filters.wide(1 << 40), halve(3.0) == 1.5, filters.is_odd(7))
    print(down(5), offset(1), far(1))
    p = ptr8(filters.after(ptr8(ring), 2))
    p[0] = 200
    print(ring[2] + clip(300) + clip(300))
    return 3
"""
FILES = {
    "filters.py": """\
from nativecomp import viper, uint8, ptr8, Buffer, float32, int64
import tables, app
ring = bytearray(8)
count: int = 0
@viper
def clip(x: int, most: int = 255) -> uint8:
    global count
    count = int(count) + 1
    return min(max(x, 0), most)
@viper
def calls() -> int:
    return int(count)
@viper
def total(b: Buffer[uint8], start: int) -> int:
    for i in range(len(b)):
        start += b[i]
    return start
@viper
def fill(p: ptr8, n: int, v: uint8):
    for i in range(n):
        p[i] = v
@viper
def wide(x: int64) -> int64:
    return x * 3 + tables.at(2)
@viper
def half(x: float32) -> float32:
    return x / 2
@viper
def is_odd(x: int) -> bool:
    return x & 1 == 1
@viper
def back(n: int) -> int:
    return n if n <= 0 else app.down(n - 1)
@viper
def after(p: ptr8, n: int) -> ptr8:
    return ptr8(int(p) + n)
""",
    "tables.py": """\
from nativecomp import viper
SQUARES = (0, 1, 4, 9, 16)
@viper
def at(i: int) -> int:
    return int(SQUARES[i])
""",
    "sub/__init__.py": "",
    "sub/deep.py": """\
from nativecomp import viper
from . import near
from .near import one as far
@viper
def offset(x: int) -> int:
    return near.one(x) + 10
""",
    "sub/near.py": """\
from nativecomp import viper
@viper
def one(x: int) -> int:
    return x + 1
""",
}
PRINTED = "255 0 9\n3\n7 7 156\n3298534883332 True True\n0 12 2\n710\n"


def write(folder: Path, app: str = APP, **others: str) -> Path:
    """The files of a program; the place of its first one."""
    for name, text in {**FILES, "app.py": app, **{f"{name}.py": text for name, text in others.items()}}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder / "app.py"


needs_host = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="programs for `host` run on x86-64 Linux"
)


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["mps2-an386", "microbit", pytest.param("host", marks=needs_host)])
def test_an_image_holds_all(tmp_path: Path, target: str, opt: str) -> None:
    answer = nativecomp("run", write(tmp_path), "--image", "--target", target, "--opt", opt)
    assert (answer.code, answer.out) == (3, PRINTED)


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_mpy_files_call_each_other(tmp_path: Path, opt: str) -> None:
    write(tmp_path)
    built = [tmp_path / name for name in [*FILES, "app.py"]]
    for path in built:
        answer = nativecomp("build", path, "--target", "x86-64", "--opt", opt, "-o", path.with_suffix(".mpy"))
        assert answer.code == 0, answer.err
    for path in built:
        path.unlink()
    assert on_micropython(tmp_path, "import app\nprint(app.main())") == PRINTED + "3\n"


def on_micropython(folder: Path, code: str) -> str:
    done = subprocess.run(
        [str(PROGRAM), "-c", code],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False, env={"MICROPYPATH": "."},
    )  # fmt: skip
    return done.stdout + done.stderr


def test_at_the_desk(tmp_path: Path) -> None:
    write(tmp_path)
    code = "import app\nprint(app.main())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (PRINTED + "3\n", "")


def test_what_another_file_returns_has_its_type(tmp_path: Path) -> None:
    """It wraps as in one file, also where the call goes through an object."""
    app = "from nativecomp import viper\nimport h\n@viper\ndef main() -> int:\n    print(h.most() + 1)\n    return 0\n"
    h = "from nativecomp import viper\n@viper\ndef most() -> int:\n    return 0x7FFFFFFF\n"
    path = write(tmp_path, app, h=h)
    answer = nativecomp("run", path, "--image", "--target", "mps2-an386")
    assert (answer.code, answer.out) == (0, "-2147483648\n")
    code = "import app\napp.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("-2147483648\n", "")


OF_MICROPYTHON = """\
import micropython
import h
@micropython.viper
def main():
    print(h.most() + 1, h.most)
"""


def test_a_file_for_micropythons_compiler_keeps_its_meaning(tmp_path: Path) -> None:
    """There the result is an object, whose sum is of any size."""
    h = "import micropython\n@micropython.viper\ndef most() -> int:\n    return 0x7FFFFFFF\n"
    path = write(tmp_path, OF_MICROPYTHON.replace(", h.most)", ")"), h=h)
    assert nativecomp("build", path, "--target", "x86-64", "-o", tmp_path / "app.mpy").code == 0
    path.unlink()
    assert on_micropython(tmp_path, "import app\napp.main()") == "2147483648\n"


def test_names_that_are_bound_again_are_called_as_objects(tmp_path: Path) -> None:
    app = """\
from nativecomp import viper
import h, other
from h import one, two
try:
    from h import three
except ImportError:
    three = None
@viper
def main():
    print(one(1), two(1), three(1), h.three(1), other.one(1))
def two(x):
    return [x]
globals()["three"] = lambda x: (x,)
"""
    h = (
        "from nativecomp import viper\n"
        + "".join(
            f"@viper\ndef {name}(x: int) -> int:\n    return {number}\n"
            for number, name in enumerate(("one", "two", "three"))
        )
        + "three = str\n"
    )
    other = "from h import one\none = repr\n"
    path = write(tmp_path, app, h=h, other=other)
    for one in (path, tmp_path / "h.py"):
        assert nativecomp("build", one, "--target", "x86-64", "-o", one.with_suffix(".mpy")).code == 0
    for name in ("h", "app"):
        (tmp_path / f"{name}.py").unlink()
    assert on_micropython(tmp_path, "import app\napp.main()") == "0 [1] (1,) 1 1\n"


CALLS = """\
from nativecomp import viper
import h
from h import one
@viper
def calls():
    x = one(1)
    return x + h.one(2)
"""
OTHER = "from nativecomp import viper\n@viper\ndef one(x: int) -> int:\n    return x\n"
UNDER_IF = "from nativecomp import viper\nif 1:\n    @viper\n    def one(x: int) -> int:\n        return x\n"
PLAIN = CALLS.replace("h.one(2)", "one(2)")
AS_OBJECTS = {
    "bound twice there": (CALLS, OTHER + "one = str\n"),
    "assigned by a function there": (CALLS, OTHER + "def f():\n    global one\n    one = str\n"),
    "assigned through the namespace there": (CALLS, OTHER + "globals()['one'] = str\n"),
    "bound by a star there": (CALLS, OTHER + "from os import *\n"),
    "under a condition there": (CALLS, UNDER_IF),
    "replaced by a decorator there": (CALLS, OTHER.replace("@viper", "@len\n@viper")),
    "without a declared result": (CALLS, OTHER.replace(" -> int", "")),
    "an object": (CALLS, OTHER.replace("x: int", "x")),
    "native": (CALLS, OTHER.replace("viper", "native")),
    "set as an attribute here": (CALLS + "h.one = str\n", OTHER),
    "bound twice here": (PLAIN + "one = str\n", OTHER),
    "assigned by a function here": (PLAIN + "def f():\n    global one\n    one = 1\n", OTHER),
    "for MicroPython's compiler": (CALLS.replace("from nativecomp", "from micropython"), OTHER),
}
"""Why a call is none of a compiled function of another file: this file, and the other one."""


@pytest.mark.parametrize("why", ["", *AS_OBJECTS])
def test_a_call_has_types_only_where_the_name_means_the_function(tmp_path: Path, why: str) -> None:
    app, h = AS_OBJECTS.get(why, (CALLS, OTHER))
    path = write(tmp_path, app, h=h)
    answer = nativecomp("build", path, "--emit", "ir", "--no-warnings", "-o", tmp_path / "app.ir")
    assert answer.code == 0, answer.err
    assert ("= object.unbox" in (tmp_path / "app.ir").read_text()) == (not why)


def test_python_calls_other_files_with_types_too(tmp_path: Path) -> None:
    app = CALLS.replace("one(1)", "one(0x7FFFFFFF) + 1").replace("calls():", "calls() -> int:")
    write(tmp_path, app, h=OTHER)
    code = "import app\nprint(app.calls(), app.calls.python())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("-2147483646 -2147483646\n", "")


HANDLED = """\
from nativecomp import viper
import blinker
@viper
def main() -> int:
    while blinker.ticks() < 3:
        pass
    return 5
"""
BLINKER = """\
import machine
from nativecomp import viper
count: int = 0
@viper(interrupt="SysTick")
def tick():
    global count
    count += 1
@viper
def ticks() -> int:
    return count
"""


START = """\
from nativecomp import viper, ptr32
import handlers
@viper
def begin() -> int:
    timer = ptr32(0xE000E010)
    timer[1] = 2000
    timer[2] = 0
    timer[0] = 7
    return 0
"""


@pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")
def test_handlers_of_imported_files_are_in_the_table(tmp_path: Path) -> None:
    app = HANDLED.replace("blinker\n", "blinker, start\n").replace("    while", "    start.begin()\n    while")
    others = {"blinker": BLINKER, "start": START}
    path = write(tmp_path, app, **others, handlers="x = 1\n")
    answer = nativecomp("run", path, "--image", "--target", "mps2-an386", "--emulator", "qemu")
    assert (answer.code, answer.err) == (5, "")


def test_two_files_cannot_handle_one_interrupt(tmp_path: Path) -> None:
    app = HANDLED.replace("blinker\n", "blinker, start\n").replace("    while", "    start.begin()\n    while")
    twice = BLINKER.replace("tick()", "tock()")
    path = write(tmp_path, app, blinker=BLINKER, start=START, handlers=twice)
    answer = nativecomp("run", path, "--image", "--target", "mps2-an386")
    assert answer.code == 1
    assert "handlers.py:" in answer.err
    assert "`tock` handles an interrupt that `tick` handles already" in answer.err


def test_an_object_holds_all(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert nativecomp("build", path, "--target", "cortex-m4f", "-o", tmp_path / "app.o").code == 0
    file = ElfFile((tmp_path / "app.o").read_bytes())
    assert {"app_main", "filters_clip", "filters_fill", "tables_at", "deep_offset"} <= set(file.defined)
    assert all(name.startswith("nc_") for name in file.undefined)
    assert "filters_calls" not in (tmp_path / "app.h").read_text()


def test_an_exception_names_its_file(tmp_path: Path) -> None:
    app = "from nativecomp import viper\nimport h\n@viper\ndef main() -> int:\n    return h.part(0)\n"
    h = "from nativecomp import viper\n@viper\ndef part(x: int) -> int:\n    return 1 // x\n"
    write(tmp_path, app, h=h)
    command = [sys.executable, "-m", "nativecomp", "run", "app.py", "--image", "--target", "mps2-an386"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert 'h.py", line 4, in part' in answer.stdout


H = """\
from nativecomp import viper, asm_thumb, native
@viper
def untyped(x):
    return x
@viper
def result(x: int):
    return x + 1
@viper
def pair(x: int) -> tuple[int, int]:
    return x, x
@viper
def twice(x: int) -> int:
    return x
@viper
def stars(*x) -> int:
    return 1
@viper
def later(x: int = len("a")) -> int:
    return x
@asm_thumb
def word(r0):
    add(r0, 1)
@viper
def good(x: int) -> int:
    return x
def plain(x):
    return x
twice = 3
number: int = 4
"""
OF_FILES = {
    "declare one: `x: int`": ("h.untyped(1)", {"untyped(x):": "untyped(x: int) -> int:"}, "h.untyped(1)"),
    "write `def result(...) -> int:`": ("h.result(1)", {"result(x: int):": "result(x: int) -> int:"}, "h.result(1)"),
    "give one value of a machine type, and others through a buffer": ("h.pair(1)[0]", {}, "h.good(1)"),
    "decorate it with `@viper`, or make it `const(...)`": (
        "h.plain(1)", {"def plain(x)": "@viper\ndef plain(x: int) -> int"}, "h.plain(1)"
    ),
    "call it in one of its own file, and call that": (
        "h.word(1)", {"def plain(x):\n    return x": "@viper\ndef plain(x: int) -> int:\n    return int(word(x))"},
        "h.plain(1)",
    ),
    "give the name one meaning": ("h.twice(1)", {"twice = 3\n": ""}, "h.twice(1)"),
    "use plain parameters, and constants as defaults": ("h.later(1)", {'len("a")': "1"}, "h.later(1)"),
    "did you mean `good`?": ("h.god(1)", {}, "h.good(1)"),
    "define it there": ("h.missing(1)", {"def good": "def missing"}, "h.missing(1)"),
    "write functions there that read and set it, and call those": (
        "h.number", {"def plain(x):\n    return x": "@viper\ndef plain() -> int:\n    return number"}, "h.plain()"
    ),
    "call it: `good(...)`": ("h.good", {}, "h.good(1)"),
    "take the decorator from our package: `from nativecomp import viper`": ("micropython", {}, "h.good(1)"),
    "rename one of the files": ("sub.h", {}, "h.good(1)"),
}  # fmt: skip
"""By hint: an expression that is refused with it, what follows it in the other file, and an expression then."""


@pytest.mark.parametrize("hint", OF_FILES)
def test_a_hint_can_be_followed(tmp_path: Path, hint: str) -> None:
    refused, changes, followed = OF_FILES[hint]
    app = "from nativecomp import viper\nimport h\n@viper\ndef main() -> int:\n    return int({})\n"
    first = app.format(refused)
    if refused == "micropython":
        first = app.format("h.good(1)").replace("from nativecomp import viper", "from micropython import viper")
    if refused == "sub.h":
        first = app.format("h.good(1) + g.good(1)").replace("import h", "import h\nfrom sub import h as g")
        write(tmp_path, **{"sub/h": H})
    answer = nativecomp("run", write(tmp_path, first, h=H), "--image", "--target", "mps2-an386")
    assert answer.code == 1
    assert hint in answer.err.replace("\n", " ")
    text = H
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    answer = nativecomp("run", write(tmp_path, app.format(followed), h=text), "--image", "--target", "mps2-an386")
    assert answer.err == ""


def test_a_file_that_is_refused_is_told_with_its_place(tmp_path: Path) -> None:
    app = "from nativecomp import viper\nimport h\n@viper\ndef main() -> int:\n    return h.bad(1)\n"
    h = "from nativecomp import viper\n@viper\ndef bad(x: int) -> int:\n    return nowhere(x)\n"
    answer = nativecomp("run", write(tmp_path, app, h=h), "--image", "--target", "mps2-an386")
    assert answer.code == 1
    assert "h.py:4:12: error:" in answer.err
    assert "return nowhere(x)" in answer.err
    answer = nativecomp("run", write(tmp_path, app, h="def f(:\n"), "--image", "--target", "mps2-an386")
    assert answer.code == 1
    assert "h.py:1:" in answer.err
    # Where it is called as an object, it is told when it is compiled itself.
    path = write(tmp_path, app.replace("h.bad(1)", "int(h.bad(1))"), h="def f(:\n")
    assert nativecomp("build", path, "--target", "x86-64", "-o", tmp_path / "app.mpy").code == 0


LIBRARY = """\
from nativecomp import viper
from nativecomp.lib.crc import crc32
from nativecomp.lib import hashes
TEXT = b"123456789"
@viper
def main() -> int:
    print(crc32(TEXT) == 0xCBF43926, hashes.adler32(TEXT))
    return 4
"""


def test_the_library_can_be_called(tmp_path: Path) -> None:
    path = write(tmp_path, LIBRARY)
    answer = nativecomp("run", path, "--image", "--target", "mps2-an386")
    assert (answer.code, answer.out) == (4, "True 152961502\n")
    code = "import app\nprint(app.main())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True 152961502\n4\n", "")
