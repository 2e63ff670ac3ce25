"""Means, variances and the correlation of two series in single precision, in that order."""

from array import array

from nativecomp import float32, viper


@viper
def square_root(x: float32) -> float32:
    guess = 0.5 * (x + 1.0)
    for _ in range(12):
        guess = 0.5 * (guess + x / guess)
    return guess


@viper
def statistics_f32_buffer(x: float32[:], y: float32[:], results: float32[:]):
    count = len(x)
    mean_x: float32 = 0.0
    mean_y: float32 = 0.0
    for i in range(count):
        mean_x += x[i]
        mean_y += y[i]
    mean_x /= count
    mean_y /= count
    xx: float32 = 0.0
    yy: float32 = 0.0
    xy: float32 = 0.0
    for i in range(count):
        dx = x[i] - mean_x
        dy = y[i] - mean_y
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
    results[0] = mean_x
    results[1] = mean_y
    results[2] = xx / (count - 1)
    results[3] = yy / (count - 1)
    results[4] = xy / square_root(xx * yy)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [number / 4096 for number in noise(800, 67)]
    x = array("f", numbers[:400])
    y = array("f", [2 * a + b for a, b in zip(numbers[:400], numbers[400:])])
    return {"x": x, "y": y, "results": array("f", [0.0] * 5), "count": 400}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(x, y, results, count):
    def total(values):
        result = 0.0
        for value in values:
            result = single(result + value)
        return result

    mean_x, mean_y = single(total(x) / count), single(total(y) / count)
    dx = [single(value - mean_x) for value in x]
    dy = [single(value - mean_y) for value in y]
    xx = total(single(a * a) for a in dx)
    yy = total(single(a * a) for a in dy)
    xy = total(single(a * b) for a, b in zip(dx, dy))
    square = single(xx * yy)
    root = single(0.5 * single(square + 1))
    for _ in range(12):
        root = single(0.5 * single(root + single(square / root)))
    results[:] = array("f", [mean_x, mean_y, xx / (count - 1), yy / (count - 1), xy / root])
