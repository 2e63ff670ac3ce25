import micropython
from micropython import const
_ORDER = const((1, 0, 2))
class Strip:
    def __init__(self, n):
        self.n = n
        self.buf = bytearray(n * 3)
        self.bright = 128
    @micropython.viper
    def set(self, i: int, r: int, g: int, b: int):
        p = ptr8(self.buf)
        s = int(self.bright)
        p[i * 3] = (g * s) >> 8
        p[i * 3 + 1] = (r * s) >> 8
        p[i * 3 + 2] = (b * s) >> 8
    @micropython.viper
    def rotate(self):
        p = ptr8(self.buf)
        n = int(self.n) * 3
        a, b, c = p[0], p[1], p[2]
        for i in range(n - 3):
            p[i] = p[i + 3]
        p[n - 3] = a
        p[n - 2] = b
        p[n - 1] = c
s = Strip(3)
for i in range(3): s.set(i, 100 * i, 200, 255)
s.rotate()
print(s.buf)
