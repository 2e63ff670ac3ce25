"""Turn a bitmap of one bit a pixel (rows of whole bytes, most significant bit left) into RGB565 pixels."""

import random
from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def expand_mono_pointer(pixels: ptr16, bits: ptr8, width: int, height: int, ink: int, paper: int):
    row_bytes = (width + 7) >> 3
    for y in range(height):
        for x in range(width):
            byte = bits[y * row_bytes + (x >> 3)]
            pixels[y * width + x] = ink if byte & 0x80 >> (x & 7) else paper


@viper
def expand_mono_buffer(pixels: uint16[:], bits: uint8[:], width: int, height: int, ink: int, paper: int):
    row_bytes = (width + 7) >> 3
    for y in range(height):
        for x in range(width):
            byte = bits[y * row_bytes + (x >> 3)]
            pixels[y * width + x] = ink if byte & 0x80 >> (x & 7) else paper


def inputs():
    return {
        "pixels": array("H", [0]) * (60 * 30), "bits": random.Random(34).randbytes(8 * 30),
        "width": 60, "height": 30, "ink": 0xFFE0, "paper": 0x0010,
    }


def reference(pixels, bits, width, height, ink, paper):
    for y in range(height):
        row = "".join(f"{byte:08b}" for byte in bits[y * 8 : y * 8 + 8])[:width]
        pixels[y * width : (y + 1) * width] = array("H", [ink if bit == "1" else paper for bit in row])
