"""Adler-32 on signed words."""

from nativecomp import ptr8, viper

MODULUS = 65521


@viper
def adler32(data: ptr8, size: int) -> int:
    low = 1
    high = 0
    for i in range(size):
        low += data[i]
        if low >= MODULUS:
            low -= MODULUS
        high += low
        if high >= MODULUS:
            high -= MODULUS
    return high << 16 | low
