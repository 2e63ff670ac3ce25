"""Exclusive or of the powers 2 ** e, 3 ** e ... modulo an odd number below 2^31, by Montgomery multiplication."""

from nativecomp import uint, uint64, viper


@viper
def montgomery_product(a: uint, b: uint, modulus: uint, inverse: uint) -> uint:
    product = uint64(a) * b
    factor = uint(product) * inverse
    result = uint((product + uint64(factor) * modulus) >> 32)
    if result >= modulus:
        result -= modulus
    return result


@viper
def montgomery_u32(count: int, exponent: uint, modulus: uint) -> uint:
    inverse = modulus
    for _ in range(4):
        inverse *= 2 - modulus * inverse
    inverse = -inverse
    one = uint((uint64(1) << 32) % modulus)
    square = uint(uint64(one) * one % modulus)
    total: uint = 0
    for i in range(count):
        base = montgomery_product(uint(i + 2), square, modulus, inverse)
        power = one
        rest = exponent
        while rest:
            if rest & 1:
                power = montgomery_product(power, base, modulus, inverse)
            base = montgomery_product(base, base, modulus, inverse)
            rest >>= 1
        total ^= montgomery_product(power, 1, modulus, inverse)
    return total


def inputs():
    return {"count": 16, "exponent": 0x2B5A917D, "modulus": 0x7FFFFFED}


def reference(count, exponent, modulus):
    total = 0
    for base in range(2, count + 2):
        total ^= pow(base, exponent, modulus)
    return total
