"""What a command says: text for people, or, with `--json`, one object on standard output for programs.

    {"schema": 1, "verb": "size", "exit_code": 0, "result": [{"function": "fir", ...}],
     "messages": [{"severity": "warning", "message": "...", "hint": "...", "file": "dsp.py", "line": 3, ...}]}

The object is the same whatever happens: a refused file gives messages and no result. docs/cli.md says what `result` of
each verb is.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from nativecomp.language.diagnostics import CompileError, Diagnostic

SCHEMA = 1
"""The number of the format: it grows where something changes its meaning or goes, not where something is added."""


@dataclass
class Report:
    """
    Attributes:
        as_json: what is said is kept for one object at the end.
    """

    verb: str = ""
    as_json: bool = False
    result: Any = None
    messages: list[dict[str, object]] = field(default_factory=list)

    def answer(self, result: Any, show: Callable[[], None]) -> None:
        """Give what the verb found out. Lists of several files are joined; people see what `show` prints."""
        if not self.as_json:
            show()
        elif isinstance(self.result, list) and isinstance(result, list):
            self.result += result
        else:
            self.result = result

    def tell(self, text: str, *, nl: bool = True) -> None:
        """Show people how far it is; the object has it in its result."""
        if not self.as_json:
            click.echo(text, nl=nl)

    def add(self, severity: str, message: str, hint: str = "", **place: object) -> None:
        """Keep a message for the object."""
        self.messages.append({"severity": severity, "message": message, "hint": hint, **place})

    def add_diagnostic(self, one: Diagnostic) -> None:
        """Keep an error or warning of a source. Lines and columns count from 1, the end is exclusive."""
        span = one.span
        place: dict[str, object] = {"file": span.file}
        if span.line:
            place |= {"line": span.line, "column": span.column + 1}
            place |= {"end_line": span.end_line, "end_column": span.end_column + 1}
        self.add(one.severity, one.message, one.hint, **place)

    def add_error(self, error: BaseException, text: str) -> None:
        """Keep why the command failed; `text` is what people are told of it."""
        if isinstance(error, CompileError):
            for one in error.diagnostics:
                self.add_diagnostic(one)
        else:
            self.add("error", text.removeprefix("error: "))

    def finish(self, code: int) -> None:
        """Print the object, where one is wanted."""
        if self.as_json:
            whole = {"schema": SCHEMA, "verb": self.verb, "exit_code": code, "result": self.result,
                     "messages": self.messages}  # fmt: skip
            click.echo(json.dumps(whole, indent=2, default=str))
            self.as_json = False


current = Report()
"""What the running command says."""


def begin(verb: str, *, as_json: bool) -> Report:
    """Start the report of a command."""
    global current
    current = Report(verb, as_json)
    return current


def note(text: str) -> None:
    """Tell what is no warning about the source, but good to know."""
    if current.as_json:
        current.add("note", text)
    else:
        click.echo(f"note: {text}", err=True)


def show_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str = "",
    folded: str | None = None,
    **same: object,
) -> None:
    """Give rows: a table, or an object a row, each with what is the `same` in all. Numbers are set flush right.

    The column `folded` has its place in the title where all rows say the same.
    """

    def show() -> None:
        from rich.console import Console
        from rich.table import Table

        shown, heading = list(range(len(columns))), title
        if folded is not None and len({row[columns.index(folded)] for row in rows}) == 1:
            shown.remove(columns.index(folded))
            heading = f"{title} on {rows[0][columns.index(folded)]}"
        table = Table(title=heading or None, title_justify="left", title_style="bold")
        for position in shown:
            numeric = bool(rows) and all(isinstance(row[position], int | float | None) for row in rows)
            table.add_column(
                columns[position].replace("_", " "), justify="right" if numeric else "left", overflow="fold"
            )
        for row in rows:
            cells = [row[position] for position in shown]
            table.add_row(
                *[f"{cell:,}" if isinstance(cell, int) else "" if cell is None else str(cell) for cell in cells]
            )
        Console().print(table)

    current.answer([{**same, **dict(zip(columns, row, strict=True))} for row in rows], show)


def _wanted(ctx: click.Context, param: click.Parameter, is_given: bool) -> None:
    if is_given:
        current.as_json = True


json_option = click.option(
    "--json", is_flag=True, expose_value=False, callback=_wanted, is_eager=True,
    help="Print one JSON object, errors in it too.",
)  # fmt: skip
