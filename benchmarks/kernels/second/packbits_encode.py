"""Run-length code of PackBits: n bytes as they are after n - 1, or a byte n times after 257 - n; returns the size."""

import re

from nativecomp import ptr8, uint8, viper


@viper
def packbits_encode_pointer(data: ptr8, size: int, output: ptr8) -> int:
    place = 0
    i = 0
    while i < size:
        byte = data[i]
        run = 1
        while run < 128 and i + run < size and data[i + run] == byte:
            run += 1
        if run >= 3:
            output[place] = 257 - run
            output[place + 1] = byte
            place += 2
            i += run
        else:
            start = i
            i += 1
            while i < size and i - start < 128:
                if i + 2 < size and data[i] == data[i + 1] and data[i] == data[i + 2]:
                    break
                i += 1
            output[place] = i - start - 1
            place += 1
            for k in range(start, i):
                output[place] = data[k]
                place += 1
    return place


@viper
def packbits_encode_buffer(data: uint8[:], output: uint8[:]) -> int:
    size = len(data)
    place = 0
    i = 0
    while i < size:
        byte = data[i]
        run = 1
        while run < 128 and i + run < size and data[i + run] == byte:
            run += 1
        if run >= 3:
            output[place] = 257 - run
            output[place + 1] = byte
            place += 2
            i += run
        else:
            start = i
            i += 1
            while i < size and i - start < 128:
                if i + 2 < size and data[i] == data[i + 1] and data[i] == data[i + 2]:
                    break
                i += 1
            output[place] = i - start - 1
            place += 1
            for k in range(start, i):
                output[place] = data[k]
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
    data = b"".join(bytes([number >> 8]) * (number % 9 if number & 64 else 1) for number in noise(400, 42))
    data += b"\5" * 300
    return {"data": data, "size": len(data), "output": bytearray(2 * len(data))}


def reference(data, size, output):
    pattern = re.compile(rb"(.)\1{2,127}|(?:(?!(.)\2\2).){1,128}", re.DOTALL)
    encoded = b""
    for match in pattern.finditer(data):
        text = match[0]
        encoded += bytes([257 - len(text), text[0]]) if match[1] else bytes([len(text) - 1]) + text
    output[: len(encoded)] = encoded
    return len(encoded)
