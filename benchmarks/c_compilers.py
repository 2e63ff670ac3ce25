"""Compile a kernel's C file with each compiler at each level, to an object and the size of its code.

Both compilers are used as firmware is built: hosted mode, so that loops may become calls of memcpy and memset
(zig's default for a bare core forbids that), no frame pointer, and no contraction of a multiplication and an addition,
because all sides must give the same bits.
"""

import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile

from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.targets import Target

LEVELS = ("-O2", "-O3", "-Os")
ZIG = (sys.executable, "-m", "ziglang")
GCC = "arm-none-eabi-gcc"
INCLUDE = Path(__file__).parent / "include"
"""C's headers that zig lacks for a bare core; GCC has its own, which come first."""

COMMON = ("-idirafter", str(INCLUDE), "-std=c11", "-Wall", "-ffp-contract=off", "-fomit-frame-pointer", "-g0", "-c")

GCC_CORES = {
    "cortex-m0": ("-mcpu=cortex-m0",),
    "cortex-m0plus": ("-mcpu=cortex-m0plus",),
    "cortex-m3": ("-mcpu=cortex-m3",),
    "cortex-m4": ("-mcpu=cortex-m4",),
    "cortex-m4f": ("-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"),
    "cortex-m7": ("-mcpu=cortex-m7", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
    "cortex-m7d": ("-mcpu=cortex-m7", "-mfpu=fpv5-d16", "-mfloat-abi=hard"),
    "cortex-m33": ("-mcpu=cortex-m33", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"),
    "cortex-m33-nofp": ("-mcpu=cortex-m33+nofp",),
}


class ToolError(Exception):
    """A compiler or linker failed; the message is its own."""


@dataclass(frozen=True)
class Compiler:
    """One compiler at one level; `command` lacks only the files."""

    family: str
    level: str
    command: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.family} {self.level}"

    def compile(self, source: Path, output: Path) -> None:
        """Compile one file to an object.

        Raises:
            ToolError: the compiler refused it.
        """
        run_tool(*self.command, str(source), "-o", str(output))


def run_tool(*command: str) -> str:
    """Run a tool to its end and return its output; ToolError with its complaint when it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"{' '.join(command)}\n{done.stderr.strip()}")
    return done.stdout


def clang_command(target: Target) -> tuple[str, ...]:
    """`zig cc` for the target, without level and files."""
    cross = ("-target", target.zig_target, f"-mcpu={target.zig_cpu}")
    return (*ZIG, "cc", *cross, "-fhosted", "-fno-unwind-tables", *COMMON)


def gcc_command(target: Target) -> tuple[str, ...] | None:
    """GCC for the target, without level and files; None where it is not installed or does not know the core."""
    flags = GCC_CORES.get(target.core)
    return (GCC, *flags, "-mthumb", *COMMON) if flags and shutil.which(GCC) else None


def list_compilers(target: Target) -> list[Compiler]:
    """Clang at each level, and GCC at each where it is installed."""
    commands = {"clang": clang_command(target), "gcc": gcc_command(target)}
    return [
        Compiler(family, level, (*command, level))
        for family, command in commands.items()
        if command
        for level in LEVELS
    ]


def code_size(elf_object: bytes) -> int:
    """Bytes of machine code in an object, its literal pools counted."""
    sections = ELFFile(io.BytesIO(elf_object)).iter_sections()
    return sum(section["sh_size"] for section in sections if section["sh_flags"] & SH_FLAGS.SHF_EXECINSTR)


def constants_size(elf_object: bytes) -> int:
    """Bytes of constant tables beside the code, such as a compiler makes of a switch or a CRC loop.

    Ours lie behind instructions that give their address, in the section of machine code that comes as it is.
    """
    sections = ELFFile(io.BytesIO(elf_object)).iter_sections()
    loaded = (s for s in sections if s["sh_type"] == "SHT_PROGBITS" and s["sh_flags"] & SH_FLAGS.SHF_ALLOC)
    return sum(
        section["sh_size"]
        for section in loaded
        if section.name == ASSEMBLED_SECTION or not section["sh_flags"] & SH_FLAGS.SHF_EXECINSTR
    )


def undefined_symbols(elf_object: bytes) -> set[str]:
    """The names an object wants from elsewhere."""
    table = ELFFile(io.BytesIO(elf_object)).get_section_by_name(".symtab")
    return {symbol.name for symbol in table.iter_symbols() if symbol["st_shndx"] == "SHN_UNDEF" and symbol.name}
