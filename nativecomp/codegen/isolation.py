"""Runs the emission of machine code in a worker process, which lives on between requests.

LLVM ends the process it runs in when it meets what it cannot do. In a worker that becomes a `CodegenError`; the next
request starts a new worker. A worker belongs to the process that started it: after a fork, and in each process of
pytest-xdist, the first request starts another.
"""

import atexit
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.request import MachineCode, Request

TIMEOUT = 300.0
"""Seconds after which an emission counts as hung."""


class Worker:
    """One worker process and the pipes to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.messages: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the worker
        path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nativecomp.codegen.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.messages,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )

    @property
    def is_usable(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, request: Request) -> Any:
        """
        Raises:
            EOFError, OSError: the worker ended.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump(request, self.process.stdin)
        self.process.stdin.flush()
        return pickle.load(self.process.stdout)

    def last_words(self) -> str:
        """What the worker wrote to standard error, its end."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        self.messages.seek(0)
        return self.messages.read().decode(errors="replace").strip()[-2000:]

    def kill(self) -> None:
        if self.owner != os.getpid():
            return
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.messages):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


_lock = threading.Lock()
_worker: Worker | None = None


def _current() -> Worker:
    global _worker
    if _worker is None or not _worker.is_usable:
        if _worker is not None:
            _worker.kill()
        _worker = Worker()
    return _worker


def start() -> None:
    """Start the worker if there is none, without waiting: a later request finds LLVM loaded."""
    with _lock:
        _current()


def stop() -> None:
    """End the worker. The next request starts another."""
    global _worker
    if _worker is not None:
        _worker.kill()
        _worker = None


def _after_fork() -> None:
    global _lock, _worker
    _lock = threading.Lock()
    _worker = None


atexit.register(stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def emit(request: Request, *, timeout: float = TIMEOUT) -> MachineCode:
    """`machine.emit` in the worker process.

    Raises:
        CodegenError: LLVM refuses the module, aborts, or takes more than `timeout` seconds. The message names the
            module and holds what LLVM said.
    """
    with _lock:
        worker = _current()
        hung = threading.Event()

        def give_up() -> None:
            hung.set()
            worker.process.kill()

        timer = threading.Timer(timeout, give_up)
        timer.daemon = True
        timer.start()
        try:
            answer = worker.ask(request)
        except (EOFError, OSError, pickle.UnpicklingError):
            why = (
                f"took more than {timeout:g} seconds"
                if hung.is_set()
                else worker.last_words() or "ended without a word"
            )
            stop()
            raise CodegenError(f"LLVM failed on module {request.name}: {why}", request.llvm) from None
        except BaseException:
            stop()  # Ctrl-C, for instance: the answer of this request must not be taken for the next one's
            raise
        finally:
            timer.cancel()
    if isinstance(answer, CodegenError):
        raise answer
    assert isinstance(answer, MachineCode)
    return answer
