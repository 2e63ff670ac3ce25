"""Play a waveform to a light.

A table of levels goes to a timer's compare register, one level a timer turn.

    nativecomp run examples/waveform.py

The addresses are those of timer 2 of an STM32F405, the chip of the first pyboard (reference manual RM0090). On the
board, `play(breath(200), 200)` is all; at the desk the timer is a watched address range, and what was written is drawn.
"""

import functools
import math
from array import array

import micropython
from micropython import const

TIM2 = const(0x40000000)
STATUS = const(0x10 // 4)  # TIM_SR; bit 0 is set at each turn of the timer
COMPARE = const(0x34 // 4)  # TIM_CCR1; the part of the turn for which the light is on
TOP = 1000


@micropython.viper
def play(levels: ptr16, count: int):
    timer = ptr32(TIM2)
    for i in range(count):
        while not timer[STATUS] & 1:
            pass
        timer[STATUS] = 0
        timer[COMPARE] = levels[i]


def breath(count):
    """Levels of one slow breath; light grows with the square, as eyes see it."""
    return array("H", [round(TOP * math.sin(math.pi * i / (count - 1)) ** 4) for i in range(count)])


@functools.cache
def watched_timer():
    """The desk's timer 2: it has always just turned, and notes every access."""
    return play.module.watch(TIM2, 0x400, read=1)


def record(levels):
    """What the timer is told by one play, as (register, value) pairs."""
    timer = watched_timer()
    timer.log.clear()
    play(levels, len(levels))
    return [((access.address - TIM2) // 4, access.value) for access in timer.log if access.kind == "write"]


def sample():
    watched_timer()
    return play, (breath(500), 500), 500, "level"


def check():
    levels = breath(100)
    assert record(levels) == [write for level in levels for write in ((STATUS, 0), (COMPARE, level))]
    reads = [access.address for access in watched_timer().log if access.kind == "read"]
    assert reads == [TIM2 + 4 * STATUS] * 100


def main():
    for register, level in record(breath(24)):
        if register == COMPARE:
            print(f"{level:5d} " + "#" * (level * 60 // TOP))


if __name__ == "__main__":
    main()
