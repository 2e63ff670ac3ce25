"""Dot product of two Q31 vectors with a 64-bit sum; returns its upper word."""

import random
from array import array

from nativecomp import int32, int64, ptr32, viper


@viper
def dot_q31_pointer(a: ptr32, b: ptr32, count: int) -> int:
    total: int64 = 0
    for i in range(count):
        total += int64(a[i]) * b[i]
    return int(total >> 32)


@viper
def dot_q31_buffer(a: int32[:], b: int32[:]) -> int:
    total: int64 = 0
    for i in range(len(a)):
        total += int64(a[i]) * b[i]
    return int(total >> 32)


def inputs():
    rng = random.Random(35)
    a = array("i", [rng.randrange(-(2**26), 2**26) for _ in range(2000)])
    b = array("i", rng.randbytes(4 * 2000))
    return {"a": a, "b": b, "count": 2000}


def reference(a, b, count):
    return sum(x * y for x, y in zip(a, b, strict=True)) >> 32
