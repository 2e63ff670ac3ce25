"""`nativecomp size`: where the bytes are."""

from typing import Any

import click

from nativecomp.cli.options import json_option, note_if_empty, opt_option, show_table, target_option
from nativecomp.targets import Target


@click.command()
@click.argument("file")
@target_option
@opt_option
@json_option
def size(file: str, target: Target, opt: Any, as_json: bool) -> None:
    """Show the bytes of each function, its device version and its helpers.

    \b
    Examples:
      nativecomp size dsp.py
      nativecomp size dsp.py --opt size --target cortex-m0 --json
    """
    from nativecomp import codegen

    codegen.start()
    from nativecomp.codegen.request import DEVICE_SUFFIX
    from nativecomp.module import load

    module = load(file, target=target, opt=opt)
    note_if_empty(file, module.functions)
    sizes = module.symbol_sizes()
    rows: list[tuple[object, ...]] = []
    for name, function in module.functions.items():
        parts = {symbol: sizes.pop(symbol, 0) for symbol in function.symbols}
        device = sum(size for symbol, size in parts.items() if symbol.endswith(DEVICE_SUFFIX))
        total = sum(parts.values())
        rows.append((name, total - device, device, total))
    helpers = sum(sizes.values())
    if helpers:
        rows.append(("(helpers)", helpers, 0, helpers))
    rows.append(("total", *(sum(int(str(row[i])) for row in rows) for i in (1, 2, 3))))
    title = f"{file}: bytes of machine code for {target.name}, opt={opt}"
    show_table(("function", "code", "device version", "total"), rows, as_json=as_json, title=title)
