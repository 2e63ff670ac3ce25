"""The MicroPythons that measure: the unix port on this computer, and a firmware in QEMU that counts instructions."""

import io
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.micropython.script import PROMISED, Machine, MachineError, Modules, filled
from nativecomp.emulator.qemu import find_qemu
from nativecomp.targets import Target, TargetError, find_target

PROGRAM = Path(sys.executable).with_name("micropython")
TIMEOUT = 300


@dataclass(frozen=True)
class UnixPort:
    """MicroPython's unix port, from PyPI. Its clock is the computer's."""

    name: str = "the unix port (x64)"
    unit: str = "microseconds"
    per_microsecond: float = 1.0
    least_microseconds: int = 500
    rounds: int = 40
    noise: float = 1.05
    promised: Mapping[str, float] = field(default_factory=dict)
    """Nothing: a loop in which a step waits for the one before takes a PC as long with fewer instructions."""

    def run(self, modules: Modules, program: Sequence[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            for name, data in modules.items():
                (Path(folder) / f"{name}.mpy").write_bytes(data)
            (Path(folder) / "program.py").write_text("\n".join(program), encoding="utf-8")
            try:
                done = subprocess.run(
                    [str(PROGRAM), "-X", "heapsize=64m", "program.py"],
                    cwd=folder, env={"MICROPYPATH": "."}, capture_output=True, timeout=TIMEOUT, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                raise MachineError("MicroPython does not end") from None
        if done.returncode:
            raise MachineError(f"MicroPython ends with {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()


_FILES = """
import io, vfs
class _File(io.IOBase):
    def __init__(self, data):
        self.data, self.at = data, 0
    def readinto(self, into):
        part = self.data[self.at:self.at + len(into)]
        into[:len(part)] = part
        self.at += len(part)
        return len(part)
    def ioctl(self, request, argument):
        return 0 if request == 4 else -1
class _Files:
    def mount(self, readonly, mkfs):
        pass
    def umount(self):
        pass
    def chdir(self, path):
        pass
    def stat(self, path):
        if path.lstrip("/") not in FILES:
            raise OSError(2)
        return (32768, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    def open(self, path, mode):
        return _File(FILES[path.lstrip("/")])
vfs.mount(_Files(), "/files")
import sys
sys.path[:] = ["/files"]
"""

_NANOSECONDS_SHIFT = 3
"""QEMU lets 2**3 nanoseconds pass with each instruction, and interrupts hardly ever."""


@dataclass(frozen=True)
class QemuBoard:
    """A firmware on a board that QEMU emulates, where an instruction always takes the same time."""

    firmware: Path
    machine: str
    name: str
    unit: str = "instructions"
    per_microsecond: float = 1000 / 2**_NANOSECONDS_SHIFT
    least_microseconds: int = 2_000
    rounds: int = 1
    noise: float = 1.0
    promised: Mapping[str, float] = field(default_factory=lambda: PROMISED)

    def run(self, modules: Modules, program: Sequence[str]) -> str:
        # Piece by piece: the board's memory holds the text of what it runs.
        pieces = ["FILES = {}"]
        for name, data in modules.items():
            pieces += [*filled("at", data), f"FILES[{name + '.mpy'!r}] = at"]
        pieces += [_FILES, *program]
        command = [
            str(find_qemu()), "-machine", self.machine, "-kernel", str(self.firmware), "-semihosting",
            "-display", "none", "-monitor", "none", "-serial", "stdio",
            "-icount", f"shift={_NANOSECONDS_SHIFT},sleep=off",
        ]  # fmt: skip
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as qemu:
            alarm = threading.Timer(TIMEOUT, qemu.kill)
            alarm.start()
            try:
                return self._talk(qemu, pieces)
            finally:
                alarm.cancel()
                qemu.kill()

    def _talk(self, qemu: "subprocess.Popen[bytes]", pieces: list[str]) -> str:
        """Run each piece in the REPL's raw mode; what the last one prints."""
        self._say(qemu, b"\x01", b"raw REPL; CTRL-B to exit\r\n>")
        output = ""
        for piece in pieces:
            # The answer: OK, what is printed, a mark, the traceback, a mark.
            said = self._say(qemu, piece.encode() + b"\x04", b"\x04>").decode(errors="replace")
            output, _, error = said.removeprefix("OK").partition("\x04")
            if error.strip("\x04>\r\n"):
                raise MachineError(f"the board ends with: {error[-500:]}")
        return output

    def _say(self, qemu: "subprocess.Popen[bytes]", text: bytes, end: bytes) -> bytes:
        """Type a text; what the board answers up to `end`."""
        assert qemu.stdin is not None
        assert isinstance(qemu.stdout, io.BufferedReader)
        said = b""
        try:
            qemu.stdin.write(text)
            qemu.stdin.flush()
        except BrokenPipeError:
            raise MachineError(f"QEMU ends: {qemu.stdout.read().decode(errors='replace')}") from None
        while not said.endswith(end):
            part = qemu.stdout.read1(1 << 16)
            if not part:
                raise MachineError(f"the board ends with: {said.decode(errors='replace')[-500:]}")
            said += part
        return said


def qemu_board(option: str) -> tuple[Machine, Target]:
    """The machine and the target of an option BOARD=FIRMWARE.

    Raises:
        ClickException: QEMU has no such board, or there is no such firmware.
    """
    board, _, firmware = option.partition("=")
    try:
        target = find_target(board)
    except TargetError as error:
        raise click.ClickException(str(error)) from None
    if target.board is None or not target.board.qemu_machine or not target.mpy:
        raise click.ClickException(f"QEMU has no board `{board}` that imports .mpy files")
    if not Path(firmware).is_file():
        raise click.ClickException(f"`{firmware}` is no firmware; write --qemu {board}=FIRMWARE")
    return QemuBoard(Path(firmware), target.board.qemu_machine, f"{target.name} ({target.core}, QEMU)"), target
