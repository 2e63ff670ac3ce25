"""Make object files for the tests: C compiled by `zig cc` for a target, each only once in a session."""

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from nativecomp.emulator import Machine
from nativecomp.targets import find_target

CORES = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7d", "cortex-m33", "riscv32", "x86-64")
ARM_CORES = CORES[:-2]


@cache
def compile_c(source: str, core: str, *flags: str) -> bytes:
    """The object file of a C source for a core."""
    target = find_target(core)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "unit.c")
        path.write_text(source)
        command = [sys.executable, "-m", "ziglang", "cc", "-target", target.zig_target, f"-mcpu={target.zig_cpu}"]
        command += ["-O1", "-g", "-ffreestanding", "-fno-sanitize=all", "-fno-stack-protector", *flags]
        subprocess.run([*command, "-c", "unit.c", "-o", "unit.o"], cwd=folder, check=True)
        return Path(folder, "unit.o").read_bytes()


def machine(source: str, core: str = "cortex-m4f", *, flags: tuple[str, ...] = (), **options: object) -> Machine:
    """A machine with a C source compiled for a core."""
    return Machine(compile_c(source, core, *flags), find_target(core), **options)  # type: ignore[arg-type]
