"""Programs for this computer: an executable of x86-64 Linux with the same runtime as the images of boards.

    nativecomp build app.py --target host -o app          ./app one two

The whole runtime is linked, since a computer has room. Output goes to standard output, files are the computer's own.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import llvmlite.binding as llvm

from nativecomp.image.hostruntime import compile_for_host, host_runtime, link_for_host
from nativecomp.image.link import ImageError, needed_of
from nativecomp.image.modules import target_machine
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.options import Options
from nativecomp.program.frozen import frozen_program
from nativecomp.targets import Target

STACK, STACK_LEAST, STACK_MOST = 1 << 20, 16 << 10, 7 << 20
"""Bytes of the stack that recursion has: if nobody says otherwise, at least, and at most, as Linux gives 8 MiB."""

_OUTPUT = ("host_output", "host_fault")
_MODULES = "modules.program"
"""The runtime's object that each program has of its own."""


def build_host_program(file: str, options: Options, *, stack: int | None = None) -> bytes:
    """The executable of the Python program that starts in `file`; `stack` is in bytes.

    Raises:
        CompileError: a source is refused, or a module is missing.
        ImageError: the program is too large for the tables, or the stack for the system.
        RuntimeBuildError: the runtime cannot be built.
    """
    size = STACK if stack is None else stack
    if not STACK_LEAST <= size <= STACK_MOST:
        raise ImageError(f"the stack is {size} bytes; a program of this computer has {STACK_LEAST} to {STACK_MOST}")
    program = frozen_program(file, options)
    runtime = host_runtime()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = f"{program.text}const size_t nc_host_stack_size = {size};\n"
        (folder / "frozen.c").write_text(text, "utf-8")
        compile_for_host(folder / "frozen.c", folder / "frozen.o")
        machine = [*map(runtime.machine, (*_OUTPUT, "host_frozen"))]
        python = [path for path in runtime.python if path.stem != _MODULES]
        return link_for_host([folder / "frozen.o", *machine, *python], folder)


def build_host_repl() -> bytes:
    """The executable that runs what it is sent over standard input, as a board with a prompt does.

    Raises:
        RuntimeBuildError: the runtime cannot be built.
    """
    runtime = host_runtime()
    python = [path for path in runtime.python if path.stem != _MODULES]
    with tempfile.TemporaryDirectory() as name:
        machine = map(runtime.machine, ("main_repl", "host_line", "host_fault"))
        return link_for_host([*machine, *python], Path(name))


def link_typed_program(elf_object: bytes, target: Target, beside: Sequence[bytes] = ()) -> bytes:
    """The executable of an object that defines `nc_main`, with what it needs of the runtime, and objects of C.

    Raises:
        ImageError: it needs what this computer does not have.
        RuntimeBuildError: the runtime cannot be built.
    """
    bitcode, needed = runtime_bitcode(target), needed_of([elf_object, *beside])
    modules = bitcode.closure(needed)
    defined = {name for module in modules for name in module.defines} | {"nc_write", "nc_exit"}
    if missing := sorted((needed | {need for module in modules for need in module.needs}) - defined):
        raise ImageError(f"the program calls `{missing[0]}`, which a computer does not have: choose a board")
    runtime = host_runtime()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = [folder / f"{number}.o" for number in range(1 + len(beside))]
        for path, data in zip(own, [elf_object, *beside], strict=True):
            path.write_bytes(data)
        objects = [*own, *map(runtime.machine, (*_OUTPUT, "host_typed"))]
        if modules:
            first, *others = [llvm.parse_bitcode(module.bitcode) for module in modules]
            for other in others:
                first.link_in(other)
            objects.append(folder / "core.o")
            objects[-1].write_bytes(target_machine(target).emit_object(first))
        return link_for_host(objects, folder)
