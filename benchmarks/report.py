"""The table of the benchmark, its figures at the foot, and the limits they must keep."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from benchmarks.catalogue import FORMS, NEWEST
from benchmarks.measure import Row
from nativecomp.options import OPT_LEVELS

SIZE_REFERENCE = "clang -Os"
COLUMNS = (
    "kernel", "form", "size", "balanced", "speed", "best C", "by", "balanced / C", "speed / C", "bytes", SIZE_REFERENCE,
)  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A figure and the largest value that it may have."""

    text: str
    value: float
    largest: float

    @property
    def kept(self) -> bool:
        return self.value <= self.largest

    def __str__(self) -> str:
        return f"{self.text}: {self.value:.3f} (at most {self.largest:.3f}) {'ok' if self.kept else 'TOO LARGE'}"


def geometric_mean(values: Iterable[float]) -> float:
    """The geometric mean of at least one positive number."""
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))


def group(rows: list[Row], form: str) -> list[Row]:
    """The rows of a form; kernels without memory belong to every form."""
    return [row for row in rows if row.form.label in (form, "scalar")]


def size_ratio(rows: list[Row], opt: str) -> float:
    """Our code in total against the C code in total, each form beside its twin."""
    return sum(row.ours[opt].size for row in rows) / sum(row.c[SIZE_REFERENCE].size for row in rows)


def limits(rows: list[Row]) -> list[Limit]:
    """What the project promises of its code for the first set, with the figures of this run."""
    rows = [row for row in rows if row.kernel.set == "first"]
    if not rows:
        return []
    found = []
    for form in ("pointer", "buffer"):
        chosen = group(rows, form)
        if not chosen:
            continue
        worst = max(chosen, key=lambda row: row.ratio("speed"))
        speed = geometric_mean(row.ratio("speed") for row in chosen)
        balanced = geometric_mean(row.ratio("balanced") for row in chosen)
        found += [
            Limit(f"{form}: instructions at speed, mean of ratios to the best C", speed, 1.0),
            Limit(f"{form}: the same of the worst kernel, {worst.kernel.name}", worst.ratio("speed"), 1.25),
            Limit(f"{form}: instructions at balanced, mean of ratios to the best C", balanced, 1.25),
        ]
    as_written = [row for row in rows if row.form.label != "buffer"] or rows
    text = f"code at balanced with checked bounds against {SIZE_REFERENCE}, in total"
    return [*found, Limit(text, size_ratio(as_written, "balanced"), 1.5)]


def cells(row: Row) -> list[str]:
    """A row of the table as text, in the order of COLUMNS."""
    return [
        row.kernel.name,
        row.form.label,
        *(f"{row.ours[opt].instructions:,}" for opt in OPT_LEVELS),
        f"{row.c[row.best_c].instructions:,}",
        row.best_c,
        f"{row.ratio('balanced'):.2f}",
        f"{row.ratio('speed'):.2f}",
        str(row.ours["balanced"].size),
        str(row.c[SIZE_REFERENCE].size),
    ]


def foot(label: str, rows: list[Row], form: str) -> list[str]:
    """The figures of a form in the columns they belong to."""
    chosen = group(rows, form)
    balanced, speed = (geometric_mean(row.ratio(opt) for row in chosen) for opt in ("balanced", "speed"))
    ours = sum(row.ours["balanced"].size for row in chosen)
    c = sum(row.c[SIZE_REFERENCE].size for row in chosen)
    return [label, form, "", "", "", "", "", f"{balanced:.2f}", f"{speed:.2f}", str(ours), str(c)]


def feet(rows: list[Row]) -> list[list[str]]:
    """The means of all rows by form; those of the newest set apart, where there are others."""
    newest = [row for row in rows if row.kernel.set == NEWEST]
    parts = [("geometric mean", rows)] + [("newest set", newest)] * (0 < len(newest) < len(rows))
    return [
        foot(label, part, form) for label, part in parts for form in FORMS if form != "scalar" and group(part, form)
    ]


def make_table(rows: list[Row], core: str) -> Table:
    """The table for a terminal."""
    table = Table(title=f"Instructions and bytes of code on {core}", title_justify="left")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in ("kernel", "form", "by") else "right", no_wrap=True)
    for row in rows:
        ratio = row.ratio("speed")
        table.add_row(*cells(row), style="red" if ratio > 1.25 else "green" if ratio <= 1 else "")
    table.add_section()
    for line in feet(rows):
        table.add_row(*line, style="bold")
    return table


def make_markdown(rows: list[Row], core: str, tools: str) -> str:
    """The page `docs/benchmarks.md`."""
    lines = [
        "# Benchmarks",
        "",
        f"Made by `python -m benchmarks --markdown docs/benchmarks.md` for {core}. Instructions from a function's "
        "entry to its return, counted on the emulator; every result is checked against CPython. *size*, *balanced* "
        "(the default) and *speed* are our builds by `opt`; *best C* is the fewest instructions that clang -O2, "
        "clang -O3, gcc -O2 and gcc -O3 reach with the same work in C, *by* says which. *bytes* is our code at "
        "*balanced*. *pointer* forms take `ptr8`, `ptr16` and `ptr32`, *buffer* forms typed buffers with "
        "`bounds=False`, which is the work that C does, *checked* forms the same with bounds checks on, as is the "
        "default. Ours is the code that an `.mpy` file has, which runs at any address and calls no C library; what it "
        "leaves to the board's runtime, copies in one go, is counted as a copy word by word. The compiler was tuned on "
        "the first kernels; the newest set, whose means stand apart, was written by someone who had not seen it.",
        "",
        f"C compilers: {tools}. All sides compute floats without contraction, so that results are the same bits.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "|".join("---" if name in ("kernel", "form", "by") else "--:" for name in COLUMNS) + "|",
    ]
    lines += ["| " + " | ".join(cells(row)) + " |" for row in rows]
    lines += ["| " + " | ".join(f"**{cell}**" if cell else "" for cell in line) + " |" for line in feet(rows)]
    lines += ["", "## Limits", "", *(f"- {limit}" for limit in limits(rows)), "", "## Kernels", ""]
    summaries = {row.kernel.name: row.kernel.summary for row in rows}
    lines += [f"- `{name}`: {summary}" for name, summary in summaries.items()]
    return "\n".join(lines) + "\n"


def make_json(rows: list[Row], core: str, tools: str) -> dict[str, Any]:
    """All figures of a run."""
    return {
        "core": core,
        "c_compilers": tools,
        "rows": [
            {
                "kernel": row.kernel.name,
                "form": row.form.label,
                "ours": {opt: vars(run) for opt, run in row.ours.items()},
                "c": {name: vars(run) for name, run in row.c.items()},
                "best_c": row.best_c,
                "ratio": {opt: round(row.ratio(opt), 4) for opt in OPT_LEVELS},
            }
            for row in rows
        ],
        "limits": [{"text": limit.text, "value": limit.value, "largest": limit.largest} for limit in limits(rows)],
    }
