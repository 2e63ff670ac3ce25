"""From the file of a Python program to the image of a board."""

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from nativecomp.elf import ElfFile
from nativecomp.image.archive import python_runtime
from nativecomp.image.link import Output, board_of
from nativecomp.image.reach import Reach
from nativecomp.mpy import MpyFile, read_mpy
from nativecomp.options import Options
from nativecomp.program.absent import has_machine_code, stubs
from nativecomp.program.boardimage import compile_text, link_objects, machine_objects, stack_size
from nativecomp.program.frozen import frozen_program
from nativecomp.program.interpreter import interpreter
from nativecomp.program.modules import ProgramModules
from nativecomp.program.names import asked_by, dynamic_names, fixed_names, fixed_table, mentioned_by, program_words
from nativecomp.program.romfiles import RomFile, rom_files, rom_text

_INTERPRETER, _NAMES = "vm.execute", "objects.nametable"
"""The runtime's objects that each program has of its own."""


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
    data: Sequence[Path] = (),
) -> ProgramImage:
    """The image of the program that starts in `file`, for a board; `stack` is in bytes, `data` are files for it.

    The `defines` of the options are for the main module.

    Raises:
        CompileError: a source is refused, or a module is missing.
        ImageError: the target is no board, or the program is too large for it.
    """
    target = options.target
    board_of(target)
    roms = rom_files(Path(file), data, options)
    later = [read_mpy(one.data) for one in roms if one.is_module]
    program = frozen_program(file, options, {name for mpy in later for name in mpy.qstrs}, loads=bool(later))
    modules, mpys, text = program.modules, program.mpys, program.text
    words = _words(mpys, modules.builtin) if not later else None
    is_small = options.opt == "size"
    runtime = python_runtime(target, small=is_small)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own_text = text if later else text + stubs(mpys, modules.builtin)
        inputs = [compile_text("program", own_text, target, folder)]
        own_parts = {_NAMES}
        if not later:  # what is imported later may have any instruction
            own_parts.add(_INTERPRETER)
            inputs.append(compile_text(_INTERPRETER, interpreter(mpys), target, folder, "-Oz" if is_small else "-O2"))
        if roms:
            inputs.append(compile_text("data", rom_text(roms, folder), target, folder))
        inputs += [path for path in runtime.objects if path.stem not in own_parts]
        devices = words if "machine" in modules.builtin else ()
        files = "files_rom" if roms else "files_none"
        inputs += machine_objects(runtime, target, folder, "main_frozen", output, files=files, devices=devices)
        size = stack_size(target, stack)
        reach, keep = _reach(inputs, words)
        table = compile_text(_NAMES, fixed_table(keep), target, folder)
        elf = link_objects(reach, runtime, target, size, folder, [table])
        map_ = (folder / "image.map").read_text("utf-8", errors="replace")
    return ProgramImage(elf, map_, modules, size, _heap_size(elf), _why_whole(mpys, roms))


def _why_whole(mpys: Sequence[MpyFile], roms: Sequence[RomFile]) -> str:
    """Why all members of types and modules are in the image; empty where they are not."""
    modules = [one.path for one in roms if one.is_module]
    dynamic = dynamic_names(mpys)
    if modules:
        return f"`{modules[0]}` is imported at run time, so all of them are in the image"
    return f"`{dynamic[0]}` looks for members by names of run time, so all of them are in the image" if dynamic else ""


def _heap_size(elf: bytes) -> int:
    addresses = {symbol.name: symbol.value for symbol in ElfFile(elf).symbols}
    return addresses["nc_heap_limit"] - addresses["nc_heap_memory"]


def _words(mpys: Sequence[MpyFile], builtin: Collection[str]) -> set[str] | None:
    """The words of the program; None where any may be asked for."""
    return None if has_machine_code(mpys) or dynamic_names(mpys) else program_words(mpys) | set(builtin)


def _reach(inputs: list[Path], words: set[str] | None) -> tuple[Reach, set[str]]:
    """What the program reaches of the objects, and the fixed names that it can come upon."""
    names = ["", *(name.decode() for name in fixed_names())]
    if words is None:
        return Reach.everything(inputs), set(names)
    reach = Reach(inputs, words, names, asked_by, type_values="__class__" in words)
    return reach, words.union(reach.kept, *map(mentioned_by, reach.stems))
