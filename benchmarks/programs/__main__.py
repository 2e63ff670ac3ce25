"""`python -m benchmarks.programs`: whole programs in bytecode, MicroPython's native code, and ours."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from benchmarks.micropython.machines import UnixPort, qemu_board
from benchmarks.micropython.script import Machine
from benchmarks.programs.measure import Row, WrongResult, list_programs, measure_program
from benchmarks.programs.report import kind_grid, make_markdown, program_grid
from nativecomp.cli.guard import end_on_signals
from nativecomp.targets import Target, find_target

WIDTH = 170


@click.command()
@click.option("--only", default="", metavar="TEXT", help="Only programs whose KIND/NAME contains TEXT.")
@click.option("--qemu", metavar="BOARD=FIRMWARE", help="Count instructions on this firmware of a board in QEMU.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the page docs/benchmarks-programs.md here.")
def main(only: str, qemu: str | None, markdown: Path | None) -> None:
    """Measure whole programs; without --qemu by the clock of this computer, which is for information only."""
    output, errors = Console(width=max(WIDTH, Console().width)), Console(stderr=True)
    machine: Machine = UnixPort()
    target: Target = find_target("x64")
    if qemu:
        machine, target = qemu_board(qemu)
    rows: list[Row] = []
    failures: list[str] = []
    for program in track(list_programs(only), machine.name, console=errors, transient=True):
        try:
            rows.append(measure_program(program, machine, target))
        except WrongResult as error:
            failures.append(str(error))
            output.print(str(error), style="red", markup=False, highlight=False)
    if rows:
        output.print(program_grid(rows, machine).table())
        output.print(kind_grid(rows, machine).table())
    if markdown:
        markdown.write_text(make_markdown(rows, failures, machine), encoding="utf-8")
    sys.exit(1 if failures or not rows else 0)


if __name__ == "__main__":
    end_on_signals()  # QEMU ends too
    main(prog_name="python -m benchmarks.programs")
