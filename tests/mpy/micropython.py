"""The real MicroPython (its unix port, from PyPI), for tests."""

import subprocess
import sys
import tempfile
from pathlib import Path

from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target

PROGRAM = Path(sys.executable).with_name("micropython")
TIMEOUT = 60


def run(files: dict[str, bytes], code: str, *options: str) -> str:
    """What MicroPython prints that runs `code` where these files are; a traceback is part of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        done = subprocess.run(
            [str(PROGRAM), *options, "-c", code],
            cwd=folder, capture_output=True, timeout=TIMEOUT, check=False, env={"MICROPYPATH": "."},
        )  # fmt: skip
    assert done.returncode in (0, 1), f"MicroPython died with {done.returncode}: {done.stderr.decode()}"
    return (done.stdout + done.stderr).decode()


def build(
    source: str, target: str = "x64", opt: str = "balanced", name: str = "app.py", *, collect: bool = False
) -> bytes:  # fmt: skip
    """The .mpy file of a source."""
    return build_mpy(SourceFile(name, source), Options(find_target(target), opt, collect=collect))  # type: ignore[arg-type]


def run_built(source: str, code: str, opt: str = "balanced") -> str:
    """What MicroPython prints for `code` after `from app import *`, `app` being the compiled source."""
    return run({"app.mpy": build(source, opt=opt)}, f"from app import *\n{code}")
