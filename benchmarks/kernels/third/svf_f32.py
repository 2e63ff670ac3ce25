"""Low pass and band pass of a state variable filter whose cutoff is swept by a triangle, as in a wah effect."""

import math
import struct
from array import array

from nativecomp import float32, viper


@viper
def svf_f32_buffer(
    samples: float32[:], lows: float32[:], bands: float32[:], centre: float32, depth: float32, damping: float32
) -> None:
    low: float32 = 0.0
    band: float32 = 0.0
    sweep: float32 = 0.0
    step: float32 = 0.0078125
    for i in range(len(samples)):
        sweep += step
        if sweep > float32(1.0) or sweep < float32(-1.0):
            step = -step
        cutoff = centre + depth * sweep
        low += cutoff * band
        high = samples[i] - low - damping * band
        band += cutoff * high
        lows[i] = low
        bands[i] = band


def inputs():
    count = 400
    samples = array("f", (((k * 5) % 64) / 32 - 1 + 0.25 * math.sin(k * 0.9) for k in range(count)))
    return {
        "samples": samples,
        "lows": array("f", [0.0] * count),
        "bands": array("f", [0.0] * count),
        "count": count,
        "centre": 0.3125,
        "depth": 0.25,
        "damping": 0.375,
    }


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def reference(samples, lows, bands, count, centre, depth, damping):
    low = band = sweep = 0.0
    step = 1 / 128
    for i in range(count):
        sweep = single(sweep + step)
        if abs(sweep) > 1:
            step = -step
        cutoff = single(centre + single(depth * sweep))
        low = single(low + single(cutoff * band))
        high = single(single(samples[i] - low) - single(damping * band))
        band = single(band + single(cutoff * high))
        lows[i] = low
        bands[i] = band
