"""CRC-32 of MPEG-2, most significant bit first, bit by bit."""

from nativecomp import ptr8, uint, uint8, viper


@viper
def crc32_msb_pointer(data: ptr8, size: int) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(size):
        crc ^= data[i] << 24
        for _ in range(8):
            if crc & 0x80000000:
                crc = (crc << 1) ^ 0x04C11DB7
            else:
                crc <<= 1
    return crc


@viper
def crc32_msb_buffer(data: uint8[:]) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(len(data)):
        crc ^= data[i] << 24
        for _ in range(8):
            if crc & 0x80000000:
                crc = (crc << 1) ^ 0x04C11DB7
            else:
                crc <<= 1
    return crc


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    data = bytes(number >> 8 for number in noise(512, 4))
    return {"data": data, "size": len(data)}


def reference(data, size):
    rest = int.from_bytes(data, "big") << 32
    rest ^= 0xFFFFFFFF << 8 * size
    for bit in range(8 * size + 31, 31, -1):
        if rest >> bit & 1:
            rest ^= 0x104C11DB7 << (bit - 32)
    return rest
