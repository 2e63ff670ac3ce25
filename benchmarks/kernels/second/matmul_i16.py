"""Product of two square matrices of 16-bit numbers in 32 bits."""

from array import array

from nativecomp import int16, int32, ptr16, ptr32, viper


@viper
def matmul_i16_pointer(a: ptr16, b: ptr16, product: ptr32, n: int):
    for row in range(n):
        for column in range(n):
            total = 0
            for k in range(n):
                total += int16(a[row * n + k]) * int16(b[k * n + column])
            product[row * n + column] = total


@viper
def matmul_i16_buffer(a: int16[:], b: int16[:], product: int32[:], n: int):
    for row in range(n):
        for column in range(n):
            total = 0
            for k in range(n):
                total += a[row * n + k] * b[k * n + column]
            product[row * n + column] = total


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [number - 32768 >> 3 for number in noise(512, 9)]
    return {
        "a": array("h", numbers[:256]),
        "b": array("h", numbers[256:]),
        "product": array("i", [0] * 256),
        "n": 16,
    }


def reference(a, b, product, n):
    rows = [a[i : i + n] for i in range(0, n * n, n)]
    columns = [b[i::n] for i in range(n)]
    product[:] = array("i", [sum(x * y for x, y in zip(row, column)) for row in rows for column in columns])
