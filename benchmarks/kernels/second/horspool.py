"""Number of places where a word stands in a text, by the method of Boyer, Moore and Horspool."""

import re

from nativecomp import ptr8, uint8, viper


@viper
def horspool_pointer(text: ptr8, size: int, word: ptr8, length: int, skips: ptr8) -> int:
    for i in range(256):
        skips[i] = length
    for i in range(length - 1):
        skips[word[i]] = length - 1 - i
    count = 0
    place = 0
    while place + length <= size:
        i = length - 1
        while i >= 0 and text[place + i] == word[i]:
            i -= 1
        if i < 0:
            count += 1
        place += skips[text[place + length - 1]]
    return count


@viper
def horspool_buffer(text: uint8[:], word: uint8[:], skips: uint8[:]) -> int:
    length = len(word)
    for i in range(256):
        skips[i] = length
    for i in range(length - 1):
        skips[word[i]] = length - 1 - i
    count = 0
    place = 0
    while place + length <= len(text):
        i = length - 1
        while i >= 0 and text[place + i] == word[i]:
            i -= 1
        if i < 0:
            count += 1
        place += skips[text[place + length - 1]]
    return count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = bytes(97 + (number * 5 >> 16) for number in noise(2500, 74)) + b"abcadabcad"
    return {"text": text, "size": len(text), "word": b"bcad", "length": 4, "skips": bytearray(256)}


def reference(text, size, word, length, skips):
    for byte in range(256):
        skips[byte] = length - 1 - word[:-1].rfind(byte)
    return len(re.findall(b"(?=" + word + b")", text))
