"""`python -m benchmarks`: count every kernel against C on the emulated core and print one table."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from benchmarks import report
from benchmarks.c_compilers import ToolError
from benchmarks.c_library import gcc_version
from benchmarks.catalogue import SETS, list_kernels
from benchmarks.measure import Bench, Row, WrongResult, open_bench
from nativecomp.emulator import EmulationError
from nativecomp.image.clang import RuntimeBuildError
from nativecomp.language.diagnostics import CompileError
from nativecomp.targets import TargetError

WIDTH = 150


def tool_versions(bench: Bench) -> str:
    """Which C compilers the run used."""
    from ziglang import __file__ as ziglang

    versions = [path.name for path in Path(ziglang).parent.parent.glob("ziglang-*.dist-info")]
    zig = versions[0].removeprefix("ziglang-").removesuffix(".dist-info") if versions else "?"
    return f"clang of ziglang {zig}; gcc: {gcc_version(bench.target)}"


def measure_all(bench: Bench, only: str, sets: Iterable[str], errors: Console) -> tuple[list[Row], list[str]]:
    """All rows, and what went wrong with the kernels that have none; progress goes to the error output."""
    rows, failures = [], []
    for kernel in track(list_kernels(only, sets), "Measuring", console=errors, transient=True):
        try:
            rows += bench.rows(kernel)
        except (CompileError, EmulationError, ToolError, WrongResult) as error:
            failures.append(f"{kernel.name}: {error}")
    return rows, failures


@click.command()
@click.option("--core", default="cortex-m4f", show_default=True, help="Core to compile for and to emulate.")
@click.option("--only", default="", metavar="TEXT", help="Only kernels whose name contains TEXT.")
@click.option("--set", "sets", type=click.Choice(list(SETS)), multiple=True, help="Only this set of kernels.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the page docs/benchmarks.md to this file.")
@click.option("--check", is_flag=True, help="Fail when a limit is broken (a wrong result always fails).")
def main(
    core: str, only: str, sets: tuple[str, ...], json_file: Path | None, markdown: Path | None, check: bool
) -> None:
    """Count the instructions of every kernel, ours and C's, on the emulated core.

    \b
    python -m benchmarks                         the table for a Cortex-M4F
    python -m benchmarks --core cortex-m0        the same for a Cortex-M0
    python -m benchmarks --only crc              the CRC kernels
    python -m benchmarks --set third             those that the compiler was not tuned on
    python -m benchmarks --check                 fail when code is slower or larger than promised
    """
    output = Console(width=max(WIDTH, Console().width))
    errors = Console(stderr=True)
    sets = sets or tuple(SETS)
    if not list_kernels(only, sets):
        raise click.ClickException(f"no kernel's name contains `{only}`")
    try:
        with open_bench(core) as bench:
            tools = tool_versions(bench)
            rows, failures = measure_all(bench, only, sets, errors)
    except (RuntimeBuildError, TargetError) as error:
        raise click.ClickException(str(error)) from None
    for failure in failures:
        output.print(failure, style="red", markup=False, highlight=False)
    if not rows:
        sys.exit(1)
    output.print(report.make_table(rows, core))
    output.print(f"C compilers: {tools}", highlight=False)
    broken = [limit for limit in report.limits(rows) if not limit.kept]
    for limit in report.limits(rows):
        output.print(str(limit), style="" if limit.kept else "red", highlight=False)
    if json_file:
        json_file.write_text(json.dumps(report.make_json(rows, core, tools), indent=1) + "\n", encoding="utf-8")
    if markdown:
        markdown.write_text(report.make_markdown(rows, core, tools), encoding="utf-8")
    sys.exit(1 if failures or (check and broken) else 0)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
