"""`nativecomp bench --bytecode`: one call as bytecode, as `@native` and as written, on one board."""

from pathlib import Path

import pytest

from nativecomp.frontend.discover import find_spellings
from nativecomp.frontend.rest import read_tree
from nativecomp.language.diagnostics import SourceFile
from nativecomp.program.ways import Decorator, _compiled, as_bytecode, as_native, as_written
from tests.cli.command import nativecomp

PROGRAM = """\
import micropython
from util import STEP

class A:
    @micropython.viper
    def f(self, n: int) -> int:
        s = 0
        for i in range(n):
            s += i * 3 + int(STEP)
        return s

    @staticmethod
    @micropython.native
    def g(n):
        return n + 1

@micropython.viper
def bits(n: int) -> int:
    return int(uint(n) >> 1)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "util.py").write_text("STEP = 2\n")
    path = tmp_path / "app.py"
    path.write_text(PROGRAM)
    return path


def decorators(text: str) -> list[Decorator]:
    tree = read_tree(SourceFile("app.py", text))
    return _compiled(tree, find_spellings(tree))


def bytecode(text: str) -> str:
    return as_bytecode(text, decorators(text))


def native(text: str) -> str:
    return as_native(text, decorators(text))


def test_only_decorators_change() -> None:
    expected = PROGRAM.replace("@micropython.viper", "").replace("@micropython.native", "")
    assert [line.strip() for line in bytecode(PROGRAM).split("\n")] == [line.strip() for line in expected.split("\n")]
    all_native = PROGRAM.replace(".viper", ".native")
    assert native(PROGRAM) == all_native
    assert as_written(PROGRAM, decorators(PROGRAM)) == PROGRAM
    assert as_written(all_native, decorators(all_native)) is None
    assert bytecode("@viper(\n    opt='size'\n)\ndef f(): pass") == "\n\n\ndef f(): pass"
    assert native("@asm_thumb\ndef f(): pass") == "@asm_thumb\ndef f(): pass"


def test_coroutines_and_classes_are_bytecode_too() -> None:
    assert bytecode("@native\nasync def f(): pass\n@native\nclass A: pass") == "\nasync def f(): pass\n\nclass A: pass"


@pytest.mark.parametrize("name", ["plain", "led-blink.py", "as.py"])
def test_a_file_that_no_import_can_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("def f(n):\n    return n + 1\n")
    rows = nativecomp("bench", tmp_path / name, "--call", "f(3)", "--bytecode", "--json").result
    assert {row["result"] for row in rows} == {"4"}


def test_ways_of_a_call(file: Path) -> None:
    rows = nativecomp("bench", file, "--call", "A().f(50) + A.g(1)", "--bytecode", "--json").result
    assert [row["way"] for row in rows] == ["bytecode", "@native", "as written"]
    assert {row["result"] for row in rows} == {str(sum(i * 3 + 2 for i in range(50)) + 2)}
    bytecode, native, written = (row["instructions"] for row in rows)
    assert bytecode > native > written > 0
    assert [row["times_faster"] for row in rows] == [1, round(bytecode / native, 2), round(bytecode / written, 2)]
    # Of one call, and of nothing before it: starting the board takes more.
    assert bytecode < 40_000


def test_what_is_no_bytecode_says_so(file: Path) -> None:
    rows = nativecomp("bench", file, "--call", "bits(-2)", "--bytecode", "--json").result
    assert rows[0]["instructions"] is None
    assert rows[0]["times_faster"] is None
    assert rows[0]["result"] == "NameError: name 'uint' isn't defined"
    assert rows[2]["result"] == "2147483647"


def test_wrong_usage(file: Path) -> None:
    answer = nativecomp("bench", file, "--call", "bits(1)", "--bytecode", "--target", "cortex-m0")
    assert answer.code == 2
    assert "`cortex-m0` is no board" in answer.err
    answer = nativecomp("bench", f"{file}:bits", "--call", "bits(1)", "--bytecode")
    assert "leave out `:bits`" in answer.err
