"""`-X emit=`: what functions without a decorator become, by both command lines, run on the real MicroPython."""

from pathlib import Path

import pytest

from nativecomp.cli import mpycross
from nativecomp.mpy import Kind, RawCode, read_mpy
from tests.cli.command import nativecomp
from tests.mpy.micropython import build, run

SOURCE = """
import micropython

def add(a, b=2, *, c=3):
    return a + b + c

def word(a: int) -> int:
    def inner(b: int) -> int:
        return b + 1
    return inner(a)

@micropython.bytecode
def kept(x: int):
    return (lambda: x)()

@micropython.native
def native(x):
    return x * 2

class C:
    def method(self, x: int) -> int:
        return x + 1
    @staticmethod
    def static(x: uint) -> uint:
        return x

async def later(x):
    return x

if True:
    def under(x):
        return x, [i for i in x]
"""
CALLS = (
    "from app import *\nprint(add(1), add('a', 'b', c='c'), word(1 << 70), kept(1 << 70), native(4))\n"
    "print(C().method(1 << 70), C.static(-1), under((1, 2)))"
)
BIG = str(1 << 70)
COMPILED = f"6 abc 1 {BIG} 8\n1 {(1 << 64) - 1} ((1, 2), [1, 2])\n"
PLAIN = f"6 abc {(1 << 70) + 1} {BIG} 8\n{(1 << 70) + 1} -1 ((1, 2), [1, 2])\n"
BYTECODE, NATIVE = Kind.BYTECODE, Kind.NATIVE


def _mpy_cross(folder: Path, source: str, *options: str) -> int:
    (folder / "app.py").write_text(source)
    return mpycross.main(["-march=x64", *options, "-o", str(folder / "app.mpy"), str(folder / "app.py")])


def _kinds(data: bytes) -> list[Kind]:
    """Of the functions of the file, of classes their own and then their methods."""

    def below(code: RawCode) -> list[Kind]:
        return [kind for child in code.children or [] for kind in [child.kind, *below(child)]]

    return below(read_mpy(data).root)


VIPER_KINDS = [NATIVE, NATIVE, BYTECODE, BYTECODE, NATIVE, BYTECODE, NATIVE, NATIVE, BYTECODE, NATIVE]


def test_viper(tmp_path: Path) -> None:
    assert _mpy_cross(tmp_path, SOURCE, "-X", "emit=viper") == 0
    data = (tmp_path / "app.mpy").read_bytes()
    assert _kinds(data) == VIPER_KINDS
    assert run({"app.mpy": data}, CALLS) == COMPILED


@pytest.mark.parametrize("options", [(), ("-X", "emit=bytecode"), ("-X", "emit=viper", "-X", "emit=bytecode")])
def test_bytecode(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert _mpy_cross(tmp_path, SOURCE, *options) == 0
    data = (tmp_path / "app.mpy").read_bytes()
    assert _kinds(data).count(NATIVE) == 1
    assert run({"app.mpy": data}, CALLS) == PLAIN


@pytest.mark.slow
def test_more_code_than_two_bytes_count() -> None:
    body = "".join(f"    x = (x * {n} + (x >> 3)) % {n + 7}\n" for n in range(3, 160))
    source = "".join(f"import micropython\n@micropython.native\ndef f{n}(x):\n{body}    return x\n" for n in range(4))
    code = "print(sum(f(9) for f in (app.f0, app.f1, app.f2, app.f3)))"
    made = build(source, opt="speed")
    assert len(made) > 1 << 16
    assert run({"app.mpy": made}, f"import app\n{code}") == run({"app.py": source.encode()}, f"import app\n{code}")


def test_native_beside_compiled_functions(tmp_path: Path) -> None:
    source = SOURCE + "@micropython.viper\ndef more(x: int) -> int:\n    return x\n"
    assert _mpy_cross(tmp_path, source, "-X", "emit=native") == 0
    shown = run({"app.mpy": (tmp_path / "app.mpy").read_bytes()}, CALLS + "\nprint(more(1 << 70))")
    assert shown == PLAIN + "0\n"


def test_build(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    out = tmp_path / "app.mpy"
    answer = nativecomp("build", tmp_path / "app.py", "-o", out, "--target", "x64", "-X", "emit=viper")
    assert answer.code == 0, answer.err
    assert run({"app.mpy": out.read_bytes()}, CALLS) == COMPILED
    answer = nativecomp("build", tmp_path / "app.py", "-o", tmp_path / "app.o", "-X", "emit=viper")
    assert answer.code == 2
    assert "-X emit=viper is for .mpy files" in answer.err


def test_generators_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "def f(n: int):\n    yield n\n"
    assert _mpy_cross(tmp_path, source, "-X", "emit=viper") == 1
    assert "app.py:2:5: error: a generator is not supported in a viper function" in capsys.readouterr().err
    assert _mpy_cross(tmp_path, "import micropython\n@micropython.bytecode\n" + source, "-X", "emit=viper") == 0


def test_unknown_emitter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _mpy_cross(tmp_path, SOURCE, "-X", "emit=fast") == 1
    assert "-X emit=fast is not known" in capsys.readouterr().err
