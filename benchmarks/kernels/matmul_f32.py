"""Product of two square matrices in single precision, by rows."""

import random
from array import array

from nativecomp import float32, viper


@viper
def matmul_f32_buffer(product: float32[:], a: float32[:], b: float32[:], n: int):
    for i in range(n):
        for j in range(n):
            total: float32 = 0.0
            for k in range(n):
                total += a[i * n + k] * b[k * n + j]
            product[i * n + j] = total


def inputs():
    rng = random.Random(17)
    n = 16
    a = array("f", [rng.uniform(-9, 9) for _ in range(n * n)])
    b = array("f", [rng.uniform(-9, 9) for _ in range(n * n)])
    return {"product": array("f", [0]) * (n * n), "a": a, "b": b, "n": n}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(product, a, b, n):
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(n):
                total = single(total + single(a[i * n + k] * b[k * n + j]))
            product[i * n + j] = total
