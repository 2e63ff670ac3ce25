"""The core's own timer interrupts the program every millisecond; it sleeps meanwhile.

    nativecomp run examples/boards/systick.py --image --target mps2-an386 --emulator qemu

Every Cortex-M that `nativecomp targets` lists as a board has this timer, but for the chip of the first micro:bit, which
leaves it out (QEMU has it there too). `CLOCK` is the frequency of the core.
"""

from machine import idle
from nativecomp import const, ptr32, viper

CLOCK = const(25_000_000)
SYSTICK = const(0xE000E010)

milliseconds: int = 0


@viper(interrupt="SysTick", priority=1)
def tick():
    global milliseconds
    milliseconds += 1


@viper
def sleep_ms(time: int):
    end = milliseconds + time
    while end - milliseconds > 0:
        idle()


@viper
def main() -> int:
    timer = ptr32(SYSTICK)
    timer[1] = CLOCK // 1000 - 1
    timer[2] = 0
    timer[0] = 7  # on, with an interrupt, at the frequency of the core
    for number in range(3):
        sleep_ms(10)
        print("slept", number + 1)
    return 0
