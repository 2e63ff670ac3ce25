"""The harness itself, on a folder that is laid out as MicroPython's sources, with a runner and compilers of our own."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from tests.conformance import runner
from tests.conformance.__main__ import Session, main
from tests.conformance.compare import Comparison, load_all, make_page
from tests.conformance.compilers import Compiled, Ours, Program, run_once
from tests.conformance.runner import Instance, Runner, until_death
from tests.conformance.server import serving
from tests.conformance.upstream import Upstream

ROOT = Path(__file__).resolve().parents[2]
RUNNER = """
import json, os, pathlib, subprocess, sys
arguments = sys.argv[1:]
results = pathlib.Path(arguments[arguments.index("-r") + 1])
emit = arguments[arguments.index("--emit") + 1]
tests = [word for word in arguments if word.endswith(".py")]
found = []
if "--dry-run" in arguments:
    found = [[str(path), "found", ""] for path in sorted(pathlib.Path("basics").glob("*.py"))]
for test in tests:
    command = [os.environ["MICROPY_MPYCROSS"], "-march=x64", "-o", "made.mpy", "-X", "emit=" + emit, test]
    subprocess.check_output(command)
    found.append([test, "pass" if b"good" in pathlib.Path("made.mpy").read_bytes() else "fail", ""])
(results / "_results.json").write_text(json.dumps({"results": found}))
"""
COMPILER = """#!{python}
import pathlib, sys
arguments = sys.argv[1:]
if arguments == ["--version"]:
    sys.exit(print("MicroPython v9.9 on a day; mpy-cross"))
source = sys.stdin.read() if arguments[-1] == "-" else pathlib.Path(arguments[-1]).read_text()
if "{refuses}" in source:
    sys.exit(str(pathlib.Path(arguments[-1]).resolve()) + ": not so")
pathlib.Path(arguments[arguments.index("-o") + 1]).write_text(source.replace("{breaks}", "broken"))
"""


def write_program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def write_compiler(path: Path, refuses: str, breaks: str = "nothing") -> Path:
    return write_program(path, COMPILER.format(python=sys.executable, refuses=refuses, breaks=breaks))


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "tests" / "basics").mkdir(parents=True)
    (folder / "tests" / "run-tests.py").write_text(RUNNER)
    for name, text in {"a": "good one", "b": "good two", "c": "bad", "d": "good three"}.items():
        (folder / "tests" / "basics" / f"{name}.py").write_text(text)
    write_compiler(folder / "mpy-cross" / "build" / "mpy-cross", refuses="never")
    write_program(
        folder / "ports" / "unix" / "build-standard" / "micropython", "#!/bin/sh\necho MicroPython v9.9 on it\n"
    )
    return folder


def compare(upstream: Path, tmp_path: Path, ours: Path) -> tuple[int, str, list[Comparison]]:
    results, page = tmp_path / "results", tmp_path / "page.md"
    options = ["--upstream", str(upstream), "--ours", str(ours), "--emit", "viper", "--results", str(results)]
    outcome = CliRunner().invoke(main, [*options, "--page", str(page)], catch_exceptions=False)
    return outcome.exit_code, outcome.output, load_all(results)


def test_equal_compilers_lose_nothing(upstream: Path, tmp_path: Path) -> None:
    code, _, [comparison] = compare(upstream, tmp_path, upstream / "mpy-cross" / "build" / "mpy-cross")
    assert code == 0
    assert (comparison.upstream, comparison.ours) == ({"fail": 1, "pass": 3}, {"fail": 1, "pass": 3})
    assert comparison.lost == {}
    assert comparison.micropython == "v9.9"


def test_options_for_ours_are_told(upstream: Path, tmp_path: Path) -> None:
    ours = upstream / "mpy-cross" / "build" / "mpy-cross"
    options = ["--upstream", str(upstream), "--ours", str(ours), "--emit", "viper", "--results", str(tmp_path)]
    CliRunner().invoke(main, [*options, "--opt", "size", "--collect"], catch_exceptions=False)
    assert [comparison.opt for comparison in load_all(tmp_path)] == ["size, collect"]


def test_a_refused_and_a_broken_file_are_lost(upstream: Path, tmp_path: Path) -> None:
    ours = write_compiler(tmp_path / "ours", refuses="two", breaks="good")
    code, output, [comparison] = compare(upstream, tmp_path, ours)
    assert code == 1
    assert comparison.lost == {"basics/a.py": "", "basics/b.py": "basics/b.py: not so", "basics/d.py": ""}
    assert comparison.refused == 1
    assert str(upstream) not in (tmp_path / "page.md").read_text()
    assert "basics/b.py basics/b.py: not so" in output
    assert "`basics/b.py`: basics/b.py: not so" in (tmp_path / "page.md").read_text()


def test_what_upstream_refuses_may_be_refused(upstream: Path, tmp_path: Path) -> None:
    theirs = write_compiler(upstream / "mpy-cross" / "build" / "mpy-cross", refuses="three")
    code, _, [comparison] = compare(upstream, tmp_path, theirs)
    assert code == 0
    assert comparison.refused == comparison.upstream_refused == 1
    assert comparison.ours["pass"] == 2


def test_what_only_ours_compiles_is_gained(upstream: Path, tmp_path: Path) -> None:
    write_compiler(upstream / "mpy-cross" / "build" / "mpy-cross", refuses="three")
    code, _, [comparison] = compare(upstream, tmp_path, write_compiler(tmp_path / "ours", refuses="never"))
    assert code == 0
    assert comparison.gained == ["basics/d.py"]


@pytest.mark.parametrize("options", [[], ["--upstream", "/"]])
def test_a_missing_folder_is_told_in_words(options: list[str]) -> None:
    outcome = CliRunner().invoke(main, options)
    assert outcome.exit_code == 1
    assert "make conformance UPSTREAM=" in outcome.output


@pytest.mark.parametrize(
    ("log", "counts"),
    [
        ("pass  a\npass  b\nFAIL  c \n", "abc"),
        ("pass  a\nFAIL  b raw REPL failed\nFAIL  c raw REPL failed\n", "a"),
        ("FAIL  a raw REPL failed\nFAIL  b raw REPL failed\n", "a"),
        ("pass  a\nTraceback\n", "ab"),
        ("Traceback\n", "a"),
    ],
)
def test_tests_after_a_dead_board_do_not_count(log: str, counts: str) -> None:
    assert until_death(list("abc"), log) == list(counts)


def test_a_stuck_runner_is_interrupted(upstream: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "STALLED", 1.0)
    program = """
import pathlib, sys, time
print("pass ", "a", flush=True)
if "b" in sys.argv:
    try:
        time.sleep(60)
    finally:
        pathlib.Path("cleaned").touch()
print("pass ", "c", flush=True)
"""
    (upstream / "tests" / "run-tests.py").write_text(program)
    board = Runner(Instance(Upstream(upstream), device="board"), "viper", {}, report=lambda text: None)
    assert board.run(["a", "b", "c"]) == {"a": "pass", "b": "fail", "c": "pass"}
    assert (upstream / "tests" / "cleaned").exists()


def is_alive(process: int) -> bool:
    """Whether a process runs: what has ended may wait for whoever inherits it."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_was_started_ends_with_the_harness(upstream: Path, tmp_path: Path, number: signal.Signals) -> None:
    """As QEMU does, which the runner puts into a session of its own."""
    program = """
import pathlib, subprocess, sys, time
emulator = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
pathlib.Path("started").write_text(str(emulator.pid))
time.sleep(300)
"""
    (upstream / "tests" / "run-tests.py").write_text(program)
    code = (
        "import sys; from pathlib import Path; from tests.conformance.runner import *\n"
        "from tests.conformance.upstream import Upstream\nheed_signals()\n"
        "Runner(Instance(Upstream(Path(sys.argv[1]))), 'viper', {}).run(['a'])"
    )
    folder = tmp_path / "temporary"
    folder.mkdir()
    harness = subprocess.Popen(
        [sys.executable, "-c", code, str(upstream)], cwd=ROOT, env={**os.environ, "TMPDIR": str(folder)},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    started = upstream / "tests" / "started"
    while not (started.exists() and started.read_text()):
        assert harness.poll() is None
        time.sleep(0.05)
    harness.send_signal(number)
    assert harness.wait(60)
    assert not is_alive(int(started.read_text()))
    assert not list(folder.iterdir())


@pytest.mark.parametrize("device", ["", "board"])
def test_the_runner_goes_on_where_unittest_is_missing(upstream: Path, device: str) -> None:
    program = """
import json, pathlib, sys
tests = [word for word in sys.argv if word in "abc"]
for test in tests:
    if test == "b":
        print("pass  apass  c")
        sys.exit("error: test b requires unittest\\n(eg run this to install it)")
    print("pass ", test, flush=True)
results = pathlib.Path(sys.argv[sys.argv.index("-r") + 1]) / "_results.json"
results.write_text(json.dumps({"results": [[test, "pass", ""] for test in tests]}))
"""
    (upstream / "tests" / "run-tests.py").write_text(program)
    started = Runner(Instance(Upstream(upstream), device=device), "viper", {}, report=lambda text: None)
    assert started.run(["a", "b", "c"]) == {"a": "pass", "b": "skip", "c": "pass"}


def test_the_client_passes_standard_input_and_output(
    upstream: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Echo:
        def compile(self, arguments: Any, folder: str, source: bytes) -> Compiled:
            return Compiled(0, b"\xff" + source + " ".join(arguments).encode())

        def close(self) -> None:
            pass

    stand_in = Program(upstream / "mpy-cross" / "build" / "mpy-cross")
    with serving(Echo(), stand_in, upstream / "tests") as server:
        client = Program(server.program)
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        assert client.compile(["-s", "x", "-"], str(tmp_path), b"\x00text").output == b"\xff\x00text-s x -"


def exits(code: Any) -> Callable[[], Any]:
    def run() -> Any:
        if code == "crash":
            raise ZeroDivisionError("ours")
        sys.stdout.buffer.write(sys.stdin.buffer.read() + sys.argv[1].encode())
        sys.exit(code)

    return run


def test_a_console_script_runs_as_if_started(tmp_path: Path) -> None:
    assert run_once(exits(None), ["-x"], str(tmp_path), b"in") == Compiled(0, b"in-x")
    assert run_once(exits(3), ["-x"], str(tmp_path), b"").code == 3
    assert run_once(exits("told why"), ["-x"], str(tmp_path), b"").complaint == "told why"
    assert run_once(exits("crash"), ["-x"], str(tmp_path), b"").complaint == "ZeroDivisionError: ours"


def dying() -> Callable[[], Any]:
    def run() -> Any:
        if sys.argv[1] == "die":
            os._exit(9)
        return 0

    return run


def test_a_dead_compiler_is_replaced(tmp_path: Path) -> None:
    ours = Ours(find=dying)
    try:
        assert ours.compile(["die"], str(tmp_path), b"").complaint == "the process died"
        assert ours.compile(["live"], str(tmp_path), b"").code == 0
    finally:
        ours.close()


def test_errors_beside_success_are_a_complaint() -> None:
    assert Compiled(0).complaint == ""
    assert Compiled(0, errors=b"warning: so\n").complaint == "warning: so"
    assert Compiled(-6).complaint == "exit code -6"


def test_what_ours_warns_of_is_not_refused(tmp_path: Path) -> None:
    session = Session(Upstream(tmp_path), None, "", False, tmp_path, False, 1, Console())
    ours = session.compiler()
    try:
        compiled = ours.compile(
            ["-march=x64", "-X", "emit=viper", "-o", "made.mpy", "-"], str(tmp_path), b"def f():\n    foo()\n"
        )
    finally:
        ours.close()
    assert compiled.complaint == ""


def test_the_page_tells_the_counts() -> None:
    page = make_page([Comparison("unix", "viper", "default", "v1", "v1", 4, {"pass": 3}, {"pass": 2}, 1)])
    assert "| unix | viper | default | 4 | 3 | 2 | 0 | 1 | 0 |" in page
