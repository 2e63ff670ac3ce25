"""Swap the two bytes of every RGB565 pixel in place, as SPI displays want them."""

import random
from array import array

from nativecomp import ptr16, uint16, viper


@viper
def swap16_pointer(pixels: ptr16, count: int):
    for i in range(count):
        pixel = pixels[i]
        pixels[i] = pixel << 8 | pixel >> 8


@viper
def swap16_buffer(pixels: uint16[:]):
    for i in range(len(pixels)):
        pixel = pixels[i]
        pixels[i] = pixel << 8 | pixel >> 8


def inputs():
    pixels = array("H", random.Random(7).randbytes(2 * 3000))
    return {"pixels": pixels, "count": len(pixels)}


def reference(pixels, count):
    pixels.byteswap()
