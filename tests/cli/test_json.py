"""`--json`: one object with one schema, whatever happens."""

from pathlib import Path

import pytest

from nativecomp.cli.group import VERBS
from tests.cli.command import nativecomp


def test_each_verb_that_makes_something_has_it() -> None:
    for verb in VERBS.keys() - {"watch", "gdb", "repl"}:
        assert "--json" in nativecomp(verb, "--help").out, verb


@pytest.mark.parametrize(("arguments", "code", "messages"), [
    (["size", "nothing.py"], 1, ["error nothing.py no such file"]),
    (["asm", "wrong.py", "--target", "toaster"], 2, ["error - Invalid value for '--target': unknown target `toaster`"]),
    (["asm", "dsp.py:fir"], 2, ["error - dsp.py has no compiled function `fir`"]),
    (["asm", "dsp.py", "--colour"], 2, ["error - No such option '--colour'"]),
    (["size"], 2, ["error - name a file or a folder"]),
    (["size", "empty.py"], 0, ["note - empty.py has no compiled functions"]),
    (["frobnicate"], 2, ["error - No such verb `frobnicate`"]),
    (["bench", "dsp.py", "--call", "ratio(0)"], 1, ["error - --call 'ratio(0)' raised ZeroDivisionError"]),
    (["build", "dsp.py", "-o", "-"], 2, ["error - `-o -` and --json would both write to standard output"]),
    (["build", "led.py", "-o", "led.elf"], 2, ["error - no images are made for"]),
])  # fmt: skip
def test_errors(folder: Path, arguments: list[str], code: int, messages: list[str]) -> None:
    answer = nativecomp(*arguments, "--json")
    assert answer.code == code
    found = [f"{one['severity']} {one.get('file', '-')} {one['message']}" for one in answer.object["messages"]]
    assert [text[: len(start)] for text, start in zip(found, messages, strict=True)] == messages


def test_errors_of_sources_have_places(folder: Path) -> None:
    object = nativecomp("build", "wrong.py", "dsp.py", "--json").object
    first, *others = [one for one in object["messages"] if one["severity"] == "error"]
    assert first == {
        "severity": "error", "message": "a value of type `int` has no attribute `b`", "hint": first["hint"],
        "file": "wrong.py", "line": 6, "column": 12, "end_line": 6, "end_column": 15,
    }  # fmt: skip
    assert len(others) == 3
    assert [one["output"] for one in object["result"]] == ["dsp.o"]


def test_warnings(folder: Path) -> None:
    (folder / "app.py").write_text("@viper\ndef f(a: int) -> int:\n    missing\n    return a\n")
    answer = nativecomp("build", "app.py", "-o", "app.mpy", "--target", "pico", "--json")
    assert answer.code == 0
    assert [(one["severity"], one["line"]) for one in answer.object["messages"]] == [("warning", 3)]


def test_a_program_that_runs(folder: Path) -> None:
    (folder / "blink.py").write_text("import machine\nmachine.Pin(5).on()\nprint('done')\nraise SystemExit('no')\n")
    object = nativecomp("run", "blink.py", "--trace", "--json").object
    assert object["result"] == {
        "exit_code": 1, "output": "done\n",
        "events": [{"device": "Pin 5", "action": "value", "value": 1, "time": 0}],
    }  # fmt: skip
    assert object["messages"][0]["message"] == "no"
    image = nativecomp("run", "led.py", "--image", "--target", "mps2-an385", "--json").object
    assert image["result"] == {"exit_code": 3, "output": "on\n", "events": []}
    assert image["exit_code"] == 3
