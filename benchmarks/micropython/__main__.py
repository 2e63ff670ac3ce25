"""`python -m benchmarks.micropython`: the tables of kernels, calls and functions on objects on a real MicroPython."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track

from benchmarks.micropython.calls import measure_calls
from benchmarks.micropython.desk import measure_at_desk
from benchmarks.micropython.emulated import EmulatedCore, count_program, list_cores
from benchmarks.micropython.machines import UnixPort, qemu_board
from benchmarks.micropython.measure import WrongResult, measure_program
from benchmarks.micropython.objects import measure_objects, measure_sizes
from benchmarks.micropython.programs import list_programs
from benchmarks.micropython.report import Results, grids, limits, make_markdown, others, unjudged
from benchmarks.micropython.script import Machine
from nativecomp.cli.guard import end_on_signals
from nativecomp.desk.work import RuntimeWork
from nativecomp.targets import Target, find_target

WIDTH = 170
T = TypeVar("T")


def _measure(machine: Machine, target: Target, only: str, errors: Console) -> Results:
    """What a machine comes to, and what went wrong."""
    results = Results(machine, [], [], [], [], [], [])
    for program in track(list_programs(target, only), machine.name, console=errors, transient=True):
        try:
            results.rows.append(measure_program(program, machine, target))
        except WrongResult as error:
            results.failures.append(str(error))
    if not only:
        _extend(results, results.calls, lambda: measure_calls(machine, target))
        _extend(results, results.object_calls, lambda: measure_objects(machine, target))
    return results


def _extend(results: Results, into: list[T], made: Callable[[], list[T]]) -> None:
    try:
        into.extend(made())
    except WrongResult as error:
        results.failures.append(str(error))


def _count(core: EmulatedCore, only: str, errors: Console) -> Results:
    """What an emulated core comes to."""
    results, runtime = Results(core, [], [], [], [], [], []), RuntimeWork(core.target)
    for program in track(list_programs(core.target, only), core.name, console=errors, transient=True):
        try:
            results.rows.append(count_program(program, core.target, runtime))
        except WrongResult as error:
            results.failures.append(str(error))
    if not only:
        _extend(results, results.sizes, lambda: measure_sizes(core.target))
        _extend(results, results.desk, lambda: measure_at_desk(core.target))
    return results


@click.command()
@click.option("--only", default="", metavar="TEXT", help="Only kernels whose name contains TEXT, nothing else.")
@click.option(
    "--qemu", multiple=True, metavar="BOARD=FIRMWARE",
    help="Also count instructions on this firmware of a board in QEMU, such as mps2-an386=firmware.elf.",
)  # fmt: skip
@click.option("--emulated", is_flag=True, help="Only count instructions on emulated cores, where no MicroPython runs.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the page docs/benchmarks-micropython.md here.")
@click.option("--check", is_flag=True, help="Fail when a promise is broken (a wrong result always fails).")
def main(only: str, qemu: tuple[str, ...], emulated: bool, markdown: Path | None, check: bool) -> None:
    """Time kernels, calls and functions on objects: in bytecode, native code, MicroPython's viper, and ours."""
    output, errors = Console(width=max(WIDTH, Console().width)), Console(stderr=True)
    boards = [(UnixPort(), find_target("x64")), *map(qemu_board, qemu)]
    machines: list[tuple[Machine, Target]] = [] if emulated else boards
    steps = [partial(_measure, machine, target) for machine, target in machines]
    measured, good = [], True
    for step in [*(partial(_count, core) for core in list_cores()), *steps]:
        results = step(only, errors)
        measured.append(results)
        for failure in results.failures:
            output.print(failure, style="red", markup=False, highlight=False)
        for grid in grids(results):
            output.print(grid.table())
        for line in others(results.rows) if results.rows else ():
            output.print(line, highlight=False)
        for line in unjudged(results):
            output.print(line, highlight=False)
        for limit in limits(results):
            output.print(str(limit), style="" if limit.kept else "red", highlight=False, markup=False)
            good &= limit.kept or not check
        good &= not results.failures and bool(results.rows)
    if markdown:
        markdown.write_text(make_markdown(measured), encoding="utf-8")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    end_on_signals()  # QEMU ends too
    main(prog_name="python -m benchmarks.micropython")
