"""FIR filter in single precision."""

import random
from array import array

from nativecomp import float32, viper


@viper
def fir_f32_buffer(output: float32[:], samples: float32[:], taps: float32[:]):
    for n in range(len(output)):
        total: float32 = 0.0
        for k in range(len(taps)):
            total += samples[n + k] * taps[k]
        output[n] = total


def inputs():
    rng = random.Random(12)
    return {
        "output": array("f", [0.0]) * 128,
        "samples": array("f", [rng.uniform(-1, 1) for _ in range(128 + 31)]),
        "taps": array("f", [rng.uniform(-0.1, 0.1) for _ in range(32)]),
        "tap_count": 32,
        "count": 128,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(output, samples, taps, tap_count, count):
    for n in range(count):
        total = 0.0
        for k in range(tap_count):
            total = single(total + single(samples[n + k] * taps[k]))
        output[n] = total
