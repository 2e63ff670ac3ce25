"""`nativecomp bench --bytecode`: one call as bytecode, as `@native` and as written, on one board."""

from pathlib import Path

import pytest

from nativecomp.frontend.discover import find_spellings
from nativecomp.frontend.rest import read_tree
from nativecomp.language.diagnostics import SourceFile
from nativecomp.program.ways import as_bytecode, as_native, as_written
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


def test_only_decorators_change() -> None:
    source = SourceFile("app.py", PROGRAM)
    spellings = find_spellings(read_tree(source))
    bytecode = PROGRAM.replace("@micropython.viper", "").replace("@micropython.native", "")
    assert [line.strip() for line in as_bytecode(PROGRAM, spellings).split("\n")] == [
        line.strip() for line in bytecode.split("\n")
    ]
    assert as_native(PROGRAM, spellings) == PROGRAM.replace(".viper", ".native")
    assert as_written(PROGRAM, spellings) == PROGRAM
    assert as_written(PROGRAM.replace(".viper", ".native"), spellings) is None
    assert as_bytecode("@viper(\n    opt='size'\n)\ndef f(): pass", spellings) == "\n\n\ndef f(): pass"
    assert as_native("@asm_thumb\ndef f(): pass", spellings) == "@asm_thumb\ndef f(): pass"


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
