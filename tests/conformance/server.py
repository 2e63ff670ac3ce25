"""The compile server: what the test runner starts as `mpy-cross` asks here.

It makes two things possible that the runner lacks: a compiler that is started once, and a test that goes on when the
compiler refuses a file. For such a file the answer is a module that prints the reason, so that the test fails.
"""

import marshal
import os
import shlex
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.client import SOCKET_VARIABLE
from tests.conformance.compilers import Compiled, Compiler, Program

CLIENT = Path(__file__).with_name("client.py")


class CompileServer:
    """Answers the clients one after the other.

    `refused` holds, by the test's path under the tests' folder, why it was not compiled.
    """

    def __init__(self, compiler: Compiler, stand_in: Program, tests: Path, folder: Path) -> None:
        self.compiler = compiler
        self.stand_in = stand_in
        self.tests = tests
        self.refused: dict[str, str] = {}
        self.program = folder / "mpy-cross"
        self.program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-ES", str(CLIENT)])} "$@"\n', "utf-8")
        self.program.chmod(0o755)
        self.address = str(folder / "socket")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.address)
        self.listener.listen()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make MicroPython's test runner ask here."""
        return {"MICROPY_MPYCROSS": str(self.program), SOCKET_VARIABLE: self.address}

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                with client.makefile("rb") as requests:
                    arguments, folder, source = marshal.load(requests)
                answer = self.answer(arguments, folder, source)
                client.sendall(marshal.dumps((answer.code, answer.output, answer.errors)))

    def answer(self, arguments: Sequence[str], folder: str, source: bytes) -> Compiled:
        """The compiler's answer, or the module that tells of its refusal."""
        compiled = self.compiler.compile(arguments, folder, source)
        if not compiled.complaint:
            return compiled
        self.refused[self.test_name(arguments, folder)] = compiled.complaint.replace(f"{self.tests}{os.sep}", "")
        told = f"print({('mpy-cross: ' + compiled.complaint)!r})\n"
        return self.stand_in.compile([*_output(arguments), "-s", "refused.py", "-"], folder, told.encode())

    def test_name(self, arguments: Sequence[str], folder: str) -> str:
        """The test that the arguments name: the input file, or with `-s` the file that standard input came from."""
        path = arguments[arguments.index("-s") + 1] if "-s" in arguments else arguments[-1]
        return os.path.relpath(os.path.join(folder, path), self.tests)

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        self.compiler.close()


def _output(arguments: Sequence[str]) -> list[str]:
    return ["-o", arguments[arguments.index("-o") + 1]] if "-o" in arguments else []


@contextmanager
def serving(compiler: Compiler, stand_in: Program, tests: Path) -> Iterator[CompileServer]:
    """A server for as long as the block runs. `stand_in` is MicroPython's `mpy-cross`."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        server = CompileServer(compiler, stand_in, tests, Path(folder))
        server.thread.start()
        try:
            yield server
        finally:
            server.close()
