"""`nativecomp flash`: drives that are folders, and programs that write down how they are called."""

import os
from pathlib import Path

import pytest

from nativecomp.cli import drives
from tests.cli.command import nativecomp

RECORDER = '#!/bin/sh\necho "$(basename "$0") $*" >> calls.txt\nexit ${FAIL:-0}\n'


@pytest.fixture
def drive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The drive of a Pico in its boot loader, the only one that there is."""
    place = folder / "RPI-RP2"
    place.mkdir()
    (place / "INFO_UF2.TXT").write_text("UF2 Bootloader v3.0\nModel: Raspberry Pi RP2\nBoard-ID: RPI-RP2\n")
    monkeypatch.setattr(drives, "list_drives", lambda: [place])
    return place


@pytest.fixture
def tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No drive, and a folder of programs that are installed."""
    place = folder / "bin"
    place.mkdir()
    monkeypatch.setattr(drives, "list_drives", list)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return place


def install(tools: Path, *names: str) -> None:
    for name in names:
        (tools / name).write_text(RECORDER)
        (tools / name).chmod(0o755)


def test_a_drive(drive: Path) -> None:
    answer = nativecomp("flash", "led.py", "--target", "pico")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("cp /")
    data = (drive / "led.uf2").read_bytes()
    assert data[:4] == b"UF2\n"
    assert nativecomp("build", "led.py", "-o", "led.uf2", "--target", "pico", "--output", "uart").code == 0
    assert Path("led.uf2").read_bytes() == data


def test_nothing_is_done_where_it_is_only_asked_what_would_be(drive: Path) -> None:
    answer = nativecomp("flash", "led.py", "--target", "pico", "--dry-run", "--bootloader")
    assert answer.out.startswith("mpremote bootloader\ncp /")
    assert len(list(drive.iterdir())) == 1


def test_the_drive_of_another_chip(drive: Path) -> None:
    answer = nativecomp("flash", "led.py", "--target", "pico2")
    assert answer.code == 1
    assert "is of another board (RPI-RP2), not of a `pico2` (RP2350)" in answer.err
    assert len(list(drive.iterdir())) == 1
    answer = nativecomp("flash", "led.py", "--target", "pico", "--drive", "some")
    assert "some is no boot loader's drive: it has no INFO_UF2.TXT" in answer.err


def test_several_drives(drive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "list_drives", lambda: [drive, Path("other")])
    answer = nativecomp("flash", "led.py", "--target", "pico")
    assert "there are several drives: choose one with --drive" in answer.err
    assert nativecomp("flash", "led.py", "--target", "pico", "--drive", str(drive)).code == 0


@pytest.mark.parametrize(("installed", "target", "calls"), [
    (("openocd", "picotool"), "pico", ["picotool load -x led.uf2"]),
    (("openocd", "probe-rs"), "pico2", ["probe-rs download --chip RP235x led.elf", "probe-rs reset --chip RP235x"]),
    (("openocd",), "microbit", [
        "openocd -f interface/cmsis-dap.cfg -f target/nrf51.cfg -c program {led.elf} verify reset exit"]),
])  # fmt: skip
def test_programs(tools: Path, folder: Path, installed: tuple[str, ...], target: str, calls: list[str]) -> None:
    install(tools, *installed)
    answer = nativecomp("flash", "led.py", "--target", target)
    assert answer.code == 0, answer.err
    made = (folder / "calls.txt").read_text().splitlines()
    assert [" ".join(_names(line)) for line in made] == calls
    assert len(answer.out.splitlines()) == len(calls)


def _names(call: str) -> list[str]:
    """The words of a call, with the temporary folder left out."""
    return [("{" * word.startswith("{")) + Path(word).name if "/tmp" in word else word for word in call.split()]


def test_what_fails(tools: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = nativecomp("flash", "led.py", "--target", "pico")
    assert answer.code == 1
    assert "hold its BOOTSEL button while you plug it in, or say --bootloader" in answer.err
    assert "install picotool or probe-rs or openocd" in answer.err
    assert "openocd is not installed" in nativecomp("flash", "led.py", "--target", "pico", "--with", "openocd").err
    install(tools, "openocd")
    monkeypatch.setenv("FAIL", "4")
    answer = nativecomp("flash", "led.py", "--target", "microbit", "--json")
    assert answer.code == 1
    assert answer.object["messages"][0]["message"] == "openocd failed with exit code 4"


@pytest.mark.parametrize(("arguments", "message"), [
    (["led.py"], "no images are made for `cortex-m4f`: choose a board"),
    (["led.py", "--target", "microbit", "--with", "uf2"], "takes .uf2 files: use --with probe-rs"),
    (["led.elf", "--target", "pico", "--with", "uf2"], "this way takes .uf2 files: build one"),
    (["led.py", "--target", "pico", "--with", "openocd", "--drive", "some"], "--drive is for the boot loader's drive"),
])  # fmt: skip
def test_wrong_usage(drive: Path, arguments: list[str], message: str) -> None:
    answer = nativecomp("flash", *arguments)
    assert answer.code == 2
    assert message in answer.err
