"""`python -m examples`: run every example on the emulated Cortex-M4F, check its results, print one table.

An example is a file of this folder with three plain functions: `main()` shows something, `check()` raises
AssertionError when a result is wrong, and `sample()` gives a compiled function, its arguments, how many units of work
the call is, and the unit's name. A file without them is a program for a bare board and left out here.
"""

import contextlib
import io
import runpy
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

import nativecomp

FOLDER = Path(__file__).parent
BARE_BOARD = ("led",)
MICROPYTHON_NAMES = ("ptr", "ptr8", "ptr16", "ptr32", "uint")  # known without an import in MicroPython's viper


@dataclass(frozen=True)
class Outcome:
    """What became of an example: `failure` is empty when all went well, `shown` is what its `main()` printed."""

    name: str
    summary: str
    instructions: int = 0
    per_unit: str = ""
    failure: str = ""
    shown: str = ""


def list_examples(only: str = "") -> list[Path]:
    """The files of the examples by name, or those whose name contains `only`."""
    names = (path for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_"))
    return [path for path in names if path.stem not in BARE_BOARD and only in path.stem]


@contextlib.contextmanager
def micropython_module() -> Iterator[None]:
    """For as long as it lasts, `import micropython` gives our decorators."""
    before = sys.modules.get("micropython")
    sys.modules["micropython"] = nativecomp
    try:
        yield
    finally:
        if before is None:
            del sys.modules["micropython"]
        else:
            sys.modules["micropython"] = before


def load_example(path: Path) -> dict[str, Any]:
    """The names that an example defines; its functions run on the emulated core when called."""
    names = {name: getattr(nativecomp, name) for name in MICROPYTHON_NAMES}
    with micropython_module():
        return runpy.run_path(str(path), init_globals=names, run_name=path.stem)


def run_example(path: Path) -> Outcome:
    """Run, check and count one example."""
    summary = ""
    shown = io.StringIO()
    try:
        example = load_example(path)
        summary = example["__doc__"].strip().splitlines()[0].rstrip(".:")
        with contextlib.redirect_stdout(shown):
            example["main"]()
        example["check"]()
        function, arguments, units, unit = example["sample"]()
        instructions = function.measure(*arguments).instructions
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        return Outcome(path.stem, summary, failure=text)
    return Outcome(path.stem, summary, instructions, f"{instructions / units:.1f} / {unit}", shown=shown.getvalue())


def make_table(outcomes: list[Outcome]) -> Table:
    """The table at the end."""
    table = Table(title="Examples on an emulated Cortex-M4F", title_justify="left")
    for column, justify in (
        ("example", "left"), ("what it does", "left"), ("instructions", "right"), ("each", "right"), ("check", "left"),
    ):  # fmt: skip
        table.add_column(column, justify=justify)
    for done in outcomes:
        verdict = "[red]FAILED[/red]" if done.failure else "[green]OK[/green]"
        table.add_row(done.name, done.summary, f"{done.instructions:,}", done.per_unit, verdict)
    return table


@click.command()
@click.option("--only", default="", metavar="TEXT", help="Only examples whose name contains TEXT.")
@click.option("--quiet", is_flag=True, help="Print only the table, not what the examples show.")
def main(only: str, quiet: bool) -> None:
    """Run the examples on the emulated core and check their results."""
    console = Console()
    outcomes = []
    for path in list_examples(only):
        outcome = run_example(path)
        outcomes.append(outcome)
        if not quiet:
            console.rule(f"examples/{path.name}", align="left")
            console.print(outcome.failure or outcome.shown, markup=False, highlight=False)
    console.print(make_table(outcomes))
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed:
        console.print(f"{outcome.name}: {outcome.failure}", style="red", markup=False)
    sys.exit(1 if failed or not outcomes else 0)


if __name__ == "__main__":
    main(prog_name="python -m examples")
