"""CRC-32 of Ethernet and zip, one byte at a time with a table of 256 words (Sarwate's method)."""

import random
import zlib
from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def crc32_table_pointer(table: ptr32, data: ptr8, size: int) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(size):
        crc = (crc >> 8) ^ table[(crc ^ data[i]) & 0xFF]
    return crc ^ 0xFFFFFFFF


@viper
def crc32_table_buffer(table: uint32[:], data: uint8[:]) -> uint:
    crc: uint = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def make_table():
    """The remainder of every byte value."""
    table = array("I")
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ 0xEDB88320 if byte & 1 else byte >> 1
        table.append(byte)
    return table


def inputs():
    data = random.Random(2).randbytes(4096)
    return {"table": make_table(), "data": data, "size": len(data)}


def reference(table, data, size):
    return zlib.crc32(data)
