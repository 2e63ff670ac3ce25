"""Give a compiled C kernel the functions it calls, so that the emulator can load it.

GCC's objects get what a firmware built with it gets: newlib's memory functions and libgcc. Clang's objects get the
memory functions of our runtime, which our own code calls too, and zig's compiler-rt. Every instruction spent in
them counts.
"""

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import llvmlite.binding as llvm

from benchmarks.c_compilers import ZIG, Compiler, ToolError, clang_command, gcc_command, run_tool, undefined_symbols
from nativecomp.image.modules import target_machine
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.targets import Target

MEMORY_FUNCTIONS = ("memcpy", "memmove", "memset")
EABI_MEMORY = Path(__file__).parent / "eabi_memory.c"
ALIGNED_NAME = re.compile(r"(__aeabi_mem(?:cpy|move|set|clr))[48]?")


@dataclass(frozen=True)
class Library:
    """The archives for one target, made in `folder` when a kernel first asks for them."""

    target: Target
    folder: Path

    def link(self, compiler: Compiler, kernel: Path) -> bytes:
        """The kernel's object with all it calls, still relocatable.

        Raises:
            ToolError: a function is found nowhere.
        """
        wanted = undefined_symbols(kernel.read_bytes())
        if not wanted:
            return kernel.read_bytes()
        archives = self.gcc_archives if compiler.family == "gcc" else self.clang_archives(wanted)
        linked = kernel.with_suffix(".linked.o")
        run_tool(*ZIG, "ld.lld", "-r", str(kernel), *archives, *aliases(wanted), "-o", str(linked))
        return linked.read_bytes()

    @cached_property
    def gcc_archives(self) -> list[str]:
        """Newlib's libc where it is installed (else our memory functions) and libgcc."""
        command = gcc_command(self.target) or ()
        libc = run_tool(*command, "-print-file-name=libc.a").strip()
        libgcc = run_tool(*command, "-print-libgcc-file-name").strip()
        return [libc if Path(libc).is_absolute() else str(self.memory_archive), libgcc]

    def clang_archives(self, wanted: set[str]) -> list[str]:
        """Our memory functions, and compiler-rt when something else is wanted (it takes seconds to build)."""
        others = [name for name in wanted if name not in MEMORY_FUNCTIONS and not ALIGNED_NAME.fullmatch(name)]
        return [str(self.memory_archive), *([str(self.compiler_rt)] if others else [])]

    @cached_property
    def memory_archive(self) -> Path:
        """The memory functions of our runtime, under C's names and the ARM ABI's."""
        machine = target_machine(self.target)
        members = []
        for number, module in enumerate(runtime_bitcode(self.target).closure(MEMORY_FUNCTIONS)):
            member = self.folder / f"memory{number}.o"
            member.write_bytes(machine.emit_object(llvm.parse_bitcode(module.bitcode)))
            members.append(str(member))
        glue = self.folder / "eabi_memory.o"
        run_tool(*clang_command(self.target), "-O2", "-fno-builtin", str(EABI_MEMORY), "-o", str(glue))
        archive = self.folder / "libmemory.a"
        run_tool(*ZIG, "ar", "rcs", str(archive), *members, str(glue))
        return archive

    @cached_property
    def compiler_rt(self) -> Path:
        """Zig's compiler-rt: division, floats and 64-bit arithmetic for cores that lack them."""
        found = re.search(r'\.lib_dir = "([^"]*)"', run_tool(*ZIG, "env"))
        if not found:
            raise ToolError("`zig env` does not say where its library is")
        source = Path(found[1]) / "compiler_rt.zig"
        archive = self.folder / "libcompiler_rt.a"
        cross = ("-target", self.target.zig_target, f"-mcpu={self.target.zig_cpu}", "-OReleaseFast", "-fstrip")
        run_tool(*ZIG, "build-lib", str(source), *cross, f"-femit-bin={archive}")
        return archive


def aliases(wanted: set[str]) -> list[str]:
    """Linker options that give the ABI's names of a memory function one body."""
    options = []
    for name in sorted(wanted):
        if match := ALIGNED_NAME.fullmatch(name):
            plain = match[1]
            body = plain.removeprefix("__aeabi_") if plain[-3:] in ("cpy", "ove") else plain
            options += [f"--defsym={name}={body}"] if name != body else []
    return options


def gcc_version(target: Target) -> str:
    """GCC's version line, or that it is not installed."""
    command = gcc_command(target)
    if not command:
        return "not installed"
    return subprocess.run((command[0], "--version"), capture_output=True, text=True).stdout.splitlines()[0]
