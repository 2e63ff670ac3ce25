"""Warnings on the command line and in the API: shown, made errors, or left out."""

import warnings
from pathlib import Path

import pytest

import nativecomp as package
from nativecomp.cli import mpycross
from tests.cli.command import nativecomp

SOURCE = """\
import micropython
@micropython.viper
def total(buf, n: int) -> int:
    s = 0
    for i in range(n):
        s += int(buff[i])
    return s
"""
WARNING = """\
app.py:6:18: warning: `buff` is defined nowhere: run time looks for a global variable of that name
            s += int(buff[i])
                     ^^^^
  hint: did you mean `buf`?
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(SOURCE)


BUILD = ["build", "app.py", "-o", "app.mpy", "--target", "pico"]


def test_build() -> None:
    answer = nativecomp(*BUILD)
    assert answer.code == 0
    assert answer.err.startswith(WARNING + "\n")  # the first build for a core says that it takes its time
    assert Path("app.mpy").exists()


def test_build_without_warnings() -> None:
    answer = nativecomp(*BUILD, "--no-warnings")
    assert (answer.code, "warning" in answer.err) == (0, False)


def test_strict_build() -> None:
    answer = nativecomp(*BUILD, "--strict")
    assert (answer.code, answer.err) == (1, WARNING.replace("warning", "error") + "\n1 error\n")
    assert not Path("app.mpy").exists()


def test_an_error_hides_no_warning() -> None:
    Path("app.py").write_text(f"{SOURCE}\n@micropython.viper\ndef g(n: int) -> int:\n    return [n]\n")
    for options, kind in ([], "warning"), (["--strict"], "error"):
        answer = nativecomp(*BUILD, *options)
        assert (answer.code, answer.err.count("error: ")) == (1, 1 + (kind == "error"))
        assert WARNING.replace("warning", kind) in answer.err
        assert "app.py:11:12: error: " in answer.err


@pytest.mark.parametrize(("option", "code", "told"), [
    ([], 0, WARNING + "\n"),
    (["--no-warnings"], 0, ""),
    (["--strict"], 1, WARNING.replace("warning", "error")),
])  # fmt: skip
def test_in_the_place_of_mpy_cross(option: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        assert mpycross.main(["-march=armv6m", *option, "app.py"]) == code
    err = capsys.readouterr().err
    assert err.startswith(told)
    assert ("`buff`" in err) == bool(told)
    assert Path("app.mpy").exists() == (code == 0)


def test_run() -> None:
    Path("app.py").write_text(SOURCE + "print(total(b'ab', 0))\n")
    answer = nativecomp("run", "app.py")
    assert (answer.code, answer.out) == (0, "0\n")
    assert WARNING in answer.err
    Path("app.py").write_text(SOURCE + "print(total(b'ac', 0))\n")  # what has been compiled warns no more
    answer = nativecomp("run", "app.py", "--strict")
    assert answer.code == 1
    assert "app.py:6:18: error: `buff` is defined nowhere" in answer.err


def test_in_the_api() -> None:
    with pytest.warns(package.CompileWarning, match="`buff` is defined nowhere.*did you mean `buf`") as caught:
        package.load("app.py")
    assert [(Path(one.filename).name, one.lineno) for one in caught] == [("app.py", 6)]
    with warnings.catch_warnings():
        warnings.simplefilter("error", package.CompileWarning)
        with pytest.raises(package.CompileError, match="`buff` is defined nowhere"):
            package.load("app.py")


def test_a_core_that_nobody_named() -> None:
    Path("plain.py").write_text("x = 1\n")
    Path("viper.py").write_text("import micropython\n@micropython.viper\ndef f(x: int) -> int:\n    return x\n")
    assert "warning" not in nativecomp("build", "plain.py", "-o", "plain.mpy").err
    answer = nativecomp("build", "viper.py", "-o", "viper.mpy")
    assert answer.code == 0
    assert "viper.py: warning: no `--target` names the board: this is for cortex-m4f" in answer.err
    assert nativecomp("build", "viper.py", "-o", "viper.mpy", "--target", "cortex-m4f").err.count("warning") == 0
    assert nativecomp("build", "viper.py", "-o", "viper.mpy", "--no-warnings").err.count("warning") == 0
    answer = nativecomp("build", "viper.py", "-o", "strict.mpy", "--strict")
    assert (answer.code, Path("strict.mpy").exists()) == (1, False)
