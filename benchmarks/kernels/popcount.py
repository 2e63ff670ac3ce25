"""Number of set bits in a bitmap, word by word (sums of neighbouring fields, in parallel)."""

import random
from array import array

from nativecomp import ptr32, uint, uint32, viper


@viper
def popcount_pointer(words: ptr32, count: int) -> int:
    total = 0
    for i in range(count):
        x: uint = words[i]
        x -= x >> 1 & 0x55555555
        x = (x & 0x33333333) + (x >> 2 & 0x33333333)
        x = (x + (x >> 4)) & 0x0F0F0F0F
        total += x * 0x01010101 >> 24
    return total


@viper
def popcount_buffer(words: uint32[:]) -> int:
    total = 0
    for x in words:
        x -= x >> 1 & 0x55555555
        x = (x & 0x33333333) + (x >> 2 & 0x33333333)
        x = (x + (x >> 4)) & 0x0F0F0F0F
        total += x * 0x01010101 >> 24
    return total


def inputs():
    words = array("I", random.Random(27).randbytes(4 * 1500))
    return {"words": words, "count": len(words)}


def reference(words, count):
    return sum(word.bit_count() for word in words)
