"""`nativecomp asm`: source lines interleaved with the machine code they became."""

from typing import Any

import click

from nativecomp.cli.options import evaluate_call, note_if_empty, opt_option, split_function, target_option
from nativecomp.targets import Target


@click.command()
@click.argument("file", metavar="FILE[:FUNCTION]")
@target_option
@opt_option
@click.option("--call", help="Run this call first and show how often each instruction ran.")
def asm(file: str, target: Target, opt: Any, call: str | None) -> None:
    """Show source lines beside their machine code.

    \b
    Examples:
      nativecomp asm dsp.py
      nativecomp asm dsp.py:fir --target cortex-m0 --opt speed
      nativecomp asm dsp.py:crc --call "crc(bytes(64), 64)"
    """
    from nativecomp import codegen
    from nativecomp.listing import list_function

    codegen.start()
    from nativecomp.module import load

    path, name = split_function(file)
    module = load(path, target=target, opt=opt)
    note_if_empty(path, module.functions)
    chosen = list(module.functions.values())
    if name is not None:
        if name not in module.functions:
            known = ", ".join(module.functions) or "none"
            raise click.UsageError(f"{path} has no compiled function `{name}`; there are: {known}")
        chosen = [module.functions[name]]
    counts: dict[int, int] = {}
    if call is not None:
        counts = module.counting(lambda: evaluate_call(call, module.namespace()))
    for function in chosen:
        click.echo(list_function(module.compilation, function.typed, counts, module.address_of))
