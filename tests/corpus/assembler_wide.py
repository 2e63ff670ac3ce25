"""Assembler functions for a Cortex-M3 and newer."""

import micropython


@micropython.asm_thumb
def word():
    movwt(r0, 0x12345678)


@micropython.asm_thumb
def clamp(r0, r1):
    # r0, but no more than r1.
    cmp(r0, r1)
    it(gt)
    mov(r0, r1)


@micropython.asm_thumb
def reverse(r0):
    rbit(r0, r0)
    clz(r0, r0)
