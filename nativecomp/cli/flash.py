"""`nativecomp flash`: the image of a program into a board, by its boot loader's drive or by an installed tool."""

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from nativecomp.cli import drives, report
from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.report import json_option
from nativecomp.targets import Board, Target

_BUILT = (".elf", ".bin", ".hex", ".uf2")


@dataclass(frozen=True)
class _Way:
    """A way into a board.

    Attributes:
        suffix: of the file that it takes.
        commands: what is run for such a file.
        fits: whether the board can be reached so.
    """

    suffix: str
    commands: Callable[[Board, Path, str], list[list[str]]]
    fits: Callable[[Board], bool]


def _openocd(board: Board, file: Path, interface: str) -> list[list[str]]:
    configurations = ["-f", f"interface/{interface}.cfg", "-f", f"target/{board.openocd}.cfg"]
    return [["openocd", *configurations, "-c", f"program {{{file}}} verify reset exit"]]


WAYS = {
    "picotool": _Way(".uf2", lambda board, file, _: [["picotool", "load", "-x", str(file)]],
                     lambda board: bool(board.boot)),
    "probe-rs": _Way(".elf", lambda board, file, _: [["probe-rs", "download", "--chip", board.probe_rs, str(file)],
                                                     ["probe-rs", "reset", "--chip", board.probe_rs]],
                     lambda board: bool(board.probe_rs)),
    "openocd": _Way(".elf", _openocd, lambda board: bool(board.openocd)),
}  # fmt: skip
"""The programs, in the order in which one that is installed is taken. The drive of a boot loader comes before them."""


@click.command()
@click.argument("file")
@compile_options
@click.option("--with", "way", type=click.Choice(["uf2", *WAYS]), help="How; if not given, what is there.")
@click.option("--drive", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The boot loader's drive, where it is not found or there are several.")  # fmt: skip
@click.option("--interface", default="cmsis-dap", show_default=True, help="OpenOCD's name of the debug probe.")
@click.option("--bootloader", is_flag=True, help="First have MicroPython on the board start its boot loader.")
@click.option("--dry-run", is_flag=True, help="Show what would be run.")
@json_option
def flash(
    file: str, asked: Asked, way: str | None, drive: Path | None, interface: str, bootloader: bool, dry_run: bool
) -> None:
    """Write the image of a program to a board. It takes the place of the board's firmware.

    FILE is a Python file, whose image is built, or an .elf, .bin, .hex or .uf2 file. For MicroPython on a board,
    `nativecomp deploy` copies modules instead.

    \b
    Examples:
      nativecomp flash blink.py --target pico            by its drive, RPI-RP2, or a tool that is installed
      nativecomp flash blink.py --target pico --bootloader
      nativecomp flash blink.elf --target microbit --with openocd
      nativecomp flash blink.py --target pico2 --with probe-rs --dry-run
    """
    target = asked.target
    if target.board is None:
        raise click.UsageError(
            f"no images are made for `{target.name}`: choose a board (`nativecomp targets` lists them)"
        )
    if bootloader:
        _run([["mpremote", "bootloader"]], dry_run=dry_run)
    if drive is not None and way not in (None, "uf2"):
        raise click.UsageError(f"--drive is for the boot loader's drive, not for {way}")
    chosen = way or ("uf2" if drive else _choose(target, waits=bootloader and not dry_run))
    if chosen == "uf2" and not target.board.uf2_family:
        others = " or ".join(f"--with {name}" for name in _fitting(target)) or "the board's own tool"
        raise click.UsageError(f"`{target.name}` has no boot loader that takes .uf2 files: use {others}")
    with tempfile.TemporaryDirectory() as folder:
        image = _image(file, asked, ".uf2" if chosen == "uf2" else WAYS[chosen].suffix, Path(folder))
        if chosen == "uf2":
            place = drive or drives.find_drive(target, waits=bootloader)
            command = shlex.join(["cp", str(image), f"{place}/"])
            report.current.tell(command)
            if not dry_run:
                drives.write(place, image, target)
        else:
            commands = WAYS[chosen].commands(target.board, image, interface)
            command = " && ".join(map(shlex.join, commands))
            _run(commands, dry_run=dry_run)
        result = {"target": target.name, "with": chosen, "command": command, "bytes": image.stat().st_size}
    report.current.answer(result, lambda: None)


def _fitting(target: Target) -> list[str]:
    assert target.board is not None
    return [name for name, way in WAYS.items() if way.fits(target.board)]


def _choose(target: Target, *, waits: bool) -> str:
    """What is there: the drive, or a program.

    Raises:
        UsageError: nothing is.
    """
    assert target.board is not None
    if target.board.uf2_family and (waits or drives.list_drives()):
        return "uf2"
    fitting = _fitting(target)
    if installed := [name for name in fitting if shutil.which(name)]:
        return installed[0]
    by_drive = "hold its BOOTSEL button while you plug it in, or say --bootloader where it runs MicroPython; or "
    tools = f"install {' or '.join(fitting)}" if fitting else "copy the image by the board's own tool"
    raise click.ClickException(f"there is no way to `{target.name}` here: "
                               f"{by_drive if target.board.uf2_family else ''}{tools}")  # fmt: skip


def _image(file: str, asked: Asked, suffix: str, folder: Path) -> Path:
    """The file to write: the one that is given, or one made from a program.

    Raises:
        UsageError: it is a file of another kind.
    """
    path = Path(file)
    if path.suffix == suffix:
        if not path.is_file():
            raise click.ClickException(f"{file}: no such file")
        return path
    if path.suffix in _BUILT:
        raise click.UsageError(f"this way takes {suffix} files: build one, or name the program's Python file")
    from nativecomp.cli.image import Wishes, build_image
    from nativecomp.emit.isolation import start
    from nativecomp.frontend import read_source
    from nativecomp.image.files import to_bin
    from nativecomp.image.uf2 import to_uf2

    start()
    elf = build_image(file, asked.options(read_source(file)), Wishes("uart"))
    made = folder / f"{path.stem}{suffix}"
    made.write_bytes(to_uf2(to_bin(elf), asked.target) if suffix == ".uf2" else elf)
    return made


def _run(commands: list[list[str]], *, dry_run: bool) -> None:
    """Show and run commands.

    Raises:
        ClickException: one is not installed, or fails.
    """
    for command in commands:
        report.current.tell(shlex.join(command))
        if dry_run:
            continue
        if shutil.which(command[0]) is None:
            raise click.ClickException(f"{command[0]} is not installed")
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL if report.current.as_json else None)
        if done.returncode:
            raise click.ClickException(f"{command[0]} failed with exit code {done.returncode}")
