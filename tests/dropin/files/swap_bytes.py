import micropython
@micropython.viper
def swap(buf: ptr16, n: int):
    for i in range(n):
        v = buf[i]
        buf[i] = (v << 8) | (v >> 8)
b = bytearray(b"\x01\x02\x03\x04")
swap(b, len(b) // 2)
print(b)
