"""Timers of a board at the desk: they fire while the clock of the stand-ins goes on: while a program sleeps."""

from collections.abc import Callable
from typing import Any

from nativecomp.standins.clock import clock
from nativecomp.standins.log import note


class Timer:
    """Calls a function once or again and again, in step with `time.sleep_ms` and its like."""

    ONE_SHOT, PERIODIC = 0, 1

    def __init__(self, id: int = -1, **settings: Any) -> None:
        self.id = id
        self._callback: Callable[[Timer], Any] | None = None
        self._fire_ = self._fire  # one object, so that it can be cancelled
        if settings:
            self.init(**settings)

    def init(
        self,
        *,
        mode: int = PERIODIC,
        freq: float = -1,
        period: int = -1,
        callback: Callable[["Timer"], Any] | None = None,
        **_: Any,
    ) -> None:
        """
        Raises:
            ValueError: neither a frequency nor a period was given, or it is not positive.
        """
        self.deinit()
        microseconds = round(1e6 / freq) if freq > 0 else period * 1000
        if microseconds <= 0:
            raise ValueError("a timer needs freq= in hertz or period= in milliseconds, above 0")
        self._mode, self._step, self._callback = mode, microseconds, callback
        self._next = clock.now + microseconds
        clock.at(self._next, self._fire_)

    def deinit(self) -> None:
        clock.cancel(self._fire_)

    def _fire(self) -> None:
        note(f"Timer {self.id}", "fire", None)
        if self._mode == self.PERIODIC:
            self._next += self._step
            clock.at(self._next, self._fire_)
        if self._callback is not None:
            self._callback(self)
