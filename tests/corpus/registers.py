"""Registers of chips: pins, timers, queues, and waiting for them."""

import micropython
import stm
from micropython import const

SIO = const(0xD0000000)
GPIO_OUT_SET = const(0x14)
GPIO_OUT_CLR = const(0x18)
PIO0 = const(0x50200000)
TXF0 = const(PIO0 + 0x10)
FSTAT = const(0x04)
TX_FULL = const(1 << 16)


@micropython.viper
def pulse(pin: int, times: int):
    """Toggle a pin as fast as stores go."""
    mask = 1 << pin
    sio = ptr32(SIO)
    for _ in range(times):
        sio[GPIO_OUT_SET // 4] = mask
        sio[GPIO_OUT_CLR // 4] = mask


@micropython.viper
def put(data: ptr8, n: int):
    """Feed a state machine, waiting while its queue is full."""
    status = ptr32(PIO0 + FSTAT)
    queue = ptr32(TXF0)
    for i in range(n):
        while status[0] & TX_FULL:
            pass
        queue[0] = data[i] << 24


@micropython.viper
def port() -> int:
    x = ptr16(stm.GPIOA + stm.GPIO_ODR)
    x[0] ^= 0x20
    return x[0]


@micropython.viper
def wait_ready(tries: int) -> bool:
    status = ptr32(0x40013000)
    while tries > 0:
        if ptr32(0x40013008)[0] & 2:
            return True
        status[1] = 1
        tries -= 1
    return False


class Timer:
    BASE = const(0x40000000)

    @micropython.viper
    def start(self, period: int, base: int = 0x40000000):
        t = ptr32(base)
        t[11] = period - 1
        t[9] = 0
        t[0] = int(t[0]) | 1

    @micropython.viper
    def count(self) -> int:
        return ptr32(0x40000024)[0]


@micropython.viper
def read_at(address: int, n: int) -> int:
    total = 0
    p = ptr32(address)
    for _ in range(n):
        total = (total << 4) + p[0]
    return total
