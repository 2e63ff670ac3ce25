"""A connected board that runs MicroPython: what it is, files to it, code on it. By way of `mpremote`."""

import ast
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nativecomp.mpy.archs import OURS, Arch, file_for

_FACTS = """
import sys
_i = sys.implementation
_d = {'name': _i[0], 'version': tuple(_i[1])[:3], 'mpy': getattr(_i, '_mpy', 0),
      'machine': getattr(_i, '_machine', sys.platform), 'platform': sys.platform, 'none': id(None),
      'path': list(sys.path)}
print(repr(_d))
"""

_VERSION_6_3 = 0x306
_REPRESENTATION_C = 0x0E
"""What None is in builds whose objects hold floats; elsewhere it is 6."""


class BoardError(Exception):
    """The board is not there, does not answer, or cannot take our files; the message says what to do."""


@dataclass(frozen=True)
class BoardFacts:
    """What a board says of itself. `mpy` is the number `sys.implementation._mpy`, `none` the word of None."""

    name: str
    version: tuple[int, ...]
    mpy: int
    machine: str
    platform: str
    none: int
    path: tuple[str, ...]

    @property
    def arch(self) -> str:
        """The architecture of the files to compile for it.

        Raises:
            BoardError: there is none; the message says why and what to do.
        """
        version = ".".join(map(str, self.version))
        if self.name != "micropython":
            raise BoardError(f"the board runs {self.name} {version}; files are for MicroPython 1.23 or newer")
        if self.mpy & 0x3FF != _VERSION_6_3:
            raise BoardError(
                f"the board runs MicroPython {version}; 1.23 or newer is needed (.mpy files of version 6.3)"
            )
        number = self.mpy >> 10 & 15
        if not number:
            raise BoardError(
                f"the firmware of this board ({self.machine}) takes no machine code: it was built without native "
                "emitter and loader. Copy the .py file, or install firmware that has it"
            )
        known = number in list(Arch)
        reported = Arch(number).text if known else f"number {number}"
        if not known or Arch(number) not in OURS:
            raise BoardError(
                f"the board ({self.machine}) takes machine code for {reported}, which nativecomp does not make. Copy "
                f"bytecode, or let MicroPython's emitters do it: `mpy-cross -march={reported}`"
            )
        arch = file_for(Arch(number))
        if self.none & 0xFFFFFFFF == _REPRESENTATION_C and arch != Arch.X64:
            raise BoardError(
                f"the firmware of this board ({self.machine}) keeps floats inside objects (representation C), which "
                "compiled code does not know. Copy the .py file"
            )
        return arch.text


def list_ports() -> list[str]:
    """The serial ports that look like boards: those of USB devices."""
    from serial.tools import list_ports as ports

    return sorted(port.device for port in ports.comports() if port.vid is not None)


def choose_port(wanted: str | None, found: Sequence[str]) -> str:
    """The port to use.

    Raises:
        BoardError: there is none, or more than one.
    """
    if wanted is not None:
        return wanted
    if not found:
        raise BoardError("no board is connected: plug it in (with a cable for data), or name its port with --port")
    if len(found) > 1:
        raise BoardError(f"several boards are connected: choose one with --port ({', '.join(found)})")
    return found[0]


class Connection:
    """A board in its raw REPL."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def run(self, code: str) -> str:
        """Run code on the board; what it prints.

        Raises:
            BoardError: it raised; the message is the traceback.
        """
        from mpremote.transport import TransportExecError

        try:
            output: bytes = self._transport.exec(code)
        except TransportExecError as error:
            raise BoardError(str(error.error_output).strip()) from None
        return output.decode("utf-8", "replace")

    def facts(self) -> BoardFacts:
        """What the board is."""
        try:
            found: dict[str, Any] = ast.literal_eval(self.run(_FACTS).strip().splitlines()[-1])
        except (ValueError, SyntaxError, IndexError) as error:
            raise BoardError(f"the board answers with something else than facts ({error})") from None
        return BoardFacts(**{**found, "path": tuple(found["path"]), "version": tuple(found["version"])})

    def write(self, path: str, data: bytes) -> None:
        """Put a file on the board.

        Raises:
            BoardError: the board refuses it.
        """
        try:
            self._transport.fs_writefile(path, data)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise BoardError(
                f"{path} cannot be written on the board ({why}): does it have a file system with room, and the folder?"
            ) from None


@contextmanager
def connect(port: str) -> Iterator[Connection]:
    """A connection to the board at a port (a device, or a URL that pyserial takes).

    Raises:
        BoardError: nothing is there, or what is there does not answer as MicroPython does.
    """
    import serial
    from mpremote.transport import TransportError
    from mpremote.transport_serial import SerialTransport

    try:
        transport = SerialTransport(port, baudrate=115200)
    except (TransportError, serial.SerialException, OSError, ValueError):
        raise BoardError(
            f"{port} cannot be opened: is the board there, and is no other program (a terminal, an editor) using it?"
        ) from None
    try:
        try:
            transport.enter_raw_repl(soft_reset=False)
        except (TransportError, serial.SerialException, OSError):
            raise BoardError(f"what is at {port} does not answer as MicroPython does: reset it and try again") from None
        try:
            yield Connection(transport)
        except (TransportError, serial.SerialException) as error:
            raise BoardError(f"the board at {port} stopped answering: {error}") from None
        finally:
            transport.exit_raw_repl()
    finally:
        transport.close()
