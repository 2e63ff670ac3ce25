"""ChaCha20 key stream (RFC 8439): blocks of 16 words from a state of 16 words with a running counter."""

import random
from array import array

from nativecomp import ptr32, uint, uint32, viper


@viper
def rotate_left(x: uint, count: int) -> uint:
    return x << count | x >> (32 - count)


@viper
def quarter_round_pointer(x: ptr32, a: int, b: int, c: int, d: int):
    x[a] += x[b]
    x[d] = rotate_left(x[d] ^ x[a], 16)
    x[c] += x[d]
    x[b] = rotate_left(x[b] ^ x[c], 12)
    x[a] += x[b]
    x[d] = rotate_left(x[d] ^ x[a], 8)
    x[c] += x[d]
    x[b] = rotate_left(x[b] ^ x[c], 7)


@viper
def chacha20_pointer(stream: ptr32, state: ptr32, blocks: int):
    for block in range(blocks):
        x = ptr32(uint(stream) + 64 * block)
        for i in range(16):
            x[i] = state[i]
        for _ in range(10):
            quarter_round_pointer(x, 0, 4, 8, 12)
            quarter_round_pointer(x, 1, 5, 9, 13)
            quarter_round_pointer(x, 2, 6, 10, 14)
            quarter_round_pointer(x, 3, 7, 11, 15)
            quarter_round_pointer(x, 0, 5, 10, 15)
            quarter_round_pointer(x, 1, 6, 11, 12)
            quarter_round_pointer(x, 2, 7, 8, 13)
            quarter_round_pointer(x, 3, 4, 9, 14)
        for i in range(16):
            x[i] += state[i]
        state[12] += 1


@viper
def quarter_round_buffer(x: uint32[:], a: int, b: int, c: int, d: int):
    x[a] += x[b]
    x[d] = rotate_left(x[d] ^ x[a], 16)
    x[c] += x[d]
    x[b] = rotate_left(x[b] ^ x[c], 12)
    x[a] += x[b]
    x[d] = rotate_left(x[d] ^ x[a], 8)
    x[c] += x[d]
    x[b] = rotate_left(x[b] ^ x[c], 7)


@viper
def chacha20_buffer(stream: uint32[:], state: uint32[:], blocks: int):
    for block in range(blocks):
        at = 16 * block
        for i in range(16):
            stream[at + i] = state[i]
        for _ in range(10):
            quarter_round_buffer(stream, at, at + 4, at + 8, at + 12)
            quarter_round_buffer(stream, at + 1, at + 5, at + 9, at + 13)
            quarter_round_buffer(stream, at + 2, at + 6, at + 10, at + 14)
            quarter_round_buffer(stream, at + 3, at + 7, at + 11, at + 15)
            quarter_round_buffer(stream, at, at + 5, at + 10, at + 15)
            quarter_round_buffer(stream, at + 1, at + 6, at + 11, at + 12)
            quarter_round_buffer(stream, at + 2, at + 7, at + 8, at + 13)
            quarter_round_buffer(stream, at + 3, at + 4, at + 9, at + 14)
        for i in range(16):
            stream[at + i] += state[i]
        state[12] += 1


def inputs():
    state = array("I", b"expand 32-byte k" + random.Random(24).randbytes(48))
    return {"stream": array("I", [0]) * 64, "state": state, "blocks": 4}


def reference(stream, state, blocks):
    columns = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
    diagonals = [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for block in range(blocks):
        x = list(state)
        for a, b, c, d in (columns + diagonals) * 10:
            for i, j, k, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[i] = x[i] + x[j] & 0xFFFFFFFF
                word = x[k] ^ x[i]
                x[k] = (word << turn | word >> 32 - turn) & 0xFFFFFFFF
        for i in range(16):
            stream[16 * block + i] = x[i] + state[i] & 0xFFFFFFFF
        state[12] = state[12] + 1 & 0xFFFFFFFF
