"""`nativecomp size`: where the bytes are."""

from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli.options import json_option, note_if_empty, opt_option, show_table, target_option
from nativecomp.options import Options
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.frontend import Unit


@click.command()
@click.argument("file")
@target_option
@opt_option
@json_option
def size(file: str, target: Target, opt: Any, as_json: bool) -> None:
    """Show the bytes of each function in an .mpy file, with all that it needs, and of its device version.

    Of a program for a board, show what its image takes: of a typed `main()` each function with the stack that it needs
    and all data, of a Python program its parts and why each is in it.

    \b
    Examples:
      nativecomp size dsp.py
      nativecomp size dsp.py --opt size --target cortex-m0 --json
      nativecomp size led.py --target mps2-an386
    """
    from nativecomp.frontend import read_source, read_unit
    from nativecomp.program.modules import has_typed_main

    options = Options(target, opt, product="image")
    unit = read_unit(read_source(file), options) if target.board is not None else None
    if unit is not None and has_typed_main(unit):
        _show_image(unit, as_json)
        return
    if unit is not None and not unit.functions:
        _show_program(file, options, as_json)
        return
    from nativecomp.emit.isolation import start

    start()
    from nativecomp.codegen.symbols import DEVICE_SUFFIX
    from nativecomp.desk.module import compiled, load
    from nativecomp.elf.objectfile import ObjectFile

    module = compiled(load(file, target=target, opt=opt))
    note_if_empty(file, module.functions)
    rows: list[tuple[object, ...]] = []
    for name, function in module.functions.items():
        if function.typed.source.owner is None:
            sizes = ObjectFile(module.compilation.shipped(function.typed).object).functions
            device = sum(sizes[one].size for one in function.symbols if one in sizes and one.endswith(DEVICE_SUFFIX))
            rows.append((name, function.size - device, device, function.size))
    rows.append(("total", *(sum(int(str(row[i])) for row in rows) for i in (1, 2, 3))))
    title = f"{file}: bytes of machine code in an .mpy file for {target.name}, opt={opt}"
    show_table(("function", "code", "device version", "total"), rows, as_json=as_json, title=title)


def _show_image(unit: "Unit", as_json: bool) -> None:
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
    show_table(("part", "flash", "RAM", "stack"), rows, as_json=as_json, title=title)


def _show_program(file: str, options: Options, as_json: bool) -> None:
    from nativecomp.program.build import build_program
    from nativecomp.program.size import program_parts

    image = build_program(file, options)
    parts = program_parts(image)
    rows: list[tuple[object, ...]] = [(part.name, part.flash, part.ram, part.why) for part in parts]
    rows += [("stack", 0, image.stack, "for calls"), ("heap", 0, image.heap, "for objects")]
    rows.append(("total", sum(part.flash for part in parts), sum(int(str(row[2])) for row in rows), ""))
    if image.is_whole:
        click.echo(f"note: {image.is_whole}", err=True)
    title = f"{file}: bytes of its image for {options.target.name}"
    show_table(("part", "flash", "RAM", "why"), rows, as_json=as_json, title=title)
