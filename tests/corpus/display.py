"""A driver for a colour display: drawing into a frame buffer, and sending it over SPI."""

import micropython
from micropython import const

_CASET = const(0x2A)
_RASET = const(0x2B)
_RAMWR = const(0x2C)
_CHUNK = const(64)


class Bus:
    """Records what is sent."""

    def __init__(self):
        self.log = []

    def write(self, data):
        self.log.append(bytes(data))


class Screen:
    def __init__(self, width, height, spi):
        self.width = width
        self.height = height
        self.spi = spi
        self.buffer = bytearray(width * height * 2)
        self.line = bytearray(width * 2)
        self.command = bytearray(1)
        self.window = bytearray(4)
        self.inverted = False
        self.dirty = 0

    @micropython.viper
    def fill(self, color: int):
        pixels = ptr16(self.buffer)
        swapped = ((color & 0xFF) << 8) | (color >> 8)
        for i in range(int(self.width) * int(self.height)):
            pixels[i] = swapped
        self.dirty = 1

    @micropython.viper
    def pixel(self, x: int, y: int, color: int) -> int:
        w = int(self.width)
        if not (0 <= x < w and 0 <= y < int(self.height)):
            return -1
        p = ptr16(self.buffer)
        old = p[y * w + x]
        p[y * w + x] = color
        return old

    @micropython.viper
    def hline(self, x: int, y: int, length: int, color: int):
        w = int(self.width)
        if y < 0 or y >= int(self.height):
            return
        if x < 0:
            length += x
            x = 0
        length = length if x + length <= w else w - x
        p = ptr16(self.buffer)
        at = y * w + x
        while length > 0:
            p[at] = color
            at += 1
            length -= 1

    def rect(self, x, y, w, h, color):
        for row in range(h):
            self.hline(x, y + row, w, color)

    @micropython.viper
    def scroll(self, dy: int):
        """Move all lines down by dy, or up."""
        w = int(self.width)
        h = int(self.height)
        p = ptr16(self.buffer)
        if dy > 0:
            i = w * h - 1
            while i >= w * dy:
                p[i] = p[i - w * dy]
                i -= 1
        elif dy < 0:
            for j in range(w * (h + dy)):
                p[j] = p[j - w * dy]

    @micropython.viper
    def blit(self, image, x: int, y: int, w: int, h: int, key: int):
        source = ptr16(image)
        target = ptr16(self.buffer)
        width = int(self.width)
        height = int(self.height)
        for row in range(h):
            ty = y + row
            if ty < 0 or ty >= height:
                continue
            for col in range(w):
                tx = x + col
                if tx < 0:
                    continue
                if tx >= width:
                    break
                c = source[row * w + col]
                if c != key:
                    target[ty * width + tx] = c

    @micropython.viper
    def palette_line(self, indices: ptr8, palette: ptr16, y: int):
        line = ptr16(self.line)
        w = int(self.width)
        for x in range(0, w, 2):
            pair = indices[(y * w + x) >> 1]
            line[x] = palette[pair >> 4]
            line[x + 1] = palette[pair & 15]

    @micropython.viper
    def blend(self, color: int, alpha: int):
        """Mix a colour into every pixel."""
        p = ptr16(self.buffer)
        r = (color >> 11) & 31
        g = (color >> 5) & 63
        b = color & 31
        for i in range(int(len(self.buffer)) // 2):
            c = p[i]
            cr = (c >> 11) & 31
            cg = (c >> 5) & 63
            cb = c & 31
            cr += ((r - cr) * alpha) >> 8
            cg += ((g - cg) * alpha) >> 8
            cb += ((b - cb) * alpha) >> 8
            p[i] = (cr << 11) | (cg << 5) | cb

    @micropython.viper
    def set_window(self, x0: int, y0: int, x1: int, y1: int):
        w = ptr8(self.window)
        c = ptr8(self.command)
        spi_write = self.spi.write
        c[0] = _CASET
        spi_write(self.command)
        w[0] = x0 >> 8
        w[1] = x0
        w[2] = x1 >> 8
        w[3] = x1
        spi_write(self.window)
        c[0] = _RASET
        spi_write(self.command)
        w[0] = y0 >> 8
        w[1] = y0
        w[2] = y1 >> 8
        w[3] = y1
        spi_write(self.window)
        c[0] = _RAMWR
        spi_write(self.command)

    def show(self):
        if not self.dirty:
            return
        view = memoryview(self.buffer)
        n = len(self.buffer)
        at = 0
        while at < n:
            end = at + _CHUNK
            if end > n:
                end = n
            self.spi.write(view[at:end])
            at = end
        self.dirty = 0

    @property
    @micropython.viper
    def lit(self) -> int:
        """How many pixels are not black."""
        p = ptr16(self.buffer)
        count = 0
        for i in range(int(len(self.buffer)) >> 1):
            count += 1 if p[i] else 0
        return count

    @staticmethod
    @micropython.viper
    def rgb(r: int, g: int, b: int) -> int:
        return (r & 0xF8) << 8 | (g & 0xFC) << 3 | b >> 3


@micropython.viper
def mono_to_565(mono: ptr8, out: ptr16, width: int, height: int, fg: int, bg: int):
    """Vertical bytes, as small OLED displays have them, to rows of colours."""
    for y in range(height):
        for x in range(width):
            bit = mono[(y >> 3) * width + x] >> (y & 7) & 1
            out[y * width + x] = fg if bit else bg


@micropython.viper
def swap_bytes(buf, n: int):
    p = ptr8(buf)
    i = 0
    while i < n:
        t = p[i]
        p[i] = p[i + 1]
        p[i + 1] = t
        i += 2


def check():
    bus = Bus()
    s = Screen(10, 6, bus)
    s.fill(0x1234)
    print(s.lit, s.buffer[:4])
    print(s.pixel(3, 2, 0xABCD), s.pixel(3, 2, 1), s.pixel(-1, 0, 1), s.pixel(0, 6, 1))
    s.rect(-2, 1, 5, 3, 0xF800)
    s.rect(8, 4, 9, 9, 0x07E0)
    print(bytes(s.buffer))
    s.scroll(1)
    s.scroll(-2)
    print(bytes(s.buffer))
    image = bytes(range(2 * 3 * 3))
    s.blit(image, -1, -1, 3, 3, -1)
    s.blit(image, 8, 4, 3, 3, 0x0706)
    print(bytes(s.buffer))
    s.palette_line(bytes(range(0, 250, 7)), bytes(range(32)), 2)
    print(bytes(s.line))
    s.blend(Screen.rgb(255, 128, 3), 77)
    print(bytes(s.buffer), hex(s.rgb(255, 128, 3)))
    s.set_window(1, 2, 300, 400)
    s.show()
    s.show()
    print(len(bus.log), bus.log[:8], s.dirty)
    out = bytearray(2 * 4 * 10)
    mono_to_565(b"\x81\x42\x24\x18\x03\x00\xff\x02", out, 4, 10, 0xFFFF, 0x0010)
    swap_bytes(out, len(out))
    print(out)


if __name__ == "__main__":
    check()
