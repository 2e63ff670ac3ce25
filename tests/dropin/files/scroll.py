import micropython
@micropython.viper
def scroll(buf: ptr8, w: int, h: int, dx: int, dy: int):
    if dx < 0:
        sx = 0; ex = w + dx; ix = 1
    else:
        sx = w - 1; ex = dx - 1; ix = -1
    y = 0
    while y < h:
        x = sx
        while x != ex:
            buf[y * w + x] = buf[y * w + x - dx]
            x += ix
        y += 1
b = bytearray(range(12))
scroll(b, 4, 3, 1, 0)
print(b)
scroll(b, 4, 3, -2, 0)
print(b)
