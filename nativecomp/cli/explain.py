"""`nativecomp explain`: what each line of a compiled function costs, why, and what to write instead."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.options import evaluate_call, note_if_empty
from nativecomp.cli.output import write_file
from nativecomp.cli.report import json_option
from nativecomp.cli.sources import Chosen, files_argument, select
from nativecomp.options import Options

if TYPE_CHECKING:
    from nativecomp.compiler import Compilation
    from nativecomp.desk.explain import LineCost
    from nativecomp.frontend import TypedFunction


@click.command()
@files_argument
@compile_options
@click.option("--native", is_flag=True, help="Explain all functions, as `-X emit=native` compiles them.")
@click.option("--call", help="Run this call first and show how many instructions each line executed.")
@json_option
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
              help="Write one page with assembly beside it.")  # fmt: skip
def explain(files: list[Chosen], asked: Asked, native: bool, call: str | None, html: Path | None) -> None:
    """Say what each line costs, why, and what to write.

    \b
    Examples:
      nativecomp explain dsp.py
      nativecomp explain dsp.py:fir --target pico
      nativecomp explain dsp.py --call "fir(bytes(64), 64)" --html dsp.html
    """
    from nativecomp.emit.isolation import start

    if html is not None and len(files) > 1:
        raise click.UsageError("--html makes a page of one file: name one")
    start()
    asked.for_each(files, lambda chosen: _explain(chosen, asked, call, html, everything="native" if native else ""))


def _explain(chosen: Chosen, asked: Asked, call: str | None, html: Path | None, *, everything: Any) -> None:
    from nativecomp.codegen.sharing import is_shared
    from nativecomp.compiler import compile_source
    from nativecomp.desk.explain import explain_function, html_page
    from nativecomp.frontend import read_source

    path, target, opt = chosen.path, asked.target, asked.opt
    source = read_source(path)
    compilation = compile_source(source, asked.options(source, Options(target, opt, everything=everything)))
    functions = {one.source.qualname: one for one in compilation.functions if one.source.emitter != "asm_thumb"}
    note_if_empty(path, functions)
    wanted = select(functions, chosen)
    lines = compilation.source.lines
    shares = is_shared(one.source for one in compilation.functions)
    costs = {key: explain_function(one.ir, lines, opt, shares=shares) for key, one in wanted.items()}
    assembly, counts = _machine(compilation, list(wanted.values()), call)
    if html is not None:
        extents = {
            key: range(one.source.first_line, (one.source.node.end_lineno or one.source.first_line) + 1)
            for key, one in wanted.items()
        }
        title = f"{Path(path).name}, {target.name}, opt={opt}"
        write_file(html, html_page(title, list(costs.items()), lines, extents, assembly, counts).encode())
        return
    for key, found in costs.items():
        rows = [{**asdict(cost), "cost": cost.cost, "executed": counts.get(cost.line)} for cost in found]
        row = {"file": path, "function": key, "target": target.name, "opt": opt, "lines": rows}
        title = f"{path}:{key}, {target.name}, opt={opt}"
        report.current.answer([row], lambda title=title, found=found: _show(title, found, counts))  # type: ignore[misc]


def _show(title: str, costs: "list[LineCost]", counts: dict[int, int]) -> None:
    click.echo(title)
    for cost in costs:
        executed = f"{counts.get(cost.line, 0):>12,}" if counts else ""
        click.echo(f"{cost.line:6} {cost.cost:<10}{executed} | {cost.source}")
        for work in cost.works:
            if work.cost in ("allocation", "runtime"):
                told = "; ".join(filter(None, (f"{work.cost}: {work.what}", work.reason)))
                click.echo(f"{'':19}{told}")
                if work.instead:
                    click.echo(f"{'':21}write: {work.instead}")
    click.echo("")


def _machine(
    compilation: "Compilation", functions: list["TypedFunction"], call: str | None
) -> tuple[dict[int, list[str]], dict[int, int]]:
    """The instructions of each line, and how many of it a call executed."""
    from nativecomp.desk.module import CompiledModule
    from nativecomp.elf.disassembly import function_rows
    from nativecomp.elf.objectfile import ObjectFile

    executed: dict[int, int] = {}
    module = CompiledModule(compilation) if call is not None else None
    if call is not None and module is not None:
        executed = module.counting(lambda: evaluate_call(call, module.names))
    file = ObjectFile(compilation.generated.object)
    assembly: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    for function in functions:
        for name in compilation.symbols_of(function):
            symbol = file.functions.get(name)
            if symbol is None:
                continue
            base = module.address_of(name) if module is not None else 0
            for row in function_rows(file, symbol):
                if row.line is None:
                    continue
                assembly.setdefault(row.line, []).append(row.text)
                if module is not None:
                    counts[row.line] = counts.get(row.line, 0) + executed.get(base + row.offset, 0)
    return assembly, counts
