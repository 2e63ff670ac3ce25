"""FIR filter on 16-bit samples with Q15 coefficients, saturated output."""

import random
from array import array

from nativecomp import int16, ptr16, viper


@viper
def fir_q15_pointer(output: ptr16, samples: ptr16, taps: ptr16, tap_count: int, count: int):
    for n in range(count):
        total = 0
        for k in range(tap_count):
            total += int16(samples[n + k]) * int16(taps[k])
        output[n] = max(-32768, min(32767, total >> 15))


@viper
def fir_q15_buffer(output: int16[:], samples: int16[:], taps: int16[:]):
    for n in range(len(output)):
        total = 0
        for k in range(len(taps)):
            total += samples[n + k] * taps[k]
        output[n] = max(-32768, min(32767, total >> 15))


def inputs():
    rng = random.Random(11)
    taps = array("h", [rng.randrange(-1900, 1900) for _ in range(32)])
    samples = array("h", [rng.randrange(-32768, 32768) for _ in range(128 + 31)])
    return {
        "output": array("h", [0]) * 128, "samples": samples, "taps": taps, "tap_count": 32, "count": 128,
    }


def reference(output, samples, taps, tap_count, count):
    for n in range(count):
        total = sum(sample * tap for sample, tap in zip(samples[n:], taps, strict=False))
        output[n] = max(-32768, min(32767, total >> 15))
