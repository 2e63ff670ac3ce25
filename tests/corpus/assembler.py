"""Assembler functions as people write them."""

import micropython
from micropython import const

STEP = const(3)


@micropython.asm_thumb
def count_down(r0):
    mov(r1, 0)
    label(LOOP)
    add(r1, r1, STEP)
    sub(r0, r0, 1)
    bne(LOOP)
    mov(r0, r1)


@micropython.asm_thumb
def sum_bytes(r0, r1) -> uint:
    # Address and length.
    mov(r2, 0)
    b(TEST)
    label(NEXT)
    ldrb(r3, [r0, 0])
    add(r2, r2, r3)
    add(r0, 1)
    sub(r1, 1)
    label(TEST)
    cmp(r1, 0)
    bgt(NEXT)
    mov(r0, r2)


@micropython.asm_thumb
def twice_with_calls(r0):
    b(ENTRY)
    label(DOUBLE)
    push({lr})
    add(r0, r0, r0)
    pop({pc})
    label(ENTRY)
    bl(DOUBLE)
    bl(DOUBLE)


@micropython.asm_thumb
def high(r0, r1, r2):
    mov(r8, r0)
    mov(r0, r1)
    mov(r3, r8)
    add(r0, r0, r3)
    add(r0, r0, r2)
    data(2, 0x3001)  # adds r0, 1


@micropython.asm_thumb
def fill(r0, r1, r2):
    label(AGAIN)
    strh(r2, [r0, 0])
    add(r0, 2)
    sub(r1, 1)
    bne(AGAIN)


@micropython.viper
def both(data, n: int) -> int:
    return int(sum_bytes(ptr8(data), n)) + int(count_down(n))
