"""The timer of an RP2040 interrupts the program a thousand times a second, which tells the time over UART 0 (GPIO 0).

    nativecomp build examples/boards/timer_pico.py --target pico --output uart -o timer.uf2

Copy `timer.uf2` to the drive that a Pico is when it starts with BOOTSEL pressed. An image runs from the 12 MHz crystal.
Source of the registers: RP2040 Datasheet, sections 2.14 (resets), 4.6 (timer) and 4.7 (watchdog, which makes its ticks).
"""

from machine import idle
from nativecomp import const, ptr32, viper

RESETS = const(0x4000C000)
TIMER_RESET = const(1 << 21)
WATCHDOG_TICK = const(0x4005802C)
TIMER = const(0x40054000)
ALARM_0 = const(0x10 // 4)
NOW = const(0x28 // 4)
RAISED = const(0x34 // 4)
ENABLED = const(0x38 // 4)

beats: int = 0


@viper(interrupt="TIMER_IRQ_0", priority=1)
def beat():
    global beats
    timer = ptr32(TIMER)
    timer[RAISED] = 1
    timer[ALARM_0] = timer[NOW] + 1000
    beats += 1


@viper
def main() -> int:
    resets = ptr32(RESETS)
    resets[0] &= ~TIMER_RESET
    while not resets[2] & TIMER_RESET:
        pass
    ptr32(WATCHDOG_TICK)[0] = 1 << 9 | 12  # a tick every microsecond
    timer = ptr32(TIMER)
    timer[ENABLED] = 1
    timer[ALARM_0] = timer[NOW] + 1000
    while beats < 10:
        idle()
    print("beats", beats)
    return 0
