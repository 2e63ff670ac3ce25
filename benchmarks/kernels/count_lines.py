"""Number of line ends in a text and the length of its longest line."""

import random

from nativecomp import ptr8, uint8, viper


@viper
def count_lines_pointer(text: ptr8, size: int) -> int:
    lines = 0
    longest = 0
    length = 0
    for i in range(size):
        if text[i] == ord("\n"):
            lines += 1
            longest = max(longest, length)
            length = 0
        else:
            length += 1
    return lines << 16 | longest


@viper
def count_lines_buffer(text: uint8[:]) -> int:
    lines = 0
    longest = 0
    length = 0
    for letter in text:
        if letter == ord("\n"):
            lines += 1
            longest = max(longest, length)
            length = 0
        else:
            length += 1
    return lines << 16 | longest


def inputs():
    rng = random.Random(31)
    text = b"".join(b"x" * rng.randrange(60) + b"\n" for _ in range(90))
    return {"text": text, "size": len(text)}


def reference(text, size):
    return text.count(b"\n") << 16 | max(len(line) for line in text.split(b"\n"))
