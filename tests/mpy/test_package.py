"""A package installed as `mip` does it, on the real MicroPython; other firmware by a stand-in for `sys`."""

from __future__ import annotations

import json
import subprocess
import types
from pathlib import Path

import pytest

from nativecomp.diagnostics import SourceFile
from nativecomp.mpy.container import MpyError
from nativecomp.mpy.package import ARCHS, loader, package_files
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
    files = package_files([SourceFile("app.py", APP), SourceFile("plain.py", PLAIN)], version="1.2")
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
    assert load_for(mpy, loader("app", []), monkeypatch) == f"_app.{variant}"


def test_a_smaller_package_takes_the_next_lower_thumb(monkeypatch: pytest.MonkeyPatch) -> None:
    text = loader("app", [], ["armv6m"])
    assert load_for(0x1F06, text, monkeypatch) == "_app.armv6m"
    assert load_for(0x2F06, text, monkeypatch) == "_app.bytecode"


@pytest.mark.parametrize("mpy", [0, 0x1F05, 0x1E06])
def test_firmware_that_is_too_old_is_told_so(mpy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError, match=r"app needs MicroPython 1.23 or newer .* this is micropython 1.22.0"):
        load_for(mpy, loader("app", []), monkeypatch)


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


@pytest.mark.parametrize("name", ["pkg/__init__.py", "my-app.py"])
def test_names_that_cannot_be_imported(name: str) -> None:
    with pytest.raises(MpyError, match="`import` can name"):
        package_files([SourceFile(name, APP)])
