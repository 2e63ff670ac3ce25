"""Cyclic redundancy checks, bit by bit: no tables, so they take little flash. Each can go on from an earlier result."""

from nativecomp import Buffer, uint8, uint32, viper


@viper
def crc8(data: Buffer[uint8], crc: int = 0) -> int:
    """CRC-8 of SMBus and others: polynomial 0x07."""
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return crc


@viper
def crc16_ccitt(data: Buffer[uint8], crc: int = 0xFFFF) -> int:
    """CRC-16/IBM-3740 ("CCITT-FALSE"): polynomial 0x1021, highest bit first. With `crc=0` it is XMODEM's."""
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
    return crc


@viper
def crc16_modbus(data: Buffer[uint8], crc: int = 0xFFFF) -> int:
    """CRC-16 of Modbus: polynomial 0x8005, lowest bit first."""
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


@viper
def crc32(data: Buffer[uint8], crc: uint32 = 0) -> uint32:
    """CRC-32 of zip, PNG and Ethernet, as `binascii.crc32`."""
    crc = ~crc
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xEDB88320 if crc & 1 else crc >> 1
    return ~crc
