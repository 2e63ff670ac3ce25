"""Sum of the products of two series of complex numbers in Q15 (real and imaginary parts in turn)."""

from array import array

from nativecomp import int16, int32, int64, ptr16, ptr32, viper


@viper
def complex_mac_q15_pointer(samples: ptr16, weights: ptr16, total: ptr32, count: int):
    real: int64 = 0
    imaginary: int64 = 0
    for i in range(count):
        a = int16(samples[2 * i])
        b = int16(samples[2 * i + 1])
        c = int16(weights[2 * i])
        d = int16(weights[2 * i + 1])
        real += a * c - b * d
        imaginary += a * d + b * c
    total[0] = int(real >> 15)
    total[1] = int(imaginary >> 15)


@viper
def complex_mac_q15_buffer(samples: int16[:], weights: int16[:], total: int32[:], count: int):
    real: int64 = 0
    imaginary: int64 = 0
    for i in range(count):
        a = samples[2 * i]
        b = samples[2 * i + 1]
        c = weights[2 * i]
        d = weights[2 * i + 1]
        real += a * c - b * d
        imaginary += a * d + b * c
    total[0] = int(real >> 15)
    total[1] = int(imaginary >> 15)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [(number >> 1) - 16384 for number in noise(2048, 7)]
    return {
        "samples": array("h", numbers[:1024]),
        "weights": array("h", numbers[1024:]),
        "total": array("i", [0, 0]),
        "count": 512,
    }


def reference(samples, weights, total, count):
    real = sum(samples[i] * weights[i] * (-1 if i & 1 else 1) for i in range(2 * count))
    imaginary = sum(samples[i] * weights[i ^ 1] for i in range(2 * count))
    total[0] = real >> 15
    total[1] = imaginary >> 15
