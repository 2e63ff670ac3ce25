"""Fills discs (x, y, radius) in a frame of 16 bits a pixel, row by row, cut off at the edges."""

import itertools
from array import array

from nativecomp import int16, ptr16, uint16, viper


@viper
def disc_fill_pointer(frame: ptr16, width: int, height: int, discs: ptr16, count: int, colour: int):
    for i in range(count):
        centre_x = int16(discs[3 * i])
        centre_y = int16(discs[3 * i + 1])
        radius = int16(discs[3 * i + 2])
        half: int = radius
        for dy in range(radius + 1):
            while half * half + dy * dy > radius * radius:
                half -= 1
            left = max(centre_x - half, 0)
            right = min(centre_x + half, width - 1)
            if centre_y + dy < height:
                row = (centre_y + dy) * width
                for x in range(left, right + 1):
                    frame[row + x] = colour
            if centre_y - dy >= 0:
                row = (centre_y - dy) * width
                for x in range(left, right + 1):
                    frame[row + x] = colour


@viper
def disc_fill_buffer(frame: uint16[:], width: int, height: int, discs: int16[:], count: int, colour: int):
    for i in range(count):
        centre_x = discs[3 * i]
        centre_y = discs[3 * i + 1]
        radius = discs[3 * i + 2]
        half: int = radius
        for dy in range(radius + 1):
            while half * half + dy * dy > radius * radius:
                half -= 1
            left = max(centre_x - half, 0)
            right = min(centre_x + half, width - 1)
            if centre_y + dy < height:
                row = (centre_y + dy) * width
                for x in range(left, right + 1):
                    frame[row + x] = colour
            if centre_y - dy >= 0:
                row = (centre_y - dy) * width
                for x in range(left, right + 1):
                    frame[row + x] = colour


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    scales = (80, 60, 20)
    discs = array("h", [number * scales[i % 3] >> 16 for i, number in enumerate(noise(36, 22))])
    frame = array("H", [0] * 4800)
    return {"frame": frame, "width": 80, "height": 60, "discs": discs, "count": 12, "colour": 0xF81F}


def reference(frame, width, height, discs, count, colour):
    for i in range(0, 3 * count, 3):
        cx, cy, radius = discs[i : i + 3]
        for y, x in itertools.product(range(height), range(width)):
            if (x - cx) ** 2 + (y - cy) ** 2 <= radius**2:
                frame[y * width + x] = colour
