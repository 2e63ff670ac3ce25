"""Adler-32 checksum of zlib (RFC 1950), reduced after each byte by a compare and a subtraction."""

import random
import zlib

from nativecomp import ptr8, uint, uint8, viper

MODULUS = 65521  # the largest prime below 2**16


@viper
def adler32_pointer(data: ptr8, size: int) -> uint:
    low: uint = 1
    high: uint = 0
    for i in range(size):
        low += data[i]
        if low >= MODULUS:
            low -= MODULUS
        high += low
        if high >= MODULUS:
            high -= MODULUS
    return high << 16 | low


@viper
def adler32_buffer(data: uint8[:]) -> uint:
    low: uint = 1
    high: uint = 0
    for byte in data:
        low += byte
        if low >= MODULUS:
            low -= MODULUS
        high += low
        if high >= MODULUS:
            high -= MODULUS
    return high << 16 | low


def inputs():
    data = random.Random(4).randbytes(2048)
    return {"data": data, "size": len(data)}


def reference(data, size):
    return zlib.adler32(data)
