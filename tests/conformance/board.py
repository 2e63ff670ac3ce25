"""Tests on a board that QEMU emulates: on our runtime, in an image that reads .mpy files of this computer by
semihosting, and on MicroPython's own firmware, by its REPL."""

import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nativecomp.emulator.qemu import find_qemu
from nativecomp.image.archive import python_runtime
from nativecomp.image.reach import Reach
from nativecomp.program.boardimage import link_objects, machine_objects
from nativecomp.targets import find_target
from tests.conformance.upstream import BOARDS, Upstream, UpstreamError

STACK = 0x10000
_ANSWERS = 60.0
"""Seconds in which a firmware that runs has answered."""
_REBOOT = b"\x04\x04MPY: soft reboot\r\n"
"""What the firmware says, before it asks for the next program, when one raises SystemExit: it had nothing to do."""
_QUIET = ("-display", "none", "-monitor", "none", "-no-reboot")


@dataclass(frozen=True)
class QemuBoard:
    """A board of QEMU by its name here, such as mps2-an386, with our image on it and the stock firmware."""

    name: str
    image: Path
    firmware: Path

    def command(self, options: Sequence[str], compiled: Path) -> list[str]:
        """The command that runs a compiled file on our runtime."""
        assert not options, "the image takes no options"
        config = "enable=on,target=native,chardev=console"
        return [
            *(str(find_qemu()), "-M", self.name, *_QUIET, "-chardev", "stdio,id=console,signal=off"),
            *("-semihosting-config", f"{config},arg={compiled}", "-serial", "none", "-kernel", str(self.image)),
        ]

    @property
    def cross_options(self) -> list[str]:
        """What `mpy-cross` must be told."""
        march = next(board.march for board in BOARDS.values() if board.machine == self.name)
        return [f"-march={march}", "-msmall-int-bits=31"]

    def stock(self, text: bytes, timeout: float) -> bytes:
        """What the firmware prints when a text is typed into its REPL."""
        words = ["-M", self.name, *_QUIET, "-semihosting", "-serial", "stdio", "-kernel", str(self.firmware)]
        pipe = subprocess.PIPE
        null = subprocess.DEVNULL
        # Not buffered: what a board that is gone did not read would be written once more at the end.
        with subprocess.Popen([str(find_qemu()), *words], stdin=pipe, stdout=pipe, stderr=null, bufsize=0) as qemu:
            expired = threading.Event()
            timer = threading.Timer(timeout, lambda: (expired.set(), qemu.kill()))
            timer.start()
            try:
                say(qemu, b"\x01", b"exit\r\n>")
                said = say(qemu, text + b"\x04", b"\x04>", b"exit\r\n>")
            finally:
                timer.cancel()
                qemu.kill()
        if expired.is_set():
            return b"TIMEOUT"
        # OK, what is printed, a mark, the traceback of what nobody caught, a mark
        output, _, error = said.removeprefix(b"OK").partition(_REBOOT)[0].partition(b"\x04")
        return (output + error.removesuffix(b"\x04>")).replace(b"\r\n", b"\n")


def say(qemu: "subprocess.Popen[bytes]", text: bytes, *ends: bytes) -> bytes:
    """Type a text into a board's serial line; what it answers up to one of the ends, or until QEMU is gone."""
    assert qemu.stdin is not None
    assert qemu.stdout is not None
    with suppress(BrokenPipeError):
        while text:
            text = text[qemu.stdin.write(text) :]
    said = b""
    while not said.endswith(ends):
        part = qemu.stdout.read(1 << 16)
        if not part:
            return said
        said += part
    return said


def make_board(name: str, upstream: Upstream, folder: Path) -> QemuBoard:
    """The board, with the image linked into `folder`.

    Raises:
        UpstreamError: the firmware does not run; each test would wait for it.
    """
    target = find_target(name)
    runtime = python_runtime(target)
    with tempfile.TemporaryDirectory() as place:
        inputs = machine_objects(
            runtime, target, Path(place), "main_file", "semihosting", files="files_semihosting", devices=None
        )
        reach = Reach.everything([*inputs, *runtime.objects])
        elf = link_objects(reach, runtime, target, STACK, Path(place))
    image = folder / "tests.elf"
    image.write_bytes(elf)
    known = next(board for board in BOARDS.values() if board.machine == name)
    board = QemuBoard(name, image, upstream.firmware(known))
    if board.stock(b"print(6 * 7)\n", _ANSWERS) != b"42\n":
        raise UpstreamError(f"{board.firmware} does not run `print(6 * 7)` on QEMU's {name}: does it enable the FPU?")
    return board
