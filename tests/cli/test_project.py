"""`[tool.nativecomp]` of pyproject.toml, and `--define` everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import nativecomp

PINS = "from nativecomp import const\nLED = const(5)\n"
APP = """\
from pins import LED
from nativecomp import viper
SIZE = 3
@viper
def size() -> int:
    return SIZE
if __name__ == "__main__":
    print(LED, SIZE, size())
"""


@pytest.fixture
def project(folder: Path) -> Path:
    """A project whose file is in a folder around the current one."""
    (folder / "app.py").write_text(APP)
    (folder / "pins.py").write_text(PINS)
    return folder


def say(folder: Path, table: str) -> None:
    (folder / "pyproject.toml").write_text(f"[project]\nname = 'x'\n[tool.nativecomp]\n{table}\n")


def test_target_level_sources(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(project, 'target = "pico"\nopt = "speed"\nsources = ["app.py", "ds*.py"]')
    monkeypatch.chdir(project / "some")
    answer = nativecomp("asm", "--json")
    rows = answer.result
    assert {(row["file"], row["target"], row["opt"]) for row in rows} == {
        ("../app.py", "pico", "speed"), ("../dsp.py", "pico", "speed"),
    }  # fmt: skip
    assert {row["target"] for row in nativecomp("asm", "../dsp.py", "--target", "pico2", "--json").result} == {"pico2"}
    assert "pico]" in nativecomp("build", "--help").out
    assert nativecomp("build", "../dsp.py", "-o", "x.mpy").err == ""  # a board is named


def test_a_target_file_is_seen_from_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "mine.toml").write_text('inherits = "pico2"\ndescription = "Mine"\n')
    say(project, 'target = "mine.toml"')
    monkeypatch.chdir(project / "some")
    assert {row["target"] for row in nativecomp("asm", "../dsp.py", "--json").result} == {"mine"}


@pytest.mark.parametrize(("table", "message"), [
    ('taget = "pico"', "[tool.nativecomp] has an unknown key `taget`; did you mean `target`?"),
    ("jobs = 3", "[tool.nativecomp] has an unknown key `jobs`; the keys are target, opt, sources, defines"),
    ("target = 3", "`target` in [tool.nativecomp] is the name of a target or a path, such as \"pico2\", not 3"),
    ('target = "pico3"', "unknown target `pico3`; did you mean `pico`, `pico2` or `pico-w`?"),
    ('opt = "fast"', "`opt` in [tool.nativecomp] is \"size\", \"balanced\" or \"speed\", not 'fast'"),
    ('sources = "src"', "`sources` in [tool.nativecomp] is a list of files, folders and patterns"),
    ('sources = ["lib"]', "nothing is called 'lib', which `sources` names"),
    ('defines = {LED = "x"}', "`defines` in [tool.nativecomp] is a table of integers"),
    ("target = ", "pyproject.toml cannot be read: Invalid value"),
])  # fmt: skip
def test_mistakes(project: Path, table: str, message: str) -> None:
    say(project, table)
    answer = nativecomp("size", "dsp.py")
    assert answer.code == 2
    assert message in answer.err
    assert not answer.out


def test_a_file_that_says_nothing_of_us(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.black]\n")
    assert nativecomp("size", "dsp.py").code == 0


def test_defines_of_a_run_are_for_compiled_functions_and_for_python(project: Path) -> None:
    assert nativecomp("run", "app.py").out == "5 3 3\n"
    assert nativecomp("run", "app.py", "--define", "SIZE=7", "--define", "LED=0x10").out == "16 7 7\n"
    say(project, "defines = {LED = 8, SIZE = 9, OTHER = 1}")
    assert nativecomp("run", "app.py", "--define", "SIZE=7").out == "8 7 7\n"
    assert nativecomp("run", "app.py").out == "8 9 9\n"
    answer = nativecomp("run", "app.py", "--define", "SIZ=7")
    assert "note: --define SIZ: neither app.py nor what it imports has such a constant" in answer.err


def test_defines_everywhere(project: Path) -> None:
    shown = nativecomp("asm", "app.py:size", "--define", "SIZE=1234").out
    assert "1234" in shown or "0x4d2" in shown
    rows = nativecomp("bench", "app.py", "--call", "size()", "--target", "pico", "--define", "SIZE=77", "--json").result
    assert {row["result"] for row in rows} == {"77"}
    for verb in (["size"], ["explain"], ["package", "-o", "dist", "--arch", "armv6m"], ["build", "-o", "all/"]):
        answer = nativecomp(*verb, "app.py", "dsp.py", "--define", "SIZE=77")
        assert answer.code == 0, answer.err
        assert "no constant of the files" in nativecomp(*verb, "app.py", "dsp.py", "--define", "SIZ=7").err
    assert nativecomp("build", "app.py", "pins.py", "-o", "all/", "--define", "LED=7").code == 0


def test_one_target_in_detail(folder: Path) -> None:
    facts = nativecomp("targets", "pico2", "--json").result
    assert facts["flash"] == "4096 KiB at 0x10000000"
    assert facts["interrupts"]["UART0_IRQ"] == 33
    assert "uf2" in facts["makes"]
    text = nativecomp("targets", "microbit").out
    assert "QEMU machine" in text
    assert max(map(len, text.splitlines())) <= 80
    answer = nativecomp("targets", "pico3")
    assert answer.code == 2
    assert "did you mean `pico`, `pico2` or `pico-w`?" in answer.err


def test_pytest_takes_them_too(project: Path) -> None:
    say(project, 'target = "cortex-m0"\nopt = "size"\ndefines = {SIZE = 41}')
    (project / "test_app.py").write_text(
        "import app\nfrom nativecomp.desk.api import settings\n"
        "def test_it():\n    chosen = settings()\n"
        "    assert (chosen.target.name, chosen.opt, app.size()) == ('cortex-m0', 'size', 41)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "1 passed" in done.stdout, done.stdout
    say(project, 'taget = "cortex-m0"')
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 4
    assert "unknown key `taget`; did you mean `target`?" in done.stderr


def test_completion(folder: Path) -> None:
    words = {"_NATIVECOMP_COMPLETE": "bash_complete", "COMP_WORDS": "nativecomp size --target pico", "COMP_CWORD": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "nativecomp"], env={**os.environ, **words}, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "plain,pico", "plain,pico-w", "plain,pico2", "plain,pico2-riscv", "plain,pico2-w",
    ]  # fmt: skip
