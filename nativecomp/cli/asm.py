"""`nativecomp asm`: source lines interleaved with the machine code they became."""

from typing import Any

import click

from nativecomp.cli.options import evaluate_call, note_if_empty, opt_option, split_function, target_option
from nativecomp.options import Options
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
    from nativecomp.emit.isolation import start

    start()
    from nativecomp.compiler import compile_source
    from nativecomp.desk.listing import list_function
    from nativecomp.frontend import read_source

    path, name = split_function(file)
    compilation = compile_source(read_source(path), Options(target, opt))
    functions = {function.source.qualname: function for function in compilation.functions}
    note_if_empty(path, functions)
    if name is not None and name not in functions:
        known = ", ".join(functions) or "none"
        raise click.UsageError(f"{path} has no compiled function `{name}`; there are: {known}")
    counts: dict[int, int] = {}
    address_of = None
    if call is not None:
        from nativecomp.desk.module import CompiledModule

        module = CompiledModule(compilation)
        counts = module.counting(lambda: evaluate_call(call, module.names))
        address_of = module.address_of
    for function in [functions[name]] if name is not None else functions.values():
        click.echo(list_function(compilation, function, counts, address_of))
