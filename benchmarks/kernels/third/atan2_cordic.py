"""Angle and magnitude of vectors by CORDIC in vectoring mode, 65536 steps to a turn."""

import math
from array import array

from nativecomp import const, int16, int32, ptr16, ptr32, uint16, viper

ITERATIONS = const(14)
INVERSE_GAIN = const(9949)


@viper
def atan2_cordic_pointer(xs: ptr16, ys: ptr16, count: int, table: ptr32, angles: ptr16, magnitudes: ptr16) -> None:
    for i in range(count):
        x = int(int16(xs[i])) << 4
        y = int(int16(ys[i])) << 4
        angle = 0
        if x < 0:
            if y >= 0:
                x, y = y, -x
                angle = 0x40000
            else:
                x, y = -y, x
                angle = -0x40000
        for k in range(ITERATIONS):
            dx = y >> k
            dy = x >> k
            if y > 0:
                x += dx
                y -= dy
                angle += table[k]
            else:
                x -= dx
                y += dy
                angle -= table[k]
        angles[i] = (angle + 8) >> 4
        magnitudes[i] = ((x >> 4) * INVERSE_GAIN) >> 14


@viper
def atan2_cordic_buffer(xs: int16[:], ys: int16[:], table: int32[:], angles: uint16[:], magnitudes: uint16[:]) -> None:
    for i in range(len(xs)):
        x = int(xs[i]) << 4
        y = int(ys[i]) << 4
        angle = 0
        if x < 0:
            if y >= 0:
                x, y = y, -x
                angle = 0x40000
            else:
                x, y = -y, x
                angle = -0x40000
        for k in range(ITERATIONS):
            dx = y >> k
            dy = x >> k
            if y > 0:
                x += dx
                y -= dy
                angle += table[k]
            else:
                x -= dx
                y += dy
                angle -= table[k]
        angles[i] = uint16((angle + 8) >> 4)
        magnitudes[i] = uint16(((x >> 4) * INVERSE_GAIN) >> 14)


def inputs():
    xs = array("h", [1000, 0, -1000, 0, 0, 32767, -32768, 1])
    ys = array("h", [0, 1000, 0, -1000, 0, 32767, -32768, -1])
    for k in range(100):
        radius = 300 * k + 50
        xs.append(round(radius * math.cos(k * 0.7)))
        ys.append(round(radius * math.sin(k * 0.7)))
    count = len(xs)
    return {
        "xs": xs,
        "ys": ys,
        "count": count,
        "table": array("i", [round(math.atan(0.5**k) / math.tau * 2**20) for k in range(14)]),
        "angles": array("H", [0] * count),
        "magnitudes": array("H", [0] * count),
    }


def reference(xs, ys, count, table, angles, magnitudes):
    for i in range(count):
        x, y, angle = 16 * xs[i], 16 * ys[i], 0
        if x < 0:
            x, y, angle = (y, -x, 2**18) if y >= 0 else (-y, x, -(2**18))
        for k, step in enumerate(table):
            sign = 1 if y > 0 else -1
            x, y, angle = x + sign * (y >> k), y - sign * (x >> k), angle + sign * step
        angles[i] = (angle + 8 >> 4) % 65536
        magnitudes[i] = (x >> 4) * 9949 >> 14
