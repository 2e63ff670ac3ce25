"""The drive that a board's boot loader shows: found by its file `INFO_UF2.TXT`, written to by copying a .uf2 file."""

import os
import sys
import time
from pathlib import Path

import click

from nativecomp.targets import Target

_PLACES = ("/media/*/*", "/media/*", "/run/media/*/*", "/Volumes/*", "/mnt/*")
_INFO = "INFO_UF2.TXT"
_BOARDS = {"rp2040": "RPI-RP2", "rp2350": "RP2350"}
"""What `Board-ID` in the file says, by the boot ROM."""
_PATIENCE = 15
"""Seconds that a boot loader may take to show its drive."""


def list_drives() -> list[Path]:
    """The drives of boot loaders."""
    if sys.platform == "win32":
        places = [Path(f"{letter}:/") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ"]
    else:
        places = [path for pattern in _PLACES for path in sorted(Path("/").glob(pattern[1:]))]
    return [place for place in places if (place / _INFO).is_file()]


def find_drive(target: Target, *, waits: bool = False) -> Path:
    """The one drive.

    Raises:
        ClickException: there is none, or there are several.
    """
    until = time.monotonic() + (_PATIENCE if waits else 0)
    while not (found := list_drives()) and time.monotonic() < until:
        time.sleep(0.2)
    if not found:
        raise click.ClickException(f"no drive of a boot loader is there: hold the BOOTSEL button of `{target.name}` "
                                   "while you plug it in, or name the drive with --drive")  # fmt: skip
    if len(found) > 1:
        raise click.ClickException(f"there are several drives: choose one with --drive ({', '.join(map(str, found))})")
    return found[0]


def write(drive: Path, image: Path, target: Target) -> None:
    """Copy a .uf2 file to the drive; the board starts it.

    Raises:
        ClickException: it is the drive of another board, which would drop the file and say nothing; or writing fails.
    """
    assert target.board is not None
    info, wanted = drive / _INFO, _BOARDS.get(target.board.boot, "")
    if not info.is_file():
        raise click.ClickException(f"{drive} is no boot loader's drive: it has no {_INFO}")
    said = next((line.partition(":")[2].strip() for line in info.read_text(errors="replace").splitlines()
                 if line.startswith("Board-ID")), "")  # fmt: skip
    if wanted and not said.startswith(wanted):
        raise click.ClickException(f"{drive} is of another board ({said}), not of a `{target.name}` ({wanted})")
    try:
        with open(drive / image.name, "wb") as file:
            file.write(image.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise click.ClickException(f"{drive} cannot be written: {error.strerror}") from None
