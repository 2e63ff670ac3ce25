"""CRC-16 (CCITT polynomial) bit by bit and with a table in an array."""

from array import array

SIZE = 160
SIZE_SMALL = 2
CHECK = (60386, 53439)

POLYNOMIAL = 0x1021


def make_table():
    table = array("H")
    for i in range(256):
        crc = i << 8
        for _ in range(8):
            if crc & 0x8000:
                crc = ((crc << 1) ^ POLYNOMIAL) & 0xFFFF
            else:
                crc = (crc << 1) & 0xFFFF
        table.append(crc)
    return table


def crc_with_table(table, data, crc=0xFFFF):
    for byte in data:
        crc = ((crc << 8) & 0xFF00) ^ table[(crc >> 8) ^ byte]
    return crc


def crc_bitwise(data, crc=0xFFFF):
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc <<= 1
            if crc & 0x10000:
                crc ^= 0x10000 | POLYNOMIAL
    return crc


def main(n):
    table = make_table()
    if crc_with_table(table, b"123456789") != 0x29B1:
        return -1
    data = bytearray(512)
    for i in range(len(data)):
        data[i] = (i * i + 3 * i + 7) & 0xFF
    view = memoryview(data)
    result = 0
    for turn in range(n):
        crc = 0xFFFF
        for start in range(0, len(data), 64):
            crc = crc_with_table(table, view[start:start + 64], crc)
        result ^= crc
        data[turn * 31 % 512] ^= crc & 0xFF
    if crc_bitwise(view[:128]) != crc_with_table(table, view[:128]):
        return -2
    return result, crc_with_table(table, data)
