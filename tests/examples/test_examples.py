"""Every example runs, checks its results and shows something."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import nativecomp
from examples.__main__ import FOLDER, list_examples, main, run_example
from tests.reference import Program

EXAMPLES = list_examples()


def test_the_promised_examples_are_there() -> None:
    names = {path.stem for path in FOLDER.glob("*.py")}
    assert names >= {"crc32", "blit", "fir", "fft", "waveform", "life", "sort", "mandelbrot", "led"}
    assert names >= {"pins", "dot", "saxpy", "critical"}


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


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f"])
@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_led_breathes(core: str, opt: str) -> None:
    module = nativecomp.load(FOLDER / "led.py", target=core, opt=opt)
    light = module.watch(0x40028000, 4)
    assert module.main() == 0
    breath = [*range(15), *range(15, 0, -1)]
    assert [access.value for access in light.log if access.kind == "write"] == [*breath, *breath, 0]
    assert sum(access.kind == "read" for access in light.log) == 20 * 60


def test_a_failure_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text('"""Bad."""\ndef main():\n    pass\ndef check():\n    assert 1 == 2, "one is not two"\n')
    assert run_example(bad).failure == "AssertionError: one is not two (bad.py, line 5)"


def test_the_table_ends_the_run() -> None:
    done = CliRunner().invoke(main, ["--only", "crc", "--quiet"])
    assert done.exit_code == 0
    assert "crc32" in done.output
    assert "OK" in done.output
