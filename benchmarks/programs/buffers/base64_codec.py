"""Base64 and hex coding and decoding written out on bytearrays."""

SIZE = 80
SIZE_SMALL = 2
CHECK = '40350 bWljcm8='

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
PAD = ord("=")
HEX = b"0123456789abcdef"


def make_decoder():
    table = bytearray(b"\xff" * 128)
    for i, letter in enumerate(ALPHABET):
        table[letter] = i
    return table


DECODER = make_decoder()


def encode(data):
    out = bytearray((len(data) + 2) // 3 * 4)
    position = 0
    for i in range(0, len(data) - 2, 3):
        group = data[i] << 16 | data[i + 1] << 8 | data[i + 2]
        out[position] = ALPHABET[group >> 18]
        out[position + 1] = ALPHABET[group >> 12 & 63]
        out[position + 2] = ALPHABET[group >> 6 & 63]
        out[position + 3] = ALPHABET[group & 63]
        position += 4
    left = len(data) % 3
    if left:
        group = data[-left] << 16
        if left == 2:
            group |= data[-1] << 8
        out[position] = ALPHABET[group >> 18]
        out[position + 1] = ALPHABET[group >> 12 & 63]
        out[position + 2] = ALPHABET[group >> 6 & 63] if left == 2 else PAD
        out[position + 3] = PAD
    return out


def decode(text):
    out = bytearray()
    bits = 0
    count = 0
    for letter in text:
        if letter == PAD:
            break
        value = DECODER[letter]
        if value == 0xFF:
            raise ValueError("not base64")
        bits = (bits << 6 | value) & 0xFFFF
        count += 6
        if count >= 8:
            count -= 8
            out.append(bits >> count & 0xFF)
    return out


def hexlify(data):
    out = bytearray(2 * len(data))
    i = 0
    for byte in data:
        out[i] = HEX[byte >> 4]
        out[i + 1] = HEX[byte & 15]
        i += 2
    return out


def main(n):
    checksum = 0
    for turn in range(n):
        data = bytearray(180 + turn % 3)
        for i in range(len(data)):
            data[i] = (i * 89 + turn * 7 + (i >> 3)) & 0xFF
        text = encode(data)
        if decode(text) != data:
            return -1
        for letter in text:
            checksum = (checksum * 33 + letter) % 65521
        checksum += sum(hexlify(data)) % 100
    try:
        decode(b"ab?d")
    except ValueError:
        checksum += 1
    return "%d %s" % (checksum, encode(b"micro").decode())
