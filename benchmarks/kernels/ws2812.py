"""Timer compare values for a strip of WS2812 lights: brightness, gamma table, then one half word a bit.

A 1 holds the line up for 0.8 us, a 0 for 0.4 us of the 1.25 us of a bit (WorldSemi's data sheet); 100 timer ticks
a bit here.
"""

import random
from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper

HIGH = 64
LOW = 32


@viper
def ws2812_pointer(duty: ptr16, pixels: ptr8, size: int, gamma: ptr8, brightness: int):
    out = 0
    for i in range(size):
        value = gamma[pixels[i] * brightness >> 8]
        for bit in range(7, -1, -1):
            duty[out] = HIGH if value >> bit & 1 else LOW
            out += 1


@viper
def ws2812_buffer(duty: uint16[:], pixels: uint8[:], gamma: uint8[:], brightness: int):
    out = 0
    for pixel in pixels:
        value = gamma[pixel * brightness >> 8]
        for bit in range(7, -1, -1):
            duty[out] = HIGH if value >> bit & 1 else LOW
            out += 1


def inputs():
    pixels = random.Random(30).randbytes(3 * 60)
    gamma = bytes(round(255 * (level / 255) ** 2.2) for level in range(256))
    return {
        "duty": array("H", [0]) * (8 * len(pixels)), "pixels": pixels, "size": len(pixels),
        "gamma": gamma, "brightness": 200,
    }


def reference(duty, pixels, size, gamma, brightness):
    bits = "".join(f"{gamma[pixel * brightness >> 8]:08b}" for pixel in pixels)
    duty[:] = array("H", [HIGH if bit == "1" else LOW for bit in bits])
