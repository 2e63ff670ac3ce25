"""CRC-32 of Ethernet and zip with a table of 16 words, four bits at a time."""

import zlib
from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def crc32_nibble_pointer(table: ptr32, data: ptr8, size: int) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(size):
        crc ^= data[i]
        crc = (crc >> 4) ^ table[crc & 15]
        crc = (crc >> 4) ^ table[crc & 15]
    return ~crc


@viper
def crc32_nibble_buffer(table: uint32[:], data: uint8[:]) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(len(data)):
        crc ^= data[i]
        crc = (crc >> 4) ^ table[crc & 15]
        crc = (crc >> 4) ^ table[crc & 15]
    return ~crc


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    table = array("I")
    for value in range(16):
        for _ in range(4):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    data = bytes(number >> 8 for number in noise(1024, 2))
    return {"table": table, "data": data, "size": len(data)}


def reference(table, data, size):
    return zlib.crc32(data)
