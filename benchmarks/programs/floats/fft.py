"""Radix two FFT on two lists; finds the strongest tones in a signal."""

import math

SIZE = 24
SIZE_SMALL = 2
CHECK = (2, 256)

POINTS = 128


def make_twiddles(size):
    half = size // 2
    cosines = [math.cos(2 * math.pi * i / size) for i in range(half)]
    sines = [math.sin(2 * math.pi * i / size) for i in range(half)]
    return cosines, sines


def bit_reverse(real, imag):
    size = len(real)
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            real[i], real[j] = real[j], real[i]
            imag[i], imag[j] = imag[j], imag[i]


def transform(real, imag, cosines, sines):
    size = len(real)
    bit_reverse(real, imag)
    span = 1
    while span < size:
        stride = size // (2 * span)
        for start in range(0, size, 2 * span):
            for k in range(span):
                c = cosines[k * stride]
                s = sines[k * stride]
                low = start + k
                high = low + span
                re = real[high] * c + imag[high] * s
                im = imag[high] * c - real[high] * s
                real[high] = real[low] - re
                imag[high] = imag[low] - im
                real[low] += re
                imag[low] += im
        span *= 2


def strongest(real, imag, count):
    powers = []
    for i in range(1, len(real) // 2):
        powers.append((real[i] ** 2 + imag[i] ** 2, i))
    powers.sort(reverse=True)
    return [i for power, i in powers[:count]]


def main(n):
    cosines, sines = make_twiddles(POINTS)
    found = 0
    level = 0
    for turn in range(n):
        first = 5 + turn % 11
        second = 20 + 3 * (turn % 12)
        real = []
        for i in range(POINTS):
            angle = 2 * math.pi * i / POINTS
            real.append(0.1 + math.sin(angle * first) + 0.6 * math.cos(angle * second))
        imag = [0.0] * POINTS
        transform(real, imag, cosines, sines)
        if strongest(real, imag, 2) == [first, second]:
            found += 1
        level += int(real[0] * 10 + 0.5)
    return found, level
