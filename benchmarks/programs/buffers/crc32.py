"""CRC-32 with a table of 32-bit words, as used in zip files and Ethernet."""

from array import array

SIZE = 400
SIZE_SMALL = 2
CHECK = '5b2a525d'


class Crc32:
    table = None

    def __init__(self):
        if Crc32.table is None:
            Crc32.table = self.make_table()
        self.crc = 0xFFFFFFFF

    def make_table(self):
        table = array("I", [0] * 256)
        for i in range(256):
            value = i
            for _ in range(8):
                if value & 1:
                    value = (value >> 1) ^ 0xEDB88320
                else:
                    value >>= 1
            table[i] = value
        return table

    def update(self, data):
        table = self.table
        crc = self.crc
        for byte in data:
            crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
        self.crc = crc

    def value(self):
        return self.crc ^ 0xFFFFFFFF


def main(n):
    test = Crc32()
    test.update(b"123456789")
    if test.value() != 0xCBF43926:
        return -1
    block = bytearray(range(256))
    crc = Crc32()
    for i in range(n):
        crc.update(block)
        last = crc.value()
        block[i & 0xFF] = last >> 24
        block[-1 - (i & 0xFF)] = last & 0xFF
    return "%08x" % crc.value()
