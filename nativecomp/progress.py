"""One line before what takes longer than a second. The command line shows it; a library call stays silent."""

from collections.abc import Callable


def _silent(text: str) -> None:
    """Nobody listens."""


_listener: Callable[[str], None] = _silent


def listen(listener: Callable[[str], None]) -> None:
    """From now on give each line to `listener`."""
    global _listener
    _listener = listener


def say(text: str) -> None:
    """Tell what is about to take its time."""
    _listener(text)
