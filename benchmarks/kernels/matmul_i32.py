"""Product of two square matrices of 32-bit integers, by rows."""

import random
from array import array

from nativecomp import int32, ptr32, viper


@viper
def matmul_i32_pointer(product: ptr32, a: ptr32, b: ptr32, n: int):
    for i in range(n):
        for j in range(n):
            total = 0
            for k in range(n):
                total += a[i * n + k] * b[k * n + j]
            product[i * n + j] = total


@viper
def matmul_i32_buffer(product: int32[:], a: int32[:], b: int32[:], n: int):
    for i in range(n):
        for j in range(n):
            total = 0
            for k in range(n):
                total += a[i * n + k] * b[k * n + j]
            product[i * n + j] = total


def inputs():
    rng = random.Random(16)
    n = 16
    a = array("i", [rng.randrange(-9999, 9999) for _ in range(n * n)])
    b = array("i", [rng.randrange(-9999, 9999) for _ in range(n * n)])
    return {"product": array("i", [0]) * (n * n), "a": a, "b": b, "n": n}


def reference(product, a, b, n):
    for i in range(n):
        for j in range(n):
            product[i * n + j] = sum(x * y for x, y in zip(a[i * n : i * n + n], b[j::n], strict=True))
