"""How a command ends that did not go well: what it says and its exit code. An error of ours is never a traceback."""

import os
import signal
from typing import Any, NoReturn

EXIT_REFUSED = 1
EXIT_INTERRUPTED = 130

TRACEBACK = "NATIVECOMP_TRACEBACK"
"""The environment variable that shows where an error that we did not foresee comes from."""


def told(error: BaseException) -> str:
    """What to say of an error that left a command.

    Raises:
        Exception: the error itself, where the environment asks for the traceback of a fault of ours.
    """
    from nativecomp.language.diagnostics import CompileError

    if isinstance(error, CompileError):
        count = len(error.diagnostics)
        return f"{error}\n\n{count} error{'s' * (count != 1)}"
    if isinstance(error, OSError):
        return f"error: {error.filename}: {error.strerror}" if error.filename else f"error: {error}"
    if type(error).__module__.startswith("nativecomp."):
        return f"error: {error}"
    if os.environ.get(TRACEBACK):
        raise error
    message = f"internal error: {type(error).__name__}: {error}"
    return f"{message}\n  please report it with the source; with {TRACEBACK}=1 in the environment it shows where"


def end_on_signals() -> None:
    """Let a signal that ends the process end it as an exception does: what was started ends, and files go away."""

    def leave(number: int, _: Any) -> NoReturn:
        raise SystemExit(128 + number)

    _handle(leave)


def end_unhurried() -> None:
    """From now on signals have nothing to end: the process ends, and what it started with it."""
    _handle(signal.SIG_IGN)


def _handle(handler: Any) -> None:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)
