"""Draws straight lines into a frame of one byte a pixel by Bresenham's method; four numbers a line: x y x y."""

from array import array
from fractions import Fraction

from nativecomp import int16, ptr8, ptr16, uint8, viper


@viper
def line_bresenham_pointer(frame: ptr8, width: int, lines: ptr16, count: int, colour: int):
    for line in range(count):
        x: int = int16(lines[4 * line])
        y: int = int16(lines[4 * line + 1])
        end_x = int16(lines[4 * line + 2])
        end_y = int16(lines[4 * line + 3])
        dx = abs(end_x - x)
        dy = -abs(end_y - y)
        step_x = 1 if x < end_x else -1
        step_y = 1 if y < end_y else -1
        error = dx + dy
        while True:
            frame[y * width + x] = colour
            if x == end_x and y == end_y:
                break
            twice = 2 * error
            if twice >= dy:
                error += dy
                x += step_x
            if twice <= dx:
                error += dx
                y += step_y


@viper
def line_bresenham_buffer(frame: uint8[:], width: int, lines: int16[:], count: int, colour: int):
    for line in range(count):
        x: int = lines[4 * line]
        y: int = lines[4 * line + 1]
        end_x = lines[4 * line + 2]
        end_y = lines[4 * line + 3]
        dx = abs(end_x - x)
        dy = -abs(end_y - y)
        step_x = 1 if x < end_x else -1
        step_y = 1 if y < end_y else -1
        error = dx + dy
        while True:
            frame[y * width + x] = colour
            if x == end_x and y == end_y:
                break
            twice = 2 * error
            if twice >= dy:
                error += dy
                x += step_x
            if twice <= dx:
                error += dx
                y += step_y


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(100, 20)
    lines = array("h", [number * (48 if i & 1 else 64) >> 16 for i, number in enumerate(numbers)])
    return {"frame": bytearray(64 * 48), "width": 64, "lines": lines, "count": 25, "colour": 200}


def reference(frame, width, lines, count, colour):
    for i in range(0, 4 * count, 4):
        x0, y0, x1, y1 = lines[i : i + 4]
        dx, dy = abs(x1 - x0), abs(y1 - y0)
        long = max(dx, dy)
        x, y = x0, y0
        for step in range(long + 1):
            if step:
                across = Fraction(step * min(dx, dy), long)
                whole = across.numerator // across.denominator
                part = across - whole
                if part > Fraction(1, 2) or part == Fraction(1, 2):
                    whole += 1
                mine = whole
                if dx >= dy:
                    x, y = x0 + step * (1 if x1 > x0 else -1), y0 + mine * (1 if y1 > y0 else -1)
                else:
                    x, y = x0 + mine * (1 if x1 > x0 else -1), y0 + step * (1 if y1 > y0 else -1)
            frame[y * width + x] = colour
