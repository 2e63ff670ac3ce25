"""Decodes base64 with a table of 256 entries (64 and more for what is no digit); returns the number of bytes."""

import base64

from nativecomp import ptr8, uint, uint8, viper


@viper
def base64_decode_pointer(text: ptr8, size: int, table: ptr8, output: ptr8) -> int:
    bits: uint = 0
    count = 0
    place = 0
    for i in range(size):
        digit = table[text[i]]
        if digit >= 64:
            continue
        bits = (bits << 6) | digit
        count += 6
        if count >= 8:
            count -= 8
            output[place] = bits >> count
            place += 1
    return place


@viper
def base64_decode_buffer(text: uint8[:], table: uint8[:], output: uint8[:]) -> int:
    bits: uint = 0
    count = 0
    place = 0
    for i in range(len(text)):
        digit = table[text[i]]
        if digit >= 64:
            continue
        bits = (bits << 6) | digit
        count += 6
        if count >= 8:
            count -= 8
            output[place] = bits >> count
            place += 1
    return place


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = base64.encodebytes(bytes(number >> 8 for number in noise(500, 34)))
    table = bytearray([64] * 256)
    for i, byte in enumerate(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):
        table[byte] = i
    return {"text": text, "size": len(text), "table": bytes(table), "output": bytearray(500)}


def reference(text, size, table, output):
    output[:] = base64.b64decode(text)
    return len(output)
