"""Help, wrong usage, and bad files: words and exit codes, never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.cli.group import VERBS
from tests.cli.command import nativecomp


def test_help_lists_the_verbs_and_teaches_by_example() -> None:
    answer = nativecomp("--help")
    assert answer.code == 0
    assert all(verb in answer.out for verb in VERBS)
    assert "nativecomp run blink.py" in answer.out


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_each_verb_shows_examples(verb: str) -> None:
    answer = nativecomp(verb, "--help")
    assert answer.code == 0
    assert "Example" in answer.out
    assert f"\n    nativecomp {verb}" in answer.out
    assert nativecomp(verb, "-h") == answer


def test_version() -> None:
    assert nativecomp("--version").out.startswith("nativecomp, version ")


def test_no_verb() -> None:
    assert nativecomp().code == 2


@pytest.mark.parametrize(("arguments", "message"), [
    (["frobnicate"], "No such verb `frobnicate`. The verbs are build, run, asm, explain, size, bench, package,"),
    (["buidl", "dsp.py"], "No such verb `buidl`. Did you mean `build`?"),
    (["asm"], "name a file or a folder, or say `sources = [...]` under [tool.nativecomp] in pyproject.toml"),
    (["asm", "dsp.py", "--colour"], "No such option '--colour'"),
    (["asm", "dsp.py:fir"], "dsp.py has no compiled function `fir`; there are: ratio, loop, fill, Filter.step"),
    (["asm", "dsp.py", "--target", "cortexm4"], "unknown target `cortexm4`; did you mean `cortex-m4`, "),
    (["asm", "dsp.py", "--target", "pico3"], "unknown target `pico3`; did you mean `pico`, `pico2` or `pico-w`?"),
    (["asm", "dsp.py", "--target", "toaster"], "unknown target `toaster`; `nativecomp targets` lists them"),
    (["asm", "dsp.py", "--opt", "fast"], "'fast' is not one of 'size', 'balanced', 'speed'"),
    (["asm", "dsp.py", "--call", "ratio("], "--call 'ratio(': '(' was never closed; write a Python call"),
    (["asm", "dsp.py", "--call", "x = 1"], "--call 'x = 1': invalid syntax"),
    (["bench", "dsp.py"], "Missing option '--call'"),
    (["bench", "dsp.py", "--call", "rate(1)", "--target", "cortex-m0"], "name 'rate' is not defined; write"),
    (["run", "dsp.py", "--limit", "0"], "0 is not in the range x>=1"),
    (["run", "dsp.py", "--emulator", "renode"], "'renode' is not one of 'unicorn', 'qemu'"),
    (["run", "led.py", "--image"], "no images are made for `cortex-m4f`: choose a board, for instance `--target mps2"),
    (["build", "dsp.py", "led.py", "-o", "all.o"], "2 files make as many outputs: let -o name a folder, not all.o"),
    (["build", "dsp.py", "./dsp.py", "-o", "all"], "two files would be written to all/dsp.o: name the folder"),
    (["build", "dsp.py:ratio", "--target", "pico"], "a file of kind mpy holds the whole of dsp.py: leave out `:ratio`"),
    (["build", "dsp.py:rate", "-o", "rate.s"], "dsp.py has no compiled function `rate`; there are: ratio, loop, fill"),
    (["build", ""], "a file's name is empty"),
    (["build", "dsp.py", "-o", ""], "-o names nothing"),
    (["size", "some"], "there is no Python file in the folder some"),
    (["size", "dsp.py", "led.py", "--define", "SIZ=4"], "--define SIZ: no constant of the files has that name"),
    (["build", "dsp.py", "-o", "dsp.exe"], "no output is called `*.exe`; name it .mpy, .o"),
    (["build", "dsp.py", "-o", "dsp.py", "--emit", "asm"], "the output dsp.py is the source itself"),
    (["build", "dsp.py", "-o", "some/../dsp.py", "--emit", "obj"], "is the source itself"),
    (["build", "dsp.py", "-o", "dsp.h", "--emit", "obj"], "dsp.h is where the object's C header goes"),
    (["build", "led.py", "-o", "led.elf"], "no images are made for"),
    (["build", "led.py", "--emit", "bin", "--target", "x86-64"], "no images are made for"),
])  # fmt: skip
def test_wrong_usage(folder: Path, arguments: list[str], message: str) -> None:
    answer = nativecomp(*arguments)
    assert answer.code == 2
    assert message in answer.err
    assert not answer.out


BAD_FILES = {
    "nothing.py": "nothing.py: error: no such file",
    "binary.py": "binary.py:1:1: error: is not UTF-8 text",
    "null.py": "null.py:1:6: error: holds a null byte",
    "syntax.py": "syntax.py:1:7: error: invalid syntax",
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("verb", [
    ["asm"], ["size"], ["run"], ["bench", "--call", "f(1)"], ["build", "-o", "out.o"], ["build", "-o", "out.s"],
    ["run", "--image", "--target", "microbit"], ["build", "-o", "out.elf", "--target", "microbit"],
], ids=" ".join)  # fmt: skip
def test_files_that_cannot_be_read(folder: Path, name: str, verb: list[str]) -> None:
    answer = nativecomp(*verb, name)
    assert answer.code == 1
    assert answer.err.startswith(BAD_FILES[name])
    assert answer.err.endswith("\n1 error\n")
    assert not answer.out
    assert not list(folder.glob("out.*"))


@pytest.mark.parametrize(("define", "code", "message"), [
    ("SIZE=4", 0, ""),
    ("SIZ=4", 1, "app.py: error: `SIZ` is given a value, but is no constant of it\n  hint: did you mean `SIZE`?"),
    ("count=4", 1, "`count` is given a value, but is no constant of it\n  hint: its constants are LED, SIZE"),
    ("SIZE", 2, "'SIZE' is not NAME=INTEGER"),
    ("SIZE=", 2, "'SIZE=' is not NAME=INTEGER"),
    ("SIZE=4.5", 2, "'SIZE=4.5' is not NAME=INTEGER"),
    ("2=4", 2, "'2=4' is not NAME=INTEGER"),
])  # fmt: skip
def test_defines(folder: Path, define: str, code: int, message: str) -> None:
    (folder / "app.py").write_text("LED = 5\nSIZE = 3\ncount = 0\n@viper\ndef f() -> int:\n    return SIZE\n")
    answer = nativecomp("build", "app.py", "-o", "app.o", "--define", define)
    assert (answer.code, message in answer.err) == (code, True)


def test_several_errors_in_one_run(folder: Path) -> None:
    common = "wrong.py:11:12: error: the result is `int`, the value is `float`"
    converted = "error: the result would be a Python object"
    for verb in (["asm"], ["size"], ["bench", "--call", "f(1)"]):
        answer = nativecomp(*verb, "wrong.py")
        assert answer.code == 1
        found = [line for line in answer.err.splitlines() if ": error: " in line]
        assert [line.partition(": `missing`")[0] for line in found] == [
            f"wrong.py:6:12: {converted}", common, f"wrong.py:16:12: {converted}",
        ]  # fmt: skip
        assert "    return a.b\n               ^^^\n  hint: write `int(...)`\n" in answer.err
        assert answer.err.endswith("\n\n3 errors\n")
    answer = nativecomp("build", "wrong.py")
    assert answer.code == 1
    assert [line for line in answer.err.splitlines() if ": error: " in line] == [
        "wrong.py:6:12: error: a value of type `int` has no attribute `b`",
        common,
        "wrong.py:16:12: error: `missing` is not defined",
        "wrong.py:16:22: error: a list is a Python object",
    ]
    assert answer.err.endswith("\n\n4 errors\n")
    assert not list(folder.glob("wrong.[!p]*"))


def test_a_file_without_compiled_functions_is_noted(folder: Path) -> None:
    for verb in ("asm", "size", "build"):
        answer = nativecomp(verb, "empty.py")
        assert answer.code == 0
        assert answer.err == "note: empty.py has no compiled functions; write `@viper` above a `def`\n"


def test_targets() -> None:
    rows = nativecomp("targets", "--json").result
    names = {row["target"]: row["kind"] for row in rows}
    assert names["cortex-m4f"] == "core"
    assert names["microbit"] == "board"
    text = nativecomp("targets").out
    assert "cortex-m0plus" in text
    assert "(images)" in text


@pytest.mark.parametrize(("wanted", "hint"), [
    ("dps.py", "did you mean `dsp.py`?"),
    ("dsp", "did you mean `dsp.py`?"),
    ("nowhere/dsp.py", "there is no folder `nowhere`"),
    ("unlike.py", None),
])  # fmt: skip
def test_a_missing_file_names_one_that_is_there(
    wanted: str, hint: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dsp.py").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    answer = nativecomp("size", wanted)
    assert answer.code == 1
    assert "no such file" in answer.err
    assert (hint in answer.err) if hint else ("hint" not in answer.err and "did you mean" not in answer.err)


def test_a_colon_without_a_function(tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text("from nativecomp import viper\n@viper\ndef f() -> int:\n    return 1\n")
    answer = nativecomp("build", f"{tmp_path / 'f.py'}:", "-o", tmp_path / "f.mpy")
    assert answer.code == 2
    assert "name a function behind the colon" in answer.err
    assert not (tmp_path / "f.mpy").exists()


def test_an_interrupt_while_the_command_line_is_loaded() -> None:
    """Ctrl-C before anything is imported."""
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from nativecomp.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")
