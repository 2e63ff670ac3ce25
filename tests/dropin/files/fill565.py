import micropython
class FB:
    def __init__(self, w, h):
        self.w = w; self.h = h; self.buf = bytearray(w * h * 2)
    @micropython.viper
    def fill(self, c: int):
        p = ptr16(self.buf)
        n = int(self.w) * int(self.h)
        for i in range(n):
            p[i] = c
    @micropython.viper
    def hline(self, x: int, y: int, w: int, c: int):
        p = ptr8(self.buf)
        i: int = 2 * (y * int(self.w) + x)
        while w > 0:
            p[i] = c >> 8
            p[i + 1] = c & 0xff
            i += 2
            w -= 1
f = FB(4, 3)
f.fill(0x1234)
f.hline(1, 1, 2, 0xabcd)
print(f.buf)
