"""The two compilers that are compared: a program that is started each time, and ours in a process that lives on."""

import io
import multiprocessing
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

OURS = "nativecomp-mpy-cross"
TIMEOUT = 120.0
"""Seconds for one file."""


@dataclass(frozen=True)
class Compiled:
    """How a compiler ended. Exit code 0 is success."""

    code: int
    output: bytes = b""
    errors: bytes = b""

    @property
    def complaint(self) -> str:
        """Why this is no success, in a line; empty for a success. A compiler that succeeds prints no errors."""
        if self.code == 0 and not self.errors:
            return ""
        lines = [line for line in self.errors.decode(errors="replace").splitlines() if line.strip()]
        return lines[0 if self.code >= 0 and "Traceback" not in lines[0] else -1] if lines else f"exit code {self.code}"


class Compiler(Protocol):
    """Has the command line of `mpy-cross`."""

    def compile(self, arguments: Sequence[str], folder: str, source: bytes) -> Compiled:
        """Run it in a folder, with standard input."""

    def close(self) -> None:
        """End what it has running."""


@dataclass(frozen=True)
class Program:
    """An executable file."""

    path: Path

    def compile(self, arguments: Sequence[str], folder: str, source: bytes) -> Compiled:
        try:
            done = subprocess.run(
                [str(self.path), *arguments],
                cwd=folder,
                input=source,
                capture_output=True,
                check=False,
                timeout=TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            return Compiled(-1, errors=b"does not end")
        return Compiled(done.returncode, done.stdout, done.stderr)

    def close(self) -> None:
        pass


class CompilerMissing(Exception):
    """The project does not install the console script."""


def find_main() -> Callable[[], Any]:
    """The function behind the console script `nativecomp-mpy-cross`.

    Raises:
        CompilerMissing: it is not installed.
    """
    found = list(entry_points(group="console_scripts", name=OURS))
    if not found:
        raise CompilerMissing(f"`{OURS}` is not installed: `make setup`")
    main: Callable[[], Any] = found[0].load()
    return main


def run_once(main: Callable[[], Any], arguments: Sequence[str], folder: str, source: bytes) -> Compiled:
    """Call a console script's function as if it were started, in this process."""
    os.chdir(folder)
    output, errors = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv, sys.stdin, sys.stdout, sys.stderr = (
        [OURS, *arguments],
        io.TextIOWrapper(io.BytesIO(source)),
        output,
        errors,
    )
    try:
        code = main()
    except SystemExit as exit_:
        code = exit_.code
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = saved
    for stream in (output, errors):
        stream.flush()
    if isinstance(code, str):
        errors.buffer.write(code.encode())
        code = 1
    return Compiled(int(code or 0), output.buffer.getvalue(), errors.buffer.getvalue())


def _serve(connection: Connection, find: Callable[[], Callable[[], Any]]) -> None:
    main = find()
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        connection.send(run_once(main, *request))


class Ours:
    """`nativecomp-mpy-cross` in a process of its own, which answers many times and is replaced when it dies."""

    def __init__(self, options: Sequence[str] = (), find: Callable[[], Callable[[], Any]] = find_main) -> None:
        find()
        self.options = tuple(options)
        self._find = find
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def _start(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            self._connection, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self._find))
            self._process.start()
            other.close()
        return self._connection

    def compile(self, arguments: Sequence[str], folder: str, source: bytes) -> Compiled:
        connection = self._start()
        connection.send(([*self.options, *arguments], folder, source))
        try:
            if connection.poll(TIMEOUT):
                compiled = connection.recv()
                assert isinstance(compiled, Compiled)
                return compiled
            reason = b"does not end"
        except (EOFError, OSError):
            reason = b"the process died"
        self.close()
        return Compiled(-1, errors=reason)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._connection = self._process = None
