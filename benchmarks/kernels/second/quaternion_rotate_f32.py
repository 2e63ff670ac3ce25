"""Normalises quaternions (w x y z) in place and turns a point by each, in single precision."""

import math
from array import array

from nativecomp import float32, viper


@viper
def inverse_root(x: float32) -> float32:
    """One over the square root of a number near 1."""
    y: float32 = 1.0
    for _ in range(6):
        y *= 1.5 - 0.5 * x * y * y
    return y


@viper
def quaternion_rotate_f32_buffer(quaternions: float32[:], points: float32[:], count: int):
    for i in range(count):
        w = quaternions[4 * i]
        x = quaternions[4 * i + 1]
        y = quaternions[4 * i + 2]
        z = quaternions[4 * i + 3]
        scale = inverse_root(w * w + x * x + y * y + z * z)
        w *= scale
        x *= scale
        y *= scale
        z *= scale
        quaternions[4 * i] = w
        quaternions[4 * i + 1] = x
        quaternions[4 * i + 2] = y
        quaternions[4 * i + 3] = z
        a = points[3 * i]
        b = points[3 * i + 1]
        c = points[3 * i + 2]
        u = 2.0 * (y * c - z * b)
        v = 2.0 * (z * a - x * c)
        t = 2.0 * (x * b - y * a)
        points[3 * i] = a + w * u + (y * t - z * v)
        points[3 * i + 1] = b + w * v + (z * u - x * t)
        points[3 * i + 2] = c + w * t + (x * v - y * u)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [number / 32768 - 1 for number in noise(700, 18)]
    quaternions = array("f")
    for i in range(0, 400, 4):
        length = math.sqrt(sum(x * x for x in numbers[i : i + 4])) * (1 + numbers[i] / 8)
        quaternions.extend(x / length for x in numbers[i : i + 4])
    return {"quaternions": quaternions, "points": array("f", numbers[400:]), "count": 100}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(quaternions, points, count):
    def cross(p, q):
        pairs = ((1, 2), (2, 0), (0, 1))
        return [single(single(p[j] * q[k]) - single(p[k] * q[j])) for j, k in pairs]

    for i in range(count):
        q = quaternions[4 * i : 4 * i + 4]
        norm = 0.0
        for x in q:
            norm = single(norm + single(x * x))
        scale = 1.0
        for _ in range(6):
            scale = single(scale * single(1.5 - single(single(0.5 * norm * scale) * scale)))
        w, *axis = quaternions[4 * i : 4 * i + 4] = array("f", [x * scale for x in q])
        point = points[3 * i : 3 * i + 3]
        first = [2 * x for x in cross(axis, point)]
        second = cross(axis, first)
        points[3 * i : 3 * i + 3] = array("f", [single(p + single(w * f)) + s for p, f, s in zip(point, first, second)])
