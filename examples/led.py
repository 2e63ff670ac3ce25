"""A bare-metal program: a light that breathes twice, as an image without any operating system.

    nativecomp build examples/led.py --target mps2-an386 -o led.elf
    nativecomp run examples/led.py --image --target mps2-an386

`LED` is the register that holds the light's level. On the MPS2 boards with a Cortex-M3, M4 or M7 that is the FPGA's LED
register (Arm application note AN386); other boards have theirs elsewhere, which `--define LED=0x50302000` says:

    mps2-an505       0x50302000  the FPGA's LED register, seen from the secure side
    netduinoplus2    0x40020014  output register of port A (GPIOA_ODR)
    microbit         0x50000504  output register of the pins (GPIO OUT)
"""

from nativecomp import const, ptr32, viper

LED = const(0x40028000)
TOP = const(15)
BREATHS = const(2)
HOLD = const(20)


@viper
def show(level: int) -> None:
    """Set the light and give it time: reads of a device are never left out, so they make a steady delay."""
    led = ptr32(LED)
    led[0] = level
    for _ in range(HOLD):
        led[0]


@viper
def main() -> int:
    for _ in range(BREATHS):
        for level in range(TOP):
            show(level)
        for level in range(TOP, 0, -1):
            show(level)
    ptr32(LED)[0] = 0
    return 0
