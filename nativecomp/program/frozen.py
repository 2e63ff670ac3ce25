"""The modules of a program, compiled, and written as C that freezes them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from nativecomp.image.link import ImageError
from nativecomp.mpy import MpyFile, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.program.freeze import FreezeError, Frozen, freeze
from nativecomp.program.modules import MAIN, ProgramModules, find_modules


@dataclass(frozen=True)
class FrozenProgram:
    """A program's modules, their .mpy files in the same order, and the C text that has them as constants."""

    modules: ProgramModules
    mpys: list[MpyFile]
    text: str


def frozen_program(file: str, options: Options, words: Collection[str] = (), *, loads: bool = False) -> FrozenProgram:
    """The program that starts in `file`, with those modules of the runtime that are among the `words`.

    `loads` says whether it imports from files at run time too. The `defines` of the options are for the main module.

    Raises:
        CompileError: a source is refused, or a module is missing.
        ImageError: the program is too large for the tables.
    """
    modules = find_modules(file, words)
    frozen = []
    for one in modules.files:
        own = options if one.name == MAIN else replace(options, defines={})
        mpy = build_mpy(one.source, own, name=one.label)
        frozen.append(Frozen(one.name, one.package, read_mpy(mpy)))
    try:
        text = freeze(frozen, modules.builtin, Path(file).name, options.target, loads=loads)
    except FreezeError as error:
        raise ImageError(str(error)) from None
    return FrozenProgram(modules, [one.mpy for one in frozen], text)
