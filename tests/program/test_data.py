"""Files that an image holds: open, os and import of a program in Unicorn."""

from pathlib import Path

import pytest

from nativecomp.emulator import run_image
from nativecomp.image.link import ImageError
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target
from tests.cli.command import nativecomp

TARGET = find_target("mps2-an386")

PROGRAM = """\
import os
with open("web/index.html") as f:
    print(f.readline(), f.read(3), f.tell(), f.seek(0), f.read())
f = open("/font.bin", "rb")
print(f.seek(-2, 2), f.read(), f.read(), f.seek(3), f.read(1))
print(os.listdir(), os.listdir("web"), os.listdir("/web/img/"), list(os.ilistdir("web")), os.getcwd())
print(os.stat("font.bin")[6], os.stat("web")[0] == 0x416d, os.stat("./web/index.html")[0] == 0x8124)
for use in (lambda: open("none"), lambda: open("web"), lambda: open("new", "w"), lambda: os.remove("font.bin"),
            lambda: os.listdir("font.bin"), lambda: os.stat("we"), lambda: os.mkdir("x"), lambda: f.seek(-9, 1)):
    try:
        use()
    except OSError as e:
        print(e.errno)
for _ in range(200):
    open("web/index.html").read()  # files that nobody closed make room
print("end")
"""
PRINTED = """\
<p>
 \u00fcse 8 0 <p>
\u00fcse</p>

98 b'xx' b'' 3 b'x'
['font.bin', 'web'] ['img', 'index.html', 'x'] ['a'] [('img', 16384, 0), ('index.html', 32768, 0), ('x', 32768, 0)] /
100 True True
2
21
30
30
2
2
30
22
end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web" / "img").mkdir(parents=True)
    (tmp_path / "web" / "index.html").write_text("<p>\n\u00fcse</p>\n", "utf-8")
    (tmp_path / "web" / "img" / "a").write_bytes(b"")
    (tmp_path / "web" / "x").write_bytes(b"x")
    (tmp_path / "font.bin").write_bytes(b"x" * 100)
    return tmp_path


def run(folder: Path, text: str, *data: str) -> tuple[int, str]:
    path = folder / "app.py"
    path.write_text(text, "utf-8")
    image = build_program(str(path), Options(TARGET), data=[folder / name for name in data])
    outcome = run_image(image.elf, TARGET)
    return outcome.exit_code, outcome.output


def test_files_are_read_and_not_changed(folder: Path) -> None:
    assert run(folder, PROGRAM, "web", "font.bin") == (0, PRINTED)


def test_modules_are_imported_at_run_time(folder: Path) -> None:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "__init__.py").write_text("names = ['fast', 'plain']\n")
    (folder / "plugins" / "plain.py").write_text("import math\ndef run(n): return math.sqrt(n), __name__\n")
    (folder / "plugins" / "fast.py").write_text(
        "import micropython\n@micropython.viper\ndef run(n: int) -> int:\n    return n * n\n"
    )
    program = (
        "import plugins, sys\nfor name in plugins.names:\n"
        "    module = getattr(__import__('plugins.' + name), name)\n    print(name, module.run(9))\n"
        "try:\n    __import__('plugins.none')\nexcept ImportError as e:\n    print(e)\nprint(sys.path)\n"
    )
    assert run(folder, program, "plugins") == (
        0,
        "fast 81\nplain (3.0, 'plugins.plain')\nno module named 'plugins.none'\n['']\n",
    )


def test_what_cannot_be_put_in_is_told(folder: Path) -> None:
    (folder / "a.py").write_text("x = 1\n")
    (folder / "a.mpy").write_bytes(b"")
    with pytest.raises(ImageError, match=r"would both be a\.mpy in the image"):
        run(folder, "", "a.py", "a.mpy")
    with pytest.raises(ImageError, match="there is no file or folder"):
        run(folder, "", "none")


def test_the_command_takes_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "app.py").write_text("print(len(open('font.bin', 'rb').read()))\n")
    asked = ["--target", "mps2-an386", "--data", "font.bin"]
    assert nativecomp("run", "app.py", "--image", *asked).out == "100\n"
    assert "files that the program" in nativecomp("size", "app.py", *asked).out
    assert nativecomp("build", "app.py", "-o", "app.elf", *asked).code == 0
    refused = {
        "run app.py --data font.bin": "--data is for an image: add --image",
        "build app.py -o app.mpy --data font.bin": "--data is for images; this makes mpy",
        "build app.py -o app.elf --target mps2-an386 --data none": "does not exist",
    }
    for command, message in refused.items():
        answer = nativecomp(*command.split())
        assert answer.code == 2
        assert message in answer.err
