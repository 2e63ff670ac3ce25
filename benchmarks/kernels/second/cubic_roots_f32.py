"""Real roots of cubics x^3 + a x^2 + b x + c by Newton and the quadratic that remains; returns their number."""

from array import array

from nativecomp import float32, viper


@viper
def square_root(x: float32) -> float32:
    if x <= 0.0:
        return 0.0
    guess = 0.5 * (x + 1.0)
    for _ in range(10):
        guess = 0.5 * (guess + x / guess)
    return guess


@viper
def cubic_roots_f32_buffer(cubics: float32[:], roots: float32[:], count: int) -> int:
    found = 0
    for i in range(count):
        a = cubics[3 * i]
        b = cubics[3 * i + 1]
        c = cubics[3 * i + 2]
        x = 1.0 + max(abs(a), abs(b), abs(c))
        for _ in range(40):
            value = ((x + a) * x + b) * x + c
            slope = (3.0 * x + 2.0 * a) * x + b
            if value == 0.0 or slope == 0.0:
                break
            x -= value / slope
        roots[found] = x
        found += 1
        half = -0.5 * (x + a)
        discriminant = half * half - (x + a) * x - b
        if discriminant >= 0.0:
            root = square_root(discriminant)
            roots[found] = half - root
            roots[found + 1] = half + root
            found += 2
    return found


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(36, 5)
    cubics = array("f")
    for i in range(0, 36, 3):
        r, s, t = (number / 8192 - 4 for number in numbers[i : i + 3])
        cubics.extend([-(r + s + t), r * s + s * t + t * r, -r * s * t + (i & 1)])
    return {"cubics": cubics, "roots": array("f", [0.0] * 36), "count": 12}


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(cubics, roots, count):
    found = []
    for a, b, c in zip(cubics[::3], cubics[1::3], cubics[2::3]):
        x = single(1 + max(abs(a), abs(b), abs(c)))
        for _ in range(40):
            value = single(single(single(single(single(x + a) * x) + b) * x) + c)
            slope = single(single(single(single(3 * x) + 2 * a) * x) + b)
            if value == 0 or slope == 0:
                break
            x = single(x - single(value / slope))
        found.append(x)
        half = -0.5 * single(x + a)
        discriminant = single(single(single(half * half) - single(single(x + a) * x)) - b)
        if discriminant >= 0:
            root = single(0.5 * single(discriminant + 1))
            for _ in range(10):
                root = single(0.5 * single(root + single(discriminant / root)))
            if discriminant == 0:
                root = 0.0
            found += [single(half - root), single(half + root)]
    roots[: len(found)] = array("f", found)
    return len(found)
