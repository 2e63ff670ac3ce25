"""Turns binary numbers below 100,000,000 into eight decimal digits of four bits by doubling and correcting."""

from array import array

from nativecomp import ptr32, uint, uint32, viper


@viper
def double_dabble_pointer(numbers: ptr32, digits: ptr32, count: int):
    for i in range(count):
        number = uint(numbers[i])
        packed: uint = 0
        for bit in range(26, -1, -1):
            for shift in range(0, 32, 4):
                if (packed >> shift) & 15 >= 5:
                    packed += uint(3) << shift
            packed = (packed << 1) | ((number >> bit) & 1)
        digits[i] = packed


@viper
def double_dabble_buffer(numbers: uint32[:], digits: uint32[:]):
    for i in range(len(numbers)):
        number = numbers[i]
        packed: uint = 0
        for bit in range(26, -1, -1):
            for shift in range(0, 32, 4):
                if (packed >> shift) & 15 >= 5:
                    packed += uint(3) << shift
            packed = (packed << 1) | ((number >> bit) & 1)
        digits[i] = packed


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = array("I", [number * 1525 >> (i & 7) for i, number in enumerate(noise(20, 76))])
    return {"numbers": numbers, "digits": array("I", [0] * 20), "count": 20}


def reference(numbers, digits, count):
    digits[:] = array("I", [int(str(number), 16) for number in numbers])
