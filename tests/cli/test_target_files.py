"""Target files of the user's."""

from pathlib import Path

import pytest

from tests.cli.command import nativecomp


def test_a_target_file_inherits(folder: Path) -> None:
    (folder / "mine.toml").write_text('inherits = "cortex-m3"\ndescription = "my board"\n')
    answer = nativecomp("asm", "dsp.py:ratio", "--target", "mine.toml")
    assert answer.code == 0
    assert ", mine, opt=balanced" in answer.out
    assert nativecomp("run", "dsp.py", "--target", "./mine.toml").out == "14\n"


def test_a_chain_of_target_files(folder: Path) -> None:
    (folder / "chip.toml").write_text('inherits = "mps2-an385"\ndescription = "chip"\n[board]\nflash_size = 65536\n')
    (folder / "board.toml").write_text('inherits = "chip.toml"\ndescription = "board"\n[board]\nram_size = 16384\n')
    answer = nativecomp("build", "led.py", "-o", "led.elf", "--target", "board.toml")
    assert answer.code == 0
    assert "target board" in answer.out


@pytest.mark.parametrize(("text", "message"), [
    ('inherits = "cortex-m4f"\ncolour = 3\n', "target `t.toml`: unknown key `colour`; the keys are board, core"),
    ('description = "x"\n', "target `t.toml`: missing key `core`"),
    ('inherits = "t.toml"\n', "target file t.toml inherits from itself"),
    ('inherits = "other.toml"\n', "target file t.toml inherits from itself"),
    ('inherits = "cortex-m4ff"\n', "unknown target `cortex-m4ff`; did you mean `cortex-m4f`, `cortex-m4`"),
    ("inherits = = 1\n", "target file t.toml cannot be read: Invalid value"),
    ('inherits = "microbit"\n[board]\nled = 3\n', "target `t.toml`: unknown key `led`"),
    ('inherits = "microbit"\n[board]\nuarts = [[0, 1]]\n', 'a row of `uarts` is `[number, address, "interrupt"]`, not'),
    ('inherits = "microbit"\n[board]\npins_interrupts = ["X"]\n', "target `t.toml`: `[interrupts]` has no 'X'"),
    ('inherits = "cortex-m0"\n[board]\nuart = "nrf51"\n', "target `t.toml`: missing key `"),
])  # fmt: skip
def test_wrong_target_files(folder: Path, text: str, message: str) -> None:
    (folder / "t.toml").write_text(text)
    (folder / "other.toml").write_text('inherits = "t.toml"\n')
    answer = nativecomp("size", "dsp.py", "--target", "t.toml")
    assert answer.code == 2
    assert message in answer.err


def test_target_files_that_cannot_be_read(folder: Path) -> None:
    (folder / "binary.toml").write_bytes(b"\xff\xfe")
    assert "target file binary.toml cannot be read" in nativecomp("size", "dsp.py", "--target", "binary.toml").err
    assert "unknown target `none.toml`" in nativecomp("size", "dsp.py", "--target", "none.toml").err
