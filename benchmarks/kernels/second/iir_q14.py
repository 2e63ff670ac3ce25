"""Cascade of second-order filters in place on 16-bit samples (direct form I), coefficients b0 b1 b2 a1 a2 in Q14.

Four words of state a section: the last two inputs and the last two outputs.
"""

from array import array

from nativecomp import int16, int32, ptr16, ptr32, viper


@viper
def iir_q14_pointer(samples: ptr16, count: int, coefficients: ptr16, state: ptr32, sections: int):
    for i in range(count):
        x: int = int16(samples[i])
        for section in range(sections):
            k = 5 * section
            s = 4 * section
            total = int16(coefficients[k]) * x
            total += int16(coefficients[k + 1]) * state[s] + int16(coefficients[k + 2]) * state[s + 1]
            total -= int16(coefficients[k + 3]) * state[s + 2] + int16(coefficients[k + 4]) * state[s + 3]
            y = max(-32768, min(32767, total >> 14))
            state[s + 1] = state[s]
            state[s] = x
            state[s + 3] = state[s + 2]
            state[s + 2] = y
            x = y
        samples[i] = x


@viper
def iir_q14_buffer(samples: int16[:], coefficients: int16[:], state: int32[:], sections: int):
    for i in range(len(samples)):
        x: int = samples[i]
        for section in range(sections):
            k = 5 * section
            s = 4 * section
            total = coefficients[k] * x
            total += coefficients[k + 1] * state[s] + coefficients[k + 2] * state[s + 1]
            total -= coefficients[k + 3] * state[s + 2] + coefficients[k + 4] * state[s + 3]
            y = max(-32768, min(32767, total >> 14))
            state[s + 1] = state[s]
            state[s] = x
            state[s + 3] = state[s + 2]
            state[s + 2] = y
            x = y
        samples[i] = x


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "samples": array("h", [number - 32768 >> 1 for number in noise(250, 6)]),
        "count": 250,
        "coefficients": array("h", [1106, 2210, 1106, -18727, 6763, 14746, -29491, 14746, -29164, 13271]),
        "state": array("i", [0] * 8),
        "sections": 2,
    }


def reference(samples, count, coefficients, state, sections):
    signal = list(samples)
    for section in range(sections):
        b0, b1, b2, a1, a2 = coefficients[5 * section : 5 * section + 5]
        x1, x2, y1, y2 = state[4 * section : 4 * section + 4]
        for i, x in enumerate(signal):
            y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) >> 14
            y = sorted((-32768, y, 32767))[1]
            x1, x2, y1, y2 = x, x1, y, y1
            signal[i] = y
        state[4 * section : 4 * section + 4] = array("i", [x1, x2, y1, y2])
    samples[:] = array("h", signal)
