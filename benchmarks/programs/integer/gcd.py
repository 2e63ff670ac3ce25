"""Greatest common divisors three ways: Euclid, binary and extended Euclid."""

SIZE = 130
SIZE_SMALL = 12
CHECK = (46, 2175, 24)


def euclid(a, b):
    while b:
        a, b = b, a % b
    return a


def binary(a, b):
    if not a or not b:
        return a | b
    shift = 0
    while not (a | b) & 1:
        a >>= 1
        b >>= 1
        shift += 1
    while not a & 1:
        a >>= 1
    while b:
        while not b & 1:
            b >>= 1
        if a > b:
            a, b = b, a
        b -= a
    return a << shift


def extended(a, b):
    x, next_x = 1, 0
    y, next_y = 0, 1
    while b:
        quotient, rest = divmod(a, b)
        a, b = b, rest
        x, next_x = next_x, x - quotient * next_x
        y, next_y = next_y, y - quotient * next_y
    return a, x, y


def main(n):
    coprime = 0
    lcm_sum = 0
    for a in range(1, n + 1):
        for b in range(a, n + 1):
            g = euclid(a, b)
            if g != binary(a, b):
                return -1
            if g == 1:
                coprime += 1
            lcm_sum += a // g * b
    inverses = 0
    for a in range(1, n):
        g, x, y = extended(a, n)
        if a * x + n * y != g:
            return -2
        if g == 1:
            inverses += x % n
    return coprime, lcm_sum, inverses
