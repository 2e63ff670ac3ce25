"""Fourier transform in place on 16-bit integers, radix 2, halved at each stage, twiddles in Q15."""

import math
import random
from array import array

from nativecomp import int16, ptr16, viper


@viper
def fft_q15_pointer(real: ptr16, imaginary: ptr16, cosine: ptr16, sine: ptr16, size: int):
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            real[i], real[j] = real[j], real[i]
            imaginary[i], imaginary[j] = imaginary[j], imaginary[i]
    half = 1
    stride = size >> 1
    while half < size:
        for start in range(0, size, 2 * half):
            for k in range(half):
                a = start + k
                b = a + half
                wr: int = int16(cosine[k * stride])
                wi: int = int16(sine[k * stride])
                br: int = int16(real[b])
                bi: int = int16(imaginary[b])
                tr = (br * wr + bi * wi) >> 15
                ti = (bi * wr - br * wi) >> 15
                ar: int = int16(real[a])
                ai: int = int16(imaginary[a])
                real[b] = (ar - tr) >> 1
                imaginary[b] = (ai - ti) >> 1
                real[a] = (ar + tr) >> 1
                imaginary[a] = (ai + ti) >> 1
        half *= 2
        stride >>= 1


@viper
def fft_q15_buffer(real: int16[:], imaginary: int16[:], cosine: int16[:], sine: int16[:]):
    size = len(real)
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            real[i], real[j] = real[j], real[i]
            imaginary[i], imaginary[j] = imaginary[j], imaginary[i]
    half = 1
    stride = size >> 1
    while half < size:
        for start in range(0, size, 2 * half):
            for k in range(half):
                a = start + k
                b = a + half
                wr = cosine[k * stride]
                wi = sine[k * stride]
                br = real[b]
                bi = imaginary[b]
                tr = (br * wr + bi * wi) >> 15
                ti = (bi * wr - br * wi) >> 15
                ar = real[a]
                ai = imaginary[a]
                real[b] = (ar - tr) >> 1
                imaginary[b] = (ai - ti) >> 1
                real[a] = (ar + tr) >> 1
                imaginary[a] = (ai + ti) >> 1
        half *= 2
        stride >>= 1


SIZE = 128


def inputs():
    rng = random.Random(15)
    angles = [2 * math.pi * k / SIZE for k in range(SIZE // 2)]
    return {
        "real": array("h", [rng.randrange(-20000, 20000) for _ in range(SIZE)]),
        "imaginary": array("h", [rng.randrange(-20000, 20000) for _ in range(SIZE)]),
        "cosine": array("h", [round(32767 * math.cos(angle)) for angle in angles]),
        "sine": array("h", [round(32767 * math.sin(angle)) for angle in angles]),
        "size": SIZE,
    }


def reference(real, imaginary, cosine, sine, size):
    def transform(re, im, stride):
        if len(re) == 1:
            return re, im
        even = transform(re[::2], im[::2], 2 * stride)
        odd = transform(re[1::2], im[1::2], 2 * stride)
        out_re, out_im = [0] * len(re), [0] * len(re)
        half = len(re) // 2
        for k in range(half):
            wr, wi = cosine[k * stride], sine[k * stride]
            tr = (odd[0][k] * wr + odd[1][k] * wi) >> 15
            ti = (odd[1][k] * wr - odd[0][k] * wi) >> 15
            out_re[k], out_re[k + half] = (even[0][k] + tr) >> 1, (even[0][k] - tr) >> 1
            out_im[k], out_im[k + half] = (even[1][k] + ti) >> 1, (even[1][k] - ti) >> 1
        return out_re, out_im

    real[:], imaginary[:] = map(lambda part: array("h", part), transform(real[:], imaginary[:], 1))
