"""Turns an encoder's Gray code into numbers in place; returns the sum of the absolute steps between them."""

from array import array

from nativecomp import ptr16, uint16, viper


@viper
def gray_decode(code: int) -> int:
    number = code
    code >>= 1
    while code:
        number ^= code
        code >>= 1
    return number


@viper
def gray_code_pointer(codes: ptr16, count: int) -> int:
    total = 0
    last = 0
    for i in range(count):
        number = gray_decode(codes[i])
        if i > 0:
            total += abs(number - last)
        last = number
        codes[i] = number
    return total


@viper
def gray_code_buffer(codes: uint16[:]) -> int:
    total = 0
    last = 0
    for i in range(len(codes)):
        number = gray_decode(codes[i])
        if i > 0:
            total += abs(number - last)
        last = number
        codes[i] = number
    return total


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {"codes": array("H", [number >> (i & 7) for i, number in enumerate(noise(500, 52))]), "count": 500}


def reference(codes, count):
    table = {n ^ n >> 1: n for n in range(1 << 16)}
    codes[:] = array("H", [table[code] for code in codes])
    return sum(abs(a - b) for a, b in zip(codes, codes[1:]))
