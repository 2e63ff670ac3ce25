"""The tables of whole programs."""

from collections.abc import Sequence

from benchmarks.micropython.report import Grid
from benchmarks.micropython.script import Measured
from benchmarks.programs.measure import KINDS, OURS, WAYS, Row
from benchmarks.report import geometric_mean

_RATIOS = [(way, over) for over in ("native", "bytecode") for way in OURS]
_MACHINE_CODE = WAYS[1:]
"""The ways that make machine code."""


def program_grid(rows: Sequence[Row], machine: Measured) -> Grid:
    columns = ["program", *WAYS, *(f"{over} / {way}" for way, over in _RATIOS), *(f"bytes {w}" for w in _MACHINE_CODE)]
    lines = [
        [
            f"{row.program.kind}/{row.program.name}",
            *(f"{row.times[way]:,.0f}" if way in row.times else "refused" for way in WAYS),
            *(_ratio([row], way, over) for way, over in _RATIOS),
            *(str(row.code.get(way, "")) for way in _MACHINE_CODE),
        ]
        for row in rows
    ]
    return Grid(f"{machine.unit.capitalize()} of `main(SIZE)` on {machine.name}", columns, lines)


def kind_grid(rows: Sequence[Row], machine: Measured) -> Grid:
    """Geometric means of the gains, and the code in total."""
    columns = ["kind", "programs", *(f"{over} / {way}" for way, over in _RATIOS), *(f"code {way}" for way in OURS)]
    groups = [(kind, [row for row in rows if row.program.kind == kind]) for kind in KINDS]
    lines = [
        [
            kind,
            str(len(group)),
            *(_ratio(group, way, over) for way, over in _RATIOS),
            *(_code(group, way) for way in OURS),
        ]
        for kind, group in [*groups, ("all", list(rows))]
        if group
    ]
    title = f"How many times faster `@native` is on {machine.name} than MicroPython's native code and its bytecode"
    return Grid(title, columns, lines)


def _ratio(rows: Sequence[Row], way: str, over: str) -> str:
    """The geometric mean of the gains over a way, of the programs that it takes."""
    gains = [gain for row in rows if (gain := row.gain(way, over)) is not None]
    return f"{geometric_mean(gains):.2f}" if gains else ""


def _code(rows: Sequence[Row], way: str) -> str:
    """The code in total to that of MicroPython's native code, of the programs that have both."""
    both = [row.code for row in rows if "native" in row.code]
    return f"{sum(code[way] for code in both) / sum(code['native'] for code in both):.2f}" if both else ""


_INTRODUCTION = """# Whole programs as `@native`

Made by `python -m benchmarks.programs --qemu BOARD=FIRMWARE --markdown docs/benchmarks-programs.md`. Each program is
ordinary Python without annotations (`benchmarks/programs`), written from a one-line description by someone who had not
seen the compiler. Every function of it is compiled as bytecode and as native code by MicroPython's `mpy-cross`, and as
`@native` by us (`-X emit=native`) at the levels *balanced* and *speed*. In QEMU the figures are instructions on the
stock firmware of the board, all of the runtime's work included. *native / balanced* says how many times faster ours is
than MicroPython's native code. *code* compares the bytes of machine code in total with those of MicroPython's.
"""


def make_markdown(rows: Sequence[Row], failures: Sequence[str], machine: Measured) -> str:
    """The page docs/benchmarks-programs.md."""
    lines = [_INTRODUCTION, f"## On {machine.name}", ""]
    lines += [*kind_grid(rows, machine).markdown(), *program_grid(rows, machine).markdown()]
    lines += [f"- not measured: {failure.strip().splitlines()[0]}" for failure in failures]
    return "\n".join(lines).rstrip() + "\n"
