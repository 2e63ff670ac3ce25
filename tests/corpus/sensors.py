"""Sensors on I2C and pins: conversion, checks, filters, and interrupt handlers."""

import micropython
from micropython import const

_MEASURE = const(0xF4)
_DATA = const(0xF7)


class Bus:
    def __init__(self, memory):
        self.memory = memory
        self.written = []

    def readfrom_mem_into(self, address, register, buf):
        for i in range(len(buf)):
            buf[i] = self.memory[(register + i) & 0xFF]

    def writeto_mem(self, address, register, data):
        self.written.append((address, register, bytes(data)))


class Weather:
    def __init__(self, i2c, address=0x76):
        self.i2c = i2c
        self.address = address
        self._raw = bytearray(8)
        self.dig_T1, self.dig_T2, self.dig_T3 = 27504, 26435, -1000
        self.t_fine = 0

    @micropython.viper
    def read_raw(self) -> int:
        self.i2c.writeto_mem(self.address, _MEASURE, b"\x25")
        self.i2c.readfrom_mem_into(self.address, _DATA, self._raw)
        raw = ptr8(self._raw)
        return raw[3] << 12 | raw[4] << 4 | raw[5] >> 4

    @micropython.viper
    def temperature(self) -> int:
        """Hundredths of a degree."""
        raw = int(self.read_raw())
        t1 = int(self.dig_T1)
        var1 = (((raw >> 3) - (t1 << 1)) * int(self.dig_T2)) >> 11
        d = (raw >> 4) - t1
        var2 = (((d * d) >> 12) * int(self.dig_T3)) >> 14
        self.t_fine = var1 + var2
        return ((var1 + var2) * 5 + 128) >> 8

    @classmethod
    @micropython.viper
    def on(cls, i2c):
        return cls(i2c, address=0x77)


@micropython.viper
def crc8(data, n: int, poly: int, init: int) -> int:
    p = ptr8(data)
    crc = init
    for i in range(n):
        crc ^= p[i]
        for _ in range(8):
            crc = ((crc << 1) ^ poly) & 0xFF if crc & 0x80 else crc << 1 & 0xFF
    return crc


@micropython.viper
def signed16(hi: int, lo: int) -> int:
    v = hi << 8 | lo
    return v - 0x10000 if v & 0x8000 else v


@micropython.viper
def median(values, n: int) -> int:
    a = ptr16(values)
    for i in range(1, n):
        v = a[i]
        j = i - 1
        while j >= 0 and a[j] > v:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = v
    return a[n >> 1]


class Encoder:
    """A rotary encoder, two pins and a table of transitions."""

    TABLE = b"\x00\xff\x01\x02\x01\x00\x02\xff\xff\x02\x00\x01\x02\x01\xff\x00"

    def __init__(self, levels):
        self.levels = levels
        self.state = 0
        self.count = 0
        self.errors = 0

    @micropython.viper
    def _irq(self, pin):
        state = int(self.state) << 2 | int(self.levels())
        state &= 15
        step = ptr8(self.TABLE)[state]
        if step == 2:
            self.errors = int(self.errors) + 1
        else:
            self.count = int(self.count) + (-1 if step == 0xFF else int(step))
        self.state = state & 3


class Average:
    def __init__(self, n):
        self.n = n
        self.items = [0] * n
        self.index = 0
        self.total = 0

    @micropython.viper
    def add(self, value: int) -> int:
        i = int(self.index)
        items = self.items
        self.total = int(self.total) + value - int(items[i])
        items[i] = value
        i += 1
        self.index = i if i < int(self.n) else 0
        return int(self.total) // int(self.n)


@micropython.viper
def mode_of(self) -> int:
    return 1 if 199 <= int(self.mode) <= 202 or self._ai else 0


class Modes:
    def __init__(self, mode, ai):
        self.mode, self._ai = mode, ai


@micropython.viper
def parse_nmea(line) -> int:
    """The check sum of a sentence of a GPS receiver, -1 where it is wrong."""
    text = ptr8(line)
    n = int(len(line))
    if n < 4 or text[0] != 36:
        return -1
    total = 0
    i = 1
    while i < n and text[i] != 42:
        total ^= text[i]
        i += 1
    if i + 2 >= n:
        return -1
    given = 0
    for k in range(i + 1, i + 3):
        c = text[k]
        given = given << 4 | (c - 48 if c < 58 else c - 55)
    return total if given == total else -1


def check():
    bus = Bus(bytes((i * 37 + 11) & 0xFF for i in range(256)))
    w = Weather(bus)
    print(w.read_raw(), w.temperature(), w.t_fine, Weather.on(bus).address, bus.written)
    print([crc8(d, len(d), 0x31, 0xFF) for d in (b"", b"\xbe\xef", b"123456789")], crc8(b"123456789", 9, 0x07, 0))
    print(signed16(0xFF, 0xFE), signed16(0x7F, 0xFF), signed16(0x80, 0))
    values = bytearray(b"\x05\x00\x01\x00\xff\x01\x03\x00\x02\x00")
    print(median(values, 5), values)
    sequence = iter([1, 3, 2, 0, 2, 3, 1, 0, 3, 0, 1, 1])
    encoder = Encoder(lambda: next(sequence))
    for _ in range(12):
        encoder._irq(None)
    print(encoder.count, encoder.errors, encoder.state)
    average = Average(4)
    print([average.add(v) for v in (4, 8, -15, 16, 23, 42, -100)])
    print([mode_of(Modes(m, ai)) for m, ai in ((199, None), (203, 0), (0, 5), (202, False), (198, []))])
    print(parse_nmea(b"$GPGGA,1*4B\r\n"), parse_nmea(b"$A*41"), parse_nmea(b"$A*42"), parse_nmea(b"A"))


if __name__ == "__main__":
    check()
