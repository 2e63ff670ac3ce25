"""`nativecomp-mpy-cross` beside the real `mpy-cross`: the same command lines, the same files and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.host.crosscompile import mpy_cross_path

OURS = [str(Path(sys.executable).with_name("nativecomp-mpy-cross"))]
LINES = (
    ["app.py"],
    ["-o", "out.mpy", "-O2", "app.py"],
    ["-s", "other.py", "-march=rv32imc", "-march-flags=zba", "app.py"],
    ["-X", "heapsize=200000", "-msmall-int-bits=31", "--", "app.py"],
    ["bad.py"],
    ["missing.py"],
    [],
    ["-o"],
    ["--nonsense", "app.py"],
    ["app.py", "app.py"],
    ["-o", "no/such/folder.mpy", "app.py"],
    ["-march=nonsense", "app.py"],
    ["-msmall-int-bits=99", "app.py"],
    ["-o", "-", "app.py"],
    ["-o", "out.mpy", "-"],
    ["-s", "name.py", "-"],
    ["-O3", "-v", "-s", "", "app.py"],
    *(["-X", "emit=native", f"-march={arch}", "app.py"] for arch in ("x86", "armv6", "xtensa", "xtensawin", "rv64imc")),
)


def run(program: list[str], arguments: list[str], folder: Path) -> tuple[int, bytes, dict[str, bytes]]:
    folder.mkdir()
    (folder / "app.py").write_text("def f(x):\n    return x + 'text'\n")
    (folder / "bad.py").write_text("def f(x)\n    return x\n")
    done = subprocess.run(
        [*program, *arguments], cwd=folder, input=b"x = 1\n", capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, {p.name: p.read_bytes() for p in folder.glob("*.mpy")}


@pytest.mark.parametrize("arguments", LINES, ids=" ".join)
def test_as_mpy_cross(arguments: list[str], tmp_path: Path) -> None:
    ours = run(OURS, arguments, tmp_path / "ours")
    theirs = run([str(mpy_cross_path())], arguments, tmp_path / "theirs")
    # Usage is an error text: ours goes to standard error.
    assert ours == (theirs if theirs[0] == 0 else (theirs[0], b"", theirs[2]))


def test_the_version_names_both(tmp_path: Path) -> None:
    code, out, _ = run(OURS, ["--version"], tmp_path / "ours")
    first, second = out.decode().splitlines()
    assert (code, "mpy-cross emitting mpy v6.3" in first, second.startswith("nativecomp ")) == (0, True, True)


def test_a_makefile_with_the_usual_variable(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import micropython\n@micropython.viper\ndef f(x: int) -> int:\n    return x\n")
    (tmp_path / "bad.py").write_text("break\n")
    (tmp_path / "Makefile").write_text(
        "MICROPY_MPYCROSS ?= mpy-cross\n%.mpy: %.py\n\t$(MICROPY_MPYCROSS) -o $@ -s $*.py -march=armv6m $<\n"
    )
    make = ["make", f"MICROPY_MPYCROSS={OURS[0]}"]
    assert (
        subprocess.run([*make, "app.mpy"], cwd=tmp_path, capture_output=True, timeout=60, check=False).returncode == 0
    )
    assert (tmp_path / "app.mpy").read_bytes()[:2] == b"M\x06"
    refused = subprocess.run([*make, "bad.mpy"], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert refused.returncode == 2
    assert b"bad.py:1:1: error: " in refused.stderr
    assert not (tmp_path / "bad.mpy").exists()
