"""Run MicroPython's own test runner, `tests/run-tests.py` of its sources, and collect what became of each test."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.upstream import Upstream, UpstreamError

BATCH = 60
"""Tests in one life of an emulated board."""
STALLED = 75.0
"""Seconds of silence after which the runner counts as stuck; it gives a test 30."""
_LINE = re.compile(r"^(pass|FAIL|skip|lrge)\s+(\S+)(.*)$", re.MULTILINE)
_WORDS = {"pass": "pass", "FAIL": "fail", "skip": "skip", "lrge": "skip"}
_NO_PROMPT = "raw REPL failed"
_NO_UNITTEST = re.compile(r"^error: test (\S+) requires unittest", re.MULTILINE)
"""The runner ends at such a test, where MicroPython has no module `unittest`."""

Results = dict[str, str]
"""By the test's path: `pass`, `fail`, `skip` or `ignored` (fails now and then, as MicroPython's runner knows)."""


@dataclass(frozen=True)
class Instance:
    """The MicroPython that runs the tests. `device` is the runner's `-t`; empty for the unix port.

    `flags` are for `mpy-cross`; empty lets the runner ask MicroPython.
    """

    upstream: Upstream
    micropython: Path | None = None
    device: str = ""
    flags: str = ""

    @property
    def options(self) -> list[str]:
        return [
            *(["-t", self.device] if self.device else []),
            *([f"--mpy-cross-flags={self.flags}"] if self.flags else []),
        ]

    @property
    def environment(self) -> dict[str, str]:
        named = {"MICROPY_MICROPYTHON": str(self.micropython)} if self.micropython else {}
        return {"MICROPY_CPYTHON3": sys.executable, "PYTHONUNBUFFERED": "1", **named}


@dataclass(frozen=True)
class Runner:
    """The test runner for one emitter. `extra` are variables of its environment."""

    instance: Instance
    emit: str
    extra: Mapping[str, str]
    jobs: int = 1
    report: Callable[[str], None] = print

    def find(self, folders: Sequence[str], only: str = "") -> list[str]:
        """The tests that would run.

        Raises:
            UpstreamError: the runner fails.
        """
        chosen = [*(["-d", *folders] if folders else []), *(["-i", only] if only else [])]
        results, log = self._start(["--dry-run", *chosen], [])
        if results is None:
            raise UpstreamError(f"{self.instance.upstream.runner} fails:\n{log[-2000:]}")
        return sorted(test for test, result in results.items() if result == "found")

    def run(self, tests: Sequence[str]) -> Results:
        """What becomes of each of the tests. On a board, one that leaves it dead fails and the next begins anew.

        Raises:
            UpstreamError: the runner fails on the unix port.
        """
        found: Results = {}
        waiting = list(tests)
        while waiting:
            size = BATCH if self.instance.device else len(waiting)
            batch, waiting = waiting[:size], waiting[size:]
            results, log = self._start([], batch)
            known = results or {test: _WORDS[word] for word, test, _ in _LINE.findall(log)}
            if without := _NO_UNITTEST.findall(log):
                # With several jobs, what two of them print may run together.
                told = known | dict.fromkeys(without, "skip")
                found |= {test: told[test] for test in batch if test in told}
            elif results is None and not self.instance.device:
                raise UpstreamError(f"{self.instance.upstream.runner} fails:\n{log[-2000:]}")
            else:
                done = until_death(batch, log) if self.instance.device else batch
                found |= {test: known.get(test, "fail") for test in done}
            waiting = [test for test in batch if test not in found] + waiting
            self.report(f"{len(found)} of {len(tests)} tests")
        return found

    def _start(self, options: list[str], tests: Sequence[str]) -> tuple[Results | None, str]:
        """The results and the output; no results where the runner ended early."""
        with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
            command = [sys.executable, self.instance.upstream.runner.name, "--via-mpy", "--emit", self.emit]
            command += ["-j", str(self.jobs), "-r", folder, *self.instance.options, *options, *tests]
            log = _watch(
                command, self.instance.upstream.tests, {**os.environ, **self.instance.environment, **self.extra}
            )
            written = Path(folder) / "_results.json"
            if not written.exists():
                return None, log
            return {test: result for test, result, _ in json.loads(written.read_text("utf-8"))["results"]}, log


def _watch(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """Run the runner, and interrupt it when it falls silent: it waits forever on a board that reads nothing.

    However this ends, what the runner has started ends too: it puts QEMU into a session of its own.
    """
    mark = f"{_MARK}={uuid.uuid4()}"
    marked = {**environment, _MARK: mark.partition("=")[2]}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=marked, stdout=output, stderr=subprocess.STDOUT, preexec_fn=_heed_interrupts
        )
        try:
            size, since = 0, time.monotonic()
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.5)
                if (now := os.fstat(output.fileno()).st_size) != size:
                    size, since = now, time.monotonic()
                elif time.monotonic() - since > STALLED:
                    _interrupt(process)
        finally:
            _end_marked(mark.encode())
            process.wait()
        output.seek(0)
        return output.read().decode(errors="replace")


_MARK = "NATIVECOMP_CONFORMANCE"
"""A variable that the runner and all that it starts have in their environment."""


def _end_marked(mark: bytes) -> None:
    """End all processes with a variable in their environment, however they were started."""
    while marked := [path for path in Path("/proc").glob("[0-9]*/environ") if _holds(path, mark)]:
        for path in marked:
            with suppress(ProcessLookupError):
                os.kill(int(path.parent.name), signal.SIGKILL)
        time.sleep(0.05)


def heed_signals() -> None:
    """Let this process, when it is ended, end what it has started and remove its folders first."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))


def _holds(path: Path, mark: bytes) -> bool:
    try:
        return mark in path.read_bytes().split(b"\0")
    except OSError:  # another user's, or gone
        return False


def _heed_interrupts() -> None:
    """A process that a shell started in the background ignores them, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    """End the runner the way that lets it end QEMU too."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until_death(batch: Sequence[str], log: str) -> list[str]:
    """The tests of a batch that count: all up to the one that left the board without a prompt, at least one.

    A test that finds no prompt says nothing about itself, nor do those after it. Where the runner ended without a word
    about a test, that test is the one that killed it.
    """
    dead = {test for _, test, rest in _LINE.findall(log) if _NO_PROMPT in rest}
    told = {test for _, test, _ in _LINE.findall(log)}
    for index, test in enumerate(batch):
        if test in dead:
            return list(batch[: max(index, 1)])
        if test not in told:
            return list(batch[: index + 1])
    return list(batch)
