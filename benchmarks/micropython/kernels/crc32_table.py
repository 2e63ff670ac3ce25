"""CRC-32 by table, its large constant made a machine word before the loop."""

from nativecomp import ptr8, ptr32, uint, viper


@viper
def crc32_table(table: ptr32, data: ptr8, size: int) -> uint:
    ones = uint(0xFFFFFFFF)
    crc = ones
    for i in range(size):
        crc = (crc >> 8) ^ table[int(crc ^ data[i]) & 0xFF]
    return crc ^ ones
