"""Find the tones in a signal by FFT.

Radix 2, decimation in time, in place, in single precision.

    nativecomp run examples/fft.py
"""

import cmath
import math
from array import array

import nativecomp
from nativecomp import Buffer, float32

SIZE = 128


@nativecomp.viper
def reverse_bits(real: Buffer[float32], imaginary: Buffer[float32]) -> None:
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


@nativecomp.viper
def fft(real: Buffer[float32], imaginary: Buffer[float32], cosine: Buffer[float32], sine: Buffer[float32]) -> None:
    reverse_bits(real, imaginary)
    size = len(real)
    half = 1
    while half < size:
        stride = size // (2 * half)
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


@nativecomp.viper
def power(result: Buffer[float32], real: Buffer[float32], imaginary: Buffer[float32]) -> None:
    for i in range(len(result)):
        result[i] = real[i] * real[i] + imaginary[i] * imaginary[i]


def twiddles(size: int) -> "tuple[array[float], array[float]]":
    angles = [2 * math.pi * k / size for k in range(size // 2)]
    return array("f", map(math.cos, angles)), array("f", map(math.sin, angles))


def signal(size: int) -> "array[float]":
    """Two tones, of 9 and 30 waves in the block, the second half as strong."""
    return array(
        "f", [math.sin(2 * math.pi * 9 * i / size) + 0.5 * math.cos(2 * math.pi * 30 * i / size) for i in range(size)]
    )


def sample() -> "tuple[object, ...]":
    return fft, (signal(SIZE), array("f", [0.0] * SIZE), *twiddles(SIZE)), SIZE * 7 // 2, "butterfly"


def check() -> None:
    samples = signal(SIZE)
    real, imaginary = array("f", samples), array("f", [0.0] * SIZE)
    fft(real, imaginary, *twiddles(SIZE))
    for k in range(SIZE):
        exact = sum(samples[i] * cmath.exp(-2j * math.pi * k * i / SIZE) for i in range(SIZE))
        assert abs(complex(real[k], imaginary[k]) - exact) < 1e-3, (k, exact)


def main() -> None:
    real, imaginary = signal(SIZE), array("f", [0.0] * SIZE)
    fft(real, imaginary, *twiddles(SIZE))
    spectrum = array("f", [0.0] * (SIZE // 2))
    power(spectrum, real, imaginary)
    for k in range(SIZE // 2):
        strength = math.sqrt(spectrum[k]) / (SIZE / 2)
        if strength > 0.01:
            print(f"{k:3d} waves  {strength:5.2f}  " + "#" * round(40 * strength))


if __name__ == "__main__":
    main()
