import micropython
@micropython.viper
def hx(buf: ptr8, n: int):
    d = ptr8(b"0123456789abcdef")
    out = bytearray(2 * n)
    o = ptr8(out)
    for i in range(n):
        o[2 * i] = d[buf[i] >> 4]
        o[2 * i + 1] = d[buf[i] & 15]
    return out.decode()
print(hx(b"\x00\xff\x5a", 3))
