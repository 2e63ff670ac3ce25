"""Newton's method for roots of numbers and polynomials, with bisection."""

SIZE = 1000
SIZE_SMALL = 30
CHECK = (373, 118, 14, 3, 13, 209)


def square_root(x):
    guess = x if x > 1.0 else 1.0
    while True:
        better = 0.5 * (guess + x / guess)
        if abs(better - guess) <= 1e-4 * better:
            return better
        guess = better


def cube_root(x):
    guess = x / 3.0 + 0.5
    for _ in range(40):
        better = (2.0 * guess + x / (guess * guess)) / 3.0
        if abs(better - guess) < 0.0001 * guess:
            break
        guess = better
    return better


def evaluate(polynomial, x):
    """Value and slope by Horner's rule, highest power first."""
    value = 0.0
    slope = 0.0
    for coefficient in polynomial:
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope


def newton(polynomial, x, limit=30):
    for step in range(limit):
        value, slope = evaluate(polynomial, x)
        if slope == 0:
            x += 0.125
            continue
        change = value / slope
        x -= change
        if -1e-4 < change < 1e-4:
            return x
    return None


def bisect(polynomial, low, high):
    while high - low > 0.001:
        middle = (low + high) / 2
        if evaluate(polynomial, middle)[0] < 0:
            low = middle
        else:
            high = middle
    return low


def main(n):
    squares = 0.0
    cubes = 0.0
    for i in range(1, n + 1):
        squares += square_root(float(i))
        cubes += cube_root(i / 8)
    polynomial = [1.0, -6.0, 11.0, -6.0]  # roots 1, 2, 3
    hits = [0, 0, 0, 0]
    for i in range(n):
        root = newton(polynomial, (i - n // 2) * 0.37 + 2.07)
        if root is not None:
            hits[int(root + 0.5)] += 1
    low = bisect((1.0, 0.0, -2.0, -5.0), 2.0, 3.0)
    return (int(squares / n * 100), int(cubes / n * 100), hits[1], hits[2], hits[3],
            int(low * 100))
