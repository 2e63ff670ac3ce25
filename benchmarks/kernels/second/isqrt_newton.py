"""Exclusive or of the integer square roots of the numbers of a linear congruential generator, by Newton's method."""

import math

from nativecomp import uint, viper


@viper
def square_root(n: uint) -> uint:
    if n < 2:
        return n
    bits = 0
    rest = n
    while rest:
        bits += 1
        rest >>= 1
    guess = uint(1) << ((bits + 1) >> 1)
    while True:
        following = (guess + n // guess) >> 1
        if following >= guess:
            return guess
        guess = following


@viper
def isqrt_newton(seed: uint, count: int) -> uint:
    total: uint = 0
    for _ in range(count):
        seed = seed * 1664525 + 1013904223
        total = (total << 1) ^ square_root(seed)
    return total


def inputs():
    return {"seed": 48, "count": 100}


def reference(seed, count):
    total = 0
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) % 2**32
        total = total * 2 % 2**32 ^ math.isqrt(seed)
    return total
