"""Dither a grey image to packed black and white pixels with Atkinson's error diffusion."""

from array import array

from nativecomp import int16, ptr8, ptr16, uint8, viper


@viper
def spread_pointer(pixels: ptr16, i: int, error: int):
    pixels[i] = pixels[i] + error


@viper
def atkinson_dither_pointer(pixels: ptr16, width: int, height: int, mono: ptr8):
    for y in range(height):
        for x in range(width):
            i = y * width + x
            value = int(int16(pixels[i]))
            if value >= 128:
                mono[i >> 3] |= 0x80 >> (i & 7)
                value -= 255
            error = value >> 3
            if x + 1 < width:
                spread_pointer(pixels, i + 1, error)
            if x + 2 < width:
                spread_pointer(pixels, i + 2, error)
            if y + 1 < height:
                if x > 0:
                    spread_pointer(pixels, i + width - 1, error)
                spread_pointer(pixels, i + width, error)
                if x + 1 < width:
                    spread_pointer(pixels, i + width + 1, error)
            if y + 2 < height:
                spread_pointer(pixels, i + 2 * width, error)


@viper
def atkinson_dither_buffer(pixels: int16[:], width: int, height: int, mono: uint8[:]):
    for y in range(height):
        for x in range(width):
            i = y * width + x
            value = int(pixels[i])
            if value >= 128:
                mono[i >> 3] |= uint8(0x80 >> (i & 7))
                value -= 255
            error = int16(value >> 3)
            if x + 1 < width:
                pixels[i + 1] += error
            if x + 2 < width:
                pixels[i + 2] += error
            if y + 1 < height:
                if x > 0:
                    pixels[i + width - 1] += error
                pixels[i + width] += error
                if x + 1 < width:
                    pixels[i + width + 1] += error
            if y + 2 < height:
                pixels[i + 2 * width] += error


def inputs():
    width, height = 40, 26
    pixels = array("h", (min(255, x * 5 + (y * y) % 61) for y in range(height) for x in range(width)))
    return {"pixels": pixels, "width": width, "height": height, "mono": bytearray(width * height // 8)}


def reference(pixels, width, height, mono):
    for y in range(height):
        for x in range(width):
            i = y * width + x
            white = pixels[i] >= 128
            mono[i // 8] |= white << 7 - i % 8
            error = (pixels[i] - 255 * white) // 8
            for dx, dy in ((1, 0), (2, 0), (-1, 1), (0, 1), (1, 1), (0, 2)):
                if 0 <= x + dx < width and y + dy < height:
                    pixels[i + dy * width + dx] += error
