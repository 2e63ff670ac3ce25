"""`nativecomp bench --bytecode`: one call as bytecode, as `@native` and as written, on one board."""

from pathlib import Path

import pytest

from nativecomp.emulator.cycles import Cycles, count_cycles
from nativecomp.frontend.discover import find_spellings
from nativecomp.frontend.rest import read_tree
from nativecomp.language.diagnostics import SourceFile
from nativecomp.program.cway import c_functions
from nativecomp.program.ways import Decorator, _compiled, as_bytecode, as_native, as_written
from nativecomp.targets import find_target
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


C_FILE = """\
#include <math.h>
#include <stdint.h>
#include <string.h>
struct pair { int a, b; };
static int hidden(int x) { return x + 1; }
int total(const uint8_t *data, int n) { int s = 0; for (int i = 0; i < n; i++) s += data[i]; return hidden(s); }
float half(float x) { return x / 2; }
double root(double x) { return sqrt(x); }
unsigned char low(int x) { return (unsigned char)x; }
int8_t signed_low(int x) { return (int8_t)x; }
uint64_t wide(uint64_t x) { return x / 3; }
void clear(char *data, unsigned n) { memset(data, 0, n); }
struct pair both(int a) { return (struct pair){a, a}; }
"""


def test_functions_of_c(tmp_path: Path) -> None:
    path = tmp_path / "work.c"
    path.write_text(C_FILE)
    for core in ("cortex-m0", "cortex-m4f"):
        functions = c_functions(path, find_target(core))
        f = functions.names
        assert set(f) == {"total", "half", "root", "low", "signed_low", "wide", "clear"}
        data = bytearray(range(10))
        assert (f["total"](data, 10), f["half"](3), f["root"](2.25)) == (46, 1.5, 1.5)
        assert (f["low"](511), f["signed_low"](255), f["wide"](10**18)) == (255, -1, 10**18 // 3)
        assert f["clear"](data, 10) is None
        assert data == bytes(10)
        before = functions.instructions
        f["half"](8)
        assert 0 < functions.instructions - before < 100
        with pytest.raises(TypeError, match="takes 2 arguments"):
            f["total"](data)
        with pytest.raises(TypeError, match="C takes a number"):
            f["half"]("x")


def test_the_same_call_in_c_and_its_cycles(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(
        "import micropython\n@micropython.viper\ndef total(data: ptr8, n: int) -> int:\n"
        "    s = 1\n    for i in range(n):\n        s += data[i]\n    return s\n"
    )
    (tmp_path / "work.c").write_text(C_FILE)
    call = ["bench", tmp_path / "work.py", "--bytecode", "--json", "--call"]
    rows = {row["way"]: row for row in nativecomp(*call, "total(b'abc', 3)").result}
    assert list(rows) == ["bytecode", "@native", "as written", "C -O2"]
    assert {row["result"] for row in rows.values()} == {"295"}
    for row in rows.values():
        least, most = row["cycles"]
        assert row["instructions"] <= least < most <= 4 * row["instructions"]
    assert rows["C -O2"]["instructions"] < 60 < rows["as written"]["instructions"]
    refused = nativecomp(*call, "total([1], 1)").result[-1]
    assert (refused["instructions"], refused["cycles"]) == (None, None)
    assert "list has no buffer to pass" in refused["result"]


def test_cycles_are_those_of_each_instruction() -> None:
    code = bytes.fromhex("0868 0028 fcd1 7047")  # ldr r0, [r1]; cmp r0, #0; bne; bx lr
    runs = {(0x100, 6): 50, (0x106, 2): 1}

    def cycles(core: str) -> Cycles | None:
        return count_cycles(runs, lambda start, size: code[start - 0x100 :][:size], core)

    assert cycles("cortex-m4f") == (50 * 4 + 2, 50 * 7 + 4)
    assert cycles("cortex-m0") == (50 * 4 + 3, 50 * 6 + 3)
    assert cycles("cortex-m7") is None


def test_plot(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "f.py").write_text("def f(n):\n    return n + 1\n")
    picture = tmp_path / "f.svg"
    assert nativecomp("bench", tmp_path / "f.py", "--call", "f(3)", "--bytecode", "--plot", picture).code == 0
    assert b"<svg" in picture.read_bytes()
    refused = {
        ("--plot", "f.svg"): "--plot draws what --bytecode counts: add --bytecode",
        ("--bytecode", "--plot", "f.txt"): "--plot writes .png, .svg, .pdf, not f.txt",
    }
    for words, message in refused.items():
        answer = nativecomp("bench", tmp_path / "f.py", "--call", "f(3)", *words)
        assert answer.code == 2
        assert message in answer.err.replace("\n", " ")
