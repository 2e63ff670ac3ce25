"""Encrypt words with the block cipher XTEA, 32 cycles, blocks chained by exclusive or."""

from array import array

from nativecomp import const, ptr32, uint, uint32, viper

DELTA = const(0x9E3779B9)
CYCLES = const(32)


@viper
def xtea_cbc_pointer(data: ptr32, count: int, key: ptr32, chain: ptr32) -> None:
    left = uint(chain[0])
    right = uint(chain[1])
    for i in range(0, count, 2):
        left ^= uint(data[i])
        right ^= uint(data[i + 1])
        total: uint = 0
        for _ in range(CYCLES):
            left += (((right << 4) ^ (right >> 5)) + right) ^ (total + uint(key[int(total & 3)]))
            total += DELTA
            right += (((left << 4) ^ (left >> 5)) + left) ^ (total + uint(key[int((total >> 11) & 3)]))
        data[i] = int(left)
        data[i + 1] = int(right)
    chain[0] = int(left)
    chain[1] = int(right)


@viper
def xtea_cbc_buffer(data: uint32[:], key: uint32[:], chain: uint32[:]) -> None:
    left = chain[0]
    right = chain[1]
    for i in range(0, len(data), 2):
        left ^= data[i]
        right ^= data[i + 1]
        total: uint = 0
        for _ in range(CYCLES):
            left += (((right << 4) ^ (right >> 5)) + right) ^ (total + key[int(total & 3)])
            total += DELTA
            right += (((left << 4) ^ (left >> 5)) + left) ^ (total + key[int((total >> 11) & 3)])
        data[i] = left
        data[i + 1] = right
    chain[0] = left
    chain[1] = right


def inputs():
    data = array("I")
    state = 64
    for _ in range(44):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        data.append(state ^ state >> 15)
    return {
        "data": data,
        "count": len(data),
        "key": array("I", [0x00010203, 0x04050607, 0x08090A0B, 0xFCFDFEFF]),
        "chain": array("I", [0x41424344, 0xC5464748]),
    }


def reference(data, count, key, chain):
    def half(value, total, select):
        return ((value << 4 ^ value >> 5) + value) ^ (total + key[select & 3])

    for i in range(0, count, 2):
        a, b = data[i] ^ chain[0], data[i + 1] ^ chain[1]
        for cycle in range(32):
            total = cycle * 0x9E3779B9 % 2**32
            a = (a + half(b, total, total)) % 2**32
            total = (total + 0x9E3779B9) % 2**32
            b = (b + half(a, total, total >> 11)) % 2**32
        data[i], data[i + 1] = chain[0], chain[1] = a, b
