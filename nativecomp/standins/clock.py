"""The time of the stand-ins: it stands still until a program sleeps, and timers fire on the way.

    clock.at(now + 500, blink)          a timer
    clock.sleep(2000)                   the clock goes to 500, calls `blink`, goes on to 2000

So a program that runs for an hour on a board is tested in milliseconds, each time with the same result. A `paced`
clock, that of `nativecomp run`, waits as long as it says.
"""

import heapq
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

_PERIOD = 1 << 30
"""`ticks_ms` and `ticks_us` begin anew from 0 after so many, as on boards of 32 bits."""

_order = itertools.count()


class Clock:
    """Microseconds since the start, and what is to be called when."""

    def __init__(self) -> None:
        self.now = 0
        self.paced = False
        self._events: list[tuple[int, int, Callable[[], None]]] = []

    def reset(self) -> None:
        self.now = 0
        self._events.clear()

    def at(self, moment: int, action: Callable[[], None]) -> None:
        """Call something at a moment; what is in the past, at the next sleep."""
        heapq.heappush(self._events, (moment, next(_order), action))

    def cancel(self, action: Callable[[], None]) -> None:
        self._events = [event for event in self._events if event[2] != action]
        heapq.heapify(self._events)

    def sleep(self, microseconds: int) -> None:
        """Let time go by; what is due is called on the way, at its moment."""
        end = self.now + max(0, microseconds)
        while self._events and self._events[0][0] <= end:
            moment, _, action = heapq.heappop(self._events)
            self._go_to(moment)
            action()
        self._go_to(end)

    def _go_to(self, moment: int) -> None:
        if moment > self.now:
            if self.paced:
                time.sleep((moment - self.now) / 1e6)
            self.now = moment


clock = Clock()


def sleep_ms(milliseconds: int) -> None:
    """Let so many milliseconds go by."""
    clock.sleep(int(milliseconds) * 1000)


def sleep_us(microseconds: int) -> None:
    """Let so many microseconds go by."""
    clock.sleep(int(microseconds))


def ticks_us() -> int:
    """Microseconds, a value to be used with `ticks_diff`. Each look takes one, so that a wait for a moment ends."""
    clock.sleep(1)
    return clock.now % _PERIOD


def ticks_ms() -> int:
    """Milliseconds, likewise."""
    clock.sleep(1)
    return clock.now // 1000 % _PERIOD


def ticks_cpu() -> int:
    """As `ticks_us`: the stand-ins have no finer clock."""
    return ticks_us()


def ticks_add(ticks: int, delta: int) -> int:
    """A moment so much later, or earlier."""
    return (ticks + delta) % _PERIOD


def ticks_diff(later: int, earlier: int) -> int:
    """How much later the first moment is: from -2**29 to 2**29 - 1."""
    return (later - earlier + _PERIOD // 2) % _PERIOD - _PERIOD // 2


def extend_time() -> None:
    """Put what MicroPython's `time` has, and CPython's has not, into it."""
    for function in (sleep_ms, sleep_us, ticks_us, ticks_ms, ticks_cpu, ticks_add, ticks_diff):
        if not hasattr(time, function.__name__):
            setattr(time, function.__name__, function)


@contextmanager
def real_time() -> Iterator[None]:
    """In the block sleeping takes as long as it says: programs that import `time` there get one whose `sleep` does so.

    Timers fire meanwhile. The clock begins anew.
    """
    module = ModuleType("time", time.__doc__)

    def sleep(seconds: float) -> None:
        """Let so many seconds go by."""
        clock.sleep(round(seconds * 1e6))

    vars(module).update({**vars(time), "sleep": sleep})
    clock.reset()
    clock.paced, sys.modules["time"] = True, module
    try:
        yield
    finally:
        clock.paced, sys.modules["time"] = False, time
