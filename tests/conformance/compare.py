"""Compare two runs of the same tests: one compiled by MicroPython's `mpy-cross`, one by ours."""

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.table import Table

from tests.conformance.runner import Results

BY_HAND = Path(__file__).with_name("by_hand.md")
"""What the page tells beside the tables: no command repeats it."""

COLUMNS = ("MicroPython", "emit", "opt", "tests", "upstream passes", "ours passes", "lost", "refused", "gained")


@dataclass
class Comparison:
    """One combination and its counts. `lost` are the tests that pass with upstream's only, with the reason if known.

    `gained` pass with ours only, `unsteady` were lost at first and passed when repeated. `refused` counts the files
    that ours did not compile, `upstream_refused` those that upstream's did not.
    """

    instance: str
    emit: str
    opt: str
    micropython: str
    mpy_cross: str
    tests: int
    upstream: dict[str, int]
    ours: dict[str, int]
    refused: int = 0
    upstream_refused: int = 0
    lost: dict[str, str] = field(default_factory=dict)
    gained: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """A name for files."""
        return file_name("-".join([self.instance, self.emit, self.opt]))

    @property
    def cells(self) -> list[str]:
        """The table's row, in the order of COLUMNS."""
        counts = [self.tests, self.upstream.get("pass", 0), self.ours.get("pass", 0), len(self.lost), self.refused]
        return [self.instance, self.emit, self.opt, *map(str, counts), str(len(self.gained))]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"summary-{self.label}.json").write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")


def file_name(text: str) -> str:
    """A text as the name of a file."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def passing(results: Results) -> set[str]:
    return {test for test, result in results.items() if result == "pass"}


def count(results: Results) -> dict[str, int]:
    return dict(sorted(Counter(results.values()).items()))


def load_all(folder: Path) -> list[Comparison]:
    """The comparisons that were saved, in the order of their names."""
    paths = sorted(folder.glob("summary-*.json"))
    return [Comparison(**json.loads(path.read_text("utf-8"))) for path in paths]


def make_table(comparisons: Iterable[Comparison]) -> Table:
    """The table for a terminal."""
    table = Table(title="MicroPython's tests, compiled by its mpy-cross and by ours", title_justify="left")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in COLUMNS[:3] else "right")
    for comparison in comparisons:
        table.add_row(*comparison.cells, style="red" if comparison.lost else "green")
    return table


def make_page(comparisons: list[Comparison]) -> str:
    """The page `docs/conformance.md`."""
    lines = [
        "# Conformance",
        "",
        "MicroPython's own tests, each compiled to `.mpy` once by MicroPython's `mpy-cross` and once by "
        "`nativecomp-mpy-cross`, run on the same MicroPython by its own runner. Made by "
        "`make conformance UPSTREAM=FOLDER OPTIONS='--page docs/conformance.md'`, where the folder holds MicroPython's "
        "sources and what was built there; `python -m tests.conformance --help` lists the ports, boards and emitters.",
        "",
        "*emit* is the emitter that code without a decorator gets. *lost* tests pass with MicroPython's `mpy-cross` "
        "and not with ours; the aim is none. *refused* counts the files that ours does not compile, whatever "
        "upstream's does with them; *gained* are tests that pass with ours only. With *collect* in *opt*, our "
        "code collects garbage before each call of MicroPython's function table, and writes over what was free.",
        "",
        "The figures of the Cortex-M4F need a board that MicroPython does not list: its QEMU port has none with that "
        "core. They were measured with a board folder `MPS2_AN386` of our own in its `ports/qemu/boards`, for QEMU's "
        "machine `mps2-an386`.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "|".join("---" if column in COLUMNS[:3] else "--:" for column in COLUMNS) + "|",
        *("| " + " | ".join(comparison.cells) + " |" for comparison in comparisons),
        "",
        *sorted({f"- {one.instance}: MicroPython {one.micropython}, mpy-cross {one.mpy_cross}" for one in comparisons}),
    ]
    for comparison in comparisons:
        if comparison.lost:
            lines += ["", f"## Lost: {comparison.instance}, emit {comparison.emit}, opt {comparison.opt}", ""]
            lines += [f"- `{test}`{': ' + why if why else ''}" for test, why in sorted(comparison.lost.items())]
    wrapped = [line if line.startswith(("|", "-", "#")) else textwrap.fill(line, 119) for line in lines]
    return "\n".join([*wrapped, "", BY_HAND.read_text("utf-8")])
