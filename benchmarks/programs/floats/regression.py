"""Linear regression, correlation and running statistics of noisy readings."""

import math

SIZE = 80
SIZE_SMALL = 2
CHECK = (76, 245, 99, 223, 82, 80)

COUNT = 100


def make_readings(count, seed):
    """A line with slope 0.75 and offset 2.5 and some even noise."""
    xs = []
    ys = []
    for i in range(count):
        seed = (seed * 75 + 74) % 65537
        noise = seed / 65537.0 - 0.5
        x = i * 10.0 / count
        xs.append(x)
        ys.append(2.5 + 0.75 * x + noise)
    return xs, ys


def mean(values):
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def fit_line(xs, ys):
    mean_x = mean(xs)
    mean_y = mean(ys)
    sxx = sxy = syy = 0.0
    for x, y in zip(xs, ys):
        dx = x - mean_x
        dy = y - mean_y
        sxx += dx * dx
        sxy += dx * dy
        syy += dy * dy
    slope = sxy / sxx
    return slope, mean_y - slope * mean_x, sxy / math.sqrt(sxx * syy)


class Running:
    """Mean, variance and range, one reading at a time."""

    def __init__(self):
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0
        self.low = self.high = None

    def add(self, value):
        self.count += 1
        change = value - self.mean
        self.mean += change / self.count
        self.squares += change * (value - self.mean)
        if self.low is None or value < self.low:
            self.low = value
        if self.high is None or value > self.high:
            self.high = value

    def deviation(self):
        return math.sqrt(self.squares / (self.count - 1))


def outliers(xs, ys, slope, offset, limit):
    return sum(1 for x, y in zip(xs, ys) if abs(y - slope * x - offset) > limit)


def main(n):
    running = Running()
    slopes = offsets = correlations = 0.0
    wide = 0
    for turn in range(n):
        xs, ys = make_readings(COUNT, 4321 + turn)
        slope, offset, correlation = fit_line(xs, ys)
        slopes += slope
        offsets += offset
        correlations += correlation
        for y in ys:
            running.add(y)
        wide += outliers(xs, ys, 0.75, 2.5, 0.3333)
    return (int(slopes / n * 100), int(offsets / n * 100), int(correlations / n * 100),
            int(running.deviation() * 100), int((running.high - running.low) * 10), wide)
