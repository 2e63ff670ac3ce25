"""Fast pin toggling: a square wave on a pin, two stores a period.

    nativecomp asm examples/pins.py:toggle

The set and reset register of an STM32 port takes both edges without a read in between, so nothing can come between
them, and the loop's time is known to the cycle.
"""

import functools

import micropython
from micropython import const

GPIOA_BSRR = const(0x40020018)
PIN = const(5)


@micropython.asm_thumb
def toggle(r0):
    movwt(r1, GPIOA_BSRR)
    mov(r2, 1)
    lsl(r2, r2, PIN)
    lsl(r3, r2, 16)
    label(loop)
    str(r2, [r1, 0])
    str(r3, [r1, 0])
    sub(r0, 1)
    bne(loop)


@functools.cache
def watched_port():
    """The desk's port A: it notes every access."""
    return toggle.module.watch(GPIOA_BSRR, 4)


def wave(periods):
    """The values that the register gets, in order."""
    port = watched_port()
    port.log.clear()
    toggle(periods)
    return [access.value for access in port.log]


def main():
    print("up  ", " ".join(f"{value:#010x}" for value in wave(3)[::2]))
    print("down", " ".join(f"{value:#010x}" for value in wave(3)[1::2]))


def check():
    assert wave(4) == [1 << PIN, 1 << PIN + 16] * 4


def sample():
    watched_port()
    return toggle, (1000,), 1000, "period"
