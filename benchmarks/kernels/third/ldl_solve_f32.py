"""Solve a symmetric positive definite system of linear equations in place by the square-root-free Cholesky method."""

import struct
from array import array

from nativecomp import float32, viper


@viper
def ldl_solve_f32_buffer(a: float32[:], b: float32[:]) -> None:
    n = len(b)
    for j in range(n):
        for i in range(j, n):
            total = a[i * n + j]
            for k in range(j):
                total -= a[i * n + k] * a[j * n + k] * a[k * n + k]
            if i > j:
                total /= a[j * n + j]
            a[i * n + j] = total
    for i in range(n):
        total = b[i]
        for k in range(i):
            total -= a[i * n + k] * b[k]
        b[i] = total
    for i in range(n):
        b[i] /= a[i * n + i]
    for i in range(n - 1, -1, -1):
        total = b[i]
        for k in range(i + 1, n):
            total -= a[k * n + i] * b[k]
        b[i] = total


def inputs():
    n = 14
    a = array("f", [0.0] * (n * n))
    for i in range(n):
        for k in range(n):
            a[i * n + k] = 1.0 / (1 + abs(i - k)) + (3.0 + i * 0.25 if i == k else 0.0)
    return {"a": a, "b": array("f", ((k * 37 % 11) - 4.5 for k in range(n))), "n": n}


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def reference(a, b, n):
    for j in range(n):
        for i in range(j, n):
            total = a[i * n + j]
            for k in range(j):
                product = single(single(a[i * n + k] * a[j * n + k]) * a[k * n + k])
                total = single(total - product)
            a[i * n + j] = total if i == j else single(total / a[j * n + j])
    for i in range(n):
        for k in range(i):
            b[i] = single(b[i] - single(a[i * n + k] * b[k]))
    for i in range(n):
        b[i] = single(b[i] / a[i * n + i])
    for i in reversed(range(n)):
        for k in range(i + 1, n):
            b[i] = single(b[i] - single(a[k * n + i] * b[k]))
