"""Hashes each of the words of a text (FNV-1a, 32 bits), which a zero byte ends; returns how many there are."""

from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def fnv1a_pointer(text: ptr8, size: int, hashes: ptr32) -> int:
    count = 0
    value: uint = 0x811C9DC5
    for i in range(size):
        byte = text[i]
        if byte == 0:
            hashes[count] = value
            count += 1
            value = 0x811C9DC5
        else:
            value = (value ^ byte) * 0x01000193
    return count


@viper
def fnv1a_buffer(text: uint8[:], hashes: uint32[:]) -> int:
    count = 0
    value: uint = 0x811C9DC5
    for i in range(len(text)):
        byte = text[i]
        if byte == 0:
            hashes[count] = value
            count += 1
            value = 0x811C9DC5
        else:
            value = (value ^ byte) * 0x01000193
    return count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = bytes(97 + number % 26 if number >> 13 else 0 for number in noise(2000, 54)) + b"\0"
    return {"text": text, "size": len(text), "hashes": array("I", [0] * text.count(b"\0"))}


def reference(text, size, hashes):
    words = text.split(b"\0")[:-1]
    for i, word in enumerate(words):
        value = 2166136261
        for byte in word:
            value = (value ^ byte) * 16777619 % 2**32
        hashes[i] = value
    return len(words)
