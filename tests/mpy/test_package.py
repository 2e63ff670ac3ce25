"""A package installed as `mip` does it, on the real MicroPython; other firmware by a stand-in for `sys`."""

from __future__ import annotations

import json
import subprocess
import types
from pathlib import Path, PurePosixPath

import pytest

from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.mpy.container import MpyError
from nativecomp.mpy.package import ARCHS, Module, loader, package_files
from tests.mpy.micropython import PROGRAM, TIMEOUT

APP = """
import micropython

LIMIT = 40
count = 0

@micropython.viper
def add(x: int, y: int) -> int:
    return x + y

@micropython.native
def scale(x):
    return x * 3

def calls():
    global count
    count += 1
    return add(count, 1)
"""
PLAIN = "def double(x):\n    return x * 2\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `mip` copies, by the list in package.json."""
    files = package_files(
        {"app.py": SourceFile("app.py", APP), "plain.py": SourceFile("plain.py", PLAIN)}, version="1.2"
    )
    manifest = json.loads(files["package.json"])
    assert manifest["version"] == "1.2"
    assert manifest["deps"] == []
    folder = tmp_path_factory.mktemp("lib")
    for place, source in manifest["urls"]:
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_bytes(files[source])
    return folder


def run(folder: Path, code: str) -> str:
    done = subprocess.run(
        [str(PROGRAM), "-c", code], cwd=folder, capture_output=True, timeout=TIMEOUT, check=False,
        env={"MICROPYPATH": str(folder)},
    )  # fmt: skip
    return (done.stdout + done.stderr).decode()


def test_the_board_gets_its_own_variant(installed: Path) -> None:
    assert {p.stem for p in (installed / "_app").iterdir()} == {*ARCHS, "bytecode"}
    code = "import app, sys; print(app.add(2, 3), app.scale(5), app.LIMIT, '_app.x64' in sys.modules)"
    assert run(installed, code) == "5 15 40 True\n"


def test_variables_stay_those_of_the_module(installed: Path) -> None:
    assert run(installed, "import app; app.calls(); app.calls(); print(app.count)") == "2\n"
    code = "from app import *; import app; app.count = 7; print(calls(), app.count, add(1, 1))"
    assert run(installed, code) == "9 8 2\n"


def test_a_module_without_compiled_functions_is_one_file(installed: Path) -> None:
    assert not (installed / "plain.py").exists()
    assert run(installed, "import plain; print(plain.double(4))") == "8\n"


def test_the_fallback_says_what_it_cannot_do(installed: Path) -> None:
    code = "import _app.bytecode as app; print(app.LIMIT, app.scale(5)); app.add(1, 2)"
    out = run(installed, code)
    assert out.startswith("40 15\n")
    assert "NotImplementedError: app.add is machine code" in out


PICKS = {
    0x0306: "bytecode", 0x1306: "armv6m", 0x1706: "armv7m", 0x1B06: "armv7m", 0x1F06: "armv7emsp",
    0x2306: "armv7emdp", 0x0B06: "x64", 0x2706: "bytecode", 0x2F06: "rv32imc", 0x32F06: "rv32imc",
}  # fmt: skip


@pytest.mark.parametrize(("mpy", "variant"), PICKS.items())
def test_pick(mpy: int, variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_for(mpy, loader(Module(PurePosixPath("app.py")), []), monkeypatch) == f"_app.{variant}"


def test_a_smaller_package_takes_the_next_lower_thumb(monkeypatch: pytest.MonkeyPatch) -> None:
    text = loader(Module(PurePosixPath("app.py")), [], ["armv6m"])
    assert load_for(0x1F06, text, monkeypatch) == "_app.armv6m"
    assert load_for(0x2F06, text, monkeypatch) == "_app.bytecode"


@pytest.mark.parametrize("mpy", [0, 0x1F05, 0x1E06])
def test_firmware_that_is_too_old_is_told_so(mpy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError, match=r"app needs MicroPython 1.23 or newer .* this is micropython 1.22.0"):
        load_for(mpy, loader(Module(PurePosixPath("app.py")), []), monkeypatch)


def load_for(mpy: int, text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module that the loader imports on a firmware with this number."""

    class Implementation(tuple):  # type: ignore[type-arg]
        _mpy = mpy

    system = types.ModuleType("sys")
    system.implementation = Implementation(("micropython", (1, 22, 0)))  # type: ignore[attr-defined]
    system.modules = {}  # type: ignore[attr-defined]
    imported: list[str] = []

    def import_(name: str, *rest: object) -> object:
        if name == "sys":
            return system
        imported.append(name)
        system.modules[name] = types.ModuleType(name)  # type: ignore[attr-defined]
        return None

    scope = {"__name__": "app", "__builtins__": {**vars(__import__("builtins")), "__import__": import_}}
    exec(text, scope)
    return imported[0]


@pytest.mark.parametrize("name", ["__init__.py", "my-app.py", "a-b/c.py", "a/b-c.py"])
def test_names_that_cannot_be_imported(name: str) -> None:
    with pytest.raises(MpyError, match="`import` can name"):
        package_files({name: SourceFile(name, APP)})


LIBRARY = {
    "lib/__init__.py": """
import micropython

LEVEL = 3

from .shapes import area
from . import plain
from .inner import deep

@micropython.viper
def level(x: int) -> int:
    return x * int(LEVEL)

def swap(value):
    global LEVEL
    LEVEL = value
""",
    "lib/shapes.py": """
import micropython
from . import LEVEL
from .plain import double

calls = 0

@micropython.viper
def area(w: int, h: int) -> int:
    global calls
    calls = int(calls) + 1
    from .inner.deep import ONE
    return int(double(w)) * h + int(LEVEL) + int(ONE)
""",
    "lib/plain.py": "def double(x):\n    return x * 2\n",
    "lib/inner/__init__.py": "",
    "lib/inner/deep.py": """
import micropython
from ..plain import double
from .. import plain as other

ONE = 1

@micropython.viper
def deep(x: int) -> int:
    return int(other.double(x)) + int(double(ONE))
""",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = package_files({name: SourceFile(name, text) for name, text in LIBRARY.items()}, archs=["x64", "armv6m"])
    folder = tmp_path_factory.mktemp("lib")
    for place, source in json.loads(files["package.json"])["urls"]:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(files[source])
    return folder


def test_the_files_of_a_python_package(library: Path) -> None:
    found = {str(path.relative_to(library)) for path in library.rglob("*.*") if path.is_file()}
    compiled = ("lib/init", "lib/shapes", "lib/inner/deep")
    variants = {
        f"{name.rpartition('/')[0]}/_{name.rpartition('/')[2]}_{end}.mpy"
        for name in compiled
        for end in ("x64", "armv6m", "bytecode")
    }
    assert found == variants | {
        "lib/__init__.py", "lib/shapes.py", "lib/plain.mpy", "lib/inner/__init__.mpy", "lib/inner/deep.py",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("import lib; print(lib.area(2, 3), lib.level(5), lib.deep.deep(4), lib.plain.double(1))", "16 15 10 2"),
        ("import lib.shapes; print(lib.shapes.area(1, 1), lib.shapes.calls)", "6 1"),
        ("from lib.shapes import area; from lib import level; print(area(1, 1), level(1))", "6 3"),
        ("import lib.inner.deep as d; print(d.deep(1), d.ONE)", "4 1"),
        ("from lib.inner import deep; import lib; print(deep.deep(1), lib.inner.deep.ONE)", "4 1"),
        ("import lib, sys; lib.swap(7); print(lib.level(1), lib.LEVEL, '_' in dir(lib))", "7 7 False"),
        ("import lib; import lib.shapes; import lib as again; print(again.shapes.area(0, 0), again.inner)", None),
        ("from lib import *; print(area(0, 0), level(2), deep.deep(0))", "4 6 2"),
    ],
)
def test_a_python_package(library: Path, code: str, printed: str | None) -> None:
    found = run(library, code)
    assert found == f"{printed}\n" if printed else found.startswith("4 <module 'lib.inner'")


def test_the_fallback_of_a_python_package(library: Path) -> None:
    code = "import lib._shapes_bytecode as s; print(s.LEVEL); s.area(1, 2)"
    out = run(library, code)
    assert out.startswith("3\n")
    assert "NotImplementedError: lib.shapes.area is machine code" in out


ASSEMBLED = """\
import micropython
@micropython.asm_thumb
def quotient(r0, r1):
    sdiv(r0, r0, r1)
@micropython.viper
def total(n: int) -> int:
    return n + 1
"""


def test_architectures_that_do_not_run_assembler_are_left_out() -> None:
    told: list[str] = []
    files = package_files({"app.py": SourceFile("app.py", ASSEMBLED)}, tell=told.append)
    variants = {name.removeprefix("_app/").removesuffix(".mpy") for name in files if name.startswith("_app/")}
    assert variants == {"armv7m", "armv7emsp", "armv7emdp", "bytecode"}
    assert [text.split(": ")[1] for text in told] == [
        "armv6m is left out", "rv32imc is left out", "x64 is left out",
    ]  # fmt: skip
    # A Cortex-M0 gets the bytecode, whose compiled functions say what they lack.
    assert "bytecode" in files["app.py"].decode()
    assert "armv6m" not in files["app.py"].decode()


def test_no_architecture_that_runs_it() -> None:
    with pytest.raises(CompileError, match="is Thumb code, which x64 does not run"):
        package_files({"app.py": SourceFile("app.py", ASSEMBLED)}, archs=["rv32imc", "x64"])


@pytest.mark.parametrize("wrong", ["return a.b", "return [1][0.5]"])
def test_a_mistake_elsewhere_is_no_matter_of_the_architecture(wrong: str) -> None:
    text = ASSEMBLED.replace("n: int", "a: int").replace("return n + 1", wrong)
    with pytest.raises(CompileError, match=r"app\.py:7"):
        package_files({"app.py": SourceFile("app.py", text)}, archs=["x64", "armv7m"])
