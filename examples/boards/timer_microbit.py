"""TIMER0 of the first micro:bit's chip interrupts the program a thousand times a second.

    nativecomp run examples/boards/timer_microbit.py --image --target microbit --emulator qemu

Source of the registers: nRF51 Series Reference Manual, section 18.
"""

from machine import idle
from nativecomp import const, ptr32, viper

TIMER = const(0x40008000)
START = const(0x000 // 4)
COMPARE_0 = const(0x140 // 4)
SHORTCUTS = const(0x200 // 4)
ENABLE_INTERRUPT = const(0x304 // 4)
WIDTH = const(0x508 // 4)
PRESCALER = const(0x510 // 4)
CAPTURE_0 = const(0x540 // 4)

beats: int = 0


@viper(interrupt="TIMER0", priority=1)
def beat():
    global beats
    ptr32(TIMER)[COMPARE_0] = 0
    beats += 1


@viper
def main() -> int:
    timer = ptr32(TIMER)
    timer[WIDTH] = 3  # 32 bits
    timer[PRESCALER] = 4  # a million times a second
    timer[CAPTURE_0] = 1000
    timer[SHORTCUTS] = 1  # begin again there
    timer[ENABLE_INTERRUPT] = 1 << 16
    timer[START] = 1
    while beats < 10:
        idle()
    print("beats", beats)
    return 0
