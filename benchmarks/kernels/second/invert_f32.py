"""Inverse of a square matrix in single precision, by Gauss and Jordan with pivots; 0 where there is none."""

from array import array

from nativecomp import float32, viper


@viper
def invert_f32_buffer(matrix: float32[:], inverse: float32[:], n: int) -> int:
    for row in range(n):
        for column in range(n):
            inverse[row * n + column] = 1.0 if row == column else 0.0
    for k in range(n):
        best = k
        for row in range(k + 1, n):
            if abs(matrix[row * n + k]) > abs(matrix[best * n + k]):
                best = row
        pivot = matrix[best * n + k]
        if pivot == 0.0:
            return 0
        scale = 1.0 / pivot
        for column in range(n):
            x = matrix[best * n + column]
            matrix[best * n + column] = matrix[k * n + column]
            matrix[k * n + column] = x * scale
            y = inverse[best * n + column]
            inverse[best * n + column] = inverse[k * n + column]
            inverse[k * n + column] = y * scale
        for row in range(n):
            if row != k:
                factor = matrix[row * n + k]
                for column in range(n):
                    matrix[row * n + column] -= factor * matrix[k * n + column]
                    inverse[row * n + column] -= factor * inverse[k * n + column]
    return 1


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    n = 8
    matrix = array("f", [number / 32768 - 1 for number in noise(n * n, 33)])
    return {"matrix": matrix, "inverse": array("f", [0.0] * (n * n)), "n": n}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(matrix, inverse, n):
    rows = [[*matrix[i * n : i * n + n], *(float(i == j) for j in range(n))] for i in range(n)]
    for k in range(n):
        best = max(range(k, n), key=lambda row: (abs(rows[row][k]), -row))
        rows[k], rows[best] = rows[best], rows[k]
        scale = single(1 / rows[k][k])
        rows[k] = [single(x * scale) for x in rows[k]]
        for i in range(n):
            if i != k:
                factor = rows[i][k]
                rows[i] = [single(x - single(factor * y)) for x, y in zip(rows[i], rows[k])]
    matrix[:] = array("f", [x for row in rows for x in row[:n]])
    inverse[:] = array("f", [x for row in rows for x in row[n:]])
    return 1
