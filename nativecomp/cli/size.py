"""`nativecomp size`: where the bytes are."""

from typing import Any

import click

from nativecomp.cli.options import json_option, note_if_empty, opt_option, show_table, target_option
from nativecomp.options import Options
from nativecomp.targets import Target


@click.command()
@click.argument("file")
@target_option
@opt_option
@json_option
def size(file: str, target: Target, opt: Any, as_json: bool) -> None:
    """Show the bytes of each function in an .mpy file, with all that it needs, and of its device version.

    \b
    Examples:
      nativecomp size dsp.py
      nativecomp size dsp.py --opt size --target cortex-m0 --json
    """
    from nativecomp.frontend import read_source, read_unit

    options = Options(target, opt, product="image")
    if target.board is not None and not read_unit(read_source(file), options).functions:
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
