"""SHA-256 of whole blocks of 64 bytes (FIPS 180-4): the compression function, state in and out."""

import hashlib
import math
import random
from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def rotate_right(x: uint, count: int) -> uint:
    return x >> count | x << (32 - count)


@viper
def sha256_pointer(state: ptr32, constants: ptr32, schedule: ptr32, data: ptr8, blocks: int):
    for block in range(blocks):
        for i in range(16):
            at = 64 * block + 4 * i
            schedule[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]
        for i in range(16, 64):
            x: uint = schedule[i - 15]
            y: uint = schedule[i - 2]
            s0 = rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3
            s1 = rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10
            schedule[i] = s0 + s1 + schedule[i - 16] + schedule[i - 7]
        a: uint = state[0]
        b: uint = state[1]
        c: uint = state[2]
        d: uint = state[3]
        e: uint = state[4]
        f: uint = state[5]
        g: uint = state[6]
        h: uint = state[7]
        for i in range(64):
            s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25)
            choice = (e & f) ^ (~e & g)
            t1 = h + s1 + choice + constants[i] + schedule[i]
            s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22)
            majority = (a & b) ^ (a & c) ^ (b & c)
            h = g
            g = f
            f = e
            e = d + t1
            d = c
            c = b
            b = a
            a = t1 + s0 + majority
        state[0] += a
        state[1] += b
        state[2] += c
        state[3] += d
        state[4] += e
        state[5] += f
        state[6] += g
        state[7] += h


@viper
def sha256_buffer(state: uint32[:], constants: uint32[:], schedule: uint32[:], data: uint8[:]):
    for start in range(0, len(data), 64):
        for i in range(16):
            at = start + 4 * i
            schedule[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]
        for i in range(16, 64):
            x = schedule[i - 15]
            y = schedule[i - 2]
            s0 = rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3
            s1 = rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10
            schedule[i] = s0 + s1 + schedule[i - 16] + schedule[i - 7]
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        e = state[4]
        f = state[5]
        g = state[6]
        h = state[7]
        for i in range(64):
            s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25)
            choice = (e & f) ^ (~e & g)
            t1 = h + s1 + choice + constants[i] + schedule[i]
            s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22)
            majority = (a & b) ^ (a & c) ^ (b & c)
            h = g
            g = f
            f = e
            e = d + t1
            d = c
            c = b
            b = a
            a = t1 + s0 + majority
        state[0] += a
        state[1] += b
        state[2] += c
        state[3] += d
        state[4] += e
        state[5] += f
        state[6] += g
        state[7] += h


def root_bits(degree, count):
    """The first 32 bits after the point of the roots of the first primes, as FIPS 180-4 makes its constants."""
    primes = [n for n in range(2, 312) if all(n % d for d in range(2, n))][:count]
    words = []
    for prime in primes:
        scaled = prime << 32 * degree
        root = math.isqrt(scaled)
        if degree == 3:
            root = round(scaled ** (1 / 3))
            while root**3 > scaled:
                root -= 1
            while (root + 1) ** 3 <= scaled:
                root += 1
        words.append(root & 0xFFFFFFFF)
    return array("I", words)


def inputs():
    message = random.Random(23).randbytes(3 * 64 - 9)
    data = message + b"\x80" + (8 * len(message)).to_bytes(8, "big")
    return {
        "state": root_bits(2, 8), "constants": root_bits(3, 64), "schedule": array("I", [0]) * 64,
        "data": data, "blocks": 3,
    }


def reference(state, constants, schedule, data, blocks):
    digest = hashlib.sha256(data[: 64 * blocks - 9]).digest()
    state[:] = array("I", [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 32, 4)])
    for i in range(16):
        at = 64 * (blocks - 1) + 4 * i
        schedule[i] = int.from_bytes(data[at : at + 4], "big")
    for i in range(16, 64):
        (x, y) = schedule[i - 15], schedule[i - 2]
        s0, s1 = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3, rotated(y, 17) ^ rotated(y, 19) ^ y >> 10
        schedule[i] = s0 + s1 + schedule[i - 16] + schedule[i - 7] & 0xFFFFFFFF


def rotated(x, count):
    """A 32-bit word turned right."""
    return (x >> count | x << 32 - count) & 0xFFFFFFFF
