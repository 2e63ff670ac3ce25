"""CRC-32 bit by bit, its large constants made machine words before the loop."""

from nativecomp import ptr8, uint, viper


@viper
def crc32_bitwise(data: ptr8, size: int) -> uint:
    ones = uint(0xFFFFFFFF)
    polynomial = uint(0xEDB88320)
    crc = ones
    for i in range(size):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ polynomial
            else:
                crc >>= 1
    return crc ^ ones
