"""`nativecomp watch`: a change of a file runs the verb again; what runs is ended before."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.command import nativecomp
from tests.cli.test_process import start


@contextmanager
def watching(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = start("watch", *arguments, env={"PYTHONUNBUFFERED": "1"}, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 40
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_build(folder: Path) -> None:
    made = folder / "made" / "led.s"
    with watching("build", "led.py", "-o", str(made)) as process:
        wait_for(made.exists)
        first = made.read_text()
        time.sleep(0.5)
        (folder / "led.py").write_text((folder / "led.py").read_text().replace("return 3", "return 1234567"))
        wait_for(lambda: made.read_text() != first)
    assert process.returncode == 130
    assert process.stderr is not None
    told = process.stderr.read()
    assert "--- led.py changed" in told
    assert "Traceback" not in told


def test_what_still_runs_is_ended(folder: Path) -> None:
    (folder / "app.py").write_text("import time\nprint('one', flush=True)\ntime.sleep(600)\n")
    with watching("run", "app.py") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "one\n"
        time.sleep(0.5)
        (folder / "app.py").write_text("print('two', flush=True)\n")
        assert process.stdout.readline() == "two\n"


def test_no_verb() -> None:
    answer = nativecomp("watch", "app.py")
    assert answer.code == 2
    assert "`app.py` is no verb to watch; write for instance `nativecomp watch run app.py`" in answer.err
