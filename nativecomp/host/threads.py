"""Threads and forks of the host.

One emulated core serves one call at a time. A `CallLock` makes calls of other threads wait; calls from callbacks of the
same thread go on. Two threads that would wait for each other, each in a callback of what the other one calls, are told
so instead:

    thread 1: calls a, whose callback calls b        thread 2: calls b, whose callback calls a

The compiler works in one thread at a time, and a fork waits until it does not: a child inherits the locks of threads
that it does not have, those of half-done imports among them.
"""

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

compiling = threading.RLock()
"""Held while the compiler, an import of a part of it, or the loader is at work."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=compiling.acquire, after_in_parent=compiling.release, after_in_child=compiling.release
    )  # fmt: skip


class CallLock:
    """Lets one thread at a time into an emulated core, and that one as often as it likes.

    Args:
        name: what is called, for messages.
        broken: called in a child of a fork where another thread of the parent was inside.
    """

    _all: ClassVar["weakref.WeakSet[CallLock]"] = weakref.WeakSet()
    _waiting: ClassVar[dict[int, "CallLock"]] = {}  # by thread: the lock that it waits for

    def __init__(self, name: str, broken: Callable[[], None]) -> None:
        self._name = name
        self._broken = weakref.WeakMethod(broken)
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._depth = 0
        self._all.add(self)

    def __enter__(self) -> None:
        """
        Raises:
            RuntimeError: the thread that is inside waits for this one.
        """
        me = threading.get_ident()
        if self._owner != me:
            # Said before it is looked at: of threads that come to wait for each other the last one sees the others.
            self._waiting[me] = self
            try:
                if self._is_circle(me):
                    raise RuntimeError(
                        f"a call of {self._name} would wait forever: it is busy with a call of another thread, "
                        "which waits for a call that this thread is in"
                    )
                self._lock.acquire()
                self._owner = me
            finally:
                del self._waiting[me]
        self._depth += 1

    def __exit__(self, *exception: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = None
            self._lock.release()

    def _is_circle(self, me: int) -> bool:
        """Whether the owner of this lock waits, directly or not, for a lock of this thread."""
        lock: CallLock | None = self
        seen: set[int] = set()
        while lock is not None and (owner := lock._owner) is not None and owner not in seen:
            seen.add(owner)
            lock = self._waiting.get(owner)
            if lock is not None and lock._owner == me:
                return True
        return False

    @classmethod
    def _after_fork(cls) -> None:
        """Let go, in a child, of locks whose threads are not there."""
        me = threading.get_ident()
        cls._waiting.clear()
        for lock in list(cls._all):
            # Another thread may have been about to say that the lock is its own.
            if lock._owner != me and (lock._owner is not None or lock._lock.locked()):
                lock._lock, lock._owner, lock._depth = threading.Lock(), None, 0
                if broken := lock._broken():
                    broken()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=CallLock._after_fork)


_wanted: list[int] = []
_own_limit = 0
_limit_lock = threading.Lock()


@contextmanager
def deeper_recursion(frames: int) -> Iterator[None]:
    """Let Python recurse by so many frames more. The limit is the process's, so it stays for whom needs most."""
    global _own_limit
    with _limit_lock:
        if not _wanted:
            _own_limit = sys.getrecursionlimit()
        _wanted.append(frames)
        sys.setrecursionlimit(_own_limit + max(_wanted))
    try:
        yield
    finally:
        with _limit_lock:
            _wanted.remove(frames)
            sys.setrecursionlimit(_own_limit + max(_wanted, default=0))
