"""What mpy-cross refuses is refused here too, with the place, the line and a reason."""

import re
from pathlib import Path

import pytest

from nativecomp.cli.mpycross import main
from nativecomp.mpy.crosscompile import CrossCompileError, cross_compile

VIPER = "import micropython\n@micropython.viper\ndef v(x: int) -> int:\n    return x\n"
REFUSED = [
    "def f(x)\n    return x\n",
    "x = (1,\ny = 2\n",
    "x = 1 +\n",
    "return 1\n",
    "class A:\n    return 1\n",
    "yield 1\n",
    "await x\n",
    "def f():\n    async for x in y:\n        pass\n",
    "break\n",
    "import micropython\n@micropython.viper\ndef f(x: int):\n    break\n",
    "for x in y:\n    pass\nelse:\n    continue\n",
    "while 1:\n    def f():\n        break\n",
    "from micropython import const\nX = const(f())\n",
    "def f(*a, *b): pass\n",
    "def f(**a, b): pass\n",
    "f(a=1, 2)\n",
    "f(**a, *b)\n",
    "def f(a, b, a): pass\n",
    "nonlocal x\n",
    "def f():\n    nonlocal x\n    x = 1\n",
    "def f():\n    x = 1\n    global x\n",
    "f() = 1\n",
    "1 = x\n",
    "(a, b) += 1\n",
    "for 1 in x: pass\n",
    "del f()\n",
    "def f(a=1, b): pass\n",
    "x = 'abc\ny = 1\n",
    "x = '''abc\ny = 1\n",
    "x = f'{}'\n",
    "def f():\n    x = 1\n      y = 2\n",
    "def f():\nx = 1\n",
    "  x = 1\n",
    "x := 1\n",
    "(x.a := 1)\n",
    "class A:\n    x = [(y := a) for a in b]\n",
    "*a, *b = c\n",
    "match x:\n    case 1:\n        pass\n",
    "def f[T](x: T) -> T:\n    return x\n",
    "def f(a, /, b):\n    return a\n",
    "x = $\n",
    "import micropython\n@micropython.foo\ndef f(): pass\n",
]


@pytest.mark.parametrize("with_viper", [False, True], ids=["bytecode", "viper"])
@pytest.mark.parametrize("text", REFUSED, ids=repr)
def test_refused_with_place_and_reason(
    text: str, with_viper: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = VIPER + text if with_viper else text
    (tmp_path / "x.py").write_text(text)
    with pytest.raises(CrossCompileError):
        cross_compile(text.encode(), "x.py", ["-march=x64"])
    assert main(["-march=x64", "x.py"]) == 1
    head, line, caret, *_ = capsys.readouterr().err.splitlines()
    found = re.fullmatch(r"x\.py:(\d+):\d+: error: (.+)", head)
    assert found
    assert line[4:] == text.split("\n")[int(found[1]) - 1]
    assert set(caret.strip()) == {"^"}
    assert not (tmp_path / "x.mpy").exists()


@pytest.mark.parametrize(
    ("data", "place"), [(b"x = 1\ny = \0\n", "x.py:2:5: error: "), (b"nativecomp\n  = '\xff'\n", "x.py:2:6: error: ")]
)
def test_bytes_that_are_no_text(
    data: bytes, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.py").write_bytes(data)
    assert main(["-march=x64", "x.py"]) == 1
    assert capsys.readouterr().err.startswith(place)
