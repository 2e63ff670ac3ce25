import micropython
@micropython.viper
def rev8(x: int) -> int:
    x = (x & 0xF0) >> 4 | (x & 0x0F) << 4
    x = (x & 0xCC) >> 2 | (x & 0x33) << 2
    return (x & 0xAA) >> 1 | (x & 0x55) << 1
@micropython.viper
def rev_buf(b: ptr8, n: int):
    for i in range(n):
        b[i] = int(rev8(b[i]))
b = bytearray([1, 2, 0x80, 0xF0])
rev_buf(b, 4)
print(list(b))
