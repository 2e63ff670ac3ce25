"""Integer square roots, two bits at a time, of a run of numbers, summed up (Woo's abacus algorithm)."""

import math

from nativecomp import uint, viper


@viper
def isqrt(first: uint, step: uint, count: int) -> uint:
    total: uint = 0
    number = first
    for _ in range(count):
        rest = number
        root: uint = 0
        bit: uint = 1 << 30
        while bit > rest:
            bit >>= 2
        while bit:
            if rest >= root + bit:
                rest -= root + bit
                root = (root >> 1) + bit
            else:
                root >>= 1
            bit >>= 2
        total += root
        number += step
    return total


def inputs():
    return {"first": 12345, "step": 2654435, "count": 300}


def reference(first, step, count):
    return sum(math.isqrt(first + i * step) for i in range(count))
