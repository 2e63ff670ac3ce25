"""Writes floats, given as their 32 bits and below 2^31, with six decimals that are cut off; returns the text's length.

No float arithmetic is used.
"""

import math
import struct
from array import array
from fractions import Fraction

from nativecomp import ptr8, ptr32, uint, uint8, uint32, uint64, viper


@viper
def float_to_decimal_pointer(values: ptr32, count: int, text: ptr8) -> int:
    place = 0
    for i in range(count):
        bits = uint(values[i])
        if bits >> 31:
            text[place] = ord("-")
            place += 1
        exponent = int((bits >> 23) & 255) - 150
        mantissa: uint64 = bits & 0x7FFFFF
        if exponent > -150:
            mantissa |= 0x800000
        else:
            exponent = -149
        if exponent >= 0:
            fixed = mantissa << (exponent + 32)
        else:
            fixed = (mantissa << 32) >> -exponent
        whole = uint(fixed >> 32)
        fraction = uint(fixed)
        divisor: uint = 1
        while whole // divisor >= 10:
            divisor *= 10
        while divisor > 0:
            digit = whole // divisor
            whole -= digit * divisor
            divisor //= 10
            text[place] = ord("0") + digit
            place += 1
        text[place] = ord(".")
        place += 1
        for _ in range(6):
            product = uint64(fraction) * 10
            text[place] = ord("0") + (product >> 32)
            fraction = uint(product)
            place += 1
        text[place] = ord("\n")
        place += 1
    return place


@viper
def float_to_decimal_buffer(values: uint32[:], text: uint8[:]) -> int:
    place = 0
    for i in range(len(values)):
        bits = values[i]
        if bits >> 31:
            text[place] = ord("-")
            place += 1
        exponent = int((bits >> 23) & 255) - 150
        mantissa: uint64 = bits & 0x7FFFFF
        if exponent > -150:
            mantissa |= 0x800000
        else:
            exponent = -149
        if exponent >= 0:
            fixed = mantissa << (exponent + 32)
        else:
            fixed = (mantissa << 32) >> -exponent
        whole = uint(fixed >> 32)
        fraction = uint(fixed)
        divisor: uint = 1
        while whole // divisor >= 10:
            divisor *= 10
        while divisor > 0:
            digit = whole // divisor
            whole -= digit * divisor
            divisor //= 10
            text[place] = ord("0") + digit
            place += 1
        text[place] = ord(".")
        place += 1
        for _ in range(6):
            product = uint64(fraction) * 10
            text[place] = ord("0") + (product >> 32)
            fraction = uint(product)
            place += 1
        text[place] = ord("\n")
        place += 1
    return place


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(80, 46)
    values = [(high - 32768) * 2.0 ** ((low & 31) - 16) + low / 65536 for low, high in zip(numbers[::2], numbers[1::2])]
    values[:5] = [0.0, 1.0, -0.5, 1e-30, 2147483520.0]
    values = [value if abs(value) < 2**31 else value / 65536 for value in values]
    return {"values": array("I", struct.pack("40f", *values)), "count": 40, "text": bytearray(800)}


def reference(values, count, text):
    lines = []
    for value in struct.unpack(f"{count}f", values):
        millionths = int(Fraction(abs(value)) * 10**6)
        sign = "-" if math.copysign(1, value) < 0 else ""
        lines.append(f"{sign}{millionths // 10**6}.{millionths % 10**6:06d}\n")
    encoded = "".join(lines).encode()
    text[: len(encoded)] = encoded
    return len(encoded)
