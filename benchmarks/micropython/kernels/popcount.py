"""Set bits, the large constants made machine words before the loop."""

from nativecomp import ptr32, uint, viper


@viper
def popcount(words: ptr32, count: int) -> int:
    ones = uint(0x55555555)
    pairs = uint(0x33333333)
    nibbles = uint(0x0F0F0F0F)
    total = 0
    for i in range(count):
        x = uint(words[i])
        x -= x >> 1 & ones
        x = (x & pairs) + (x >> 2 & pairs)
        x = (x + (x >> 4)) & nibbles
        total += int(x * 0x01010101 >> 24) & 0xFF
    return total
