"""Bit counting, reversing, Gray code and Morton code on 16-bit words."""

SIZE = 3600
SIZE_SMALL = 25
CHECK = (196, 39865, 0)


def popcount(word):
    count = 0
    while word:
        word &= word - 1
        count += 1
    return count


def popcount_parallel(word):
    word = word - ((word >> 1) & 0x5555)
    word = (word & 0x3333) + ((word >> 2) & 0x3333)
    word = (word + (word >> 4)) & 0x0F0F
    return (word + (word >> 8)) & 0x1F


def reverse16(word):
    result = 0
    for _ in range(16):
        result = (result << 1) | (word & 1)
        word >>= 1
    return result


def to_gray(word):
    return word ^ (word >> 1)


def from_gray(word):
    shift = 8
    while shift:
        word ^= word >> shift
        shift >>= 1
    return word


def interleave(x, y):
    for shift, mask in ((4, 0x0F0F), (2, 0x3333), (1, 0x5555)):
        x = (x | (x << shift)) & mask
        y = (y | (y << shift)) & mask
    return x | (y << 1)


def xorshift16(state):
    state ^= (state << 7) & 0xFFFF
    state ^= state >> 9
    state ^= (state << 8) & 0xFFFF
    return state


def main(n):
    state = 0xACE1
    ones = 0
    mixed = 0
    errors = 0
    for _ in range(n):
        state = xorshift16(state)
        bits = popcount(state)
        ones += bits
        if bits != popcount_parallel(state):
            errors += 1
        if from_gray(to_gray(state)) != state:
            errors += 1
        mixed ^= reverse16(state)
        mixed ^= interleave(state & 0xFF, state >> 8)
        # number with the lowest set bit removed, inverted in 16 bits
        mixed = (mixed + (~(state & -state) & 0xFFFF)) & 0xFFFF
    return ones, mixed, errors
