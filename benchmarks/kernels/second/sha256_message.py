"""SHA-256 of a message, padded in place: the buffer has room for the padding."""

import hashlib
import struct
from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def rotate(x: uint, count: int) -> uint:
    return (x >> count) | (x << (32 - count))


@viper
def sha256_message_pointer(data: ptr8, size: int, constants: ptr32, words: ptr32, digest: ptr32):
    blocks = (size + 72) >> 6
    data[size] = 0x80
    for i in range(size + 1, 64 * blocks - 4):
        data[i] = 0
    for i in range(4):
        data[64 * blocks - 1 - i] = (size * 8) >> (8 * i)
    for block in range(blocks):
        base = 64 * block
        for i in range(16):
            j = base + 4 * i
            words[i] = (data[j] << 24) | (data[j + 1] << 16) | (data[j + 2] << 8) | data[j + 3]
        for i in range(16, 64):
            x = uint(words[i - 15])
            y = uint(words[i - 2])
            s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
            s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
            words[i] = words[i - 16] + s0 + words[i - 7] + s1
        a = uint(digest[0])
        b = uint(digest[1])
        c = uint(digest[2])
        d = uint(digest[3])
        e = uint(digest[4])
        f = uint(digest[5])
        g = uint(digest[6])
        h = uint(digest[7])
        for i in range(64):
            s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + words[i]
            s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
            h = g
            g = f
            f = e
            e = d + t1
            d = c
            c = b
            b = a
            a = t1 + t2
        digest[0] += a
        digest[1] += b
        digest[2] += c
        digest[3] += d
        digest[4] += e
        digest[5] += f
        digest[6] += g
        digest[7] += h


@viper
def sha256_message_buffer(data: uint8[:], size: int, constants: uint32[:], words: uint32[:], digest: uint32[:]):
    blocks = (size + 72) >> 6
    data[size] = 0x80
    for i in range(size + 1, 64 * blocks - 4):
        data[i] = 0
    for i in range(4):
        data[64 * blocks - 1 - i] = (size * 8) >> (8 * i)
    for block in range(blocks):
        base = 64 * block
        for i in range(16):
            j = base + 4 * i
            words[i] = (data[j] << 24) | (data[j + 1] << 16) | (data[j + 2] << 8) | data[j + 3]
        for i in range(16, 64):
            x = words[i - 15]
            y = words[i - 2]
            s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
            s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
            words[i] = words[i - 16] + s0 + words[i - 7] + s1
        a = digest[0]
        b = digest[1]
        c = digest[2]
        d = digest[3]
        e = digest[4]
        f = digest[5]
        g = digest[6]
        h = digest[7]
        for i in range(64):
            s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + words[i]
            s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
            h = g
            g = f
            f = e
            e = d + t1
            d = c
            c = b
            b = a
            a = t1 + t2
        digest[0] += a
        digest[1] += b
        digest[2] += c
        digest[3] += d
        digest[4] += e
        digest[5] += f
        digest[6] += g
        digest[7] += h


def root_bits(count, degree):
    """The first 32 bits of the fractions of the primes' square (2) or cube (3) roots."""
    primes = [n for n in range(2, 400) if all(n % d for d in range(2, n))][:count]
    words = array("I")
    for prime in primes:
        low, high = 0, 1 << 40
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if middle**degree <= prime << 32 * degree else (low, middle)
        words.append(low & 0xFFFFFFFF)
    return words


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    size = 200
    return {
        "data": bytearray(number >> 8 for number in noise(256, 43)),
        "size": size,
        "constants": root_bits(64, 3),
        "words": array("I", [0] * 64),
        "digest": root_bits(8, 2),
    }


def reference(data, size, constants, words, digest):
    message = bytes(data[:size])
    digest[:] = array("I", struct.unpack(">8I", hashlib.sha256(message).digest()))
    data[:] = message + b"\x80" + bytes(-(size + 9) % 64 + 4) + struct.pack(">I", 8 * size)
    schedule = list(struct.unpack(">16I", data[-64:]))
    for i in range(16, 64):
        value = schedule[i - 16] + schedule[i - 7]
        for word, turns in (schedule[i - 15], (7, 18, -3)), (schedule[i - 2], (17, 19, -10)):
            mixed = 0
            for turn in turns:
                mixed ^= word >> -turn if turn < 0 else (word >> turn | word << 32 - turn) & 0xFFFFFFFF
            value += mixed
        schedule.append(value & 0xFFFFFFFF)
    words[:] = array("I", schedule)
