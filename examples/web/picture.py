"""The hot functions of the web server: a Julia set as a picture, and the checksum of what a client sends."""

import micropython

ONE = micropython.const(1 << 12)
"""1.0 in fixed point: 12 bits behind the point."""


@micropython.viper
def julia(pixels: ptr8, width: int, height: int, x: int, y: int):
    """Write a byte for each pixel, row by row: how many turns z = z*z + c stays near 0, for c = (x, y) / 4096."""
    for row in range(height):
        for column in range(width):
            a = (column * 3 * ONE) // width - 3 * ONE // 2
            b = (row * 3 * ONE) // height - 3 * ONE // 2
            n = 0
            while n < 63 and a * a + b * b < 4 * ONE * ONE:
                a, b = ((a * a - b * b) >> 12) + x, ((2 * a * b) >> 12) + y
                n += 1
            pixels[row * width + column] = n * 4


@micropython.viper
def adler32(data: ptr8, size: int) -> uint:
    """The checksum of RFC 1950."""
    a = uint(1)
    b = uint(0)
    for i in range(size):
        a = (a + data[i]) % 65521
        b = (b + a) % 65521
    return b << 16 | a


@micropython.native
def fields(query):
    """The numbers of a query: `w=64&x=-10` gives {"w": 64, "x": -10}; what is no number is left out."""
    found = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        try:
            found[name] = int(value)
        except ValueError:
            pass
    return found
