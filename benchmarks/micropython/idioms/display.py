"""A display driver: pins and a bus as attributes, a frame buffer behind a pointer."""

import micropython


class Device:
    """Attributes that can be called."""


class Display:
    def __init__(self):
        self.spi = Device()
        self.spi.write = len
        self.cs = self.dc = abs
        self.command = bytearray(1)
        self.width, self.height = 16, 8
        self.buffer = bytearray(2 * self.width * self.height)
        self.font = bytes(range(256)) * 3

    @micropython.viper
    def write_command(self, command: int):
        buffer = ptr8(self.command)
        buffer[0] = command
        self.dc(0)
        self.cs(0)
        self.spi.write(self.command)
        self.cs(1)

    @micropython.viper
    def write_data(self, data):
        self.dc(1)
        self.cs(0)
        self.spi.write(data)
        self.cs(1)

    @micropython.viper
    def fill(self, color: int):
        buffer = ptr16(self.buffer)
        count = int(self.width) * int(self.height)
        for i in range(count):
            buffer[i] = color

    @micropython.viper
    def pixel(self, x: int, y: int, color: int):
        width = int(self.width)
        if 0 <= x < width and 0 <= y < int(self.height):
            ptr16(self.buffer)[y * width + x] = color

    @micropython.viper
    def text(self, text, x: int, y: int, color: int):
        font = ptr8(self.font)
        for char in text:
            glyph = (int(ord(char)) & 63) * 8
            for row in range(8):
                bits = font[glyph + row]
                if bits & 1:
                    self.pixel(x, y + row, color)
            x += 8


display = Display()
CALLS = (
    "(display.write_command(0x2C), display.command)[1]",
    "display.write_data(display.command)",
    "(display.fill(0x1234), display.buffer[3])[1]",
    "(display.pixel(3, 2, 0x55AA), display.buffer[2 * 35])[1]",
    "(display.text('Ab', 1, 0, 7), display.buffer[2])[1]",
)
