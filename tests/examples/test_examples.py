"""Every example runs, checks its results and shows something."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from examples.__main__ import FOLDER, list_examples, main, run_example
from tests.reference import Program

EXAMPLES = list_examples()


def test_the_promised_examples_are_there() -> None:
    names = {path.stem for path in FOLDER.glob("*.py")}
    assert names >= {"crc32", "blit", "fir", "fft", "waveform", "life", "sort", "mandelbrot", "led"}


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_example(path: Path) -> None:
    outcome = run_example(path)
    assert outcome.failure == ""
    assert outcome.instructions > 500
    assert len(outcome.shown.splitlines()) >= 2


def test_led_is_a_valid_program() -> None:
    program = Program((FOLDER / "led.py").read_text(encoding="utf-8"))
    program.check()
    assert set(program.functions) == {"show", "main"}


def test_a_failure_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text('"""Bad."""\ndef main():\n    pass\ndef check():\n    assert 1 == 2, "one is not two"\n')
    assert run_example(bad).failure == "AssertionError: one is not two (bad.py, line 5)"


def test_the_table_ends_the_run() -> None:
    done = CliRunner().invoke(main, ["--only", "crc", "--quiet"])
    assert done.exit_code == 0
    assert "crc32" in done.output
    assert "OK" in done.output
