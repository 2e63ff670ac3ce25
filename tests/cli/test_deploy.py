"""`nativecomp deploy` on a board that is the real MicroPython behind a raw REPL, and its refusals."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from pathlib import Path

import click
import pytest

from nativecomp.mpy import board as boards
from nativecomp.mpy.board import BoardError, BoardFacts, choose_port
from tests.cli.board import board
from tests.cli.command import nativecomp

SOURCE = """
import micropython

@micropython.viper
def total(n: int) -> int:
    s = 0
    for i in range(n):
        s += i * i
    return s

print("total", total(1000))
"""
PICO2 = BoardFacts("micropython", (1, 26, 0), 0x1F06, "Raspberry Pi Pico2 with RP2350", "rp2", 6, ("", "/lib"))


def test_deploy_and_run(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    files = tmp_path / "board"
    files.mkdir()
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--run")
    assert answer.code == 0, answer.err
    size = (files / "app.mpy").stat().st_size
    assert f"app.mpy: {size} bytes written\ntotal 332833500" in answer.out.replace("\r", "")
    assert ": x64\n" in answer.out


@pytest.mark.parametrize("there", ["app.py", "app/__init__.py"])
def test_what_hides_it_is_told_and_not_run(tmp_path: Path, there: str) -> None:
    files = tmp_path / "board"
    (files / there).parent.mkdir(parents=True)
    (tmp_path / "app.py").write_text(SOURCE)
    (files / there).write_text("print('another')")
    hiding = there.removesuffix("/__init__.py")
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--run")
    assert f"note: {hiding} is on the board too, and `import app` prefers it to app.mpy: remove it" in answer.err
    assert f"{hiding} hides app.mpy, which cannot be run" in answer.err
    assert answer.code == 1
    assert "another" not in answer.out


def test_what_is_run_is_what_was_deployed(tmp_path: Path) -> None:
    """Not the module of the name that `import` finds elsewhere."""
    files = tmp_path / "board"
    (files / "lib").mkdir(parents=True)
    (tmp_path / "app.py").write_text(SOURCE)
    (files / "app.py").write_text("print('another')")
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--to", "lib/", "--run")
    assert answer.code == 0, answer.err
    assert answer.out.replace("\r", "").endswith("bytes written\ntotal 332833500\n")
    assert "note: app.py is on the board too, and `import app` prefers it to lib/app.mpy" in answer.err


def test_a_folder_that_import_does_not_search(tmp_path: Path) -> None:
    files = tmp_path / "board"
    (files / "lib").mkdir(parents=True)
    (tmp_path / "app.py").write_text(SOURCE)
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--to", "lib", "--run")
    assert "note: `import app` does not find lib/app.mpy: lib is not in `sys.path`" in answer.err
    assert "total 332833500" in answer.out


def test_a_module_of_the_firmware(tmp_path: Path) -> None:
    (tmp_path / "micropython.py").write_text(SOURCE)
    files = tmp_path / "board"
    files.mkdir()
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "micropython.py"), "--port", port, "--run")
    assert answer.code == 1
    assert "the firmware has a module micropython of its own" in answer.err


def test_output_is_shown_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes."""
    text = "import time\nprint('first')\ntime.sleep(1.5)\nprint('second \u20ac')\n1 / 0\n"
    (tmp_path / "app.py").write_text(text, encoding="utf-8")
    files = tmp_path / "board"
    files.mkdir()
    monkeypatch.setattr(boards, "_TIMEOUT", 1.0)
    shown: list[tuple[str, float]] = []
    monkeypatch.setattr(click, "echo", lambda text, **rest: shown.append((text, time.monotonic())))
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--run")
    text = "".join(piece for piece, _ in shown).replace("\r", "")
    assert "first\nsecond \u20ac\n" in text
    assert "ZeroDivisionError" in text
    assert answer.code == 1
    times = [when for _, when in shown]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) > 1


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    with board(tmp_path) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port, "--to", "/nowhere/at/all")
    assert answer.code == 1
    assert "cannot be written on the board (No such file or directory)" in answer.err


def test_no_board(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", "/dev/no-such-port")
    assert (answer.code, "cannot be opened" in answer.err) == (1, True)


def test_which_port() -> None:
    assert choose_port(None, ["a"]) == "a"
    assert choose_port("b", ["a", "c"]) == "b"
    with pytest.raises(BoardError, match=r"choose one with --port \(a, c\)"):
        choose_port(None, ["a", "c"])
    with pytest.raises(BoardError, match="no board is connected"):
        choose_port(None, [])


@pytest.mark.parametrize(("mpy", "arch"), [(0x1F06, "armv7emsp"), (0x1B06, "armv7m"), (0x32F06, "rv32imc")])
def test_arch(mpy: int, arch: str) -> None:
    assert replace(PICO2, mpy=mpy).arch == arch


REFUSED = {
    "takes no machine code": replace(PICO2, mpy=0x0306),
    "1.23 or newer is needed": replace(PICO2, mpy=0x1E06, version=(1, 22, 2)),
    "mpy-cross -march=xtensawin": replace(PICO2, mpy=0x2B06, machine="ESP32"),
    "representation C": replace(PICO2, none=0x0E, mpy=0x2306, machine="Arduino Giga"),
    "the board runs circuitpython 9.2.0": replace(PICO2, name="circuitpython", version=(9, 2, 0)),
}


@pytest.mark.parametrize("words", REFUSED)
def test_boards_that_cannot_take_our_files(words: str) -> None:
    with pytest.raises(BoardError, match=words):
        _ = REFUSED[words].arch
