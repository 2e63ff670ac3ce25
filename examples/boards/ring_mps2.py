"""A timer's interrupt handler fills a ring buffer that the program reads: the MPS2 boards' TIMER0 (CMSDK).

    nativecomp run examples/boards/ring_mps2.py --image --target mps2-an386 --emulator qemu

On the board `mps2-an505` the timer is at `--define TIMER=0x50000000`. Only the handler stores `head`, only the program
stores `tail`, and each stores it when it is done with the byte: so neither has to turn interrupts off.
"""

import machine
from nativecomp import const, ptr32, viper

TIMER = const(0x40000000)
SIZE = const(16)
MASK = const(SIZE - 1)
SINE = (128, 176, 218, 245, 255, 245, 218, 176, 128, 79, 37, 10, 0, 10, 37, 79)

ring = bytearray(SIZE)
head: int = 0
tail: int = 0
lost: int = 0
phase: int = 0


@viper(interrupt="TIMER0", priority=2)
def sample():
    global head, lost, phase
    ptr32(TIMER)[3] = 1  # the timer need not ask any more
    if head - tail < SIZE:
        ring[head & MASK] = SINE[phase & 15]
        head += 1
    else:
        lost += 1
    phase += 1


@viper
def read() -> int:
    global tail
    while head == tail:
        machine.idle()
    value = ring[tail & MASK]
    tail += 1
    return value


@viper
def main() -> int:
    timer = ptr32(TIMER)
    timer[2] = timer[1] = 2500
    timer[0] = 9  # on, with an interrupt
    total = 0
    for _ in range(64):
        total += read()
    print("sum", total, "lost", lost)
    return 0
