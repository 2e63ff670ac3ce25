"""Median of three neighbours along a line of samples, which removes single spikes."""

import random
from array import array

from nativecomp import int16, ptr16, viper


@viper
def median3_pointer(output: ptr16, samples: ptr16, count: int):
    for i in range(1, count - 1):
        a: int = int16(samples[i - 1])
        b: int = int16(samples[i])
        c: int = int16(samples[i + 1])
        output[i] = max(min(a, b), min(max(a, b), c))


@viper
def median3_buffer(output: int16[:], samples: int16[:]):
    for i in range(1, len(samples) - 1):
        a = samples[i - 1]
        b = samples[i]
        c = samples[i + 1]
        output[i] = max(min(a, b), min(max(a, b), c))


def inputs():
    samples = array("h", random.Random(29).randbytes(2 * 1500))
    return {"output": array("h", [0]) * 1500, "samples": samples, "count": 1500}


def reference(output, samples, count):
    for i in range(1, count - 1):
        output[i] = sorted(samples[i - 1 : i + 2])[1]
