"""Square roots on signed words."""

from nativecomp import viper


@viper
def isqrt(first: int, step: int, count: int) -> int:
    total = 0
    number = first
    highest = 1 << 28
    highest <<= 2
    for _ in range(count):
        rest = number
        root = 0
        bit = highest
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
