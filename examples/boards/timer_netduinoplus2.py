"""TIM2 of an STM32F405 interrupts the program a thousand times a second.

    nativecomp run examples/boards/timer_netduinoplus2.py --image --target netduinoplus2 --emulator qemu

The chip runs at 16 MHz after reset. Source of the registers: ST RM0090, sections 7 and 18; their addresses and offsets
come from the module `stm`, as on MicroPython.
"""

import stm
from machine import idle
from nativecomp import ptr32, viper

beats: int = 0


@viper(interrupt="TIM2", priority=5)
def beat():
    global beats
    ptr32(stm.TIM2 + stm.TIM_SR)[0] = 0
    beats += 1


@viper
def main() -> int:
    ptr32(stm.RCC + stm.RCC_APB1ENR)[0] |= 1  # clock of TIM2
    ptr32(stm.TIM2 + stm.TIM_PSC)[0] = 15
    ptr32(stm.TIM2 + stm.TIM_ARR)[0] = 999
    ptr32(stm.TIM2 + stm.TIM_DIER)[0] = 1
    ptr32(stm.TIM2 + stm.TIM_CR1)[0] = 1
    while beats < 10:
        idle()
    print("beats", beats)
    return 0
