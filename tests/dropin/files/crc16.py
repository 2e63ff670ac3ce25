import micropython
from micropython import const
_POLY = const(0xA001)
@micropython.viper
def crc16(data: ptr8, n: int) -> int:
    crc = 0xFFFF
    for i in range(n):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ _POLY
            else:
                crc >>= 1
    return crc
print(hex(crc16(b"123456789", 9)))
