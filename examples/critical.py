"""A critical section: a 64-bit tick counter that an interrupt may change in the middle of a read.

    nativecomp asm examples/critical.py

Interrupts are turned off for two loads and put back as they were, not simply on: the function may be called where they
are off already.
"""

from array import array

import micropython


@micropython.asm_thumb
def irq_off():
    cpsid("i")


@micropython.asm_thumb
def irq_on():
    cpsie("i")


@micropython.asm_thumb
def masked() -> int:
    mrs(r0, PRIMASK)


@micropython.asm_thumb
def read_ticks(r0, r1):
    # r0: the counter, low word first; r1: where both words go
    mrs(r2, PRIMASK)
    cpsid("i")
    ldr(r3, [r0, 0])
    ldr(r4, [r0, 4])
    msr(PRIMASK, r2)
    str(r3, [r1, 0])
    str(r4, [r1, 4])


@micropython.viper
def longest(counter: ptr32, now: ptr32, looks: int) -> int:
    """The largest step of the counter between two looks, each of which is consistent."""
    most = 0
    read_ticks(counter, now)
    for _ in range(looks):
        before = now[0]
        read_ticks(counter, now)
        most = max(most, now[0] - before)
    return most


def ticks(value):
    """The counter's value as the function read it."""
    now = array("I", [0, 0])
    read_ticks(array("I", [value & 0xFFFFFFFF, value >> 32]), now)
    return now[0] | now[1] << 32


def main():
    print("ticks:", hex(ticks(0x1_0000_0002)))
    print("longest step:", longest(array("I", [150, 0]), array("I", [0, 0]), 10))


def check():
    for value in (0, 1, 0xFFFFFFFF, 0x1_0000_0000, 0xFEDC_BA98_7654_3210):
        assert ticks(value) == value
    assert longest(array("I", [5, 1]), array("I", [0, 0]), 3) == 0
    assert masked() == 0


def sample():
    return longest, (array("I", [1, 2]), array("I", [0, 0]), 100), 100, "look"
