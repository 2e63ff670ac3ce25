"""Find all, also overlapping, occurrences of a pattern in a text with the algorithm of Knuth, Morris and Pratt."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def kmp_search_pointer(text: ptr8, length: int, pattern: ptr8, size: int, borders: ptr8, places: ptr16) -> int:
    borders[0] = 0
    matched = 0
    for i in range(1, size):
        while matched > 0 and pattern[i] != pattern[matched]:
            matched = borders[matched - 1]
        if pattern[i] == pattern[matched]:
            matched += 1
        borders[i] = matched
    found = 0
    matched = 0
    for i in range(length):
        c = text[i]
        while matched > 0 and c != pattern[matched]:
            matched = borders[matched - 1]
        if c == pattern[matched]:
            matched += 1
        if matched == size:
            places[found] = i + 1 - size
            found += 1
            matched = borders[matched - 1]
    return found


@viper
def kmp_search_buffer(text: uint8[:], pattern: uint8[:], borders: uint8[:], places: uint16[:]) -> int:
    size = len(pattern)
    borders[0] = 0
    matched = 0
    for i in range(1, size):
        while matched > 0 and pattern[i] != pattern[matched]:
            matched = int(borders[matched - 1])
        if pattern[i] == pattern[matched]:
            matched += 1
        borders[i] = uint8(matched)
    found = 0
    matched = 0
    for i in range(len(text)):
        c = text[i]
        while matched > 0 and c != pattern[matched]:
            matched = int(borders[matched - 1])
        if c == pattern[matched]:
            matched += 1
        if matched == size:
            places[found] = uint16(i + 1 - size)
            found += 1
            matched = int(borders[matched - 1])
    return found


def inputs():
    a, b = b"a", b"ab"
    while len(b) < 1500:
        a, b = b, b + a
    text = bytes(b[:1500])
    pattern = b"abaababaabaab"
    return {
        "text": text,
        "length": len(text),
        "pattern": pattern,
        "size": len(pattern),
        "borders": bytearray(len(pattern)),
        "places": array("H", [0] * 200),
    }


def reference(text, length, pattern, size, borders, places):
    for i in range(size):
        prefix = pattern[: i + 1]
        borders[i] = max(k for k in range(i + 1) if prefix.endswith(pattern[:k]))
    found = 0
    place = text.find(pattern)
    while place >= 0:
        places[found] = place
        found += 1
        place = text.find(pattern, place + 1)
    return found
