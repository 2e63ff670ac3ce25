"""Counts the words of a text by the state that a table-driven machine has reached at their end.

States: blank, sign, integer, decimal, name, invalid. Classes of bytes: blank, digit, letter, dot, sign, other.
"""

import re
from array import array

from nativecomp import int32, ptr8, ptr32, uint8, viper


@viper
def token_machine_pointer(text: ptr8, size: int, classes: ptr8, table: ptr8, counts: ptr32):
    state = 0
    for i in range(size):
        following = table[6 * state + classes[text[i]]]
        if following == 0 and state != 0:
            counts[state] += 1
        state = following


@viper
def token_machine_buffer(text: uint8[:], classes: uint8[:], table: uint8[:], counts: int32[:]):
    state = 0
    for i in range(len(text)):
        following = table[6 * state + classes[text[i]]]
        if following == 0 and state != 0:
            counts[state] += 1
        state = following


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    words = [b"12", b"-7", b"3.25", b"+.5", b"count", b"x1", b"9lives", b"-", b"+40.", b"a_b", b"0", b"?!"]
    text = b"".join(words[number * 12 >> 16] + b" " * (1 + (number & 1)) for number in noise(200, 71))
    classes = bytearray([5] * 256)
    for kind, members in enumerate([b" \n\t", b"0123456789", b"abcdefghijklmnopqrstuvwxyz", b".", b"+-"]):
        for byte in members:
            classes[byte] = kind
    table = bytes([0, 2, 4, 5, 1, 5] + [0, 2, 5, 5, 5, 5] + [0, 2, 5, 3, 5, 5] + [0, 3, 5, 5, 5, 5])
    table += bytes([0, 4, 4, 5, 5, 5] + [0, 5, 5, 5, 5, 5])
    return {
        "text": text,
        "size": len(text),
        "classes": bytes(classes),
        "table": table,
        "counts": array("i", [0] * 6),
    }


def reference(text, size, classes, table, counts):
    kinds = [rb"[+-]", rb"[+-]?\d+", rb"[+-]?\d+\.\d*", rb"[a-z][a-z\d]*", rb".*"]
    for word in text.split():
        counts[1 + next(i for i, kind in enumerate(kinds) if re.fullmatch(kind, word))] += 1
