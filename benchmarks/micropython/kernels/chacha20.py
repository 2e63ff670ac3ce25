"""ChaCha20 with `uint(...)` around what a function of the file gives, which MicroPython takes for an object."""

from nativecomp import ptr32, uint, viper


@viper
def rotate_left(x: uint, count: int) -> uint:
    return x << count | x >> (32 - count)


@viper
def quarter_round(x: ptr32, a: int, b: int, c: int, d: int):
    x[a] += x[b]
    x[d] = uint(rotate_left(x[d] ^ x[a], 16))
    x[c] += x[d]
    x[b] = uint(rotate_left(x[b] ^ x[c], 12))
    x[a] += x[b]
    x[d] = uint(rotate_left(x[d] ^ x[a], 8))
    x[c] += x[d]
    x[b] = uint(rotate_left(x[b] ^ x[c], 7))


@viper
def chacha20(stream: ptr32, state: ptr32, blocks: int):
    for block in range(blocks):
        x = ptr32(uint(stream) + 64 * block)
        for i in range(16):
            x[i] = state[i]
        for _ in range(10):
            quarter_round(x, 0, 4, 8, 12)
            quarter_round(x, 1, 5, 9, 13)
            quarter_round(x, 2, 6, 10, 14)
            quarter_round(x, 3, 7, 11, 15)
            quarter_round(x, 0, 5, 10, 15)
            quarter_round(x, 1, 6, 11, 12)
            quarter_round(x, 2, 7, 8, 13)
            quarter_round(x, 3, 4, 9, 14)
        for i in range(16):
            x[i] += state[i]
        state[12] += 1
