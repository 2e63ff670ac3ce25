"""Pins of a board at the desk: what a program sets is logged, what it reads a test drives."""

from collections.abc import Callable
from typing import Any, ClassVar

from nativecomp.standins.log import note


class Pin:
    """A pin. Two objects of one number are one pin, as on a board.

    A test drives an input: `Pin(14).drive(0)` sets its level, and calls the handler that waits for such a change.
    """

    IN, OUT, OPEN_DRAIN, ALT, ANALOG = range(5)
    PULL_UP, PULL_DOWN = 1, 2
    IRQ_RISING, IRQ_FALLING = 1, 2

    _pins: ClassVar[dict[Any, "Pin"]] = {}

    _level = 0
    _handler: Callable[["Pin"], Any] | None = None
    _trigger = 0
    mode_ = IN

    def __new__(cls, id: Any, *args: Any, **kwargs: Any) -> "Pin":
        if isinstance(id, Pin):
            return id
        if id not in cls._pins:
            cls._pins[id] = object.__new__(cls)
            cls._pins[id].id = id
        return cls._pins[id]

    def __init__(
        self, id: Any, mode: int = -1, pull: int | None = -1, *, value: Any = None, drive: int = 0, alt: int = -1
    ) -> None:
        self.id: Any
        self.init(mode, pull, value=value)

    def __repr__(self) -> str:
        return f"Pin({self.id!r}, mode={('IN', 'OUT', 'OPEN_DRAIN', 'ALT', 'ANALOG')[self.mode_]})"

    def init(self, mode: int = -1, pull: int | None = -1, *, value: Any = None, drive: int = 0, alt: int = -1) -> None:
        if mode != -1:
            self.mode_ = mode
        if pull == self.PULL_UP and self.mode_ == self.IN:
            self._level = 1
        if value is not None:
            self.value(value)

    def value(self, x: Any = None) -> int | None:
        if x is None:
            return self._level
        self._level = int(bool(x))
        note(f"Pin {self.id}", "value", self._level)
        return None

    __call__ = value

    def on(self) -> None:
        self.value(1)

    high = on

    def off(self) -> None:
        self.value(0)

    low = off

    def toggle(self) -> None:
        self.value(not self._level)

    def mode(self, mode: int | None = None) -> int:
        self.mode_ = self.mode_ if mode is None else mode
        return self.mode_

    def irq(
        self, handler: Callable[["Pin"], Any] | None = None, trigger: int = IRQ_RISING | IRQ_FALLING, **_: Any
    ) -> "Pin":
        self._handler, self._trigger = handler, trigger
        return self

    def drive(self, level: int) -> None:
        """What is connected to the pin sets its level. For tests: a board has no such method."""
        before, self._level = self._level, int(bool(level))
        edge = self.IRQ_RISING if self._level > before else self.IRQ_FALLING if self._level < before else 0
        if self._handler is not None and edge & self._trigger:
            self._handler(self)

    @classmethod
    def _reset(cls) -> None:
        cls._pins.clear()


class Signal:
    """A pin that may be inverted."""

    def __init__(self, pin: Any, *args: Any, invert: bool = False, **kwargs: Any) -> None:
        self._pin, self._invert = Pin(pin, *args, **kwargs), invert

    def value(self, x: Any = None) -> int | None:
        if x is None:
            return int(bool(self._pin.value()) != self._invert)
        return self._pin.value(bool(x) != self._invert)

    __call__ = value

    def on(self) -> None:
        self.value(1)

    def off(self) -> None:
        self.value(0)


class ADC:
    """An analogue input. `ADC.levels[pin]` is what it reads, from 0 to 65535."""

    levels: ClassVar[dict[Any, int]] = {}

    def __init__(self, id: Any, **_: Any) -> None:
        self.id = id.id if isinstance(id, Pin) else id

    def read_u16(self) -> int:
        return self.levels.get(self.id, 0)

    def read_uv(self) -> int:
        return self.read_u16() * 3_300_000 // 65535


class PWM:
    """A pin with pulses: frequency and duty are logged."""

    def __init__(self, dest: Any, **settings: Any) -> None:
        self._name = f"PWM {dest.id if isinstance(dest, Pin) else dest}"
        self._values = {"freq": 0, "duty_u16": 0, "duty_ns": 0}
        self.init(**settings)

    def init(self, **settings: int) -> None:
        for name, value in settings.items():
            if name in self._values:
                self._set(name, value)

    def deinit(self) -> None:
        note(self._name, "deinit", None)

    def _set(self, name: str, value: int | None) -> int | None:
        if value is None:
            return self._values[name]
        self._values[name] = value
        note(self._name, name, value)
        return None

    def freq(self, value: int | None = None) -> int | None:
        return self._set("freq", value)

    def duty_u16(self, value: int | None = None) -> int | None:
        return self._set("duty_u16", value)

    def duty_ns(self, value: int | None = None) -> int | None:
        return self._set("duty_ns", value)
