"""Draw connected lines on a frame of one byte a pixel (Bresenham's algorithm in its all-octant form)."""

import random
from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def polyline_pointer(frame: ptr8, stride: int, points: ptr16, count: int, colour: int):
    x = points[0]
    y = points[1]
    for i in range(1, count):
        end_x = points[2 * i]
        end_y = points[2 * i + 1]
        dx = abs(end_x - x)
        dy = -abs(end_y - y)
        step_x = 1 if x < end_x else -1
        step_y = 1 if y < end_y else -1
        error = dx + dy
        while True:
            frame[y * stride + x] = colour
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
def polyline_buffer(frame: uint8[:], stride: int, points: uint16[:], colour: int):
    x = points[0]
    y = points[1]
    for i in range(2, len(points), 2):
        end_x = points[i]
        end_y = points[i + 1]
        dx = abs(end_x - x)
        dy = -abs(end_y - y)
        step_x = 1 if x < end_x else -1
        step_y = 1 if y < end_y else -1
        error = dx + dy
        while True:
            frame[y * stride + x] = colour
            if x == end_x and y == end_y:
                break
            twice = 2 * error
            if twice >= dy:
                error += dy
                x += step_x
            if twice <= dx:
                error += dx
                y += step_y


def inputs():
    rng = random.Random(10)
    points = array("H", [rng.randrange(128) for _ in range(2 * 24)])
    return {"frame": bytearray(128 * 128), "stride": 128, "points": points, "count": 24, "colour": 200}


def reference(frame, stride, points, count, colour):
    corners = [(points[2 * i], points[2 * i + 1]) for i in range(count)]
    for (x, y), (end_x, end_y) in zip(corners, corners[1:], strict=False):
        dx, dy = abs(end_x - x), abs(end_y - y)
        error = dx - dy
        frame[y * stride + x] = colour
        while (x, y) != (end_x, end_y):
            sideways, upright = 2 * error >= -dy, 2 * error <= dx
            if sideways:
                x, error = x + (1 if x < end_x else -1), error - dy
            if upright:
                y, error = y + (1 if y < end_y else -1), error + dx
            frame[y * stride + x] = colour
