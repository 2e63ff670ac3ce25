"""Files and texts compiled without being executed."""

from pathlib import Path
from typing import Any

import pytest

import nativecomp
from nativecomp import CompileError
from nativecomp.targets import TargetError, find_target

FIRMWARE = """\
import machine
import micropython
import stm
from micropython import const
from machine import Pin

MASK = const(0x20)
led = Pin("LED_BLUE", Pin.OUT)
raise SystemExit("never executed")


@micropython.viper
def toggle(n: int) -> int:
    return n ^ MASK


class Motor:
    STEP = const(3)

    @micropython.viper
    def move(self, n: int) -> int:
        return n * 3

    class Gear:
        @staticmethod
        @micropython.viper
        def ratio(n: int) -> int:
            return n + 1


def setup():
    @micropython.viper
    def hidden(n: int) -> int:
        return n - 1
"""


def test_a_file_for_a_board(tmp_path: Path) -> None:
    path = tmp_path / "firmware.py"
    path.write_text(FIRMWARE)
    module = nativecomp.load(path)
    assert module.toggle(1) == 0x21
    assert module.Motor.move(None, 2) == module.Motor.move(2) == 6
    assert module.Motor.Gear.ratio(2) == 3
    assert module.setup.hidden(2) == 1
    assert list(module.functions) == ["toggle", "Motor.move", "Motor.Gear.ratio", "setup.<locals>.hidden"]
    assert nativecomp.load(str(path), target=find_target("cortex-m0"), opt="size").toggle(0) == 0x20


def test_missing_functions_are_named_with_those_there_are() -> None:
    module = nativecomp.load_source(FIRMWARE, "firmware.py")
    with pytest.raises(
        AttributeError, match=r"^firmware\.py has no compiled function `blink`; there are: toggle, Motor"
    ):
        module.blink(1)
    with pytest.raises(AttributeError, match=r"^Motor has no compiled function `halt`; there are: move, Gear$"):
        module.Motor.halt(1)
    with pytest.raises(AttributeError, match="there are: none"):
        _ = nativecomp.load_source("x = 1\n").anything
    assert not hasattr(module, "__wrapped__")


def test_a_name_defined_twice_is_the_last_one() -> None:
    text = """\
@viper
def f(x: int) -> int:
    return 1
@viper
def f(x: int) -> int:
    return 2
"""
    module = nativecomp.load_source(text)
    assert module.f(0) == 2
    assert module.functions["f (line 2)"](0) == 1


def test_a_call_of_a_name_defined_twice_is_made_by_its_name() -> None:
    text = """\
if __name__ == "__main__":
    @viper
    def f(x: int) -> int:
        return 1
else:
    @viper
    def f(x: int) -> int:
        return 2
@viper
def g(x: int) -> int:
    return f(x)
"""
    with pytest.raises(CompileError, match="the result would be a Python object"):
        nativecomp.load_source(text)
    module = nativecomp.load_source(text.replace("return f(x)", "return int(f(x))"))
    assert module.g(1) == 2


REFUSED = {
    "missing.py": (None, "no such file"),
    "binary.py": (b"\xff\xfe\x80x", "is not UTF-8 text"),
    "late.py": (b"x = 1\n" * 3000 + b"'\xff'\n", "is not UTF-8 text (byte 18001)"),
    "zero.py": (b"x = 1\0\n", "holds a null byte"),
    "syntax.py": (b"def f(:\n    pass\n", "invalid syntax"),
    "indent.py": (b"if x:\npass\n", "expected an indented block"),
    "open.py": (b"f(1,\n", "'(' was never closed"),
    "string.py": (b"x = 'abc\n", "unterminated string literal"),
    "deep.py": (b"@viper\ndef f():\n    return " + b"(" * 5000 + b"1" + b")" * 5000, "too"),
}


@pytest.mark.parametrize(("wrong", "message"), [
    ({"opt": "fast"}, "option `opt` must be 'size' or 'balanced' or 'speed', not 'fast'"),
    ({"bounds": 1}, "option `bounds` must be False or True, not 1"),
    ({"fastmath": None}, "option `fastmath` must be"),
    ({"pointers": "flash"}, "option `pointers` must be 'auto' or"),
])  # fmt: skip
def test_options_that_are_none(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nativecomp.load_source("x = 1", **wrong)
    with pytest.raises(ValueError, match=message):
        nativecomp.viper(**wrong)


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_are_no_python(tmp_path: Path, name: str) -> None:
    content, message = REFUSED[name]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CompileError) as caught:
        nativecomp.load(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(CompileError, match="is a directory"):
        nativecomp.load(tmp_path)


@pytest.mark.parametrize(
    "text", [b"", b"\n\n", b"# only a comment", b"\xef\xbb\xbfx = 1\n", b"x = 1\r\ny = 2\r\n", b"\x0c\nx = 1"]
)
def test_files_without_functions(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "plain.py"
    path.write_bytes(text)
    assert nativecomp.load(path).functions == {}


@pytest.mark.parametrize(("encoding", "head"), [
    ("utf-8", ""), ("utf-8-sig", ""), ("latin-1", "# coding: latin-1\n"), ("utf-8", "\x0c\n"),
])  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, head: str, newline: str) -> None:
    path = tmp_path / "größe.py"
    text = f'{head}from nativecomp import viper\n@viper\ndef größe(ä: int) -> int:\n    raise ValueError("ü")\n'
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    with pytest.raises(ValueError, match="ü") as caught:
        nativecomp.load(path).größe(1)
    assert f'größe.py", line {4 + head.count(chr(10))}, in größe' in caught.value.__notes__[0]


def test_wrong_targets(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="unknown target `picoo`"):
        nativecomp.load_source("", target="picoo")


def test_modules_do_not_share_memory_or_devices() -> None:
    text = "@viper\ndef peek(p: ptr32) -> int:\n    return p[0]\n"
    one, two = nativecomp.load_source(text), nativecomp.load_source(text)
    one.watch(0x4000_0000, 4, read=5)
    two.watch(0x4000_0000, 4, read=6)
    assert (one.peek(0x4000_0000), two.peek(0x4000_0000)) == (5, 6)


def test_functions_may_have_the_names_of_what_a_module_has() -> None:
    names = ("call", "log", "limit", "target", "functions", "machine", "world", "names", "_add_counts", "compilation")
    text = "from nativecomp import viper\n" + "".join(
        f"@viper\ndef {name}(n: int) -> int:\n    return n + {number}\n" for number, name in enumerate(names)
    )
    module = nativecomp.load_source(text)
    assert [getattr(module, name)(1) for name in names] == [1 + number for number in range(len(names))]
    module.code_size()
    assert set(names) <= set(dir(module))
