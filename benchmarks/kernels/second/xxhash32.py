"""Hash of words in four lanes of multiplications and rotations, as xxHash does for whole blocks of 16 bytes."""

from array import array

from nativecomp import ptr32, uint, uint32, viper


@viper
def rotate_left(x: uint, count: int) -> uint:
    return (x << count) | (x >> (32 - count))


@viper
def lane(state: uint, word: uint) -> uint:
    return rotate_left(state + word * 0x85EBCA77, 13) * 0x9E3779B1


@viper
def xxhash32_pointer(words: ptr32, count: int, seed: uint) -> uint:
    a = seed + 0x9E3779B1 + 0x85EBCA77
    b = seed + 0x85EBCA77
    c = seed
    d = seed - 0x9E3779B1
    for i in range(0, count, 4):
        a = lane(a, words[i])
        b = lane(b, words[i + 1])
        c = lane(c, words[i + 2])
        d = lane(d, words[i + 3])
    value = rotate_left(a, 1) + rotate_left(b, 7) + rotate_left(c, 12) + rotate_left(d, 18)
    value += 4 * count
    value = (value ^ (value >> 15)) * 0x85EBCA77
    value = (value ^ (value >> 13)) * 0xC2B2AE3D
    return value ^ (value >> 16)


@viper
def xxhash32_buffer(words: uint32[:], seed: uint) -> uint:
    count = len(words)
    a = seed + 0x9E3779B1 + 0x85EBCA77
    b = seed + 0x85EBCA77
    c = seed
    d = seed - 0x9E3779B1
    for i in range(0, count, 4):
        a = lane(a, words[i])
        b = lane(b, words[i + 1])
        c = lane(c, words[i + 2])
        d = lane(d, words[i + 3])
    value = rotate_left(a, 1) + rotate_left(b, 7) + rotate_left(c, 12) + rotate_left(d, 18)
    value += 4 * count
    value = (value ^ (value >> 15)) * 0x85EBCA77
    value = (value ^ (value >> 13)) * 0xC2B2AE3D
    return value ^ (value >> 16)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {"words": array("I", [number * 65519 for number in noise(1600, 56)]), "count": 1600, "seed": 2026}


def reference(words, count, seed):
    primes = [2654435761, 2246822519, 3266489917]
    mask = 2**32 - 1
    state = [seed + primes[0] + primes[1], seed + primes[1], seed, seed - primes[0]]
    for i, word in enumerate(words):
        x = state[i % 4] + word * primes[1] & mask
        state[i % 4] = ((x << 13 | x >> 19) & mask) * primes[0] & mask
    value = 4 * count
    for x, turn in zip(state, (1, 7, 12, 18)):
        value += (x << turn | x >> 32 - turn) & mask
    value &= mask
    for shift, prime in (15, primes[1]), (13, primes[2]), (16, 1):
        value = (value ^ value >> shift) * prime & mask
    return value
