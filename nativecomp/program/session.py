"""A board that runs what it is sent, as its other side sees it; the bytes are described in
`runtime/machine/main_repl.c`.

    with QemuLine(elf, target) as line:
        session = Session(line, lambda name: None)
        session.start()
        session.run(mpy, print)          # Outcome.OK; what the program prints went to `print`
"""

import codecs
import os
import select
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Protocol, Self

from nativecomp.emulator.qemu import find_qemu
from nativecomp.targets import Target


class BoardGoneError(Exception):
    """The board does not answer any more; the message is the last that it said."""


class Outcome(StrEnum):
    """How a line ended."""

    OK = "O"
    RAISED = "E"
    LEFT = "X"
    START_UP = "B"


class _Control(IntEnum):
    START = 2
    INTERRUPT = 3
    DONE = 4
    ASK = 5
    READY = 6
    LINE = 7
    ESCAPE = 16
    AGAIN = 21


_CONTROLS = frozenset(_Control)
_ESCAPED = 0x40
_TRIES = 5
"""How often a file is sent that did not arrive as it is."""
_MOST_TYPED = 256
"""Bytes that the board takes of a line at once."""


class Line(Protocol):
    """A way to a board, for bytes."""

    def read(self, seconds: float) -> bytes:
        """What comes within the time; nothing if nothing comes.

        Raises:
            BoardGoneError: nothing will come.
        """

    def write(self, data: bytes) -> None:
        """Send all of it."""


class ProcessLine:
    """Standard input and output of a process, which ends with the block. `program` is a file that it needs."""

    def __init__(self, program: bytes, *command: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, "program")
        path.write_bytes(program)
        path.chmod(0o700)
        pipe = subprocess.PIPE
        # In a session of its own, so that Ctrl-C is for this process alone.
        self._process = subprocess.Popen([*command, str(path)], stdin=pipe, stdout=pipe,
                                         stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def read(self, seconds: float) -> bytes:
        assert self._process.stdout is not None
        file = self._process.stdout.fileno()
        if not select.select([file], [], [], seconds)[0]:
            return b""
        data = os.read(file, 1 << 16)
        if not data:
            raise BoardGoneError(f"the board stopped (exit code {self._process.wait()})")
        return data

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the next read tells


class QemuLine(ProcessLine):
    """The serial line of a board that QEMU emulates."""

    def __init__(self, elf: bytes, target: Target) -> None:
        """
        Raises:
            QemuError: QEMU is missing.
        """
        assert target.board is not None
        command = [str(find_qemu()), "-M", target.board.qemu_machine, "-display", "none", "-monitor", "none"]
        command += ["-chardev", "stdio,id=line,signal=off", "-serial", "chardev:line", "-semihosting"]
        super().__init__(elf, *command, "-kernel")


class Session:
    """The dialogue with a board.

    `find` gives a module that the board asks for: its first byte 1 for a package, else 0, then an .mpy file. `ask`
    gives a line of standard input, with its end, and nothing at the end of the input.
    """

    def __init__(self, line: Line, find: Callable[[str], bytes | None], ask: Callable[[], str] = lambda: "") -> None:
        self._line = line
        self._find = find
        self._ask = ask
        self._came = b""
        self._typed = b""

    def start(self, patience: float = 10, *, wake: bool = False) -> None:
        """Wait until the board listens. `wake` one that may have started long ago: end what it runs, and try a line.

        Raises:
            BoardGoneError: it does not.
        """
        until, first = time.monotonic() + patience, True
        while _one(_Control.DONE) not in self._came:
            if (left := until - time.monotonic()) <= 0:
                raise BoardGoneError(f"the board says nothing within {patience:g} seconds")
            if wake and not first:
                self._line.write(_one(_Control.INTERRUPT))
                self._send(b"")
                self._line.write(_escape(_checksum(b"")))
            self._came += self._line.read(min(left, 1) if wake else left)
            first = False
        while wake and (more := self._line.read(0.3)):  # answers to all that was tried
            self._came += more
        self._came = self._came.rpartition(_one(_Control.DONE))[2]
        self._byte()

    def run(self, file: bytes, show: Callable[[str], None]) -> Outcome:
        """Run an .mpy file and show what it prints. Ctrl-C here raises KeyboardInterrupt there.

        Raises:
            BoardGoneError: it is gone.
        """
        tries = 0
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._typed = b""
        self._send(file)
        while True:
            try:
                byte = self._byte()
                if byte == _Control.DONE:
                    return Outcome(chr(self._byte()))
                if byte == _Control.READY:
                    self._line.write(_escape(file + _checksum(file)))
                elif byte == _Control.AGAIN:
                    tries += 1
                    if tries == _TRIES:
                        raise BoardGoneError(f"a file did not arrive {_TRIES} times: is the line at 115200 baud?")
                    self._send(file)
                elif byte == _Control.ASK:
                    file = self._find(self._name()) or b""
                    self._send(file)
                elif byte == _Control.LINE:
                    file = self._input()
                    self._send(file)
                else:
                    show(decoder.decode(self._text(byte)))
            except KeyboardInterrupt:
                self._line.write(_one(_Control.INTERRUPT))

    def _input(self) -> bytes:
        self._typed = self._typed or self._ask().encode()
        part, self._typed = self._typed[:_MOST_TYPED], self._typed[_MOST_TYPED:]
        return part

    def _send(self, file: bytes) -> None:
        self._line.write(_one(_Control.START) + _escape(len(file).to_bytes(4, "little")))

    def _byte(self) -> int:
        while not self._came:
            self._came = self._line.read(0.5)
        first, self._came = self._came[0], self._came[1:]
        return first

    def _text(self, first: int) -> bytes:
        """All that has come up to the next control."""
        text = bytearray()
        while True:
            text.append(self._byte() ^ _ESCAPED if first == _Control.ESCAPE else first)
            if not self._came or (self._came[0] in _CONTROLS and self._came[0] != _Control.ESCAPE):
                return bytes(text)
            first = self._byte()

    def _name(self) -> str:
        text = bytearray()
        while (byte := self._byte()) != _Control.READY:
            text += self._text(byte)
        return text.decode(errors="replace")


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


def _one(control: _Control) -> bytes:
    return bytes([control])


def _escape(data: bytes) -> bytes:
    return b"".join(bytes([_Control.ESCAPE, byte ^ _ESCAPED]) if byte in _CONTROLS else bytes([byte]) for byte in data)
