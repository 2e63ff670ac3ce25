"""`nativecomp explain`: what each line of a compiled function costs, why, and what to write instead."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli.options import evaluate_call, note_if_empty, opt_option, split_function, target_option
from nativecomp.options import Options
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.compiler import Compilation
    from nativecomp.frontend import TypedFunction


@click.command()
@click.argument("file", metavar="FILE[:FUNCTION]")
@target_option
@opt_option
@click.option("--native", "everything", is_flag=True, help="Explain all functions, as `-X emit=native` compiles them.")
@click.option("--call", help="Run this call first and show how many instructions each line executed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write one page with assembly beside it.")
def explain(
    file: str, target: Target, opt: Any, everything: bool, call: str | None, as_json: bool, html: Path | None
) -> None:
    """Say what each line costs, why, and what to write.

    \b
    Examples:
      nativecomp explain dsp.py
      nativecomp explain dsp.py:fir --target pico
      nativecomp explain dsp.py --call "fir(bytes(64), 64)" --html dsp.html
    """
    from nativecomp.emit.isolation import start

    start()
    from nativecomp.codegen.sharing import is_shared
    from nativecomp.compiler import compile_source
    from nativecomp.desk.explain import explain_function, html_page
    from nativecomp.frontend import read_source

    path, name = split_function(file)
    compilation = compile_source(read_source(path), Options(target, opt, everything="native" if everything else ""))
    functions = {one.source.qualname: one for one in compilation.functions if one.source.emitter != "asm_thumb"}
    note_if_empty(path, functions)
    if name is not None and name not in functions:
        raise click.UsageError(f"{path} has no compiled function `{name}`; there are: {', '.join(functions) or 'none'}")
    chosen = {name: functions[name]} if name is not None else functions
    lines = compilation.source.lines
    shares = is_shared(one.source for one in compilation.functions)
    costs = {key: explain_function(one.ir, lines, opt, shares=shares) for key, one in chosen.items()}
    assembly, counts = _machine(compilation, list(chosen.values()), call)
    if html is not None:
        extents = {
            key: range(one.source.first_line, (one.source.node.end_lineno or one.source.first_line) + 1)
            for key, one in chosen.items()
        }
        title = f"{Path(path).name}, {target.name}, opt={opt}"
        html.write_text(html_page(title, list(costs.items()), lines, extents, assembly, counts), encoding="utf-8")
        return
    if as_json:
        rows = {
            key: [{**asdict(cost), "cost": cost.cost, "executed": counts.get(cost.line)} for cost in found]
            for key, found in costs.items()
        }
        click.echo(json.dumps({"file": path, "target": target.name, "opt": opt, "functions": rows}, indent=2))
        return
    for key, found in costs.items():
        click.echo(f"{path}:{key}, {target.name}, opt={opt}")
        for cost in found:
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
