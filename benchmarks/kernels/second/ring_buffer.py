"""A producer puts bytes into a ring in bursts, a consumer takes what there is in others; returns the bytes lost.

The ring's indices stand in two words of memory: where to put, where to take.
"""

import itertools
from array import array

from nativecomp import int32, ptr8, ptr32, uint8, viper


@viper
def ring_put_pointer(ring: ptr8, indices: ptr32, mask: int, byte: int) -> int:
    place = indices[0]
    following = (place + 1) & mask
    if following == indices[1]:
        return 0
    ring[place] = byte
    indices[0] = following
    return 1


@viper
def ring_put_buffer(ring: uint8[:], indices: int32[:], mask: int, byte: int) -> int:
    place = indices[0]
    following = (place + 1) & mask
    if following == indices[1]:
        return 0
    ring[place] = byte
    indices[0] = following
    return 1


@viper
def ring_get_pointer(ring: ptr8, indices: ptr32, mask: int) -> int:
    place = indices[1]
    if place == indices[0]:
        return -1
    byte = ring[place]
    indices[1] = (place + 1) & mask
    return byte


@viper
def ring_get_buffer(ring: uint8[:], indices: int32[:], mask: int) -> int:
    place = indices[1]
    if place == indices[0]:
        return -1
    byte = ring[place]
    indices[1] = (place + 1) & mask
    return byte


@viper
def ring_buffer_pointer(
    data: ptr8, size: int, bursts: ptr8, ring: ptr8, mask: int, indices: ptr32, output: ptr8
) -> int:
    lost = 0
    place = 0
    i = 0
    turn = 0
    while i < size:
        for _ in range(bursts[turn & 15]):
            if i < size:
                if not ring_put_pointer(ring, indices, mask, data[i]):
                    lost += 1
                i += 1
        for _ in range(bursts[(turn + 5) & 15]):
            byte = ring_get_pointer(ring, indices, mask)
            if byte < 0:
                break
            output[place] = byte
            place += 1
        turn += 1
    return lost


@viper
def ring_buffer_buffer(
    data: uint8[:], bursts: uint8[:], ring: uint8[:], mask: int, indices: int32[:], output: uint8[:]
) -> int:
    size = len(data)
    lost = 0
    place = 0
    i = 0
    turn = 0
    while i < size:
        for _ in range(bursts[turn & 15]):
            if i < size:
                if not ring_put_buffer(ring, indices, mask, data[i]):
                    lost += 1
                i += 1
        for _ in range(bursts[(turn + 5) & 15]):
            byte = ring_get_buffer(ring, indices, mask)
            if byte < 0:
                break
            output[place] = byte
            place += 1
        turn += 1
    return lost


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "data": bytes(number >> 8 for number in noise(800, 78)),
        "size": 800,
        "bursts": bytes((number >> 13) + 2 for number in noise(16, 80)),
        "ring": bytearray(16),
        "mask": 15,
        "indices": array("i", [0, 0]),
        "output": bytearray(800),
    }


def reference(data, size, bursts, ring, mask, indices, output):
    waiting, taken, lost, i, put = [], [], 0, 0, 0
    for turn in itertools.count():
        if i >= size:
            break
        for byte in data[i : i + bursts[turn % 16]]:
            if len(waiting) == mask:
                lost += 1
            else:
                waiting.append(byte)
                ring[put % (mask + 1)] = byte
                put += 1
        i += bursts[turn % 16]
        number = bursts[(turn + 5) % 16]
        taken += waiting[:number]
        del waiting[:number]
    output[: len(taken)] = bytes(taken)
    indices[0], indices[1] = put & mask, len(taken) & mask
    return lost
