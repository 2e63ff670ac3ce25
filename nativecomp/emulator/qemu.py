"""Run an image on a board that QEMU emulates, with the board's own memory map, interrupts and faults."""

import io
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nativecomp.emulator.faults import explain_faults
from nativecomp.targets import Target

_PROGRAM = "qemu-system-arm"
# One console for semihosting and UART: whichever the image writes to is seen.
_CONSOLE = (
    *("-chardev", "stdio,id=console,mux=on,signal=off"),
    *("-semihosting-config", "enable=on,target=native,chardev=console"),
    *("-serial", "chardev:console"),
    *("-display", "none", "-monitor", "none", "-no-reboot"),
)


class QemuError(Exception):
    """QEMU is missing or could not run the image to its end; the message says what to do."""


@dataclass(frozen=True)
class QemuOutcome:
    """How a program ended: its exit code (0..255) and all that it wrote, fault reports in words."""

    exit_code: int
    output: str


def find_qemu() -> Path:
    """The QEMU program for Arm boards.

    Raises:
        QemuError: it is not installed; the message says how to get it.
    """
    found = shutil.which(_PROGRAM)
    if found is None:
        raise QemuError(
            f"`{_PROGRAM}` is not installed: `apt-get install qemu-system-arm` (Debian, Ubuntu), `brew install qemu` "
            "(macOS); or run without `--emulator qemu`"
        )
    return Path(found)


def qemu_command(target: Target, image: Path) -> list[str]:
    """The command that runs an image on a board.

    Raises:
        QemuError: QEMU is missing, or does not have the board.
    """
    if target.board is None or not target.board.qemu_machine:
        raise QemuError(f"QEMU has no board `{target.name}`; `nativecomp targets` lists those it has")
    return [str(find_qemu()), "-M", target.board.qemu_machine, *_CONSOLE, "-kernel", str(image)]


def run_image_in_qemu(
    elf: bytes, target: Target, *, limit: float = 60.0, stdout: Callable[[str], None] | None = None
) -> QemuOutcome:
    """Run the image `elf` on the board `target` until it exits.

    `stdout` gets the output line by line as it comes. `limit` is in seconds of real time.

    Raises:
        QemuError: QEMU is missing, does not have the board, the core locked up, or the limit was reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        image, errors = Path(folder, "image.elf"), Path(folder, "errors")
        image.write_bytes(elf)
        command = qemu_command(target, image)
        with errors.open("wb") as error_file:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=error_file,
            )
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(limit, stop)
        timer.start()
        written: list[str] = []
        try:
            assert process.stdout is not None
            # Line ends stay as the program wrote them.
            for line in io.TextIOWrapper(process.stdout, "utf-8", errors="replace", newline=""):
                written.append(explain_faults(line, elf))
                if stdout is not None:
                    stdout(written[-1])
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()
            process.wait()
        complaint = errors.read_text(encoding="utf-8", errors="replace").strip()
    if expired.is_set():
        raise QemuError(f"the program did not end within {limit:g} seconds")
    if "Lockup" in complaint:
        raise QemuError("the core locked up: a second fault while it reported the first")
    if code < 0 or complaint.startswith(_PROGRAM):
        raise QemuError(f"QEMU failed: {complaint or f'signal {-code}'}")
    return QemuOutcome(code, "".join(written))
