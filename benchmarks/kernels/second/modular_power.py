"""Sum of the powers of 1, 2, 3 ... to one exponent modulo a number, with products of 64 bits and their remainders."""

from nativecomp import uint, uint64, viper


@viper
def modular_power(count: int, exponent: uint, modulus: uint) -> uint:
    total: uint = 0
    for i in range(1, count + 1):
        base = uint64(i) % modulus
        power: uint64 = 1
        rest = exponent
        while rest > 0:
            if rest & 1:
                power = power * base % modulus
            base = base * base % modulus
            rest >>= 1
        total += uint(power)
    return total


def inputs():
    return {"count": 12, "exponent": 65537, "modulus": 0xFFFFFFFB}


def reference(count, exponent, modulus):
    return sum(pow(base, exponent, modulus) for base in range(1, count + 1)) % 2**32
