"""Fourier transform in place, radix 2, decimation in time, single precision (Cooley and Tukey)."""

import math
import random
from array import array

from nativecomp import float32, viper


@viper
def fft_f32_buffer(real: float32[:], imaginary: float32[:], cosine: float32[:], sine: float32[:]):
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
                tr = real[b] * wr + imaginary[b] * wi
                ti = imaginary[b] * wr - real[b] * wi
                real[b] = real[a] - tr
                imaginary[b] = imaginary[a] - ti
                real[a] += tr
                imaginary[a] += ti
        half *= 2
        stride >>= 1


SIZE = 128


def inputs():
    rng = random.Random(14)
    return {
        "real": array("f", [rng.uniform(-1, 1) for _ in range(SIZE)]),
        "imaginary": array("f", [rng.uniform(-1, 1) for _ in range(SIZE)]),
        "cosine": array("f", [math.cos(2 * math.pi * k / SIZE) for k in range(SIZE // 2)]),
        "sine": array("f", [math.sin(2 * math.pi * k / SIZE) for k in range(SIZE // 2)]),
        "size": SIZE,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(real, imaginary, cosine, sine, size):
    def transform(re, im, stride):
        if len(re) == 1:
            return re, im
        even = transform(re[::2], im[::2], 2 * stride)
        odd = transform(re[1::2], im[1::2], 2 * stride)
        out_re, out_im = [0.0] * len(re), [0.0] * len(re)
        half = len(re) // 2
        for k in range(half):
            wr, wi = cosine[k * stride], sine[k * stride]
            tr = single(single(odd[0][k] * wr) + single(odd[1][k] * wi))
            ti = single(single(odd[1][k] * wr) - single(odd[0][k] * wi))
            out_re[k], out_re[k + half] = single(even[0][k] + tr), single(even[0][k] - tr)
            out_im[k], out_im[k + half] = single(even[1][k] + ti), single(even[1][k] - ti)
        return out_re, out_im

    real[:], imaginary[:] = map(lambda part: array("f", part), transform(real[:], imaginary[:], 1))
