"""Sine and cosine by CORDIC in fixed point, without any float."""

SIZE = 2400
SIZE_SMALL = 9
CHECK = (22337, 4)

# atan(2**-i) in units of 1/65536 of a half turn
ANGLES = (16384, 9672, 5110, 2594, 1302, 652, 326, 163, 81, 41, 20, 10, 5, 3)
GAIN = 9949  # 0.60725 with 14 fraction bits


def rotate(angle):
    """Return (cos, sin) with 14 fraction bits, angle in -32768..32767."""
    x = GAIN
    y = 0
    for i, step in enumerate(ANGLES):
        if angle >= 0:
            x, y = x - (y >> i), y + (x >> i)
            angle -= step
        else:
            x, y = x + (y >> i), y - (x >> i)
            angle += step
    return x, y


def cos_sin(angle):
    """Any angle, 131072 units to the full turn."""
    angle &= 0x1FFFF
    quadrant = (angle + 0x4000) >> 15
    x, y = rotate(angle - (quadrant << 15))
    quadrant &= 3
    if quadrant == 0:
        return x, y
    if quadrant == 1:
        return -y, x
    if quadrant == 2:
        return -x, -y
    return y, -x


def isqrt(number):
    root = 0
    bit = 1 << 28
    while bit > number:
        bit >>= 2
    while bit:
        if number >= root + bit:
            number -= root + bit
            root = (root >> 1) + bit
        else:
            root >>= 1
        bit >>= 2
    return root


def main(n):
    checksum = 0
    worst = 0
    step = 131072 // n
    for i in range(n):
        c, s = cos_sin(i * step)
        length = isqrt(c * c + s * s)
        error = abs(length - 16384)
        if error > worst:
            worst = error
        checksum = (checksum * 17 + 3 * c + s) % 32749
    return checksum, worst
