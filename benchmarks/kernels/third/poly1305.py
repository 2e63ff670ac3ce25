"""Poly1305 authenticator of a message under a one time key, with limbs of 26 bits and products of 64 bits."""

from nativecomp import ptr8, uint, uint8, uint64, viper


@viper
def load_pointer(message: ptr8, i: int, length: int) -> uint:
    if i + 4 <= length:
        word = uint(message[i + 3])
        word = (word << 8) | uint(message[i + 2])
        word = (word << 8) | uint(message[i + 1])
        return (word << 8) | uint(message[i])
    word: uint = 0
    shift = 0
    while i < length:
        word |= uint(message[i]) << shift
        i += 1
        shift += 8
    if i == length:
        word |= uint(1) << shift
    return word


@viper
def store_pointer(tag: ptr8, i: int, word: uint) -> None:
    tag[i] = int(word)
    tag[i + 1] = int(word >> 8)
    tag[i + 2] = int(word >> 16)
    tag[i + 3] = int(word >> 24)


@viper
def poly1305_pointer(message: ptr8, length: int, key: ptr8, tag: ptr8) -> None:
    t0 = load_pointer(key, 0, 32)
    t1 = load_pointer(key, 4, 32)
    t2 = load_pointer(key, 8, 32)
    t3 = load_pointer(key, 12, 32)
    r0 = t0 & 0x3FFFFFF
    r1 = ((t0 >> 26) | (t1 << 6)) & 0x3FFFF03
    r2 = ((t1 >> 20) | (t2 << 12)) & 0x3FFC0FF
    r3 = ((t2 >> 14) | (t3 << 18)) & 0x3F03FFF
    r4 = (t3 >> 8) & 0x00FFFFF
    s1 = r1 * 5
    s2 = r2 * 5
    s3 = r3 * 5
    s4 = r4 * 5
    h0: uint = 0
    h1: uint = 0
    h2: uint = 0
    h3: uint = 0
    h4: uint = 0
    for position in range(0, length, 16):
        t0 = load_pointer(message, position, length)
        t1 = load_pointer(message, position + 4, length)
        t2 = load_pointer(message, position + 8, length)
        t3 = load_pointer(message, position + 12, length)
        h0 += t0 & 0x3FFFFFF
        h1 += ((t0 >> 26) | (t1 << 6)) & 0x3FFFFFF
        h2 += ((t1 >> 20) | (t2 << 12)) & 0x3FFFFFF
        h3 += ((t2 >> 14) | (t3 << 18)) & 0x3FFFFFF
        h4 += t3 >> 8
        if position + 16 <= length:
            h4 += 0x1000000
        d0 = uint64(h0) * r0 + uint64(h1) * s4 + uint64(h2) * s3 + uint64(h3) * s2 + uint64(h4) * s1
        d1 = uint64(h0) * r1 + uint64(h1) * r0 + uint64(h2) * s4 + uint64(h3) * s3 + uint64(h4) * s2
        d2 = uint64(h0) * r2 + uint64(h1) * r1 + uint64(h2) * r0 + uint64(h3) * s4 + uint64(h4) * s3
        d3 = uint64(h0) * r3 + uint64(h1) * r2 + uint64(h2) * r1 + uint64(h3) * r0 + uint64(h4) * s4
        d4 = uint64(h0) * r4 + uint64(h1) * r3 + uint64(h2) * r2 + uint64(h3) * r1 + uint64(h4) * r0
        d1 += d0 >> 26
        d2 += d1 >> 26
        d3 += d2 >> 26
        d4 += d3 >> 26
        h0 = (uint(d0) & 0x3FFFFFF) + uint(d4 >> 26) * 5
        h1 = (uint(d1) & 0x3FFFFFF) + (h0 >> 26)
        h0 &= 0x3FFFFFF
        h2 = uint(d2) & 0x3FFFFFF
        h3 = uint(d3) & 0x3FFFFFF
        h4 = uint(d4) & 0x3FFFFFF
    h2 += h1 >> 26
    h1 &= 0x3FFFFFF
    h3 += h2 >> 26
    h2 &= 0x3FFFFFF
    h4 += h3 >> 26
    h3 &= 0x3FFFFFF
    h0 += (h4 >> 26) * 5
    h4 &= 0x3FFFFFF
    h1 += h0 >> 26
    h0 &= 0x3FFFFFF
    g0 = h0 + 5
    g1 = h1 + (g0 >> 26)
    g2 = h2 + (g1 >> 26)
    g3 = h3 + (g2 >> 26)
    g4 = h4 + (g3 >> 26)
    if g4 >> 26:
        h0 = g0 & 0x3FFFFFF
        h1 = g1 & 0x3FFFFFF
        h2 = g2 & 0x3FFFFFF
        h3 = g3 & 0x3FFFFFF
        h4 = g4 & 0x3FFFFFF
    total = uint64(h0 | (h1 << 26)) + uint64(load_pointer(key, 16, 32))
    store_pointer(tag, 0, uint(total))
    total = (total >> 32) + uint64((h1 >> 6) | (h2 << 20)) + uint64(load_pointer(key, 20, 32))
    store_pointer(tag, 4, uint(total))
    total = (total >> 32) + uint64((h2 >> 12) | (h3 << 14)) + uint64(load_pointer(key, 24, 32))
    store_pointer(tag, 8, uint(total))
    total = (total >> 32) + uint64((h3 >> 18) | (h4 << 8)) + uint64(load_pointer(key, 28, 32))
    store_pointer(tag, 12, uint(total))


@viper
def load_buffer(message: uint8[:], i: int, length: int) -> uint:
    if i + 4 <= length:
        word = uint(message[i + 3])
        word = (word << 8) | uint(message[i + 2])
        word = (word << 8) | uint(message[i + 1])
        return (word << 8) | uint(message[i])
    word: uint = 0
    shift = 0
    while i < length:
        word |= uint(message[i]) << shift
        i += 1
        shift += 8
    if i == length:
        word |= uint(1) << shift
    return word


@viper
def store_buffer(tag: uint8[:], i: int, word: uint) -> None:
    tag[i] = uint8(word)
    tag[i + 1] = uint8(word >> 8)
    tag[i + 2] = uint8(word >> 16)
    tag[i + 3] = uint8(word >> 24)


@viper
def poly1305_buffer(message: uint8[:], key: uint8[:], tag: uint8[:]) -> None:
    length = len(message)
    t0 = load_buffer(key, 0, 32)
    t1 = load_buffer(key, 4, 32)
    t2 = load_buffer(key, 8, 32)
    t3 = load_buffer(key, 12, 32)
    r0 = t0 & 0x3FFFFFF
    r1 = ((t0 >> 26) | (t1 << 6)) & 0x3FFFF03
    r2 = ((t1 >> 20) | (t2 << 12)) & 0x3FFC0FF
    r3 = ((t2 >> 14) | (t3 << 18)) & 0x3F03FFF
    r4 = (t3 >> 8) & 0x00FFFFF
    s1 = r1 * 5
    s2 = r2 * 5
    s3 = r3 * 5
    s4 = r4 * 5
    h0: uint = 0
    h1: uint = 0
    h2: uint = 0
    h3: uint = 0
    h4: uint = 0
    for position in range(0, length, 16):
        t0 = load_buffer(message, position, length)
        t1 = load_buffer(message, position + 4, length)
        t2 = load_buffer(message, position + 8, length)
        t3 = load_buffer(message, position + 12, length)
        h0 += t0 & 0x3FFFFFF
        h1 += ((t0 >> 26) | (t1 << 6)) & 0x3FFFFFF
        h2 += ((t1 >> 20) | (t2 << 12)) & 0x3FFFFFF
        h3 += ((t2 >> 14) | (t3 << 18)) & 0x3FFFFFF
        h4 += t3 >> 8
        if position + 16 <= length:
            h4 += 0x1000000
        d0 = uint64(h0) * r0 + uint64(h1) * s4 + uint64(h2) * s3 + uint64(h3) * s2 + uint64(h4) * s1
        d1 = uint64(h0) * r1 + uint64(h1) * r0 + uint64(h2) * s4 + uint64(h3) * s3 + uint64(h4) * s2
        d2 = uint64(h0) * r2 + uint64(h1) * r1 + uint64(h2) * r0 + uint64(h3) * s4 + uint64(h4) * s3
        d3 = uint64(h0) * r3 + uint64(h1) * r2 + uint64(h2) * r1 + uint64(h3) * r0 + uint64(h4) * s4
        d4 = uint64(h0) * r4 + uint64(h1) * r3 + uint64(h2) * r2 + uint64(h3) * r1 + uint64(h4) * r0
        d1 += d0 >> 26
        d2 += d1 >> 26
        d3 += d2 >> 26
        d4 += d3 >> 26
        h0 = (uint(d0) & 0x3FFFFFF) + uint(d4 >> 26) * 5
        h1 = (uint(d1) & 0x3FFFFFF) + (h0 >> 26)
        h0 &= 0x3FFFFFF
        h2 = uint(d2) & 0x3FFFFFF
        h3 = uint(d3) & 0x3FFFFFF
        h4 = uint(d4) & 0x3FFFFFF
    h2 += h1 >> 26
    h1 &= 0x3FFFFFF
    h3 += h2 >> 26
    h2 &= 0x3FFFFFF
    h4 += h3 >> 26
    h3 &= 0x3FFFFFF
    h0 += (h4 >> 26) * 5
    h4 &= 0x3FFFFFF
    h1 += h0 >> 26
    h0 &= 0x3FFFFFF
    g0 = h0 + 5
    g1 = h1 + (g0 >> 26)
    g2 = h2 + (g1 >> 26)
    g3 = h3 + (g2 >> 26)
    g4 = h4 + (g3 >> 26)
    if g4 >> 26:
        h0 = g0 & 0x3FFFFFF
        h1 = g1 & 0x3FFFFFF
        h2 = g2 & 0x3FFFFFF
        h3 = g3 & 0x3FFFFFF
        h4 = g4 & 0x3FFFFFF
    total = uint64(h0 | (h1 << 26)) + uint64(load_buffer(key, 16, 32))
    store_buffer(tag, 0, uint(total))
    total = (total >> 32) + uint64((h1 >> 6) | (h2 << 20)) + uint64(load_buffer(key, 20, 32))
    store_buffer(tag, 4, uint(total))
    total = (total >> 32) + uint64((h2 >> 12) | (h3 << 14)) + uint64(load_buffer(key, 24, 32))
    store_buffer(tag, 8, uint(total))
    total = (total >> 32) + uint64((h3 >> 18) | (h4 << 8)) + uint64(load_buffer(key, 28, 32))
    store_buffer(tag, 12, uint(total))


def inputs():
    message = bytes((k * 89 + (k >> 3) * 41 + 7) & 0xFF for k in range(16)) + b"\xff" * 32
    message += bytes((k * k * 5 + k * 29 + 3) & 0xFF for k in range(347))
    key = bytes((k * 151 + 213) & 0xFF for k in range(32))
    return {"message": message, "length": len(message), "key": key, "tag": bytearray(16)}


def reference(message, length, key, tag):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for position in range(0, length, 16):
        block = message[position : position + 16] + b"\x01"
        total = (total + int.from_bytes(block, "little")) * r % (2**130 - 5)
    total += int.from_bytes(key[16:], "little")
    tag[:] = (total % 2**128).to_bytes(16, "little")
