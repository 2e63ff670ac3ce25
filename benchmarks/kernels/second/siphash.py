"""SipHash-2-4 of whole words of 64 bits, under a key of two; returns both halves of the hash in exclusive or.

The length's byte stands in a last word by itself.
"""

from array import array

from nativecomp import uint, uint64, viper


@viper
def rotate_left(x: uint64, count: int) -> uint64:
    return (x << count) | (x >> (64 - count))


@viper
def siphash_buffer(words: uint64[:], key: uint64[:]) -> uint:
    k0 = key[0]
    k1 = key[1]
    a = k0 ^ 0x736F6D6570736575
    b = k1 ^ 0x646F72616E646F6D
    c = k0 ^ 0x6C7967656E657261
    d = k1 ^ 0x7465646279746573
    count = len(words)
    for i in range(count + 2):
        rounds = 2
        word: uint64 = 0
        if i < count:
            word = words[i]
        elif i == count:
            word = uint64(8 * count) << 56
        else:
            c ^= 0xFF
            rounds = 4
        d ^= word
        for _ in range(rounds):
            a += b
            c += d
            b = rotate_left(b, 13) ^ a
            d = rotate_left(d, 16) ^ c
            a = rotate_left(a, 32)
            c += b
            a += d
            b = rotate_left(b, 17) ^ c
            d = rotate_left(d, 21) ^ a
            c = rotate_left(c, 32)
        a ^= word
    value = a ^ b ^ c ^ d
    return uint(value) ^ uint(value >> 32)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(400, 58)
    words = array("Q", [sum(n << 16 * k for k, n in enumerate(numbers[i : i + 4])) for i in range(0, 400, 4)])
    return {"words": words, "key": array("Q", [0x0706050403020100, 0x0F0E0D0C0B0A0908]), "count": 100}


def reference(words, key, count):
    mask = 2**64 - 1
    v = [
        int.from_bytes(b"somepseudorandomlygeneratedbytes"[i : i + 8], "big") ^ key[i // 8 & 1] for i in (0, 8, 16, 24)
    ]

    def half(p, q, r, turns):
        v[p] = v[p] + v[q] & mask
        v[q] = (v[q] << turns[0] | v[q] >> 64 - turns[0]) & mask ^ v[p]
        if r:
            v[p] = (v[p] << 32 | v[p] >> 32) & mask

    def turn(times):
        for _ in range(times):
            half(0, 1, True, [13])
            half(2, 3, False, [16])
            half(0, 3, False, [21])
            half(2, 1, True, [17])

    for word in [*words, (8 * count & 255) << 56]:
        v[3] ^= word
        turn(2)
        v[0] ^= word
    v[2] ^= 255
    turn(4)
    value = v[0] ^ v[1] ^ v[2] ^ v[3]
    return (value ^ value >> 32) & 0xFFFFFFFF
