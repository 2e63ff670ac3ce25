"""Turns pixels of 24 bits into 16 (5, 6 and 5 bits) with an ordered dither of 4x4 steps from 0 to 15."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def dither565_pointer(source: ptr8, target: ptr16, width: int, height: int, steps: ptr8):
    place = 0
    for y in range(height):
        for x in range(width):
            step = steps[4 * (y & 3) + (x & 3)]
            red = min(source[3 * place] + (step >> 1), 255)
            green = min(source[3 * place + 1] + (step >> 2), 255)
            blue = min(source[3 * place + 2] + (step >> 1), 255)
            target[place] = ((red & 0xF8) << 8) | ((green & 0xFC) << 3) | (blue >> 3)
            place += 1


@viper
def dither565_buffer(source: uint8[:], target: uint16[:], width: int, height: int, steps: uint8[:]):
    place = 0
    for y in range(height):
        for x in range(width):
            step = steps[4 * (y & 3) + (x & 3)]
            red = min(source[3 * place] + (step >> 1), 255)
            green = min(source[3 * place + 1] + (step >> 2), 255)
            blue = min(source[3 * place + 2] + (step >> 1), 255)
            target[place] = ((red & 0xF8) << 8) | ((green & 0xFC) << 3) | (blue >> 3)
            place += 1


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "source": bytes(number >> 8 for number in noise(3 * 40 * 20, 26)),
        "target": array("H", [0] * 800),
        "width": 40,
        "height": 20,
        "steps": bytes([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]),
    }


def reference(source, target, width, height, steps):
    for i in range(width * height):
        y, x = divmod(i, width)
        step = steps[y % 4 * 4 + x % 4]
        red, green, blue = (min(c + step // n, 255) for c, n in zip(source[3 * i :], (2, 4, 2)))
        target[i] = red // 8 * 2048 + green // 4 * 32 + blue // 8
