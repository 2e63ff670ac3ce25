"""Splits a square matrix into a lower and an upper triangle in place, in single precision without pivots."""

from array import array

from nativecomp import float32, viper


@viper
def lu_f32_buffer(matrix: float32[:], n: int):
    for k in range(n):
        pivot = matrix[k * n + k]
        for row in range(k + 1, n):
            factor = matrix[row * n + k] / pivot
            matrix[row * n + k] = factor
            for column in range(k + 1, n):
                matrix[row * n + column] -= factor * matrix[k * n + column]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    n = 14
    matrix = array("f", [number / 65536 for number in noise(n * n, 21)])
    for i in range(n):
        matrix[i * n + i] += n
    return {"matrix": matrix, "n": n}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(matrix, n):
    rows = [list(matrix[i : i + n]) for i in range(0, n * n, n)]
    for k in range(n):
        for row in rows[k + 1 :]:
            row[k] = single(row[k] / rows[k][k])
            row[k + 1 :] = [single(x - single(row[k] * y)) for x, y in zip(row[k + 1 :], rows[k][k + 1 :])]
    matrix[:] = array("f", sum(rows, []))
