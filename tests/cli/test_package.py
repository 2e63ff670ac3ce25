"""`nativecomp package` on files and folders."""

import json
from pathlib import Path

import pytest

from tests.cli.command import nativecomp

VIPER = "import micropython\n@micropython.viper\ndef f(x: int) -> int:\n    return x\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "src/tools.py": "x = 1\n",
        "src/mylib/__init__.py": "from .fast import f\n",
        "src/mylib/fast.py": VIPER,
        "src/mylib/data/font.bin": "",
        "src/mylib/inner/__init__.py": "",
        "src/mylib/inner/deep.py": "from ..fast import f\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "others"), [("src/mylib", set()), ("src/mylib/", set()), ("src", {"tools.mpy"})])
def test_a_folder(folder: Path, name: str, others: set[str]) -> None:
    answer = nativecomp("package", name, "-o", "dist", "--version", "2.0")
    assert answer.code == 0, answer.err
    manifest = json.loads((folder / "dist/package.json").read_text())
    installed = {place for place, _ in manifest["urls"]}
    plain = {"mylib/__init__.mpy", "mylib/inner/__init__.mpy", "mylib/inner/deep.mpy"}
    assert installed - {place for place in installed if "_fast_" in place} == plain | others | {"mylib/fast.py"}
    assert "mylib/_fast_armv6m.mpy" in installed
    assert all((folder / "dist" / place).is_file() for place in installed)


def test_inside_of_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "src/mylib")
    assert nativecomp("package", ".", "-o", "../../dist").code == 0
    assert (folder / "dist/mylib/fast.py").is_file()


def test_sources_are_not_replaced(folder: Path) -> None:
    answer = nativecomp("package", "src/mylib", "-o", "src")
    assert answer.code == 2
    assert "would replace the source" in answer.err
    assert (folder / "src/mylib/fast.py").read_text() == VIPER


def test_two_of_a_name(folder: Path) -> None:
    (folder / "mylib.py").write_text(VIPER)
    answer = nativecomp("package", "mylib.py", "src/mylib", "-o", "dist")
    assert answer.code == 2
    assert "two files would be the module `mylib`" in answer.err


def test_some_architectures(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import micropython\n@micropython.viper\ndef f(n: int) -> int:\n    return n\n")
    out = tmp_path / "dist"
    answer = nativecomp("package", str(tmp_path / "app.py"), "-o", out, "--arch", "armv7m", "--arch", "x64")
    assert answer.code == 0
    assert {path.stem for path in (out / "_app").iterdir()} == {"armv7m", "x64", "bytecode"}
    assert "armv6m, armv7m" in nativecomp("package", "app.py", "-o", out, "--arch", "pico").err.replace("'", "")
