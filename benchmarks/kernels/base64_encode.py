"""Base64 text of whole groups of three bytes (RFC 4648); returns the number of characters."""

import base64
import random
import string

from nativecomp import ptr8, uint8, viper


@viper
def base64_encode_pointer(text: ptr8, alphabet: ptr8, data: ptr8, size: int) -> int:
    out = 0
    for i in range(0, size, 3):
        group = data[i] << 16 | data[i + 1] << 8 | data[i + 2]
        text[out] = alphabet[group >> 18]
        text[out + 1] = alphabet[group >> 12 & 63]
        text[out + 2] = alphabet[group >> 6 & 63]
        text[out + 3] = alphabet[group & 63]
        out += 4
    return out


@viper
def base64_encode_buffer(text: uint8[:], alphabet: uint8[:], data: uint8[:]) -> int:
    out = 0
    for i in range(0, len(data), 3):
        group = data[i] << 16 | data[i + 1] << 8 | data[i + 2]
        text[out] = alphabet[group >> 18]
        text[out + 1] = alphabet[group >> 12 & 63]
        text[out + 2] = alphabet[group >> 6 & 63]
        text[out + 3] = alphabet[group & 63]
        out += 4
    return out


def inputs():
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    data = random.Random(25).randbytes(1800)
    return {"text": bytearray(2400), "alphabet": alphabet.encode(), "data": data, "size": len(data)}


def reference(text, alphabet, data, size):
    text[:] = base64.b64encode(data)
    return len(text)
