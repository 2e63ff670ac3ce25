"""The tables of the kernels on MicroPython, and the limits that they must keep."""

from collections.abc import Iterable

from rich.table import Table

from benchmarks.micropython.measure import Row
from benchmarks.micropython.programs import OURS, UPSTREAM, WAYS
from benchmarks.micropython.script import Machine
from benchmarks.report import Limit, geometric_mean

LEAST_GAIN = {"balanced": 6.0, "speed": 8.0}
SIZED = ("viper", *OURS)


def gains(rows: Iterable[Row], opt: str) -> float:
    """How many times faster than MicroPython's viper, in the geometric mean."""
    return geometric_mean(row.gain(opt) for row in rows)


def total(rows: Iterable[Row], way: str) -> int:
    return sum(row.sizes[way] or 0 for row in rows)


def _columns() -> list[str]:
    return ["kernel", *WAYS, *(f"viper / {opt}" for opt in OURS), *(f"bytes {way}" for way in SIZED)]


def _cells(row: Row) -> list[str]:
    times = ["" if (time := row.times[way]) is None else f"{time:,.1f}" for way in WAYS]
    return [row.name, *times, *(f"{row.gain(opt):.2f}" for opt in OURS), *(str(row.sizes[way]) for way in SIZED)]


def _foot(rows: list[Row]) -> list[str]:
    ratios = [f"{gains(rows, opt):.2f}" for opt in OURS]
    return ["all", *("" for _ in WAYS), *ratios, *(str(total(rows, way)) for way in SIZED)]


def make_table(rows: list[Row], machine: Machine) -> Table:
    table = Table(title=f"{machine.unit.capitalize()} of a call on {machine.name}, in one run")
    for number, column in enumerate(_columns()):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    for row in rows:
        table.add_row(*_cells(row))
    table.add_row(*_foot(rows), style="bold")
    return table


def others(rows: list[Row]) -> list[str]:
    """How bytecode and native code compare, in a line each."""
    found = []
    for way in UPSTREAM[:2]:
        ratios = [(row.times[way] or 0) / (row.times["balanced"] or 1) for row in rows if row.times[way]]
        found.append(f"{way}: {geometric_mean(ratios):.1f} times as long as ours at balanced ({len(ratios)} kernels)")
    return found


def limits(rows: list[Row], machine: Machine) -> list[Limit]:
    """What is promised, as figures that may have a largest value."""
    found = []
    for opt, least in LEAST_GAIN.items():
        gain = gains(rows, opt)
        text = f"{machine.name}: {opt} to MicroPython's viper, {gain:.2f} times faster (at least {least:.0f})"
        found.append(Limit(text, 1 / gain, 1 / least))
    ratio = total(rows, "balanced") / total(rows, "viper")
    return [*found, Limit(f"{machine.name}: code at balanced to MicroPython's viper code", ratio, 1.0)]
