"""A board at a pseudo-terminal: MicroPython's raw REPL in front of the real MicroPython (its unix port)."""

import os
import pty
import subprocess
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mpy.micropython import PROGRAM

_ENGINE = """
import sys, io
g = {}
while True:
    line = sys.stdin.readline()
    if not line:
        break
    code = eval(line)
    err = ''
    try:
        exec(code, g)
    except Exception as e:
        b = io.StringIO()
        sys.print_exception(e, b)
        err = b.getvalue()
    print('\\x04' + err + '\\x04', end='')
"""


class _Board(threading.Thread):
    """Speaks the raw REPL: Ctrl-A enters it, Ctrl-D runs what was sent, Ctrl-B leaves it."""

    def __init__(self, master: int, folder: Path) -> None:
        super().__init__(daemon=True)
        self.master = master
        self.engine = subprocess.Popen(
            [str(PROGRAM), "-c", _ENGINE], cwd=folder, env={"MICROPYPATH": ""}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self) -> None:
        code = bytearray()
        while True:
            try:
                byte = os.read(self.master, 1)
            except OSError:
                return
            if byte == b"\x01":
                self._send(b"raw REPL; CTRL-B to exit\r\n>")
                code.clear()
            elif byte == b"\x04":
                self._send(b"OK")
                self._execute(bytes(code))
                self._send(b">")
                code.clear()
            elif byte not in b"\x02\x03":
                code += byte
            if code == b"\x05A":
                os.read(self.master, 1)
                self._send(b"R\x00")  # no raw paste
                code.clear()

    def _send(self, data: bytes) -> None:
        os.write(self.master, data)

    def _execute(self, code: bytes) -> None:
        """Run what was sent, and send on what it prints as it comes."""
        assert self.engine.stdin is not None
        assert self.engine.stdout is not None
        self.engine.stdin.write(repr(code.decode()).encode() + b"\n")
        self.engine.stdin.flush()
        ends = 0
        while ends < 2 and (byte := self.engine.stdout.read(1)):
            self._send(byte)
            ends += byte == b"\x04"


@contextmanager
def board(folder: Path) -> Iterator[str]:
    """A board whose files are in a folder; gives its port."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    thread = _Board(master, folder)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        thread.engine.kill()
        thread.engine.wait()
        os.close(slave)  # with its last user gone, the thread's read fails
        thread.join(10)
        os.close(master)
