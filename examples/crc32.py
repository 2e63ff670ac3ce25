"""CRC-32 of a block of data.

The reflected polynomial 0xEDB88320 of zip, PNG and Ethernet, a byte at a time with a table.

    nativecomp run examples/crc32.py
"""

import binascii

import micropython
from micropython import const

POLYNOMIAL = const(0xEDB88320)


@micropython.viper
def fill_table(table: ptr32):
    for byte in range(256):
        word = uint(byte)
        for _ in range(8):
            word = word >> 1 ^ POLYNOMIAL if word & 1 else word >> 1
        table[byte] = word


@micropython.viper
def crc32(table: ptr32, data: ptr8, size: int) -> uint:
    crc = uint(0xFFFFFFFF)
    for i in range(size):
        crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xFF]
    return crc ^ 0xFFFFFFFF


def new_table():
    table = bytearray(4 * 256)
    fill_table(table)
    return table


def block(size):
    """Bytes that look mixed and are always the same."""
    return bytes((i * 167 + i // 7) & 0xFF for i in range(size))


def sample():
    data = block(4096)
    return crc32, (new_table(), data, len(data)), len(data), "byte"


def check():
    table = new_table()
    for size in (0, 1, 9, 1000):
        assert crc32(table, block(size), size) == binascii.crc32(block(size))


def main():
    table = new_table()
    for text in (b"123456789", b"The quick brown fox jumps over the lazy dog"):
        print(f"{crc32(table, text, len(text)):08x}  {text.decode()}")


if __name__ == "__main__":
    main()
