"""The folder in which what takes long to make is kept between runs.

It is the user's folder for caches. NATIVECOMP_CACHE in the environment names another; where it is empty, nothing is
kept. Whoever has no home has a temporary folder, which goes when the process ends.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

VARIABLE = "NATIVECOMP_CACHE"


def turn_off() -> None:
    """Keep nothing from now on, here and in the processes that this one starts, and use nothing that was kept."""
    os.environ[VARIABLE] = ""


def folder() -> Path | None:
    """The folder, which may not be there yet; None where nothing is to be kept."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return Path(chosen) if chosen else None
    return _of_user()


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Inside of the block, other processes that want to make the same file or folder wait.

    So what takes long is made once. Where there are no such locks, or no file can be written, it may be made twice,
    which costs time only.
    """
    path = place.with_name(f"{place.name}.lock")
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl

            path.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(path.open("wb"))
            stack.callback(path.unlink, missing_ok=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _of_user() -> Path:
    import platformdirs

    try:
        Path.home()
        path = platformdirs.user_cache_path("nativecomp", appauthor=False)
        path.mkdir(parents=True, exist_ok=True)
    except (RuntimeError, OSError):
        return Path(_temporary().name)
    return path


@cache
def _temporary() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="nativecomp-")
