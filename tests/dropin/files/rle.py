import micropython
@micropython.viper
def decode(src: ptr8, n: int, dst: ptr8) -> int:
    i = 0
    o = 0
    while i < n:
        c = src[i]
        i += 1
        if c & 0x80:
            v = src[i]
            i += 1
            for _ in range(c & 0x7F):
                dst[o] = v
                o += 1
        else:
            for _ in range(c):
                dst[o] = src[i]
                o += 1
                i += 1
    return o
b = bytearray(12)
print(decode(b"\x83\x07\x02\x01\x02\x84\x09", 7, b), b)
