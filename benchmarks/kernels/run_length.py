"""Run-length encoding of an image: pairs of count (1..255) and value; returns the bytes written."""

import itertools
import random

from nativecomp import ptr8, uint8, viper


@viper
def run_length_pointer(packed: ptr8, data: ptr8, size: int) -> int:
    out = 0
    i = 0
    while i < size:
        value = data[i]
        count = 1
        while count < 255 and i + count < size and data[i + count] == value:
            count += 1
        packed[out] = count
        packed[out + 1] = value
        out += 2
        i += count
    return out


@viper
def run_length_buffer(packed: uint8[:], data: uint8[:]) -> int:
    size = len(data)
    out = 0
    i = 0
    while i < size:
        value = data[i]
        count = 1
        while count < 255 and i + count < size and data[i + count] == value:
            count += 1
        packed[out] = count
        packed[out + 1] = value
        out += 2
        i += count
    return out


def inputs():
    rng = random.Random(26)
    data = b"".join(bytes([rng.randrange(9)]) * rng.choice([1, 1, 2, 3, 8, 20, 300]) for _ in range(60))
    return {"packed": bytearray(2 * len(data)), "data": data, "size": len(data)}


def reference(packed, data, size):
    pairs = bytearray()
    for value, run in itertools.groupby(data):
        length = len(list(run))
        while length:
            count = min(length, 255)
            pairs += bytes([count, value])
            length -= count
    packed[: len(pairs)] = pairs
    return len(pairs)
