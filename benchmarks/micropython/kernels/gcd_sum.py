"""Divisors on signed words, the exchange by way of a third variable."""

from nativecomp import viper


@viper
def gcd_sum(number: int) -> int:
    total = 0
    for other in range(1, number):
        a = number
        b = other
        while b:
            rest = a % b
            a = b
            b = rest
        total += a
    return total
