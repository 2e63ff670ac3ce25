"""CRC-16 of XMODEM (polynomial 0x1021, most significant bit first, start value 0; ITU-T V.41)."""

import binascii
import random

from nativecomp import ptr8, uint8, viper


@viper
def crc16_ccitt_pointer(data: ptr8, size: int) -> int:
    crc = 0
    for i in range(size):
        crc ^= data[i] << 8
        for _ in range(8):
            if crc & 0x8000:
                crc = (crc << 1) ^ 0x1021
            else:
                crc <<= 1
        crc &= 0xFFFF
    return crc


@viper
def crc16_ccitt_buffer(data: uint8[:]) -> int:
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            if crc & 0x8000:
                crc = (crc << 1) ^ 0x1021
            else:
                crc <<= 1
        crc &= 0xFFFF
    return crc


def inputs():
    data = random.Random(3).randbytes(512)
    return {"data": data, "size": len(data)}


def reference(data, size):
    return binascii.crc_hqx(data, 0)
