"""Tables fit a terminal of 80 columns."""

import pytest

from nativecomp.cli import report

COLUMNS = ("target", "way", "instructions", "cycles", "times_faster", "bytes", "result")
ROW = ("mps2-an386", "bytecode", 131_731, "206,675-289,759", 1.0, 66, None)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_column_that_says_the_same_goes_into_the_title(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_table(COLUMNS, [ROW, ROW], title="f(1)", folded="target")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].rstrip() == "f(1) on mps2-an386"
    assert all(len(line) <= 80 for line in lines)
    for words in ("instructions", "times faster", "206,675-289,759", "131,731"):
        assert any(words in line for line in lines), words


def test_it_stays_where_rows_differ(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_table(("target", "bytes"), [("a", 1), ("b", 2)], title="f(1)", folded="target")
    out = capsys.readouterr().out
    assert "target" in out
    assert "f(1) on" not in out
