"""Pseudo-random dither noise in a buffer (Marsaglia's 32-bit xorshift, shifts 13, 17, 5)."""

from nativecomp import ptr8, uint, uint8, viper


@viper
def xorshift_pointer(noise: ptr8, count: int, seed: uint) -> uint:
    state = seed
    for i in range(count):
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        noise[i] = state >> 24
    return state


@viper
def xorshift_buffer(noise: uint8[:], seed: uint) -> uint:
    state = seed
    for i in range(len(noise)):
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        noise[i] = state >> 24
    return state


def inputs():
    return {"noise": bytearray(3000), "count": 3000, "seed": 2463534242}


def reference(noise, count, seed):
    for i in range(count):
        seed ^= seed << 13 & 0xFFFFFFFF
        seed ^= seed >> 17
        seed ^= seed << 5 & 0xFFFFFFFF
        noise[i] = seed >> 24
    return seed
