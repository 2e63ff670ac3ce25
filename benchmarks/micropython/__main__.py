"""`python -m benchmarks.micropython`: the table of the kernels on a real MicroPython."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from benchmarks.micropython.machines import QemuBoard, UnixPort
from benchmarks.micropython.measure import Row, WrongResult, measure_program
from benchmarks.micropython.programs import list_programs
from benchmarks.micropython.report import limits, make_table, others
from benchmarks.micropython.script import Machine
from nativecomp.targets import Target, TargetError, find_target

WIDTH = 170


def _machine(qemu: Path | None, board: str) -> tuple[Machine, Target]:
    if qemu is None:
        return UnixPort(), find_target("x64")
    try:
        target = find_target(board)
    except TargetError as error:
        raise click.ClickException(str(error)) from None
    if target.board is None or not target.board.qemu_machine or not target.mpy:
        raise click.ClickException(f"QEMU has no board `{board}` that imports .mpy files")
    return QemuBoard(qemu, target.board.qemu_machine, f"{target.name} ({target.core})"), target


@click.command()
@click.option("--only", default="", metavar="TEXT", help="Only kernels whose name contains TEXT.")
@click.option(
    "--qemu", type=click.Path(exists=True, path_type=Path), metavar="FIRMWARE",
    help="Count instructions of this firmware in QEMU.",
)  # fmt: skip
@click.option("--board", default="mps2-an386", show_default=True, help="The board that the firmware is for.")
@click.option("--check", is_flag=True, help="Fail when a promise is broken (a wrong result always fails).")
def main(only: str, qemu: Path | None, board: str, check: bool) -> None:
    """Time the kernels that MicroPython's viper takes: bytecode, native, its viper, ours."""
    output, errors = Console(width=max(WIDTH, Console().width)), Console(stderr=True)
    machine, target = _machine(qemu, board)
    rows: list[Row] = []
    failures = []
    for program in track(list_programs(target, only), "Measuring", console=errors, transient=True):
        try:
            rows.append(measure_program(program, machine, target))
        except WrongResult as error:
            failures.append(str(error))
    for failure in failures:
        output.print(failure, style="red", markup=False, highlight=False)
    if not rows:
        sys.exit(1)
    output.print(make_table(rows, machine))
    for line in others(rows):
        output.print(line, highlight=False)
    found = limits(rows, machine)
    for limit in found:
        output.print(str(limit), style="" if limit.kept else "red", highlight=False)
    sys.exit(1 if failures or (check and not all(limit.kept for limit in found)) else 0)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.micropython")
