import micropython
class D:
    def __init__(self):
        self.px = []
    def pixel(self, x, y, c):
        self.px.append((x, y, c))
    @micropython.viper
    def line(self, x0: int, y0: int, x1: int, y1: int, c: int):
        dx = x1 - x0
        dx = dx if dx >= 0 else 0 - dx
        dy = y1 - y0
        dy = 0 - dy if dy > 0 else dy
        sx = 1 if x0 < x1 else -1
        sy = 1 if y0 < y1 else -1
        err = dx + dy
        while True:
            self.pixel(x0, y0, c)
            if x0 == x1 and y0 == y1:
                break
            e2 = 2 * err
            if e2 >= dy:
                err += dy
                x0 += sx
            if e2 <= dx:
                err += dx
                y0 += sy
d = D()
d.line(0, 0, 5, 3, 1)
d.line(2, 2, 0, -1, 0)
print(d.px)
