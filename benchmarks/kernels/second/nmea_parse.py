"""Counts the NMEA sentences with a right checksum and sums the numbers in a field of them, in thousandths."""

import re
from array import array
from fractions import Fraction

from nativecomp import int32, ptr8, ptr32, uint8, viper


@viper
def hex_digit(c: int) -> int:
    if 48 <= c <= 57:
        return c - 48
    if 65 <= c <= 70:
        return c - 55
    return -1


@viper
def nmea_parse_pointer(text: ptr8, size: int, field: int, total: ptr32) -> int:
    good = 0
    i = 0
    while i < size:
        if text[i] != ord("$"):
            i += 1
            continue
        i += 1
        check = 0
        commas = 0
        value = 0
        decimals = -1
        while i < size and text[i] != ord("*"):
            c = text[i]
            check ^= c
            if c == ord(","):
                commas += 1
            elif commas == field:
                if c == ord("."):
                    decimals = 0
                elif decimals < 3:
                    value = 10 * value + c - ord("0")
                    if decimals >= 0:
                        decimals += 1
            i += 1
        if i + 2 < size:
            high = hex_digit(text[i + 1])
            low = hex_digit(text[i + 2])
            if high >= 0 and low >= 0 and 16 * high + low == check:
                good += 1
                decimals = max(decimals, 0)
                while decimals < 3:
                    value *= 10
                    decimals += 1
                total[0] += value
    return good


@viper
def nmea_parse_buffer(text: uint8[:], field: int, total: int32[:]) -> int:
    size = len(text)
    good = 0
    i = 0
    while i < size:
        if text[i] != ord("$"):
            i += 1
            continue
        i += 1
        check = 0
        commas = 0
        value = 0
        decimals = -1
        while i < size and text[i] != ord("*"):
            c = text[i]
            check ^= c
            if c == ord(","):
                commas += 1
            elif commas == field:
                if c == ord("."):
                    decimals = 0
                elif decimals < 3:
                    value = 10 * value + c - ord("0")
                    if decimals >= 0:
                        decimals += 1
            i += 1
        if i + 2 < size:
            high = hex_digit(text[i + 1])
            low = hex_digit(text[i + 2])
            if high >= 0 and low >= 0 and 16 * high + low == check:
                good += 1
                decimals = max(decimals, 0)
                while decimals < 3:
                    value *= 10
                    decimals += 1
                total[0] += value
    return good


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = b""
    for i, number in enumerate(noise(20, 32)):
        body = b"GPGGA,%06d,%.*f,N,%d.5,E,1" % (number, number & 3, number / 100, number >> 3)
        check = 0
        for byte in body:
            check ^= byte
        text += b"$%b*%02X\r\n" % (body, check ^ (i % 7 == 3))
    return {"text": text, "size": len(text), "field": 2, "total": array("i", [0])}


def reference(text, size, field, total):
    good = 0
    for body, wanted in re.findall(rb"\$([^*]*)\*([0-9A-F]{2})", text):
        check = 0
        for byte in body:
            check ^= byte
        if check == int(wanted, 16):
            good += 1
            total[0] += int(Fraction(body.split(b",")[field].decode()) * 1000)
    return good
