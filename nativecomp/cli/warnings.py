"""Warnings on the command line: shown on standard error as errors are, made errors, or left out."""

import sys
import warnings
from typing import Literal, TextIO

from nativecomp.cli import report
from nativecomp.language.diagnostics import CompileWarning

_others = warnings.showwarning


def _show(
    message: Warning | str, category: type[Warning], filename: str, lineno: int,
    file: TextIO | None = None, line: str | None = None,
) -> None:  # fmt: skip
    if isinstance(message, CompileWarning) and report.current.as_json:
        report.current.add_diagnostic(message.diagnostic)
    elif isinstance(message, CompileWarning):
        print(f"{message.rendered}\n", file=file or sys.stderr)
    else:
        _others(message, category, filename, lineno, file, line)


def filter_warnings(action: Literal["always", "error", "ignore"]) -> None:
    """Show each warning of the compiler, make them errors, or leave them out."""
    warnings.showwarning = _show
    warnings.filterwarnings(action, category=CompileWarning)
