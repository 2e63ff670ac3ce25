"""What runs longer than a second tells where it is, once for each call."""

from pathlib import Path

import pytest

import nativecomp
from nativecomp.host import progress
from tests.cli.command import nativecomp as command

SOURCE = """\
@viper
def loop(p: ptr8):
    while p[0] == 0:
        pass
@viper
def get(p: ptr8, i: int) -> int:
    return p[i]
"""


def test_what_runs_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(progress, "_listener", told.append)
    monkeypatch.setattr("nativecomp.emulator.patience.SECONDS", 0.05)
    module = nativecomp.load_source(SOURCE, "f.py")
    module.limit = 60_000_000
    for _ in range(2):
        with pytest.raises(nativecomp.EmulationError, match="still running after 60000000 instructions"):
            module.loop(bytes(1))
    assert len(told) == 2
    assert told[0].startswith("still running, at f.py:3")
    assert "Ctrl-C stops it" in told[0]
    module.get(b"abc", 1)
    assert len(told) == 2


def test_the_command_tells_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nativecomp.emulator.patience.SECONDS", 0.05)
    path = tmp_path / "spin.py"
    path.write_text(
        "from nativecomp import viper, ptr8\n" + SOURCE[: SOURCE.index("@viper\ndef get")] + "loop(bytes(1))\n"
    )
    answer = command("run", path, "--limit", 60_000_000)
    assert answer.code == 1
    assert f"still running, at {path}:4: Ctrl-C stops it" in answer.err


def test_a_terminal_is_told_where_nobody_listens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress._to_terminal("one")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    progress._to_terminal("two")
    assert capsys.readouterr().err == "two\n"
