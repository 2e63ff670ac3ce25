"""Convolution of a grey picture with a kernel of 3x3 numbers, shifted right and limited to bytes; the rim stays."""

from array import array

from nativecomp import int8, ptr8, uint8, viper


@viper
def convolve3x3_pointer(source: ptr8, target: ptr8, width: int, height: int, kernel: ptr8, shift: int):
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            total = 0
            for dy in range(3):
                for dx in range(3):
                    total += int8(kernel[3 * dy + dx]) * source[(y + dy - 1) * width + x + dx - 1]
            total >>= shift
            if total < 0:
                total = 0
            elif total > 255:
                total = 255
            target[y * width + x] = total


@viper
def convolve3x3_buffer(source: uint8[:], target: uint8[:], width: int, height: int, kernel: int8[:], shift: int):
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            total = 0
            for dy in range(3):
                for dx in range(3):
                    total += kernel[3 * dy + dx] * source[(y + dy - 1) * width + x + dx - 1]
            total >>= shift
            if total < 0:
                total = 0
            elif total > 255:
                total = 255
            target[y * width + x] = total


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "source": bytes(number >> 8 for number in noise(32 * 20, 66)),
        "target": bytearray(32 * 20),
        "width": 32,
        "height": 20,
        "kernel": array("b", [-1, -2, -1, -2, 28, -2, -1, -2, -1]),
        "shift": 4,
    }


def reference(source, target, width, height, kernel, shift):
    offsets = [dy * width + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    for place in range(width * height):
        if 0 < place % width < width - 1 and 0 < place // width < height - 1:
            total = sum(k * source[place + offset] for k, offset in zip(kernel, offsets))
            target[place] = sorted((0, total // 2**shift, 255))[1]
