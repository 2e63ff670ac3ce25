"""Hashes for tables and checksums, not for secrets."""

from nativecomp import Buffer, uint8, uint32, viper


@viper
def adler32(data: Buffer[uint8], value: uint32 = 1) -> uint32:
    """Adler-32, as `zlib.adler32`."""
    low, high = value & 0xFFFF, value >> 16
    for byte in data:
        low += byte
        if low >= 65521:
            low -= 65521
        high += low
        if high >= 65521:
            high -= 65521
    return high << 16 | low


@viper
def fnv1a(data: Buffer[uint8], value: uint32 = 0x811C9DC5) -> uint32:
    """FNV-1a of 32 bits."""
    for byte in data:
        value = (value ^ byte) * 0x01000193
    return value


@viper
def murmur3(data: Buffer[uint8], seed: uint32 = 0) -> uint32:
    """MurmurHash3 of 32 bits."""
    value = seed
    size = len(data)
    i = 0
    while i + 4 <= size:
        block: uint32 = data[i] | data[i + 1] << 8 | data[i + 2] << 16 | data[i + 3] << 24
        block *= 0xCC9E2D51
        block = (block << 15 | block >> 17) * 0x1B873593
        value ^= block
        value = (value << 13 | value >> 19) * 5 + 0xE6546B64
        i += 4
    tail: uint32 = 0
    for k in range(size - i):
        tail |= uint32(data[i + k]) << 8 * k
    tail *= 0xCC9E2D51
    value ^= (tail << 15 | tail >> 17) * 0x1B873593
    value ^= uint32(size)
    value = (value ^ value >> 16) * 0x85EBCA6B
    value = (value ^ value >> 13) * 0xC2B2AE35
    return value ^ value >> 16
