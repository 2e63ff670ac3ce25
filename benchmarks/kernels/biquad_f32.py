"""Cascade of second-order filters in single precision, in place (transposed direct form II).

Five coefficients b0 b1 b2 a1 a2 and two words of state a section.
"""

import random
from array import array

from nativecomp import float32, viper


@viper
def biquad_f32_buffer(samples: float32[:], coefficients: float32[:], state: float32[:], sections: int):
    for section in range(sections):
        b0 = coefficients[5 * section]
        b1 = coefficients[5 * section + 1]
        b2 = coefficients[5 * section + 2]
        a1 = coefficients[5 * section + 3]
        a2 = coefficients[5 * section + 4]
        z1 = state[2 * section]
        z2 = state[2 * section + 1]
        for i in range(len(samples)):
            x = samples[i]
            y = b0 * x + z1
            z1 = b1 * x - a1 * y + z2
            z2 = b2 * x - a2 * y
            samples[i] = y
        state[2 * section] = z1
        state[2 * section + 1] = z2


def inputs():
    rng = random.Random(13)
    return {
        "samples": array("f", [rng.uniform(-1, 1) for _ in range(400)]),
        "coefficients": array("f", [0.0675, 0.1349, 0.0675, -1.1430, 0.4128, 0.9, -1.8, 0.9, -1.78, 0.81]),
        "state": array("f", [0.0]) * 4,
        "sections": 2,
        "count": 400,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(samples, coefficients, state, sections, count):
    for section in range(sections):
        b0, b1, b2, a1, a2 = coefficients[5 * section : 5 * section + 5]
        z1, z2 = state[2 * section : 2 * section + 2]
        for i in range(count):
            x = samples[i]
            y = single(single(b0 * x) + z1)
            z1 = single(single(single(b1 * x) - single(a1 * y)) + z2)
            z2 = single(single(b2 * x) - single(a2 * y))
            samples[i] = y
        state[2 * section], state[2 * section + 1] = z1, z2
