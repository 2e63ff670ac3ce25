"""Low pass FIR filter and a recursive filter on a list of float samples."""

from math import sin, cos, pi, sqrt

SIZE = 36
SIZE_SMALL = 2
CHECK = (678, 602, 62)

TAPS = 21
BLOCK = 64


def design(taps, cutoff):
    """Windowed sinc, sum of the coefficients is 1."""
    middle = taps // 2
    result = []
    for i in range(taps):
        k = i - middle
        value = 2.0 * cutoff if k == 0 else sin(2 * pi * cutoff * k) / (pi * k)
        value *= 0.54 - 0.46 * cos(2 * pi * i / (taps - 1))
        result.append(value)
    total = sum(result)
    return [value / total for value in result]


class Fir:
    def __init__(self, taps):
        self.taps = taps
        self.history = [0.0] * len(taps)
        self.position = 0

    def process(self, sample):
        history = self.history
        self.history[self.position] = sample
        index = self.position
        total = 0.0
        for tap in self.taps:
            total += tap * history[index]
            index -= 1
            if index < 0:
                index = len(history) - 1
        self.position = (self.position + 1) % len(history)
        return total


class Smooth:
    """Recursive filter of the first order."""

    def __init__(self, alpha):
        self.alpha = alpha
        self.level = 0.0

    def process(self, sample):
        self.level += self.alpha * (sample - self.level)
        return self.level


def rms(samples):
    total = 0.0
    for sample in samples:
        total += sample * sample
    return sqrt(total / len(samples))


def main(n):
    fir = Fir(design(TAPS, 0.1))
    slow = Smooth(0.2)
    fir_level = slow_level = 0.0
    rising = 0
    last = 0.0
    for block in range(n):
        base = (block % 8) * 0.3
        samples = [sin(base + i * 0.15) + 0.5 * sin(i * 2.4) for i in range(BLOCK)]
        filtered = [fir.process(sample) for sample in samples]
        for sample in filtered:
            if sample > last + 0.01:
                rising += 1
            last = sample
        fir_level += rms(filtered)
        slow_level += rms([slow.process(sample) for sample in samples])
    return int(fir_level / n * 1000), int(slow_level / n * 1000), rising
