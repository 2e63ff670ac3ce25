"""Median of five neighbouring samples of 16 bits at each place but the two at either end, which are copied."""

from array import array

from nativecomp import int16, ptr16, viper


@viper
def median5_pointer(samples: ptr16, output: ptr16, count: int):
    output[0] = samples[0]
    output[1] = samples[1]
    for i in range(2, count - 2):
        a: int = int16(samples[i - 2])
        b: int = int16(samples[i - 1])
        c: int = int16(samples[i])
        d: int = int16(samples[i + 1])
        e: int = int16(samples[i + 2])
        if a > b:
            a, b = b, a
        if d > e:
            d, e = e, d
        if a < d:
            a = d
        if b > e:
            b = e
        if a > b:
            a, b = b, a
        output[i] = max(a, min(b, c))
    output[count - 2] = samples[count - 2]
    output[count - 1] = samples[count - 1]


@viper
def median5_buffer(samples: int16[:], output: int16[:]):
    count = len(samples)
    output[0] = samples[0]
    output[1] = samples[1]
    for i in range(2, count - 2):
        a: int = samples[i - 2]
        b: int = samples[i - 1]
        c: int = samples[i]
        d: int = samples[i + 1]
        e: int = samples[i + 2]
        if a > b:
            a, b = b, a
        if d > e:
            d, e = e, d
        if a < d:
            a = d
        if b > e:
            b = e
        if a > b:
            a, b = b, a
        output[i] = max(a, min(b, c))
    output[count - 2] = samples[count - 2]
    output[count - 1] = samples[count - 1]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    samples = array("h", [number - 32768 for number in noise(600, 70)])
    return {"samples": samples, "output": array("h", [0] * 600), "count": 600}


def reference(samples, output, count):
    output[:] = samples
    for i in range(2, count - 2):
        output[i] = sorted(samples[i - 2 : i + 3])[2]
