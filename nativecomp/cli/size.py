"""`nativecomp size`: where the bytes are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.options import data_option, note_if_empty
from nativecomp.cli.report import json_option, show_table
from nativecomp.cli.sources import Chosen, files_argument, select
from nativecomp.options import Options

if TYPE_CHECKING:
    from nativecomp.frontend import Unit


@click.command()
@files_argument
@compile_options
@data_option
@json_option
def size(files: list[Chosen], asked: Asked, data: tuple[Path, ...]) -> None:
    """Show the bytes of each function in an .mpy file, with all that it needs, and of its device version.

    Of a program for a board, show what its image takes: of a typed `main()` each function with the stack that it needs
    and all data, of a Python program its parts and why each is in it.

    \b
    Examples:
      nativecomp size dsp.py
      nativecomp size dsp.py:fir filters/ --opt size --target cortex-m0 --json
      nativecomp size led.py --target mps2-an386
    """
    asked.for_each(files, lambda chosen: _show(chosen, asked, data))


def _show(chosen: Chosen, asked: Asked, data: Sequence[Path]) -> None:
    from nativecomp.frontend import read_source, read_unit
    from nativecomp.program.modules import has_typed_main

    file, target = chosen.path, asked.target
    source = read_source(file)
    options = asked.options(source, Options(target, asked.opt, product="image"))
    unit = read_unit(source, options) if target.board is not None and chosen.function is None else None
    if unit is not None and has_typed_main(unit):
        _show_image(unit)
        return
    if unit is not None and not unit.functions:
        _show_program(file, options, data)
        return
    if data:
        raise click.UsageError(f"--data is for the image of a Python program; {file} has compiled functions to show")
    from nativecomp.emit.isolation import start

    start()
    from nativecomp.codegen.symbols import DEVICE_SUFFIX
    from nativecomp.elf.objectfile import ObjectFile

    module = asked.module(file)
    note_if_empty(file, module.functions)
    if chosen.function is None:
        module.compilation.ship()
    rows: list[tuple[object, ...]] = []
    for name, function in select(module.functions, chosen).items():
        if function.typed.source.owner is None:
            sizes = ObjectFile(module.compilation.shipped(function.typed).object).functions
            device = sum(sizes[one].size for one in function.symbols if one in sizes and one.endswith(DEVICE_SUFFIX))
            rows.append((name, function.size - device, device, function.size))
    beside = module.compilation.shipped_beside if chosen.function is None else None
    if beside is not None:
        shared = ObjectFile(beside.object).loaded_size()
        rows.append(("shared by the functions", shared, 0, shared))
    rows.append(("total", *(sum(int(str(row[i])) for row in rows) for i in (1, 2, 3))))
    title = f"{file}: bytes of machine code in an .mpy file for {target.name}, opt={asked.opt}"
    show_table(("function", "code", "device version", "total"), rows, title=title, file=file)


def _show_image(unit: "Unit") -> None:
    from nativecomp.compiler import compile_unit
    from nativecomp.image.link import link_image
    from nativecomp.image.size import image_parts, image_size
    from nativecomp.image.stack import image_stack, stack_use

    target, program = unit.options.target, compile_unit(unit)
    image = link_image(program.generated.object, target)
    uses, sizes = stack_use(image), image_size(image)
    rows: list[tuple[object, ...]] = []
    for part in image_parts(image, target):
        rows.append((part.name, part.flash, part.ram, uses[part.name].text if part.name in uses else ""))
    handlers = {one.symbol: one.options.priority or 0 for one in program.module.handlers.values()}
    whole = image_stack(image, handlers, fpu=target.fpu != "none")
    rest = sizes.flash - sum(part.flash for part in image_parts(image, target))
    rows.append(("texts, constants and gaps", rest, 0, ""))
    rows.append(("total", *sizes, whole.text))
    title = f"{unit.source.name}: bytes of its image for {target.name}, and of the stack with all that is called"
    show_table(("part", "flash", "RAM", "stack"), rows, title=title, file=unit.source.name)


def _show_program(file: str, options: Options, data: Sequence[Path]) -> None:
    from nativecomp.program.build import build_program
    from nativecomp.program.size import program_parts

    image = build_program(file, options, data=data)
    parts = program_parts(image)
    rows: list[tuple[object, ...]] = [(part.name, part.flash, part.ram, part.why) for part in parts]
    rows += [("stack", 0, image.stack, "for calls"), ("heap", 0, image.heap, "for objects")]
    rows.append(("total", sum(part.flash for part in parts), sum(int(str(row[2])) for row in rows), ""))
    if image.is_whole:
        report.note(image.is_whole)
    title = f"{file}: bytes of its image for {options.target.name}"
    show_table(("part", "flash", "RAM", "why"), rows, title=title, file=file)
