"""Source positions, and errors for people: where, what, why, and what to write instead.

A stage reports to a `Diagnostics` collector and goes on, so that one run shows several errors; the driver raises
`CompileError` at the end of the stage. Nothing below this module knows how an error is shown.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol


@dataclass(frozen=True, order=True)
class Span:
    """A range of source text. Lines count from 1, columns from 0 in characters; the end is exclusive.

    Without a line it is the file itself: what is said of it is wrong at no place of the text.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Located(Protocol):
    """What `ast` nodes with a position have in common. Columns are in UTF-8 bytes, as `ast` gives them."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


class SourceFile:
    """The text of one Python file and its name as users know it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.lines = re.split(r"\r\n|\r|\n", text)

    def line(self, number: int) -> str:
        """The text of a line (counted from 1), empty past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, node: Located) -> Span:
        """Where an `ast` node stands, in characters."""
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset if node.end_col_offset is not None else node.col_offset + 1
        return Span(
            self.name,
            node.lineno,
            self._characters(node.lineno, node.col_offset),
            end_line,
            self._characters(end_line, end_column),
        )

    def _characters(self, line: int, byte_column: int) -> int:
        text = self.line(line)
        if text.isascii():
            return byte_column
        return len(text.encode("utf-8")[:byte_column].decode("utf-8", errors="ignore"))


@dataclass(frozen=True)
class Diagnostic:
    """One error or warning: `message` says what is wrong and why, `hint` what to write instead."""

    span: Span
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


class CompileWarning(UserWarning):
    """What compiles, but can hardly be meant. Python's filters of warnings decide what becomes of it."""

    def __init__(self, diagnostic: Diagnostic, source: SourceFile) -> None:
        self.diagnostic = diagnostic
        self.source = source
        super().__init__(f"{diagnostic.message}; {diagnostic.hint}" if diagnostic.hint else diagnostic.message)

    @property
    def rendered(self) -> str:
        """The warning with the source line and a caret."""
        return render(self.diagnostic, self.source)


def issue(found: Iterable[Diagnostic], sources: dict[str, SourceFile], errors: Iterable[Diagnostic] = ()) -> None:
    """Issue warnings of sources, given by their names, and then raise their errors, if any.

    Raises:
        CompileError: there are errors, or filters make errors of warnings.
    """
    refused = list(errors)
    for diagnostic in sorted(dict.fromkeys(found), key=lambda one: one.span):
        warning = CompileWarning(diagnostic, sources[diagnostic.span.file])
        try:
            warnings.warn_explicit(warning, CompileWarning, diagnostic.span.file, diagnostic.span.line)
        except CompileWarning:
            refused.append(replace(diagnostic, severity="error"))
    if refused:
        raise CompileError(refused, sources)


class CompileError(Exception):
    """The source was refused. `diagnostics` holds every reason, in source order; `str()` shows them with carets."""

    def __init__(self, diagnostics: list[Diagnostic], sources: dict[str, SourceFile]) -> None:
        self.diagnostics = sorted(diagnostics, key=lambda d: d.span)
        self.sources = sources
        super().__init__(self.diagnostics[0].message if diagnostics else "")

    def __str__(self) -> str:
        return "\n\n".join(render(d, self.sources.get(d.span.file)) for d in self.diagnostics)


@dataclass
class Diagnostics:
    """Collects the errors and warnings of a run. The same message at the same place is kept once."""

    sources: dict[str, SourceFile] = field(default_factory=dict)
    found: dict[tuple[Span, str], Diagnostic] = field(default_factory=dict)

    def error(self, span: Span, message: str, hint: str = "") -> None:
        self.found.setdefault((span, message), Diagnostic(span, message, hint))

    def warning(self, span: Span, message: str, hint: str = "") -> None:
        self.found.setdefault((span, message), Diagnostic(span, message, hint, "warning"))

    def add(self, others: Iterable[Diagnostic]) -> None:
        """Report what another stage found."""
        for one in others:
            self.found.setdefault((one.span, one.message), one)

    def of(self, severity: str) -> list[Diagnostic]:
        """The errors, or the warnings."""
        return [one for one in self.found.values() if one.severity == severity]

    def raise_if_any(self) -> None:
        """
        Raises:
            CompileError: an error was reported.
        """
        if errors := self.of("error"):
            raise CompileError(errors, self.sources)


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


LONGEST_SHOWN = 160
"""Characters of a source line that are shown; of a longer one, those around the error."""


def _window(text: str, span: Span, end: int) -> tuple[str, Span, int]:
    """The part of a long line around the error, and where the error stands in it."""
    if len(text) <= LONGEST_SHOWN:
        return text, span, end
    start = max(0, span.column - LONGEST_SHOWN // 2)
    stop = start + LONGEST_SHOWN
    lead, tail = "..." * (start > 0), "..." * (stop < len(text))
    moved = replace(span, column=span.column - start + len(lead))
    return f"{lead}{text[start:stop]}{tail}", moved, min(end, stop) - start + len(lead)


def render(diagnostic: Diagnostic, source: SourceFile | None) -> str:
    """The error as text: `file:line:column`, the source line, carets under the exact columns, reason and hint."""
    span = diagnostic.span
    place = f"{span.file}:{span.line}:{span.column + 1}" if span.line else span.file
    out = [f"{place}: {diagnostic.severity}: {diagnostic.message}"]
    text = source.line(span.line) if source else ""
    if text.strip():
        end = span.end_column if span.end_line == span.line else len(text)
        text, span, end = _window(text, span, end)
        lead = "".join("\t" if c == "\t" else " " * _display_width(c) for c in text[: span.column])
        carets = "^" * max(1, _display_width(text[span.column : end]))
        out += [f"    {text}", f"    {lead}{carets}"]
    if diagnostic.hint:
        out.append(f"  hint: {diagnostic.hint}")
    return "\n".join(out)
