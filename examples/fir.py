"""Smooth a noisy signal by a FIR filter.

A low pass of 31 taps (windowed sinc, Hamming's window) in single precision.

    nativecomp run examples/fir.py
"""

import math
from array import array

from nativecomp import Buffer, float32, viper

TAPS = 31
CUTOFF = 0.05  # as a share of the sampling rate


@viper
def fir(output: Buffer[float32], samples: Buffer[float32], taps: Buffer[float32]) -> None:
    for n in range(len(output)):
        total: float32 = 0.0
        for k in range(len(taps)):
            total += samples[n + k] * taps[k]
        output[n] = total


def low_pass(count: int, cutoff: float) -> "array[float]":
    """The taps of a filter of `count` (odd) taps that lets frequencies below `cutoff` through."""
    middle = count // 2
    taps: "list[float]" = []
    for i in range(count):
        x = 2 * math.pi * cutoff * (i - middle)
        sinc = math.sin(x) / x if x else 1.0
        taps.append(sinc * (0.54 - 0.46 * math.cos(2 * math.pi * i / (count - 1))))
    return array("f", [tap / sum(taps) for tap in taps])


def signal(count: int) -> "array[float]":
    """A slow wave with a fast one on top."""
    return array("f", [math.sin(i / 12) + 0.6 * math.sin(i * 2.1) for i in range(count)])


def sample() -> "tuple[object, ...]":
    return fir, (array("f", [0.0] * 256), signal(256 + TAPS - 1), low_pass(TAPS, CUTOFF)), 256 * TAPS, "tap"


def check() -> None:
    output, samples, taps = array("f", [0.0] * 64), signal(64 + TAPS - 1), low_pass(TAPS, CUTOFF)
    fir(output, samples, taps)
    for n, value in enumerate(output):
        exact = sum(samples[n + k] * tap for k, tap in enumerate(taps))
        assert abs(value - exact) < 1e-6, (n, value, exact)


def main() -> None:
    samples = signal(40 + TAPS - 1)
    smooth = array("f", [0.0] * 40)
    fir(smooth, samples, low_pass(TAPS, CUTOFF))
    for n, value in enumerate(smooth):
        line = [" "] * 64
        line[32 + round(18 * samples[n + TAPS // 2])] = "."
        line[32 + round(18 * value)] = "#"
        print("".join(line).rstrip())


if __name__ == "__main__":
    main()
