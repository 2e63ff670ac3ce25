import micropython
TABLE = bytes(range(0, 128, 2))
@micropython.viper
def wave(out: ptr8, n: int, step: int):
    t = ptr8(TABLE)
    ph = 0
    for i in range(n):
        out[i] = t[(ph >> 2) & 63]
        ph += step
b = bytearray(8)
wave(b, 8, 13)
print(b)
