"""What went wrong, and where: spans, problems, and the one exception that carries all problems of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source line. Lines count from 1, columns from 0, `end_column` is exclusive."""

    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a source cannot be assembled.

    `message` says what is wrong, `hint` (may be empty) what to write instead, `span` where it stands;
    `span` is None when the statements were made by a program that gave no positions.
    """

    message: str
    span: Span | None = None
    hint: str = ""

    def render(self, lines: Sequence[str] = ()) -> str:
        """The problem as text: position, message, hint and, when the source is given, the line with a caret."""
        head = f"{self.span.line}:{self.span.column + 1}: {self.message}" if self.span else self.message
        parts = [head]
        if self.span and 0 < self.span.line <= len(lines):
            width = max(1, self.span.end_column - self.span.column)
            parts += ["    " + lines[self.span.line - 1], "    " + " " * self.span.column + "^" * width]
        if self.hint:
            parts.append(f"    {self.hint}")
        return "\n".join(parts)


class AssemblyError(Exception):
    """Raised once per run with every problem that was found, in the order of the source."""

    def __init__(self, problems: Iterable[Problem], lines: Sequence[str] = ()) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: p.span or Span(0, 0, 0)))
        self.lines = tuple(lines)
        super().__init__("\n".join(problem.render(self.lines) for problem in self.problems))


class EncodingMismatch(AssertionError):
    """The encoder and the decoder disagree about an instruction: a defect of this package, never of the source."""
