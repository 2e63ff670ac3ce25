"""Decodes numbers of seven bits a byte, the lowest first, and undoes their zigzag signs; returns their count."""

import re
from array import array

from nativecomp import int32, ptr8, ptr32, uint, uint8, viper


@viper
def varint_decode_pointer(data: ptr8, size: int, values: ptr32) -> int:
    count = 0
    value: uint = 0
    shift = 0
    for i in range(size):
        byte = data[i]
        value |= uint(byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            values[count] = (value >> 1) ^ -(value & 1)
            count += 1
            value = 0
            shift = 0
    return count


@viper
def varint_decode_buffer(data: uint8[:], values: int32[:]) -> int:
    count = 0
    value: uint = 0
    shift = 0
    for i in range(len(data)):
        byte = data[i]
        value |= uint(byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            values[count] = (value >> 1) ^ -(value & 1)
            count += 1
            value = 0
            shift = 0
    return count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(600, 38)
    data = bytearray()
    for low, high in zip(numbers[::2], numbers[1::2]):
        number = (high << 16 | low) >> (high & 31)
        while number > 127:
            data.append(number & 127 | 128)
            number >>= 7
        data.append(number)
    return {"data": bytes(data), "size": len(data), "values": array("i", [0] * 300)}


def reference(data, size, values):
    for count, code in enumerate(re.findall(rb"[\x80-\xff]*[\0-\x7f]", data)):
        number = int("".join(f"{byte & 127:07b}" for byte in reversed(code)), 2)
        values[count] = -(number + 1) // 2 if number % 2 else number // 2
    return count + 1
