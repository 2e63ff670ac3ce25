"""Encode bytes as Ascii85 text: five digits for four bytes, z for a group of zeros, a short last group."""

from nativecomp import ptr8, uint, uint8, viper


@viper
def base85_encode_pointer(data: ptr8, length: int, text: ptr8) -> int:
    position = 0
    written = 0
    while position < length:
        valid = min(length - position, 4)
        word: uint = 0
        for k in range(4):
            word <<= 8
            if k < valid:
                word |= uint(data[position + k])
        position += valid
        if word == 0 and valid == 4:
            text[written] = 0x7A
            written += 1
        else:
            for k in range(4, -1, -1):
                quotient = word // 85
                if k <= valid:
                    text[written + k] = int(word - quotient * 85) + 33
                word = quotient
            written += valid + 1
    return written


@viper
def base85_encode_buffer(data: uint8[:], text: uint8[:]) -> int:
    position = 0
    written = 0
    while position < len(data):
        valid = min(len(data) - position, 4)
        word: uint = 0
        for k in range(4):
            word <<= 8
            if k < valid:
                word |= uint(data[position + k])
        position += valid
        if word == 0 and valid == 4:
            text[written] = 0x7A
            written += 1
        else:
            for k in range(4, -1, -1):
                quotient = word // 85
                if k <= valid:
                    text[written + k] = uint8(word - quotient * 85 + 33)
                word = quotient
            written += valid + 1
    return written


def inputs():
    data = bytearray()
    state = 85
    for k in range(574):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        data.append(0 if 100 <= k < 140 else state >> 24)
    return {"data": bytes(data), "length": len(data), "text": bytearray(5 * len(data) // 4 + 8)}


def reference(data, length, text):
    written = 0
    for start in range(0, length, 4):
        group = data[start : min(start + 4, length)]
        word = int.from_bytes(group + bytes(4 - len(group)), "big")
        if word == 0 and len(group) == 4:
            digits = b"z"
        else:
            digits = bytes(word // 85**k % 85 + 33 for k in (4, 3, 2, 1, 0))[: len(group) + 1]
        text[written : written + len(digits)] = digits
        written += len(digits)
    return written
