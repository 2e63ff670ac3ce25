"""CRC-32 of Ethernet and zip, one bit at a time (reflected polynomial 0xEDB88320; ISO 3309)."""

import random
import zlib

from nativecomp import ptr8, uint, uint8, viper


@viper
def crc32_bitwise_pointer(data: ptr8, size: int) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(size):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ 0xEDB88320
            else:
                crc >>= 1
    return crc ^ 0xFFFFFFFF


@viper
def crc32_bitwise_buffer(data: uint8[:]) -> uint:
    crc: uint = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ 0xEDB88320
            else:
                crc >>= 1
    return crc ^ 0xFFFFFFFF


def inputs():
    data = random.Random(1).randbytes(512)
    return {"data": data, "size": len(data)}


def reference(data, size):
    return zlib.crc32(data)
