"""Compress the dynamics of audio: envelope with attack and release, gain above a threshold, smoothed gain."""

import math
import struct
from array import array

from nativecomp import float32, viper


@viper
def compressor_f32_buffer(
    samples: float32[:], state: float32[:], attack: float32, release: float32, threshold: float32, slope: float32
) -> None:
    envelope = state[0]
    gain = state[1]
    for i in range(len(samples)):
        sample = samples[i]
        change = abs(sample) - envelope
        if change > float32(0.0):
            envelope += attack * change
        else:
            envelope += release * change
        wanted: float32 = 1.0
        if envelope > threshold:
            wanted = (threshold + slope * (envelope - threshold)) / envelope
        gain += float32(0.125) * (wanted - gain)
        samples[i] = sample * gain
    state[0] = envelope
    state[1] = gain


def inputs():
    samples = array("f")
    for n in range(420):
        loudness = 0.9 if 90 <= n < 230 else 0.1 + n % 60 / 200
        samples.append(loudness * (math.sin(n * 0.31) + 0.2 * math.sin(n * 1.7)))
    return {
        "samples": samples,
        "count": len(samples),
        "state": array("f", [0.05, 1.0]),
        "attack": 0.1875,
        "release": 0.01171875,
        "threshold": 0.25,
        "slope": 0.3125,
    }


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def reference(samples, count, state, attack, release, threshold, slope):
    envelope, gain = state
    for i in range(count):
        change = single(abs(samples[i]) - envelope)
        envelope = single(envelope + single((attack if change > 0 else release) * change))
        wanted = 1.0
        if envelope > threshold:
            excess = single(envelope - threshold)
            wanted = single(single(threshold + single(slope * excess)) / envelope)
        gain = single(gain + single(0.125 * single(wanted - gain)))
        samples[i] = single(samples[i] * gain)
    state[0], state[1] = envelope, gain
