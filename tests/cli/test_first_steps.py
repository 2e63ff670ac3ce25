"""What newcomers do first, and what they are told when that is wrong."""

from pathlib import Path

import pytest

from nativecomp.cli.mpycross import main
from tests.cli.command import nativecomp

DISPLAY = """\
import framebuf, micropython

class Screen(framebuf.FrameBuffer):
    @micropython.viper
    def invert(self):
        pixels = ptr16(self.buffer)
        for i in range(int(len(self.buffer)) // 2):
            pixels[i] ^= 0xFFFF
"""


@pytest.fixture
def display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("display.py").write_text(DISPLAY)
    return tmp_path


def test_running_a_module_for_boards(display: Path) -> None:
    assert nativecomp("run", "display.py").err == ""  # there is a stand-in
    (display / "signals.py").write_text("import esp32\nprint(esp32.raw_temperature())\n")
    answer = nativecomp("run", "signals.py")
    assert answer.code == 1
    assert "hint: only boards have `esp32`: put a stand-in `esp32.py` beside the file" in answer.err
    (display / "esp32.py").write_text("def raw_temperature(): return 0\n")
    assert nativecomp("run", "signals.py").out == "0\n"


def test_building_without_a_board(display: Path) -> None:
    answer = nativecomp("build", "display.py")
    assert answer.code == 1
    assert answer.err.startswith("note: this makes obj, which knows no Python objects; a file for MicroPython does: ")
    assert nativecomp("build", "display.py", "-o", "display.mpy", "--target", "pico").code == 0


def test_naming_no_verb(display: Path) -> None:
    err = nativecomp("display.py").err
    assert "To compile a file: `nativecomp build display.py -o display.mpy --target ...`" in err


def test_compiling_what_is_compiled(display: Path) -> None:
    (display / "display.mpy").write_bytes(b"M\x06\x00\x1f\xff")
    answer = nativecomp("build", "display.mpy", "-o", "other.mpy")
    assert answer.err.startswith("display.mpy: error: is a compiled file\n  hint: name its source, `display.py`\n")


@pytest.mark.parametrize(
    ("arch", "told"),
    [("pico", "that is a board or core; its architecture is armv6m"), ("esp32", "is not known; there are armv6m,")],
)
def test_an_architecture_that_there_is_not(
    display: Path, arch: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"-march={arch}", "display.py"]) == 1
    assert told in capsys.readouterr().err


def test_the_module_micropython_at_the_desk(display: Path) -> None:
    Path("irq.py").write_text(
        "import micropython\nmicropython.alloc_emergency_exception_buf(100)\n"
        "@micropython.bytecode\ndef plain(x): print(x)\nmicropython.schedule(plain, 3)\n"
    )
    assert nativecomp("run", "irq.py").out == "3\n"


def test_a_local_that_begins_as_an_integer(display: Path) -> None:
    text = "from nativecomp import viper\n@viper\ndef f(x):\n    t = 0\n    t += x * 1.5\n    return t\nprint(f(2))\n"
    Path("slow.py").write_text(text)
    assert "hint: write `int(...)`, or declare it: `t: object = ...`" in nativecomp("run", "slow.py").err
    Path("slow.py").write_text(text.replace("t = 0", "t: object = 0"))
    assert nativecomp("run", "slow.py").out == "3.0\n"
