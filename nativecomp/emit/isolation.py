"""Runs the emission of machine code in worker processes, which live on between requests.

LLVM ends the process it runs in when it meets what it cannot do. In a worker that becomes a `CodegenError`; the next
request starts a new worker. A worker belongs to the process that started it: after a fork, and in each process of
pytest-xdist, the first request starts another.

What was made before comes from the store. The rest is handed out in parts, as many at a time as the machine has cores:

    requests --> store --> those it has not --> parts of up to 24 --> a worker each --> answers, in order
"""

import atexit
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO

from nativecomp.codegen.errors import CodegenError
from nativecomp.emit import store
from nativecomp.emit.request import MachineCode, Request
from nativecomp.host import progress

TIMEOUT = 300.0
"""Seconds after which an emission counts as hung."""

PART = 24
"""Requests that go to a worker together, at most; so many share what LLVM does once for each module."""

PART_TEXT = 250_000
"""Characters of LLVM text after which a part is long enough."""


class Worker:
    """One worker process and the pipes to it."""

    def __init__(self, *, costs: bool = False) -> None:
        self.costs = costs
        self.owner = os.getpid()
        self.messages: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the worker
        path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "nativecomp.emit.worker", *(["--costs"] if costs else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.messages,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
        )

    @property
    def is_usable(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, requests: Sequence[Request]) -> Iterator[MachineCode | CodegenError]:
        """The answers, in the order of the requests, as they come.

        Raises:
            EOFError, OSError: the worker ended.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump(requests, self.process.stdin)
        self.process.stdin.flush()
        for _ in requests:
            yield pickle.load(self.process.stdout)

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
_idle: list[Worker] = []
_busy: set[Worker] = set()


def _take(*, costs: bool = False) -> Worker:
    """A worker that nobody uses, one that tells costs or one that does not."""
    with _lock:
        while fitting := [worker for worker in _idle if worker.costs == costs]:
            worker = fitting[-1]
            _idle.remove(worker)
            if worker.is_usable:
                break
            worker.kill()
        else:
            worker = Worker(costs=costs)
        _busy.add(worker)
    return worker


def _give_back(worker: Worker, *, usable: bool) -> None:
    with _lock:
        _busy.discard(worker)
        is_kept = usable and sum(one.costs == worker.costs for one in _idle) < _cores()
        if is_kept:
            _idle.append(worker)
    if not is_kept:
        worker.kill()


def start() -> None:
    """Start a worker if there is none, without waiting: a later request finds LLVM loaded."""
    _give_back(_take(), usable=True)


def stop() -> None:
    """End all workers. The next request starts another."""
    with _lock:
        workers = [*_idle, *_busy]
        _idle.clear()
        _busy.clear()
    for worker in workers:
        worker.kill()


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    _idle.clear()
    _busy.clear()


atexit.register(stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def emit(request: Request, *, timeout: float = TIMEOUT) -> MachineCode:
    """`machine.emit` in a worker process.

    Raises:
        CodegenError: LLVM refuses the module, aborts, or takes more than `timeout` seconds. The message names the
            module and holds what LLVM said.
    """
    return emit_all([request], timeout=timeout)[0]


def emit_all(requests: Sequence[Request], *, timeout: float = TIMEOUT) -> list[MachineCode]:
    """The same for many requests, in parallel; each is made once, now or in an earlier run.

    Raises:
        CodegenError: as for `emit`, of the first request that has one.
    """
    keys = [store.key_of(request) for request in requests]
    known = store.load(keys)
    missing = {key: request for key, request in zip(keys, requests, strict=True) if key not in known}
    made: dict[bytes, MachineCode] = {}
    with progress.counting("compiling", len(requests), len(requests) - len(missing)) as advance:
        for key, answer in zip(missing, _in_parallel(_parts(list(missing.values())), timeout, advance), strict=True):
            if isinstance(answer, CodegenError):
                raise answer
            made[key] = answer
    store.keep(made)
    return [known.get(key) or made[key] for key in keys]


def _parts(requests: list[Request]) -> list[list[Request]]:
    """The requests in parts that a worker gets at once, at least one for each core."""
    most = max(1, min(PART, -(-len(requests) // _cores())))
    parts: list[list[Request]] = []
    size = 0
    for request in requests:
        if not parts or len(parts[-1]) == most or size > PART_TEXT or parts[-1][0].tells_costs != request.tells_costs:
            parts.append([])
            size = 0
        parts[-1].append(request)
        size += len(request.llvm)
    return parts


def _cores() -> int:
    """How many processes may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_parallel(
    parts: list[list[Request]], timeout: float, advance: Callable[[], None]
) -> Iterator[MachineCode | CodegenError]:
    if len(parts) < 2 or _cores() < 2:
        for part in parts:
            yield from _emit_part(part, timeout, advance)
        return
    pool = ThreadPoolExecutor(min(len(parts), _cores()))
    try:
        for answers in pool.map(lambda part: _emit_part(part, timeout, advance), parts):
            yield from answers
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop()  # Ctrl-C, for instance: what is at work ends, and its threads with it
        raise
    finally:
        pool.shutdown()


def _emit_part(
    requests: Sequence[Request], timeout: float, advance: Callable[[], None]
) -> list[MachineCode | CodegenError]:
    """The answers of one worker. Where it ends amid them, the rest is asked for one by one."""
    worker = _take(costs=requests[0].tells_costs)
    hung = threading.Event()

    def give_up() -> None:
        hung.set()
        worker.process.kill()

    timer = threading.Timer(timeout, give_up)
    timer.daemon = True
    timer.start()
    answers: list[MachineCode | CodegenError] = []
    usable = False
    try:
        for answer in worker.ask(requests):
            answers.append(answer)
            advance()
        usable = True
    except (EOFError, OSError, pickle.UnpicklingError):
        if len(requests) == 1:
            why = f"took more than {timeout:g} seconds" if hung.is_set() else worker.last_words()
            message = f"LLVM failed on module {requests[0].name}: {why or 'ended without a word'}"
            return [CodegenError(message, requests[0].llvm)]
    finally:
        timer.cancel()
        # Unless all was answered, the next answer must not be taken for that of another request.
        _give_back(worker, usable=usable)
    for request in requests[len(answers) :]:
        answers += _emit_part([request], timeout, advance)
    return answers
