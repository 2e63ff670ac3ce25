"""A sensor on a bus: registers read and written, a value made of their bytes."""

import micropython
from micropython import const

_RESULT = const(0x3B)
_CONTROL = const(0x6B)


class Bus:
    def __init__(self):
        self.readfrom_mem_into = self.writeto_mem = max


class Sensor:
    def __init__(self, bus, address):
        self.bus = bus
        self.address = address
        self.buffer = b"\x19\x34\x00\x00"
        self.offset = -3

    @micropython.viper
    def read_word(self, register: int) -> int:
        self.bus.readfrom_mem_into(self.address, register, 2)
        data = ptr8(self.buffer)
        return data[0] << 8 | data[1]

    @micropython.viper
    def write_byte(self, register: int, value: int):
        buffer = bytearray(1)
        buffer[0] = value
        self.bus.writeto_mem(self.address, register, len(buffer))

    @micropython.viper
    def set_bit(self, bit: int, on: bool):
        value = int(self.read_word(_CONTROL)) & 0x7F
        if on:
            value |= 1 << bit
        else:
            value &= ~(1 << bit)
        self.write_byte(_CONTROL, value)

    @micropython.viper
    def temperature(self):
        raw = self.read_word(_RESULT) + self.offset
        return raw * 0.25 + 21.5


sensor = Sensor(Bus(), 0x68)
CALLS = (
    "sensor.read_word(0x41)",
    "sensor.write_byte(0x6B, 3)",
    "sensor.set_bit(3, True)",
    "sensor.temperature()",
)
