"""Fourier transform of a power of two of complex integers in place, scaled by half in each stage.

Real and imaginary parts in turn; the factors are cosine and minus sine in Q14.
"""

import math
from array import array

from nativecomp import int16, int32, ptr16, ptr32, viper


@viper
def fft_i32_pointer(data: ptr32, factors: ptr16, size: int):
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            real = data[2 * i]
            imaginary = data[2 * i + 1]
            data[2 * i] = data[2 * j]
            data[2 * i + 1] = data[2 * j + 1]
            data[2 * j] = real
            data[2 * j + 1] = imaginary
    half = 1
    while half < size:
        stride = size // (2 * half)
        for k in range(half):
            c = int16(factors[2 * k * stride])
            s = int16(factors[2 * k * stride + 1])
            for i in range(k, size, 2 * half):
                a = 2 * i
                b = 2 * (i + half)
                x = (data[b] * c - data[b + 1] * s) >> 14
                y = (data[b] * s + data[b + 1] * c) >> 14
                u = data[a]
                v = data[a + 1]
                data[a] = (u + x) >> 1
                data[a + 1] = (v + y) >> 1
                data[b] = (u - x) >> 1
                data[b + 1] = (v - y) >> 1
        half *= 2


@viper
def fft_i32_buffer(data: int32[:], factors: int16[:], size: int):
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            real = data[2 * i]
            imaginary = data[2 * i + 1]
            data[2 * i] = data[2 * j]
            data[2 * i + 1] = data[2 * j + 1]
            data[2 * j] = real
            data[2 * j + 1] = imaginary
    half = 1
    while half < size:
        stride = size // (2 * half)
        for k in range(half):
            c = factors[2 * k * stride]
            s = factors[2 * k * stride + 1]
            for i in range(k, size, 2 * half):
                a = 2 * i
                b = 2 * (i + half)
                x = (data[b] * c - data[b + 1] * s) >> 14
                y = (data[b] * s + data[b + 1] * c) >> 14
                u = data[a]
                v = data[a + 1]
                data[a] = (u + x) >> 1
                data[a + 1] = (v + y) >> 1
                data[b] = (u - x) >> 1
                data[b + 1] = (v - y) >> 1
        half *= 2


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    size = 128
    angles = [2 * math.pi * k / size for k in range(size // 2)]
    factors = array("h", [round(16384 * f(a)) for a in angles for f in (math.cos, lambda t: -math.sin(t))])
    data = array("i", [number - 32768 for number in noise(2 * size, 79)])
    return {"data": data, "factors": factors, "size": size}


def reference(data, factors, size):
    def transform(values):
        n = len(values)
        if n == 1:
            return values
        low, high = [], []
        for k, ((u, v), (p, q)) in enumerate(zip(transform(values[::2]), transform(values[1::2]))):
            c, s = factors[2 * k * size // n], factors[2 * k * size // n + 1]
            x, y = p * c - q * s >> 14, p * s + q * c >> 14
            low.append((u + x >> 1, v + y >> 1))
            high.append((u - x >> 1, v - y >> 1))
        return low + high

    result = transform(list(zip(data[::2], data[1::2])))
    data[:] = array("i", [part for pair in result for part in pair])
