"""Decode Hamming (13,8) code words with overall parity: correct single errors, report double errors."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def parity16(word: int) -> int:
    word ^= word >> 8
    word ^= word >> 4
    return (0x6996 >> (word & 15)) & 1


@viper
def hamming_correct_pointer(words: ptr16, count: int, data: ptr8) -> int:
    corrected = 0
    failed = 0
    for i in range(count):
        word = words[i]
        syndrome = parity16(word & 0x0AAA)
        syndrome |= parity16(word & 0x0CCC) << 1
        syndrome |= parity16(word & 0x10F0) << 2
        syndrome |= parity16(word & 0x1F00) << 3
        if parity16(word):
            if syndrome > 12:
                failed += 1
            else:
                word ^= 1 << syndrome
                corrected += 1
        elif syndrome != 0:
            failed += 1
        data[i] = ((word >> 3) & 1) | ((word >> 4) & 0x0E) | ((word >> 5) & 0xF0)
    return corrected | (failed << 16)


@viper
def hamming_correct_buffer(words: uint16[:], data: uint8[:]) -> int:
    corrected = 0
    failed = 0
    for i in range(len(words)):
        word = int(words[i])
        syndrome = parity16(word & 0x0AAA)
        syndrome |= parity16(word & 0x0CCC) << 1
        syndrome |= parity16(word & 0x10F0) << 2
        syndrome |= parity16(word & 0x1F00) << 3
        if parity16(word):
            if syndrome > 12:
                failed += 1
            else:
                word ^= 1 << syndrome
                corrected += 1
        elif syndrome != 0:
            failed += 1
        data[i] = uint8(((word >> 3) & 1) | ((word >> 4) & 0x0E) | ((word >> 5) & 0xF0))
    return corrected | (failed << 16)


def encode(byte):
    word = 0
    places = (3, 5, 6, 7, 9, 10, 11, 12)
    for k, place in enumerate(places):
        word |= (byte >> k & 1) << place
    for k in range(4):
        word |= (sum(word >> place & 1 for place in places if place >> k & 1) & 1) << (1 << k)
    return word | word.bit_count() & 1


def inputs():
    words = array("H")
    state = 138
    for n in range(220):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        word = encode(state >> 16 & 0xFF)
        if n % 4 == 1:
            word ^= 1 << n % 13
        if n % 9 == 4:
            word ^= 1 << n * 5 % 13
        if n % 31 == 30:
            word ^= 0b1000000000110
        words.append(word)
    return {"words": words, "count": len(words), "data": bytearray(len(words))}


def reference(words, count, data):
    corrected = failed = 0
    for i, word in enumerate(words):
        syndrome = 0
        for place in range(1, 13):
            if word >> place & 1:
                syndrome ^= place
        if word.bit_count() % 2:
            if syndrome < 13:
                word ^= 1 << syndrome
                corrected += 1
            else:
                failed += 1
        elif syndrome:
            failed += 1
        data[i] = sum((word >> place & 1) << k for k, place in enumerate((3, 5, 6, 7, 9, 10, 11, 12)))
    return corrected | failed << 16
