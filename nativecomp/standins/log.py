"""What a program did with the stand-ins, in order: one entry for each change of a pin, transfer of a bus and timer."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from nativecomp.standins.clock import clock

LIMIT = 100_000
"""So many entries are kept, the newest."""


class Event(NamedTuple):
    """
    Attributes:
        device: such as "Pin 25" or "SPI 0".
        action: such as "value" or "write".
        value: what was set or sent; bytes are those at the moment.
        time: microseconds of the clock of the stand-ins.
    """

    device: str
    action: str
    value: Any
    time: int


log: deque[Event] = deque(maxlen=LIMIT)

_listeners: list[Callable[[Event], None]] = []


@contextmanager
def listening(listener: Callable[[Event], None]) -> Iterator[None]:
    """In the block the listener is called with each new entry."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def note(device: str, action: str, value: Any) -> None:
    event = Event(device, action, value, clock.now)
    log.append(event)
    for listener in _listeners:
        listener(event)
