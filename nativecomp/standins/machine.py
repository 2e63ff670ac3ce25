"""Stand-in for MicroPython's `machine`: pins, buses, timers and memory that keep a log and do what a test says."""

from typing import Any

from nativecomp.standins import rp2
from nativecomp.standins.buses import I2C, SPI, UART
from nativecomp.standins.clock import clock, sleep_ms
from nativecomp.standins.log import Event, log, note
from nativecomp.standins.pins import ADC, PWM, Pin, Signal
from nativecomp.standins.timers import Timer

SoftI2C, SoftSPI = I2C, SPI
PWRON_RESET, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET, SOFT_RESET = range(1, 6)


class Reset(SystemExit):
    """What `reset()` and `soft_reset()` raise: the program ends there."""


class Memory:
    """Words of memory that hold what was stored; stores and loads are logged."""

    def __init__(self, name: str, size: int, contents: dict[int, int]) -> None:
        self._name, self._size, self._bytes = name, size, contents

    def __getitem__(self, address: int) -> int:
        value = int.from_bytes(bytes(self._bytes.get(address + i, 0) for i in range(self._size)), "little")
        note(self._name, "load", (address, value))
        return value

    def __setitem__(self, address: int, value: int) -> None:
        value &= (1 << 8 * self._size) - 1
        self._bytes.update(enumerate(value.to_bytes(self._size, "little"), address))
        note(self._name, "store", (address, value))


_contents: dict[int, int] = {}
mem8, mem16, mem32 = (Memory(f"mem{8 * size}", size, _contents) for size in (1, 2, 4))

_frequency = 125_000_000


def freq(hertz: int | None = None) -> int | None:
    """The clock of the core, in hertz."""
    global _frequency
    if hertz is None:
        return _frequency
    _frequency = hertz
    return None


def reset() -> None:
    raise Reset


soft_reset = reset


def reset_cause() -> int:
    return PWRON_RESET


def unique_id() -> bytes:
    return b"nativecomp"


def idle() -> None:
    """Wait for what comes next: a millisecond."""
    clock.sleep(1000)


def lightsleep(milliseconds: int = 0) -> None:
    sleep_ms(milliseconds)


deepsleep = lightsleep


def disable_irq() -> bool:
    """Nothing interrupts a program at the desk but between two sleeps."""
    return True


def enable_irq(state: Any = True) -> None:
    pass


class WDT:
    """A watchdog that never bites."""

    def __init__(self, id: int = 0, timeout: int = 5000) -> None:
        self.timeout = timeout

    def feed(self) -> None:
        note("WDT", "feed", None)


def restart() -> None:
    """A new board: no pins, memory or timers in use, an empty log, time 0. For tests: a board has no such function."""
    Pin._reset()
    ADC.levels.clear()
    _contents.clear()
    clock.reset()
    log.clear()
    rp2.restart()


__all__ = [
    "ADC", "DEEPSLEEP_RESET", "HARD_RESET", "I2C", "PWM", "PWRON_RESET", "SOFT_RESET", "SPI", "UART", "WDT",
    "WDT_RESET", "Event", "Pin", "Reset", "Signal", "SoftI2C", "SoftSPI", "Timer", "deepsleep", "disable_irq",
    "enable_irq", "freq", "idle", "lightsleep", "log", "mem8", "mem16", "mem32", "reset", "reset_cause", "restart",
    "soft_reset", "unique_id",
]  # fmt: skip
