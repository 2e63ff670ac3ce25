"""The LED loop of the first pyboard in each way: n pulses on one output bit."""

import machine
import micropython
from micropython import const

# A register like BSRR: the low half sets output bits, the high half resets.
GPIO = const(0x40020018)
SET = const(1 << 13)
RESET = const(1 << 29)


def toggle_bytecode(n):
    for _ in range(n):
        machine.mem32[GPIO] = SET
        machine.mem32[GPIO] = RESET


@micropython.native
def toggle_native(n):
    for _ in range(n):
        machine.mem32[GPIO] = SET
        machine.mem32[GPIO] = RESET


@micropython.viper
def toggle_viper(n: int):
    gpio = ptr32(GPIO)
    for _ in range(n):
        gpio[0] = SET
        gpio[0] = RESET


@micropython.asm_thumb
def toggle_asm(r0):
    movwt(r1, GPIO)
    movwt(r2, SET)
    movwt(r3, RESET)
    cmp(r0, 0)
    ble(END)
    label(LOOP)
    str(r2, [r1, 0])
    str(r3, [r1, 0])
    sub(r0, 1)
    bgt(LOOP)
    label(END)
