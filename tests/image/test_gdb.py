"""Debuggers: what gdb shows of an image on QEMU, and what an object says of its functions."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from elftools.elf.elffile import ELFFile

from nativecomp.codegen import debug
from nativecomp.compiler import compile_source
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.cli.command import nativecomp

PROGRAM = """\
from nativecomp import Buffer, float32, int64, ptr8, uint8, viper
buf = bytearray(16)

@viper
def inner(p: ptr8, n: int, big: int64) -> int:
    total = 0
    for i in range(n):
        total += p[i] * 3
        p[i] = total
    return total + int(big)

@viper
def outer(b: Buffer[uint8], scale: float32) -> int:
    count = inner(ptr8(b), 5, 7)
    count += inner(ptr8(b), 6, 9)
    return count + int(scale * 2.0)

@viper
def main() -> int:
    for k in range(len(buf)):
        buf[k] = k + 1
    print("result", outer(buf, 1.5))
    return 0
"""
needs_gdb = pytest.mark.skipif(
    not (shutil.which("gdb-multiarch") and shutil.which("qemu-system-arm")), reason="needs gdb and QEMU"
)


def gdb(folder: Path, *commands: str, options: tuple[str, ...] = ()) -> str:
    (folder / "f.py").write_text(PROGRAM)
    words = [word for command in commands for word in ("-ex", command)]
    done = subprocess.run(
        [sys.executable, "-m", "nativecomp", "gdb", "f.py", "--target", "mps2-an386", *options, "--", "-batch", *words],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_gdb
def test_a_line_its_frames_and_variables(tmp_path: Path) -> None:
    commands = ["info args", "info locals", "bt", "up", "info locals", "print b.length", "ptype b", "print scale"]
    out = gdb(tmp_path, *commands, options=("--break", "f.py:8"))
    # What is not needed any more comes last, so the order is not that of the text.
    assert "inner (n=5, big=7, p=<optimized out>) at f.py:8\n8\t        total += p[i] * 3\n" in out
    assert "n = 5\nbig = 7\np = <optimized out>\ntotal = 0\ni = 0\n" in out
    assert re.search(
        r"#0 +inner .*\n#1 .*outer \(b=\.\.\., scale=1\.5\) at f\.py:14\n#2 .*main \(\) at f\.py:22\n", out
    )
    assert "count = 0\n$1 = 16\n" in out
    assert "type = struct uint8[:] {\n    uint8 *data;\n    int length;\n}\n$2 = 1.5\n" in out


@needs_gdb
def test_steps_and_further_breaks(tmp_path: Path) -> None:
    out = gdb(tmp_path, "next", "next", "print total", "break f.py:16", "continue", "print count", "continue",
              options=("--break", "7",))  # fmt: skip
    assert re.search(r"^9\t        p\[i\] = total$", out, re.MULTILINE) or re.search(r"^8\t", out, re.MULTILINE)
    assert "f.py:16\n16\t    return count + int(scale * 2.0)" in out
    assert "result " in out


@needs_gdb
def test_it_stops_at_main(tmp_path: Path) -> None:
    assert "main () at f.py:19" in gdb(tmp_path, "bt")


def test_gdb_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    answer = nativecomp("gdb", "f.py", "--target", "mps2-an386")
    assert answer.code == 1
    assert "none of gdb-multiarch, arm-none-eabi-gdb is installed: `apt-get install gdb-multiarch`" in answer.err


def compiled(target: str) -> bytes:
    options = Options(find_target(target), product="object")
    return compile_source(SourceFile("f.py", PROGRAM), options).generated.object


def _name(die: Any) -> str:
    return str(die.attributes["DW_AT_name"].value.decode())


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_what_an_object_says(target: str) -> None:
    unit = next(ELFFile(io.BytesIO(compiled(target))).get_dwarf_info().iter_CUs())
    top = unit.get_top_DIE()
    assert _name(top) == "f.py"
    assert top.attributes["DW_AT_comp_dir"].value.decode() == str(Path.cwd())
    found: dict[str, list[tuple[str, str]]] = {}
    for die in top.iter_children():
        if die.tag == "DW_TAG_subprogram" and "DW_AT_name" in die.attributes:
            found[_name(die)] = [
                (_name(child), _type(child))
                for child in die.iter_children()
                if child.tag in ("DW_TAG_formal_parameter", "DW_TAG_variable") and "DW_AT_name" in child.attributes
            ]
    # What is not needed comes last, so the order is not that of the text.
    assert set(found["outer"]) == {("b", "uint8[:]"), ("scale", "float32"), ("count", "int")}
    assert set(found["inner"]) == {
        ("p", "uint8 *"), ("n", "int"), ("big", "int64"), ("total", "int"), ("i", "int"),
    }  # fmt: skip


def _type(die: Any) -> str:
    type_ = die.get_DIE_from_attribute("DW_AT_type")
    return f"{_type(type_)} *" if type_.tag == "DW_TAG_pointer_type" else _name(type_)


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f"])
def test_what_debuggers_read_changes_no_code(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(data: bytes) -> dict[str, bytes]:
        file = ObjectFile(data)
        return {name: file.code(symbol) for name, symbol in file.functions.items()}

    with_variables = code(compiled(target))
    monkeypatch.setattr(debug.DebugInfo, "declare", lambda *_: [])
    assert code(compiled(target)) == with_variables
