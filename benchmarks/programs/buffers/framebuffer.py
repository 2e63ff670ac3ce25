"""One bit per pixel display buffer: lines, circles, fill, scroll and text."""

SIZE = 150
SIZE_SMALL = 3
CHECK = (345, 20511)

FONT = {
    "0": b"\x3e\x51\x49\x45\x3e",
    "1": b"\x00\x42\x7f\x40\x00",
    "A": b"\x7e\x11\x11\x11\x7e",
    "V": b"\x1f\x20\x40\x20\x1f",
}


class Screen:
    """Bytes hold eight pixels below each other, as on small OLED panels."""

    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.buffer = bytearray(width * height // 8)

    def pixel(self, x, y, on=True):
        if 0 <= x < self.width and 0 <= y < self.height:
            index = (y >> 3) * self.width + x
            mask = 1 << (y & 7)
            if on:
                self.buffer[index] |= mask
            else:
                self.buffer[index] &= ~mask & 0xFF

    def line(self, x0, y0, x1, y1):
        dx = abs(x1 - x0)
        dy = -abs(y1 - y0)
        step_x = 1 if x0 < x1 else -1
        step_y = 1 if y0 < y1 else -1
        error = dx + dy
        while True:
            self.pixel(x0, y0)
            if x0 == x1 and y0 == y1:
                break
            twice = 2 * error
            if twice >= dy:
                error += dy
                x0 += step_x
            if twice <= dx:
                error += dx
                y0 += step_y

    def circle(self, cx, cy, radius):
        x, y = radius, 0
        error = 1 - radius
        while x >= y:
            for a, b in ((x, y), (y, x)):
                self.pixel(cx + a, cy + b)
                self.pixel(cx - a, cy + b)
                self.pixel(cx + a, cy - b)
                self.pixel(cx - a, cy - b)
            y += 1
            if error < 0:
                error += 2 * y + 1
            else:
                x -= 1
                error += 2 * (y - x) + 1

    def clear_rect(self, left, top, width, height):
        for y in range(top, top + height):
            for x in range(left, left + width):
                self.pixel(x, y, False)

    def text(self, string, x, page):
        for letter in string:
            glyph = FONT.get(letter)
            if glyph is not None:
                start = page * self.width + x
                for i in range(len(glyph)):
                    self.buffer[start + i] ^= glyph[i]
            x += 6

    def scroll_left(self):
        for page in range(0, len(self.buffer), self.width):
            first = self.buffer[page]
            end = page + self.width - 1
            self.buffer[page:end] = self.buffer[page + 1:end + 1]
            self.buffer[end] = first

    def lit(self):
        count = 0
        for byte in self.buffer:
            while byte:
                count += byte & 1
                byte >>= 1
        return count


def main(n):
    screen = Screen(64, 32)
    for i in range(n):
        size = i % 12
        screen.line(size, 0, 63 - 3 * size, 31)
        screen.circle(32, 16, size + 3)
        screen.clear_rect(40, 10, 8, i % 5)
        screen.text("10VA1", i % 30, i & 3)
        screen.scroll_left()
    checksum = 0
    for byte in screen.buffer:
        checksum = (checksum * 7 + byte) % 65521
    return screen.lit(), checksum
