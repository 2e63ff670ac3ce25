"""Dequantises blocks of 8x8 coefficients and transforms them back to pixels, rows first, then columns."""

import math
from array import array

from nativecomp import int16, int32, ptr8, ptr16, ptr32, uint8, viper


@viper
def idct_dequantise_pointer(coefficients: ptr16, steps: ptr8, basis: ptr16, work: ptr32, pixels: ptr8, blocks: int):
    for block in range(blocks):
        base = 64 * block
        for row in range(0, 64, 8):
            for x in range(8):
                total = 0
                for k in range(8):
                    total += int16(coefficients[base + row + k]) * steps[row + k] * int16(basis[8 * k + x])
                work[row + x] = (total + 512) >> 10
        for column in range(8):
            for y in range(8):
                total = 0
                for k in range(8):
                    total += work[8 * k + column] * int16(basis[8 * k + y])
                value = ((total + (1 << 15)) >> 16) + 128
                pixels[base + 8 * y + column] = max(0, min(255, value))


@viper
def idct_dequantise_buffer(
    coefficients: int16[:], steps: uint8[:], basis: int16[:], work: int32[:], pixels: uint8[:], blocks: int
):
    for block in range(blocks):
        base = 64 * block
        for row in range(0, 64, 8):
            for x in range(8):
                total = 0
                for k in range(8):
                    total += coefficients[base + row + k] * steps[row + k] * basis[8 * k + x]
                work[row + x] = (total + 512) >> 10
        for column in range(8):
            for y in range(8):
                total = 0
                for k in range(8):
                    total += work[8 * k + column] * basis[8 * k + y]
                value = ((total + (1 << 15)) >> 16) + 128
                pixels[base + 8 * y + column] = max(0, min(255, value))


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(128, 31)
    coefficients = array("h", [0] * 128)
    for i in range(128):
        size = 40 >> ((i & 7) + (i >> 3 & 7)) if i & 63 else 30
        coefficients[i] = (numbers[i] - 32768) * size >> 15
    scale = [math.sqrt(0.125) if k == 0 else 0.5 for k in range(8)]
    basis = array(
        "h",
        [round(8192 * scale[k] * math.cos((2 * x + 1) * k * math.pi / 16)) for k in range(8) for x in range(8)],
    )
    return {
        "coefficients": coefficients,
        "steps": bytes(6 + 2 * ((i & 7) + (i >> 3)) for i in range(64)),
        "basis": basis,
        "work": array("i", [0] * 64),
        "pixels": bytearray(128),
        "blocks": 2,
    }


def reference(coefficients, steps, basis, work, pixels, blocks):
    columns = [basis[x::8] for x in range(8)]
    for block in range(blocks):
        values = [c * step for c, step in zip(coefficients[64 * block : 64 * block + 64], steps)]
        rows = [[sum(map(int.__mul__, values[8 * r : 8 * r + 8], c)) + 512 >> 10 for c in columns] for r in range(8)]
        work[:] = array("i", sum(rows, []))
        for x, line in enumerate(zip(*rows)):
            for y, c in enumerate(columns):
                value = (sum(map(int.__mul__, line, c)) + 32768 >> 16) + 128
                pixels[64 * block + 8 * y + x] = sorted((0, value, 255))[1]
