"""Number of places in a text where a match of a regular expression ends, by a nondeterministic automaton.

For each byte the positions of the expression that accept it, for each position those that may follow.
"""

import re
from array import array

from nativecomp import ptr8, ptr32, uint, uint8, uint32, viper


@viper
def nfa_search_pointer(text: ptr8, size: int, accepts: ptr32, follows: ptr32, first: uint, last: uint) -> int:
    count = 0
    active: uint = 0
    for i in range(size):
        reached = first
        position = 0
        while active != 0:
            if active & 1:
                reached |= follows[position]
            active >>= 1
            position += 1
        active = reached & accepts[text[i]]
        if active & last:
            count += 1
    return count


@viper
def nfa_search_buffer(text: uint8[:], accepts: uint32[:], follows: uint32[:], first: uint, last: uint) -> int:
    count = 0
    active: uint = 0
    for i in range(len(text)):
        reached = first
        position = 0
        while active != 0:
            if active & 1:
                reached |= follows[position]
            active >>= 1
            position += 1
        active = reached & accepts[text[i]]
        if active & last:
            count += 1
    return count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    """Of the expression ab[cd]*e+f?"""
    text = bytes(b"abcdefab"[number >> 13] for number in noise(500, 61))
    text = text.replace(b"bb", b"bcdde").replace(b"aa", b"abe")
    letters = b"abcdef"
    accepts = array("I", [1 << letters.index(byte) if byte in letters else 0 for byte in range(256)])
    follows = array("I", [0b000010, 0b011100, 0b011100, 0b011100, 0b110000, 0])
    return {
        "text": text,
        "size": len(text),
        "accepts": accepts,
        "follows": follows,
        "first": 0b000001,
        "last": 0b110000,
    }


def reference(text, size, accepts, follows, first, last):
    pattern = re.compile(rb"ab[cd]*e+f?\Z")
    return sum(bool(pattern.search(text[max(0, end - 60) : end])) for end in range(1, size + 1))
