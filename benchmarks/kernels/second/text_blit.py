"""Draws a text of 8x8 letters at any place into a frame of one bit a pixel (leftmost is the highest bit), by or."""


from nativecomp import ptr8, uint8, viper


@viper
def text_blit_pointer(frame: ptr8, stride: int, font: ptr8, text: ptr8, length: int, x: int, y: int):
    shift = x & 7
    for i in range(length):
        glyph = 8 * (text[i] - 32)
        place = y * stride + (x >> 3) + i
        for row in range(8):
            bits = (font[glyph + row] << 8) >> shift
            frame[place] |= bits >> 8
            if shift:
                frame[place + 1] |= bits
            place += stride


@viper
def text_blit_buffer(frame: uint8[:], stride: int, font: uint8[:], text: uint8[:], x: int, y: int):
    shift = x & 7
    for i in range(len(text)):
        glyph = 8 * (text[i] - 32)
        place = y * stride + (x >> 3) + i
        for row in range(8):
            bits = (font[glyph + row] << 8) >> shift
            frame[place] |= bits >> 8
            if shift:
                frame[place + 1] |= bits
            place += stride


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    font = bytes(number >> 8 for number in noise(96 * 8, 24))
    text = bytes(32 + number % 96 for number in noise(60, 25))
    return {
        "frame": bytearray(64 * 16),
        "stride": 64,
        "font": font,
        "text": text,
        "length": len(text),
        "x": 13,
        "y": 5,
    }


def reference(frame, stride, font, text, length, x, y):
    for row in range(8):
        bits = int.from_bytes(bytes(font[8 * (letter - 32) + row] for letter in text), "big")
        line = bits << 8 * stride - 8 * length - x
        place = slice((y + row) * stride, (y + row + 1) * stride)
        frame[place] = (int.from_bytes(frame[place], "big") | line).to_bytes(stride, "big")
