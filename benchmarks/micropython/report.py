"""The tables of kernels, calls and functions on objects on MicroPython, and the limits that they must keep."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

from benchmarks.micropython import calls, objects
from benchmarks.micropython.calls import Call
from benchmarks.micropython.desk import DeskCall
from benchmarks.micropython.measure import Row
from benchmarks.micropython.objects import ObjectCall, Size
from benchmarks.micropython.programs import OURS, UPSTREAM, WAYS
from benchmarks.micropython.script import PROMISED, Measured
from benchmarks.report import Limit, geometric_mean

LARGEST_OBJECTS = 1.0
OBJECT_NOISE = 1.01
"""By what factor two counts of instructions of a call on objects may differ: the heap is never the same."""
LARGEST_LOSS = 1.15
"""How many times longer a kernel may take at speed than at balanced."""
SIZED = ("viper", *OURS)


@dataclass(frozen=True)
class Results:
    """What one machine came to."""

    machine: Measured
    rows: list[Row]
    calls: list[Call]
    sizes: list[Size]
    """Of functions on objects."""
    object_calls: list[ObjectCall]
    desk: list[DeskCall]
    failures: list[str]
    """What was not measured, and why."""


@dataclass(frozen=True)
class Grid:
    """A table as text; its first column is a name."""

    title: str
    columns: list[str]
    lines: list[list[str]]

    def table(self) -> Table:
        """For a terminal."""
        table = Table(title=self.title)
        for number, column in enumerate(self.columns):
            table.add_column(column, justify="right" if number else "left", no_wrap=not number)
        for line in self.lines:
            table.add_row(*line)
        return table

    def markdown(self) -> list[str]:
        marks = ["--:" if number else "---" for number in range(len(self.columns))]
        lines = [self.columns, *self.lines]
        texts = ["| " + " | ".join(line) + " |" for line in lines]
        return [f"{self.title}.", "", texts[0], "|" + "|".join(marks) + "|", *texts[1:], ""]


def gains(rows: Iterable[Row], opt: str) -> float:
    """How many times faster than MicroPython's viper, in the geometric mean."""
    return geometric_mean(row.gain(opt) for row in rows)


def total(rows: Iterable[Row], way: str) -> int:
    return sum(row.sizes[way] or 0 for row in rows)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.3f}" if value < 1 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def kernel_grid(rows: list[Row], machine: Measured) -> Grid:
    ways = [way for way in WAYS if any(row.times.get(way) for row in rows)]
    columns = ["kernel", *ways, *(f"viper / {opt}" for opt in OURS), *(f"bytes {way}" for way in SIZED)]
    lines = [
        [
            row.name,
            *(_number(row.times[way]) for way in ways),
            *(f"{row.gain(opt):.2f}" for opt in OURS),
            *(str(row.sizes[way]) for way in SIZED),
        ]
        for row in rows
    ]
    ratios = [f"{gains(rows, opt):.2f}" for opt in OURS]
    lines.append(["all", *("" for _ in ways), *ratios, *(str(total(rows, way)) for way in SIZED)])
    return Grid(f"{machine.unit.capitalize()} of a call on {machine.name}", columns, lines)


def call_grid(made: list[Call], machine: Measured) -> Grid:
    columns = ["function", *calls.WAYS, "ours / viper"]
    lines = [
        [
            f"`{call.signature}`",
            *(_number(call.times[way]) for way in calls.WAYS),
            "" if call.ratio is None else f"{call.ratio:.2f}",
        ]
        for call in made
    ]
    title = f"{machine.unit.capitalize()} that a call from bytecode costs on {machine.name}"
    return Grid(title, columns, lines)


def size_grid(sizes: list[Size], machine: Measured) -> Grid:
    columns = ["function", *objects.WAYS, "balanced / viper"]
    totals = {way: sum(size.bytes[way] for size in sizes) for way in objects.WAYS}
    lines = [
        [size.function, *(str(size.bytes[way]) for way in objects.WAYS), _part(size.bytes)]
        for size in [*sizes, Size("all", totals)]
    ]
    return Grid(f"Bytes of functions on objects for {machine.name}", columns, lines)


def _part(sizes: dict[str, int]) -> str:
    return f"{sizes['balanced'] / sizes['viper']:.2f}"


def object_grid(made: list[ObjectCall], machine: Measured) -> Grid:
    columns = ["call", *objects.WAYS, "balanced / viper"]
    lines = [
        [f"`{call.text}`", *(_number(call.times[way]) for way in objects.WAYS), f"{call.ratio('balanced'):.2f}"]
        for call in made
    ]
    return Grid(f"{machine.unit.capitalize()} of calls of functions on objects on {machine.name}", columns, lines)


def desk_grid(made: list[DeskCall], target: str) -> Grid:
    columns = ["call", *objects.WAYS, "balanced / viper"]
    totals = {way: sum(call.instructions[way] for call in made) for way in objects.WAYS}
    lines = [
        [f"`{call.text}`", *(str(call.instructions[way]) for way in objects.WAYS), _part(call.instructions)]
        for call in [*made, DeskCall("all", totals)]
    ]
    return Grid(f"Instructions of functions on objects at the desk for {target}, without the runtime's", columns, lines)


def grids(results: Results) -> list[Grid]:
    """The tables of what was measured."""
    machine = results.machine
    every: list[tuple[Sequence[object], Callable[[], Grid]]] = [
        (results.rows, lambda: kernel_grid(results.rows, machine)),
        (results.calls, lambda: call_grid(results.calls, machine)),
        (results.sizes, lambda: size_grid(results.sizes, machine)),
        (results.object_calls, lambda: object_grid(results.object_calls, machine)),
        (results.desk, lambda: desk_grid(results.desk, machine.name)),
    ]
    return [grid() for measured, grid in every if measured]


def others(rows: list[Row]) -> list[str]:
    """How bytecode and native code compare, in a line each, where they were measured."""
    found = []
    for way in UPSTREAM[:2]:
        ratios = [(row.times.get(way) or 0) / (row.times["balanced"] or 1) for row in rows if row.times.get(way)]
        if ratios:
            found.append(
                f"{way}: {geometric_mean(ratios):.1f} times as long as ours at balanced ({len(ratios)} kernels)"
            )
    return found


def limits(results: Results) -> list[Limit]:
    """What is promised, as figures that may have a largest value."""
    machine, rows, found = results.machine, results.rows, []
    for opt, least in machine.promised.items() if rows else ():
        gain = gains(rows, opt)
        text = f"{machine.name}: {opt} is {gain:.2f} times faster than MicroPython's viper (promised {least:.0f}), part"
        found.append(Limit(text, 1 / gain, 1 / least))
    if rows and machine.promised:
        worst_row = max(rows, key=lambda row: row.loss)
        text = f"{machine.name}: the kernel that loses most at speed against balanced, {worst_row.name}"
        found.append(Limit(text, worst_row.loss, LARGEST_LOSS))
    if rows:
        ratio = total(rows, "balanced") / total(rows, "viper")
        found.append(Limit(f"{machine.name}: code at balanced to MicroPython's viper code", ratio, 1.0))
    compared = [call for call in results.calls if call.ratio is not None]
    if compared:
        worst = max(compared, key=lambda call: call.ratio or 0)
        text = f"{machine.name}: the dearest call to MicroPython's viper, {worst.signature}"
        found.append(Limit(text, worst.ratio or 0, machine.noise))
    return found + object_limits(results)


def unjudged(results: Results) -> list[str]:
    """Figures that no promise is about, in a line each."""
    machine, rows = results.machine, results.rows
    return [
        f"{machine.name}: {opt} is {gains(rows, opt):.2f} times faster than MicroPython's viper in {machine.unit}"
        for opt in PROMISED
        if rows and opt not in machine.promised
    ]


def object_limits(results: Results) -> list[Limit]:
    """What is promised of functions on objects."""
    machine, found = results.machine, []
    if results.sizes:
        ours, viper = (sum(size.bytes[way] for size in results.sizes) for way in ("balanced", "viper"))
        text = f"{machine.name}: functions on objects at balanced to MicroPython's viper code"
        found.append(Limit(text, ours / viper, LARGEST_OBJECTS))
    if results.object_calls:
        dearest = max(results.object_calls, key=lambda call: call.ratio("balanced"))
        text = f"{machine.name}: the dearest call on objects to MicroPython's viper, {dearest.text}"
        found.append(Limit(text, dearest.ratio("balanced"), max(machine.noise**2, OBJECT_NOISE)))
    return found


_INTRODUCTION = """# Benchmarks on MicroPython

Made by `python -m benchmarks.micropython --qemu BOARD=FIRMWARE ... --markdown docs/benchmarks-micropython.md`. The same
source is compiled by `mpy-cross` for MicroPython's bytecode, its `@native` and its `@viper`, and by us at the levels
*size*, *balanced* (the default) and *speed*; all ways of a kernel run in one life of the same MicroPython, and every
result is compared. *viper / balanced* says how many times faster ours is than MicroPython's viper. *bytes* are the
whole code of the functions in the file, with constants and preludes. Times on the unix port are those of the computer's
clock, the least of many; in QEMU they are instructions, counted by its clock (`-icount`) on the stock firmware of the
board. On emulated cores they are the instructions of the files' machine code, counted by the desk's emulator, where no
MicroPython runs. Divisions and copies that a runtime does for the code count too, but not the calls by way of objects
that MicroPython's viper makes (in `chacha20`, `quick_sort` and `polyline`): the gain is at least what they say.

Promised is a gain in instructions: 6 times at *balanced* with no more code, 8 times at *speed*. On a PC they are
counted on the emulated core, and the clock's figures stand beside them. A PC executes several instructions at once, and
a loop in which each step waits for the one before (checksums, random numbers, `collatz`) takes it as long with fewer.
"""


def make_markdown(measured: list[Results]) -> str:
    """The page docs/benchmarks-micropython.md."""
    lines = [_INTRODUCTION]
    for results in measured:
        lines += [f"## On {results.machine.name}", ""]
        for grid in grids(results):
            lines += grid.markdown()
        lines += [f"- {line}" for line in others(results.rows)] if results.rows else []
        lines += [f"- {line}" for line in unjudged(results)]
        lines += [f"- not measured: {failure.strip().splitlines()[0]}" for failure in results.failures]
        lines += [*(f"- {limit}" for limit in limits(results)), ""]
    return "\n".join(lines).rstrip() + "\n"
