"""Reverses the order of the bits in each word by exchanging halves of halves."""

from array import array

from nativecomp import ptr32, uint, uint32, viper


@viper
def bit_reverse32_pointer(words: ptr32, count: int):
    for i in range(count):
        x = uint(words[i])
        x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1)
        x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2)
        x = ((x >> 4) & 0x0F0F0F0F) | ((x & 0x0F0F0F0F) << 4)
        x = ((x >> 8) & 0x00FF00FF) | ((x & 0x00FF00FF) << 8)
        words[i] = (x >> 16) | (x << 16)


@viper
def bit_reverse32_buffer(words: uint32[:]):
    for i in range(len(words)):
        x = words[i]
        x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1)
        x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2)
        x = ((x >> 4) & 0x0F0F0F0F) | ((x & 0x0F0F0F0F) << 4)
        x = ((x >> 8) & 0x00FF00FF) | ((x & 0x00FF00FF) << 8)
        words[i] = (x >> 16) | (x << 16)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {"words": array("I", [number * 65521 for number in noise(600, 50)]), "count": 600}


def reference(words, count):
    for i in range(count):
        words[i] = int(f"{words[i]:032b}"[::-1], 2)
