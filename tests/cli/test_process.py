"""The command as a process: Ctrl-C, pipes that close, streams that are not there, encodings."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from nativecomp.cli import main; main()"]
ROOT = str(Path(__file__).resolve().parents[2])


def start(*arguments: str, env: dict[str, str] | None = None, **options: object) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8", **(env or {})}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*COMMAND, *arguments], env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


LOOP = """\
from nativecomp import viper
@viper
def forever(n: int):
    print("started")
    while n:
        pass
import sys
sys.stdout.reconfigure(line_buffering=True)
if __name__ == "__main__":
    forever(1)
"""


@pytest.mark.parametrize("arguments", [
    ["run", "loop.py"],
    ["asm", "loop.py", "--call", "forever(1)"],
    ["run", "spin.py", "--image", "--target", "mps2-an386"],
], ids=" ".join)  # fmt: skip
def test_ctrl_c(folder: Path, arguments: list[str]) -> None:
    (folder / "loop.py").write_text(LOOP)
    (folder / "spin.py").write_text(
        LOOP.partition("import sys")[0].replace("forever(n: int)", "main()").replace("while n", "while True")
    )
    process = start(*arguments, env={"PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(0.2)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    # A second may have passed, then it is told what runs; so is a runtime that has to be built.
    told = r"(building [^)]*\)\s+)?(still running.*?\(limit=\.\.\.\)`\)\s+)?interrupted\s*"
    assert re.fullmatch(told, err.lstrip(), re.DOTALL), err
    assert not out
    assert time.monotonic() - sent < 8


def test_ctrl_c_in_plain_python(folder: Path) -> None:
    (folder / "wait.py").write_text("import time\nprint('started', flush=True)\ntime.sleep(60)\n")
    process = start("run", "wait.py")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1].strip() == "interrupted"
    assert process.returncode == 130


@pytest.mark.parametrize("arguments", [
    ["asm", "dsp.py"],
    ["targets"],
    ["size", "dsp.py", "--json"],
    ["run", "chatty.py"],
    ["--help"],
], ids=" ".join)  # fmt: skip
def test_a_pipe_that_closes(folder: Path, arguments: list[str]) -> None:
    (folder / "chatty.py").write_text("for i in range(100000):\n    print('text', i)\n")
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*arguments, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err == ""


@pytest.mark.parametrize("stream", ["0<&-", "1>&-", "2>&-"])
@pytest.mark.parametrize("arguments", [["asm", "dsp.py:ratio"], ["run", "dsp.py"], ["asm", "wrong.py"]], ids=" ".join)
def test_streams_that_are_not_there(folder: Path, stream: str, arguments: list[str]) -> None:
    script = f'"$0" "$@" {stream}'
    done = subprocess.run(
        ["sh", "-c", script, *COMMAND, *arguments],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == (1 if "wrong.py" in arguments else 0)


def test_a_terminal_that_has_not_all_characters(folder: Path) -> None:
    text = "from nativecomp import viper\n@viper\ndef f(a: int) -> int:\n    return a + 1  # größer → 𝄞\n"
    (folder / "unicode.py").write_text(text, encoding="utf-8")
    for encoding in ("ascii", "cp1252"):
        for verb, text in ((["asm", "unicode.py"], "return a + 1  # gr"), (["targets"], "cortex-m0")):
            process = start(*verb, env={"PYTHONIOENCODING": encoding}, errors="replace")
            out, err = process.communicate(timeout=60)
            assert (process.returncode, err) == (0, "")
            assert text in out


def test_a_wrong_environment(folder: Path) -> None:
    process = start("run", "dsp.py", env={"NATIVECOMP_TARGET": "toaster"})
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "14\n", "")
