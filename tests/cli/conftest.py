"""Files that the commands work on."""

from pathlib import Path

import pytest

DSP = """\
from nativecomp import ptr8, viper


@viper
def ratio(a: int) -> int:
    return 100 // a


@viper
def loop():
    while True:
        pass


@viper
def fill(p: ptr8, n: int):
    for i in range(n):
        p[i] = i


class Filter:
    @viper
    def step(self, x: int) -> int:
        return x + 1


if __name__ == "__main__":
    print(ratio(7))
"""

WRONG = """\
from nativecomp import viper


@viper
def f(a: int) -> int:
    return a.b


@viper
def g(a: float) -> int:
    return a


@viper
def h(a: int) -> int:
    return missing + [1][0]
"""

LED = """\
from nativecomp import ptr32, viper


@viper
def main() -> int:
    print("on")
    return 3
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the files."""
    for name, text in {
        "dsp.py": DSP,
        "wrong.py": WRONG,
        "led.py": LED,
        "empty.py": "",
        "syntax.py": "def f(:\n",
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x80")
    (tmp_path / "null.py").write_bytes(b"x = 1\0")
    (tmp_path / "some").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path
