"""Play a waveform to a light: a table of levels goes to a timer's compare register, one level a timer turn.

    nativecomp run examples/waveform.py

The addresses are those of timer 2 of an STM32F405, the chip of the first pyboard (reference manual RM0090). At the desk
the same function writes to a watched address, and the writes are drawn.
"""

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
