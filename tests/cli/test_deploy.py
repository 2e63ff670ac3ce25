"""`nativecomp deploy` on a board that is the real MicroPython behind a raw REPL, and its refusals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nativecomp.board import BoardError, BoardFacts, choose_port
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


def test_a_source_in_the_way_is_told(tmp_path: Path) -> None:
    files = tmp_path / "board"
    files.mkdir()
    for folder in (tmp_path, files):
        (folder / "app.py").write_text(SOURCE)
    with board(files) as port:
        answer = nativecomp("deploy", str(tmp_path / "app.py"), "--port", port)
    assert "app.py is on the board too" in answer.err


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
