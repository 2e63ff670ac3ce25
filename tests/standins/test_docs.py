"""The programs of docs/desk.md do what the page says."""

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.command import nativecomp

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text()
FADE, TESTS, TYPED = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
DSP = """
import machine
from micropython import viper

@viper
def fir(b: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += b[i] * (i & 3)
    return s

@viper
def invert(b: ptr8, n: int):
    for i in range(n):
        b[i] ^= 255
"""


def test_run(tmp_path: Path) -> None:
    (tmp_path / "fade.py").write_text(FADE)
    answer = nativecomp("run", tmp_path / "fade.py", "--trace")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[3] == "      60.000 ms  PWM 25  duty_u16 2304"


def test_pytest(tmp_path: Path) -> None:
    (tmp_path / "dsp.py").write_text(DSP)
    (tmp_path / "test_dsp.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "6 passed" in done.stdout, done.stdout + done.stderr


def test_the_typed_program(tmp_path: Path) -> None:
    (tmp_path / "typed.py").write_text(TYPED)
    answer = nativecomp("run", tmp_path / "typed.py")
    assert answer.code == 0, answer.err
    assert int(answer.out) > 8
