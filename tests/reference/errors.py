"""What can go wrong in the interpreter, apart from the exceptions of the interpreted program."""

from __future__ import annotations

import ast


class LanguageError(Exception):
    """The program is not a valid one by docs/language.md (the compiler should refuse it as well)."""

    def __init__(self, message: str, node: ast.AST | None = None) -> None:
        line = getattr(node, "lineno", None)
        super().__init__(message if line is None else f"line {line}: {message}")


class OutsideMemory(Exception):
    """A pointer reached an address that is neither in a buffer nor in a device: the document gives no result."""


class StepLimit(Exception):
    """The program made more loop turns and calls than allowed."""


class Raised(Exception):
    """The interpreted program raised `error`; kept apart from the interpreter's own exceptions."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error
