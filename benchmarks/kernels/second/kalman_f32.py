"""Kalman filter of one value with a steady rate of change in single precision; four words of covariance."""

from array import array

from nativecomp import float32, viper


@viper
def kalman_f32_buffer(measured: float32[:], estimate: float32[:], step: float32, process: float32, spread: float32):
    value: float32 = 0.0
    rate: float32 = 0.0
    p00: float32 = 1.0
    p01: float32 = 0.0
    p10: float32 = 0.0
    p11: float32 = 1.0
    for i in range(len(measured)):
        value += step * rate
        p00 += step * (p10 + p01 + step * p11) + process
        p01 += step * p11
        p10 += step * p11
        p11 += process
        error = measured[i] - value
        total = p00 + spread
        gain = p00 / total
        gain_rate = p10 / total
        value += gain * error
        rate += gain_rate * error
        p10 -= gain_rate * p00
        p11 -= gain_rate * p01
        p00 -= gain * p00
        p01 -= gain * p01
        estimate[i] = value


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    measured = array("f", [i / 16 + number / 65536 - 0.5 for i, number in enumerate(noise(300, 16))])
    return {
        "measured": measured,
        "estimate": array("f", [0.0] * 300),
        "step": 0.125,
        "process": 0.0078125,
        "spread": 0.75,
        "count": 300,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(measured, estimate, step, process, spread, count):
    value = rate = 0.0
    p = [[1.0, 0.0], [0.0, 1.0]]
    for i, z in enumerate(measured):
        value = single(value + single(step * rate))
        inner = single(single(p[1][0] + p[0][1]) + single(step * p[1][1]))
        growth = single(single(step * inner) + process)
        p[0][0] = single(p[0][0] + growth)
        across = single(step * p[1][1])
        p[0][1], p[1][0] = single(p[0][1] + across), single(p[1][0] + across)
        p[1][1] = single(p[1][1] + process)
        error, total = single(z - value), single(p[0][0] + spread)
        gains = [single(p[0][0] / total), single(p[1][0] / total)]
        value = single(value + single(gains[0] * error))
        rate = single(rate + single(gains[1] * error))
        p = [[single(x - single(gain * y)) for x, y in zip(row, p[0])] for gain, row in zip(gains, p)]
        estimate[i] = value
