"""A connected board that runs MicroPython: what it is, files to it, code on it. By way of `mpremote`."""

import ast
import codecs
import os
from collections.abc import Callable, Iterator, Sequence
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

_FIND = """
import sys, os
def _nc_full(path):
    return path if path[:1] == '/' else os.getcwd().rstrip('/') + '/' + path
def _nc_find(folders):
    for folder in folders:
        for end in ('', '.py', '.mpy'):
            path = (folder + '/' if folder else '') + {module!r} + end
            try:
                if (os.stat(path)[0] & 0x4000 != 0) == (not end):
                    return {place!r} if _nc_full(path) == _nc_full({place!r}) else path
            except OSError:
                pass
    return ''
print(_nc_find({folders}))
"""
_TIMEOUT = 10
"""Seconds that a board may say nothing where it has nothing of the user's to do."""

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

    def run(self, code: str, show: Callable[[str], None] | None = None) -> str:
        """Run code on the board; what it prints.

        With `show`, it may take as long as it likes, and what it prints is given to `show` as it comes.

        Raises:
            BoardError: it raised; the message is the traceback.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")

        def consume(data: bytes) -> None:
            text = decoder.decode(data.replace(b"\x04", b""))
            if show and text:
                show(text)

        try:
            output, error = self._transport.exec_raw(
                code, timeout=None if show else _TIMEOUT, data_consumer=consume if show else None
            )
        except KeyboardInterrupt:
            self._transport.serial.write(b"\r\x03\x03")  # what runs on the board ends too
            raise
        if error:
            raise BoardError(error.decode("utf-8", "replace").strip())
        return str(output.decode("utf-8", "replace"))

    def found_first(self, module: str, place: str, folder: str | None = None) -> str | None:
        """The file or folder that `import` finds for a module: `place` where it is that; None if there is none.

        It looks in a folder, or in those of `sys.path`. Frozen modules are not seen.
        """
        folders = "sys.path" if folder is None else repr([folder])
        return self.run(_FIND.format(module=module, place=place, folders=folders)).strip() or None

    def facts(self) -> BoardFacts:
        """What the board is."""
        try:
            found: dict[str, Any] = ast.literal_eval(self.run(_FACTS).strip().splitlines()[-1])
        except (ValueError, SyntaxError, IndexError) as error:
            raise BoardError(f"the board answers with something else than facts ({error})") from None
        return BoardFacts(**{**found, "path": tuple(found["path"]), "version": tuple(found["version"])})

    def make_folder(self, path: str) -> None:
        """Make a folder on the board where there is none.

        Raises:
            BoardError: the board refuses it.
        """
        if not self._transport.fs_exists(path):
            try:
                self._transport.fs_mkdir(path)
            except OSError as error:
                raise BoardError(f"the folder {path} cannot be made on the board: {error}") from None

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
