"""`python -m benchmarks.micropython`: the table of the kernels on MicroPython's unix port."""

import sys
from collections.abc import Iterable

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.micropython.measure import Row, WrongResult, measure
from benchmarks.micropython.programs import OURS, UPSTREAM, WAYS, list_programs
from benchmarks.report import Limit, geometric_mean

WIDTH = 150
LEAST_GAIN = {"balanced": 6.0, "speed": 8.0}


def gains(rows: Iterable[Row], opt: str) -> float:
    return geometric_mean(row.gain(opt) for row in rows)


def total(rows: Iterable[Row], way: str) -> int:
    return sum(row.sizes[way] or 0 for row in rows)


def make_table(rows: list[Row]) -> Table:
    table = Table(title="Microseconds of a call on MicroPython's unix port (x64), in one run")
    table.add_column("kernel")
    for way in WAYS:
        table.add_column(way, justify="right")
    for opt in OURS:
        table.add_column(f"viper / {opt}", justify="right")
    for way in ("viper", *OURS):
        table.add_column(f"bytes {way}", justify="right")
    for row in rows:
        times = ["" if (t := row.microseconds[way]) is None else f"{t:,.1f}" for way in WAYS]
        ratios = [f"{row.gain(opt):.2f}" for opt in OURS]
        table.add_row(row.name, *times, *ratios, *(str(row.sizes[way]) for way in ("viper", *OURS)))
    return table


def limits(rows: list[Row]) -> list[Limit]:
    """What is promised, as figures that may have a largest value."""
    found = [
        Limit(
            f"time of MicroPython's viper code at {opt}, ours is 1/{gains(rows, opt):.2f}",
            1 / gains(rows, opt),
            1 / least,
        )
        for opt, least in LEAST_GAIN.items()
    ]
    ratio = total(rows, "balanced") / total(rows, "viper")
    return [*found, Limit("code at balanced to MicroPython's viper code", ratio, 1.0)]


@click.command()
@click.option("--only", default="", metavar="TEXT", help="Only kernels whose name contains TEXT.")
@click.option("--check", is_flag=True, help="Fail when a promise is broken (a wrong result always fails).")
def main(only: str, check: bool) -> None:
    """Time the kernels that MicroPython's viper takes: bytecode, native, its viper, ours."""
    output, errors = Console(width=max(WIDTH, Console().width)), Console(stderr=True)
    rows, failures = [], []
    for program in track(list_programs(only), "Measuring", console=errors, transient=True):
        try:
            rows.append(measure(program))
        except WrongResult as error:
            failures.append(str(error))
    for failure in failures:
        output.print(failure, style="red", markup=False, highlight=False)
    if not rows:
        sys.exit(1)
    output.print(make_table(rows))
    for way in UPSTREAM[:2]:
        both = [row for row in rows if row.microseconds[way]]
        ratio = geometric_mean((row.microseconds[way] or 0) / (row.microseconds["balanced"] or 1) for row in both)
        output.print(f"{way}: {ratio:.1f} times as long as ours at balanced ({len(both)} kernels)", highlight=False)
    found = limits(rows)
    for limit in found:
        output.print(str(limit), style="" if limit.kept else "red", highlight=False)
    sys.exit(1 if failures or (check and not all(limit.kept for limit in found)) else 0)


if __name__ == "__main__":
    main()
