import micropython
@micropython.viper
def step(cur, nxt, w: int, h: int):
    a = ptr8(cur)
    b = ptr8(nxt)
    for y in range(h):
        for x in range(w):
            n = 0
            for dy in range(-1, 2):
                for dx in range(-1, 2):
                    if dx or dy:
                        xx = x + dx
                        yy = y + dy
                        if 0 <= xx < w and 0 <= yy < h:
                            n += a[yy * w + xx]
            i = y * w + x
            b[i] = 1 if n == 3 or (n == 2 and a[i]) else 0
c = bytearray(25); c[11] = c[12] = c[13] = 1
d = bytearray(25)
step(c, d, 5, 5)
print(d)
