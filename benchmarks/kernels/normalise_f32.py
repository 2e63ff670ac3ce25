"""Remove the mean of a block of samples and scale its peak to 1; returns the scale."""

import random
from array import array

from nativecomp import float32, viper


@viper
def normalise_f32_buffer(samples: float32[:]) -> float32:
    total: float32 = 0.0
    for sample in samples:
        total += sample
    mean = total / len(samples)
    peak: float32 = 0.0
    for i in range(len(samples)):
        samples[i] -= mean
        peak = max(peak, abs(samples[i]))
    scale: float32 = 1.0
    if peak > 0.0:
        scale = 1.0 / peak
    for i in range(len(samples)):
        samples[i] *= scale
    return scale


def inputs():
    rng = random.Random(32)
    return {"samples": array("f", [rng.gauss(0.3, 2.0) for _ in range(1000)]), "count": 1000}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(samples, count):
    total = 0.0
    for sample in samples:
        total = single(total + sample)
    mean = single(total / count)
    centred = [single(sample - mean) for sample in samples]
    scale = single(1 / max(map(abs, centred)))
    samples[:] = array("f", [sample * scale for sample in centred])
    return scale
