"""Sum of the greatest common divisors of a number and all smaller ones (Euclid's algorithm)."""

import math

from nativecomp import uint, viper


@viper
def gcd_sum(number: uint) -> uint:
    total: uint = 0
    for other in range(1, number):
        a = number
        b = other
        while b:
            a, b = b, a % b
        total += a
    return total


def inputs():
    return {"number": 720}


def reference(number):
    return sum(math.gcd(number, other) for other in range(1, number))
