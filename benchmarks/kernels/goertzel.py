"""Strength of one tone in 16-bit samples, in single precision (Goertzel's algorithm)."""

import math
import random
from array import array

from nativecomp import float32, int16, ptr16, viper


@viper
def goertzel_pointer(samples: ptr16, count: int, coefficient: float32) -> float32:
    s1: float32 = 0.0
    s2: float32 = 0.0
    for i in range(count):
        s0 = int16(samples[i]) + coefficient * s1 - s2
        s2 = s1
        s1 = s0
    return s1 * s1 + s2 * s2 - coefficient * s1 * s2


@viper
def goertzel_buffer(samples: int16[:], coefficient: float32) -> float32:
    s1: float32 = 0.0
    s2: float32 = 0.0
    for sample in samples:
        s0 = sample + coefficient * s1 - s2
        s2 = s1
        s1 = s0
    return s1 * s1 + s2 * s2 - coefficient * s1 * s2


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def inputs():
    rng = random.Random(36)
    tone = [2000 * math.sin(0.37 * i) + rng.randrange(-900, 900) for i in range(1000)]
    samples = array("h", [int(sample) for sample in tone])
    return {"samples": samples, "count": 1000, "coefficient": single(2 * math.cos(0.37))}


def reference(samples, count, coefficient):
    s1 = s2 = 0.0
    for sample in samples:
        s1, s2 = single(single(sample + single(coefficient * s1)) - s2), s1
    power = single(single(s1 * s1) + single(s2 * s2))
    return single(power - single(single(coefficient * s1) * s2))
