"""mypy --strict and pyright (as basedpyright) take what is right, and refuse what is not."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = [ROOT / "examples" / f"{name}.py" for name in ("fir", "sort", "mandelbrot", "fft", "led")]
README = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)

GOOD = """\
from array import array
from nativecomp import Buffer, const, float32, ptr8, uint, uint8, viper
import nativecomp
N = const(5)

@viper
def crc(data: ptr8, size: int) -> uint:
    x: uint8 = 3
    data[0] = x + N
    p = ptr8(uint(data) + 4)
    return data[1] + p[0] + size + uint(x)

@viper(opt="speed", bounds=False)
def total(data: Buffer[uint8], scale: float32) -> float:
    s = 0.0
    for v in data:
        s += v * scale
    for i in range(len(data)):
        s += data[i]
    return s

class Screen:
    def __init__(self) -> None:
        self.buffer = bytearray(10)
    @viper
    def invert(self, n: int, other: ptr8) -> None:
        pixels = ptr8(self.buffer)
        pixels[0] ^= 0xFFFF + other[0]

crc(b"abc", 3)
crc(bytearray(3), size=3)
crc(array("H", [1]), 3)
crc(0x4000, 3)
total(bytearray(4), 2)
total(array("B", [3]), scale=2.5)
print(crc.asm(), crc.size, crc.measure(b"abc", 3).instructions, crc.python(b"abc", 3))
Screen().invert(3, b"x")
Screen().invert.measure(3, b"x")
nativecomp.configure(target="pico")
"""

BAD = """\
from nativecomp import Buffer, ptr8, uint, uint8, viper

@viper
def crc(data: ptr8, size: int) -> uint:
    return data[0]

crc(b"")  # both
crc("x", 3)  # pyright only
crc(b"", "x")  # pyright only
crc(b"", 3, 4)  # pyright only
crc([1], 3)  # pyright only
crc(b"", length=3)  # both
crc.assembly()  # both
x: str = crc(b"", 3)  # both
@viper(optimise="speed")  # both
def f1(a: int) -> int:
    return a
@viper(opt="fast")  # both
def f2(a: int) -> int:
    return a
@viper
def f3(p: ptr8) -> int:
    return p  # both
@viper
def f4(p: ptr8) -> uint8:
    return p["x"]  # both
@viper
def f5(p: ptr8) -> None:
    for v in p.values:  # both
        pass
@viper
def f6(b: Buffer[uint8]) -> int:
    b[0] = 1.5  # both
    return b[0]
@viper
def f7(b: Buffer[str]) -> None:  # both
    pass
@viper
def f8(a: uint) -> uint8:
    n: uint8 = 1.5  # both
    return a + "x"  # both
"""


def mypy(*files: Path) -> list[tuple[str, int]]:
    """The names and lines of the errors."""
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11", "--config-file", "", "--no-pretty"]
    done = subprocess.run([*command, *map(str, files)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Found" in done.stdout or "Success" in done.stdout, done.stdout + done.stderr
    return [
        (Path(name).name, int(line)) for name, line in re.findall(r"^(.*?):(\d+): error", done.stdout, re.MULTILINE)
    ]


def pyright(folder: Path, *files: Path) -> list[tuple[str, int]]:
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "include": [str(file) for file in files],
                "extraPaths": [str(ROOT)]}  # fmt: skip
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "basedpyright", "-p", str(folder), "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found if one["severity"] == "error"]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A file that uses all, README's programs and examples."""
    folder = tmp_path_factory.mktemp("right")
    texts = {"good.py": GOOD, "desk.py": README[1], "devices.py": README[2]}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [*EXAMPLES, *(folder / name for name in texts)]


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "bad.py").write_text(BAD)
    return tmp_path / "bad.py"


def marked(*marks: str) -> set[int]:
    return {n for n, line in enumerate(BAD.splitlines(), 1) if line.rpartition("# ")[2] in marks}


def test_mypy(right: list[Path], wrong: Path) -> None:
    assert mypy(*right) == []
    assert {line for _, line in mypy(wrong)} == marked("both")


def test_pyright(right: list[Path], wrong: Path, tmp_path: Path) -> None:
    assert pyright(tmp_path, *right) == []
    assert {line for _, line in pyright(tmp_path, wrong)} == marked("both", "pyright only")
