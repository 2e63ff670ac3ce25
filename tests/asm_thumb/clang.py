"""Clang's assembler, from the ziglang package, as the judge of bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from elftools.elf.elffile import ELFFile

# zig's names of the processors; its cortex_m4 has no floating point unit, and its cortex_m7 a single precision one
CPUS = {
    "cortex-m0": "cortex_m0",
    "cortex-m0plus": "cortex_m0plus",
    "cortex-m3": "cortex_m3",
    "cortex-m4": "cortex_m4",
    "cortex-m4f": "cortex_m4+vfp4d16sp",
    "cortex-m7": "cortex_m7",
    "cortex-m7-sp": "cortex_m7+fp_armv8d16sp",
    "cortex-m7-dp": "cortex_m7+fp_armv8d16",
    "cortex-m23": "cortex_m23",
    "cortex-m33-nodsp": "cortex_m33",
    "cortex-m33-dsp": "cortex_m33+dsp",
    "cortex-m33": "cortex_m33+dsp+fp_armv8d16sp",
}


class ClangError(Exception):
    """Clang's messages about a source that it doesn't take."""


def assemble(lines: Sequence[str], core: str, folder: Path) -> bytes:
    """The text section of an assembler source for a core."""
    source, target = folder / f"{core}.s", folder / f"{core}.o"
    source.write_text("\n".join([".syntax unified", ".thumb", *lines, ""]))
    command = [sys.executable, "-m", "ziglang", "cc", "-target", "thumb-freestanding-eabi", f"-mcpu={CPUS[core]}"]
    done = subprocess.run([*command, "-c", str(source), "-o", str(target)], capture_output=True, text=True)
    if done.returncode:
        raise ClangError(done.stderr)
    section = ELFFile(io.BytesIO(target.read_bytes())).get_section_by_name(".text")
    return bytes(section.data())
