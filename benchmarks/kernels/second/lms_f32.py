"""Least-mean-squares adaptive filter: follows a wanted signal, writes the error of each sample."""

from array import array

from nativecomp import float32, viper


@viper
def lms_f32_buffer(signal: float32[:], wanted: float32[:], errors: float32[:], weights: float32[:], step: float32):
    taps = len(weights)
    for i in range(len(errors)):
        output: float32 = 0.0
        for k in range(taps):
            output += weights[k] * signal[i + k]
        error = wanted[i] - output
        errors[i] = error
        gain = step * error
        for k in range(taps):
            weights[k] += gain * signal[i + k]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    signal = array("f", [(number - 32768) / 32768 for number in noise(135, 3)])
    return {
        "signal": signal,
        "wanted": array("f", [0.5 * signal[i] - 0.25 * signal[i + 3] for i in range(128)]),
        "errors": array("f", [0.0] * 128),
        "weights": array("f", [0.0] * 8),
        "step": 0.0625,
        "count": 128,
        "taps": 8,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(signal, wanted, errors, weights, step, count, taps):
    for i in range(count):
        window = signal[i : i + taps]
        output = 0.0
        for weight, x in zip(weights, window):
            output = single(output + single(weight * x))
        errors[i] = single(wanted[i] - output)
        gain = single(step * errors[i])
        weights[:] = array("f", [weight + single(gain * x) for weight, x in zip(weights, window)])
