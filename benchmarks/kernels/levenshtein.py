"""Edit distance of two texts with one row of memory (Wagner and Fischer)."""

import functools
from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def levenshtein_pointer(row: ptr16, a: ptr8, a_size: int, b: ptr8, b_size: int) -> int:
    for j in range(b_size + 1):
        row[j] = j
    for i in range(a_size):
        letter = a[i]
        diagonal = row[0]
        row[0] = i + 1
        for j in range(b_size):
            above = row[j + 1]
            if b[j] == letter:
                row[j + 1] = diagonal
            else:
                row[j + 1] = min(diagonal, above, row[j]) + 1
            diagonal = above
    return row[b_size]


@viper
def levenshtein_buffer(row: uint16[:], a: uint8[:], b: uint8[:]) -> int:
    for j in range(len(b) + 1):
        row[j] = j
    for i in range(len(a)):
        letter = a[i]
        diagonal = row[0]
        row[0] = i + 1
        for j in range(len(b)):
            above = row[j + 1]
            if b[j] == letter:
                row[j + 1] = diagonal
            else:
                row[j + 1] = min(diagonal, above, row[j]) + 1
            diagonal = above
    return row[len(b)]


def inputs():
    a = b"a compiler turns text that people read into text that machines run"
    b = b"an assembler turns words that people write into words a machine reads"
    row = array("H", [0]) * (len(b) + 1)
    return {"row": row, "a": a, "a_size": len(a), "b": b, "b_size": len(b)}


def reference(row, a, a_size, b, b_size):
    @functools.cache
    def distance(i, j):
        if i == 0 or j == 0:
            return i + j
        if a[i - 1] == b[j - 1]:
            return distance(i - 1, j - 1)
        return 1 + min(distance(i - 1, j - 1), distance(i - 1, j), distance(i, j - 1))

    for j in range(b_size + 1):
        row[j] = distance(a_size, j)
    return row[b_size]
