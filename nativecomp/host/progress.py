"""What takes long tells so: one line before it, or how much of it is done. A library call tells terminals only."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

Counter = Callable[[str, int, int], AbstractContextManager[Callable[[], None]]]
"""Of a title, how many steps there are, and how many are done, what is to be called after each of the others."""


def _nothing() -> None:
    """A step that nobody counts."""


def _to_terminal(text: str) -> None:
    """Nobody listens: tell whoever looks at a terminal."""
    if sys.stderr and sys.stderr.isatty():
        print(text, file=sys.stderr)


def _uncounted(title: str, total: int, done: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(_nothing)


_listener: Callable[[str], None] = _to_terminal
_counter: Counter = _uncounted


def listen(listener: Callable[[str], None], counter: Counter = _uncounted) -> None:
    """From now on give each line to `listener`, and what is counted to `counter`."""
    global _listener, _counter
    _listener, _counter = listener, counter


def say(text: str) -> None:
    """Tell what is about to take its time."""
    _listener(text)


def counting(title: str, total: int, done: int = 0) -> AbstractContextManager[Callable[[], None]]:
    """Tell how much is done; what it gives is called after each further step."""
    return _counter(title, total, done)


_PATIENCE = 0.5
"""Seconds that a count may take before a bar shows it."""


@contextmanager
def bar(title: str, total: int, done: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal where counting takes long; it goes when all is counted."""
    if done == total or not (sys.stderr and sys.stderr.isatty()):
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    task = shown.add_task(title, total=total, completed=done)
    timer = threading.Timer(_PATIENCE, shown.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: shown.advance(task)
    finally:
        timer.cancel()
        timer.join()
        shown.stop()
