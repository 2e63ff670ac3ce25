"""From the file of a Python program to the image of a board."""

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nativecomp.elf import ElfFile
from nativecomp.image.archive import PYTHON_LANGUAGE, PythonRuntime, python_runtime
from nativecomp.image.clang import clang_options, run_zig, zig_package
from nativecomp.image.link import ImageError, Output, run_linker
from nativecomp.image.reach import Reach
from nativecomp.image.runtime import runtime_bitcode, runtime_sources
from nativecomp.image.script import linker_script
from nativecomp.mpy import MpyFile, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.program.absent import has_machine_code, stubs
from nativecomp.program.freeze import FreezeError, Frozen, freeze
from nativecomp.program.interpreter import interpreter
from nativecomp.program.modules import MAIN, ProgramModules, find_modules
from nativecomp.program.names import asked_by, dynamic_names, fixed_names, fixed_table, mentioned_by, program_words
from nativecomp.targets import Target

STACK_PARTS, STACK_MOST = 4, 0x10000
"""The stack is that part of the RAM if nobody says otherwise, and at most so many bytes."""

_INTERPRETER, _NAMES = "vm.execute", "objects.nametable"
"""The runtime's objects that each program has of its own."""

STACK_LEAST = 2048
"""Bytes that starting, a call and the report of an exception need."""


@dataclass(frozen=True)
class ProgramImage:
    """An image, and the linker's map of it. `stack` and `heap` are in bytes.

    `is_whole` says why all members of types and modules are in it, and is empty where only those are that it names.
    """

    elf: bytes
    map: str
    modules: ProgramModules
    stack: int
    heap: int
    is_whole: str


def build_program(
    file: str,
    options: Options,
    output: Output = "semihosting",
    *,
    stack: int | None = None,
) -> ProgramImage:
    """The image of the program that starts in `file`, for a board; `stack` is in bytes.

    The `defines` of the options are for the main module.

    Raises:
        CompileError: a source is refused, or a module is missing.
        ImageError: the target is no board, or the program is too large for it.
    """
    target = options.target
    if target.board is None:
        raise ImageError(f"no images are made for `{target.name}`: choose a board such as mps2-an386")
    modules = find_modules(file)
    frozen = []
    for one in modules.files:
        own = options if one.name == MAIN else replace(options, defines={})
        mpy = build_mpy(one.source, own, name=one.label)
        frozen.append(Frozen(one.name, one.package, read_mpy(mpy)))
    try:
        text = freeze(frozen, modules.builtin, Path(file).name)
    except FreezeError as error:
        raise ImageError(str(error)) from None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mpys = [one.mpy for one in frozen]
        inputs = [compile_text("program", text + stubs(mpys, modules.builtin), target, folder)]
        is_small = options.opt == "size"
        runtime = python_runtime(target, small=is_small)
        inputs.append(compile_text(_INTERPRETER, interpreter(mpys), target, folder, "-Oz" if is_small else "-O2"))
        inputs += [path for path in runtime.objects if path.stem not in (_INTERPRETER, _NAMES)]
        dynamic = dynamic_names(mpys)
        size = stack_size(target, stack)
        elf, map_ = _link(inputs, runtime, target, output, size, folder, mpys, modules.builtin)
    why = f"`{dynamic[0]}` looks for members by names of run time, so all of them are in the image" if dynamic else ""
    return ProgramImage(elf, map_, modules, size, _heap_size(elf), why)


def stack_size(target: Target, stack: int | None) -> int:
    """Bytes of the stack, a multiple of eight: what was asked for, or what goes with the board's RAM."""
    assert target.board is not None
    ram = target.board.ram_size
    size = min(ram // STACK_PARTS, STACK_MOST) if stack is None else stack & ~7
    if not STACK_LEAST <= size < ram:
        raise ImageError(f"the stack is {size} bytes; `{target.name}` has {ram}, and {STACK_LEAST} are the least")
    return size


def _heap_size(elf: bytes) -> int:
    addresses = {symbol.name: symbol.value for symbol in ElfFile(elf).symbols}
    return addresses["nc_heap_limit"] - addresses["nc_heap_memory"]


def compile_text(name: str, text: str, target: Target, folder: Path, level: str = "-Os") -> Path:
    source = folder / f"{name}.c"
    source.write_text(text, "utf-8")
    include = ["-isystem", str(zig_package() / "lib" / "include"), "-I", str(runtime_sources() / "include")]
    run_zig(["clang", *clang_options(target), *PYTHON_LANGUAGE, level, *include, "-c", source], folder)
    return folder / f"{name}.o"


def _link(
    inputs: list[Path],
    runtime: PythonRuntime,
    target: Target,
    output: Output,
    stack: int,
    folder: Path,
    mpys: Sequence[MpyFile],
    builtin: Collection[str],
) -> tuple[bytes, str]:
    board = target.board
    assert board is not None
    machine = runtime_bitcode(target).machine
    names = ["start-data-bss", "fault-text", "exit", "interrupts"]
    names.append("write-semihosting" if output == "semihosting" else f"write-{board.uart}")
    if board.boot:
        names.append(f"boot-{board.boot}")
    if unknown := [name for name in names if name not in machine]:
        raise ImageError(f"the board `{target.name}` has a UART of an unknown kind, `{board.uart}` ({unknown[0]})")
    for name in names:
        inputs.append(folder / f"{name}.o")
        inputs[-1].write_bytes(machine[name])
    clock = "clock_semihosting" if output == "semihosting" else "clock_systick"
    inputs += [runtime.machine(name) for name in ("catch", "python", "main_frozen", "files_none", clock)]
    if output == "uart" or "machine" in builtin:
        inputs.append(runtime.machine("systick"))
    if "machine" in builtin:
        inputs.append(runtime.machine(f"pins_{board.pins}"))
    reach, keep = _reach(inputs, mpys, builtin)
    table = compile_text(_NAMES, fixed_table(keep), target, folder)
    script = linker_script(board, stack, machine) + reach.symbols()
    elf = run_linker([*reach.write(folder), table, *runtime.archives], script, target, folder)
    return elf, (folder / "image.map").read_text("utf-8", errors="replace")


def _reach(inputs: list[Path], mpys: Sequence[MpyFile], builtin: Collection[str]) -> tuple[Reach, set[str]]:
    """What the program reaches of the objects, and the fixed names that it can come upon."""
    names = ["", *(name.decode() for name in fixed_names())]
    if has_machine_code(mpys) or dynamic_names(mpys):
        return Reach.everything(inputs), set(names)
    words = program_words(mpys) | set(builtin)
    reach = Reach(inputs, words, names, asked_by, type_values="__class__" in words)
    return reach, words.union(reach.kept, *map(mentioned_by, reach.stems))
