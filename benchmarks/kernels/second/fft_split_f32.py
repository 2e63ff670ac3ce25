"""Fourier transform of a power of two of complex numbers in single precision, real and imaginary parts apart.

Decimation in frequency: the results stand in bit-reversed order.
"""

import math
from array import array

from nativecomp import float32, viper


@viper
def fft_split_f32_buffer(real: float32[:], imaginary: float32[:], cosines: float32[:], sines: float32[:]):
    size = len(real)
    half = size >> 1
    stride = 1
    while half >= 1:
        for start in range(0, size, 2 * half):
            for k in range(half):
                i = start + k
                j = i + half
                c = cosines[k * stride]
                s = sines[k * stride]
                x = real[i] - real[j]
                y = imaginary[i] - imaginary[j]
                real[i] += real[j]
                imaginary[i] += imaginary[j]
                real[j] = x * c + y * s
                imaginary[j] = y * c - x * s
        half >>= 1
        stride *= 2


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
    numbers = [number / 32768 - 1 for number in noise(2 * size, 83)]
    return {
        "real": array("f", numbers[:size]),
        "imaginary": array("f", numbers[size:]),
        "cosines": array("f", map(math.cos, angles)),
        "sines": array("f", map(math.sin, angles)),
        "size": size,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(real, imaginary, cosines, sines, size):
    def transform(values):
        n = len(values)
        if n == 1:
            return values
        sums, differences = [], []
        for k, ((a, b), (c, d)) in enumerate(zip(values[: n // 2], values[n // 2 :])):
            cosine, sine = cosines[k * size // n], sines[k * size // n]
            x, y = single(a - c), single(b - d)
            sums.append((single(a + c), single(b + d)))
            turned = single(x * cosine) + single(y * sine), single(y * cosine) - single(x * sine)
            differences.append((single(turned[0]), single(turned[1])))
        return transform(sums) + transform(differences)

    for i, (a, b) in enumerate(transform(list(zip(real, imaginary)))):
        real[i], imaginary[i] = a, b
