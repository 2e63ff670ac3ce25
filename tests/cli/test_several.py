"""Verbs on several files and folders, on one function, and where outputs go."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import nativecomp

FILTERS = """\
from nativecomp import viper
SIZE = 3
class Low:
    @viper
    def step(self, x: int) -> int:
        return x + SIZE
class High:
    @viper
    def step(self, x: int) -> int:
        return x - SIZE
    @viper
    def reset(self, x: int) -> int:
        return 0
"""


@pytest.fixture
def project(folder: Path) -> Path:
    """A folder `firmware` with a package in it, and what is no part of a project beside that."""
    for name, text in {"dsp.py": (folder / "dsp.py").read_text(), "lib/filters.py": FILTERS, ".git/hook.py": "x (",
                       "venv/pyvenv.cfg": "", "venv/site.py": "x (", "__pycache__/x.py": "x ("}.items():  # fmt: skip
        path = folder / "firmware" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "firmware"


def test_a_folder_is_all_that_is_in_it(project: Path) -> None:
    rows = nativecomp("size", "firmware", "--json").result
    assert [row["function"] for row in rows if row["file"].endswith("filters.py")] == [
        "Low.step", "High.step", "High.reset", "total",
    ]  # fmt: skip
    assert {Path(row["file"]).name for row in rows} == {"dsp.py", "filters.py"}


def test_outputs_of_a_folder_keep_its_shape(project: Path, folder: Path) -> None:
    answer = nativecomp("build", "firmware", "-o", "made/of", "--target", "pico")
    assert answer.code == 0, answer.err
    assert sorted(str(path.relative_to(folder)) for path in folder.glob("made/**/*.*")) == [
        "made/of/dsp.mpy", "made/of/lib/filters.mpy",
    ]  # fmt: skip
    nativecomp("build", "dsp.py", "-o", "some", "--target", "pico")
    assert (folder / "some" / "dsp.mpy").exists()
    nativecomp("build", "dsp.py", "-o", "new/", "--target", "pico")
    assert (folder / "new" / "dsp.mpy").exists()


def test_folders_are_made(folder: Path) -> None:
    assert nativecomp("build", "dsp.py", "-o", "none/there/dsp.o").code == 0
    assert (folder / "none" / "there" / "dsp.h").exists()


@pytest.mark.parametrize(("name", "found"), [
    ("Low.step", ["Low.step"]), ("reset", ["High.reset"]), ("High", ["High.step", "High.reset"]),
])  # fmt: skip
def test_a_function(project: Path, name: str, found: list[str]) -> None:
    path = f"firmware/lib/filters.py:{name}"
    assert [row["function"] for row in nativecomp("size", path, "--json").result] == [*found, "total"]
    assert [row["function"] for row in nativecomp("asm", path, "--json").result] == found
    assert [row["function"] for row in nativecomp("explain", path, "--json").result] == found


def test_a_name_of_several_methods(project: Path) -> None:
    answer = nativecomp("asm", "firmware/lib/filters.py:step")
    assert answer.code == 2
    assert "has several functions `step`: say Low.step or High.step" in answer.err
    answer = nativecomp("build", "firmware/lib/filters.py:High", "-o", "x.s")
    assert "`High` is a class: name one of its methods, such as `High.step`" in answer.err


def test_one_function_is_built_alone(folder: Path) -> None:
    nativecomp("build", "dsp.py:fill", "--emit", "asm", "--target", "cortex-m0")
    text = (folder / "dsp.fill.s").read_text()
    assert "dsp_fill" in text
    assert "ratio" not in text
    # What is wrong with others stands in nobody's way.
    (folder / "half.py").write_text(
        (folder / "wrong.py").read_text() + "@viper\ndef ok(a: int) -> int:\n    return a\n"
    )
    assert nativecomp("build", "half.py:ok", "-o", "ok.o").code == 0


def test_standard_output(folder: Path) -> None:
    command = [sys.executable, "-m", "nativecomp", "build", "dsp.py", "-o", "-", "--emit"]
    done = subprocess.run([*command, "mpy", "--target", "pico"], capture_output=True, check=True)
    assert done.stdout[:3] == b"M\x06\x13"
    done = subprocess.run([*command, "obj"], capture_output=True, check=True)
    assert done.stdout[:4] == b"\x7fELF"
    assert not (folder / "-").exists()
    assert not list(folder.glob("*.h"))


def test_errors_of_all_files_are_told(folder: Path) -> None:
    answer = nativecomp("build", "syntax.py", "wrong.py", "dsp.py", "nothing.py")
    assert answer.code == 1
    assert "syntax.py:1:7: error" in answer.err
    assert "nothing.py: error: no such file" in answer.err
    assert answer.err.endswith("\n\n6 errors\n")
    assert answer.out.startswith("dsp.o, kind obj")


def test_a_bench_of_several(folder: Path) -> None:
    (folder / "other.py").write_text((folder / "dsp.py").read_text().replace("100 // a", "1000 // a"))
    rows = nativecomp("bench", "dsp.py", "other.py:ratio", "--call", "ratio(10)", "--target", "pico", "--json").result
    assert [(row["file"], row["result"]) for row in rows[::3]] == [("dsp.py", "10"), ("other.py", "100")]
    assert rows[0]["bytes"] > rows[3]["bytes"]
