"""Sum of the bytes of a block."""

import random

from nativecomp import ptr8, uint8, viper


@viper
def byte_sum_pointer(data: ptr8, size: int) -> int:
    total = 0
    for i in range(size):
        total += data[i]
    return total


@viper
def byte_sum_buffer(data: uint8[:]) -> int:
    total = 0
    for byte in data:
        total += byte
    return total


def inputs():
    data = random.Random(6).randbytes(5000)
    return {"data": data, "size": len(data)}


def reference(data, size):
    return sum(data)
