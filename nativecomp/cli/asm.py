"""`nativecomp asm`: source lines interleaved with the machine code they became."""

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.options import evaluate_call, note_if_empty
from nativecomp.cli.report import json_option
from nativecomp.cli.sources import Chosen, files_argument, select


@click.command()
@files_argument
@compile_options
@click.option("--call", help="Run this call first and show how often each instruction ran.")
@click.option("--why", is_flag=True, help="Say which variant of the machine code was chosen, and why.")
@json_option
def asm(files: list[Chosen], asked: Asked, call: str | None, why: bool) -> None:
    """Show source lines beside their machine code.

    \b
    Examples:
      nativecomp asm dsp.py
      nativecomp asm dsp.py:fir --target cortex-m0 --opt speed
      nativecomp asm dsp.py:crc --call "crc(bytes(64), 64)"
      nativecomp asm dsp.py --opt speed --why
    """
    from nativecomp.emit.isolation import start

    start()
    asked.for_each(files, lambda chosen: _list(chosen, asked, call, why=why))


def _list(chosen: Chosen, asked: Asked, call: str | None, *, why: bool) -> None:
    from nativecomp.compiler import compile_source
    from nativecomp.desk.listing import list_function
    from nativecomp.desk.module import CompiledModule
    from nativecomp.emit.unrolling import told
    from nativecomp.frontend import read_source

    source = read_source(chosen.path)
    compilation = compile_source(source, asked.options(source))
    functions = {function.source.qualname: function for function in compilation.functions}
    note_if_empty(chosen.path, functions)
    wanted = select(functions, chosen)
    counts: dict[int, int] = {}
    address_of = None
    if call is not None:
        module = CompiledModule(compilation)
        counts = module.counting(lambda: evaluate_call(call, module.names))
        address_of = module.address_of
    for name, function in wanted.items():
        text = list_function(compilation, function, counts, address_of)
        row = {"file": chosen.path, "function": name, "target": asked.target.name, "opt": asked.opt, "listing": text}
        if why:
            row["why"] = told(function.ir, asked.opt, compilation.variants)
            text = f"{name}: {row['why']}\n{text}"
        report.current.answer([row], lambda text=text: click.echo(text))  # type: ignore[misc]
