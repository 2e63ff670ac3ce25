"""Rotate a bitmap of one bit per pixel by 90 degrees clockwise, in blocks of 8 by 8 pixels."""

from nativecomp import ptr8, uint, uint8, viper


@viper
def bitmap_rotate90_pointer(source: ptr8, target: ptr8, width: int, height: int) -> None:
    columns = width >> 3
    rows = height >> 3
    for block_y in range(rows):
        for block_x in range(columns):
            i = (block_y * 8 + 7) * columns + block_x
            x: uint = 0
            for _ in range(4):
                x = (x << 8) | uint(source[i])
                i -= columns
            y: uint = 0
            for _ in range(4):
                y = (y << 8) | uint(source[i])
                i -= columns
            t = (x ^ (x >> 7)) & 0x00AA00AA
            x = x ^ t ^ (t << 7)
            t = (y ^ (y >> 7)) & 0x00AA00AA
            y = y ^ t ^ (t << 7)
            t = (x ^ (x >> 14)) & 0x0000CCCC
            x = x ^ t ^ (t << 14)
            t = (y ^ (y >> 14)) & 0x0000CCCC
            y = y ^ t ^ (t << 14)
            t = (x & 0xF0F0F0F0) | ((y >> 4) & 0x0F0F0F0F)
            y = ((x << 4) & 0xF0F0F0F0) | (y & 0x0F0F0F0F)
            x = t
            i = block_x * 8 * rows + rows - 1 - block_y
            for _ in range(4):
                target[i] = int(x >> 24)
                x <<= 8
                i += rows
            for _ in range(4):
                target[i] = int(y >> 24)
                y <<= 8
                i += rows


@viper
def bitmap_rotate90_buffer(source: uint8[:], target: uint8[:], width: int, height: int) -> None:
    columns = width >> 3
    rows = height >> 3
    for block_y in range(rows):
        for block_x in range(columns):
            i = (block_y * 8 + 7) * columns + block_x
            x: uint = 0
            for _ in range(4):
                x = (x << 8) | uint(source[i])
                i -= columns
            y: uint = 0
            for _ in range(4):
                y = (y << 8) | uint(source[i])
                i -= columns
            t = (x ^ (x >> 7)) & 0x00AA00AA
            x = x ^ t ^ (t << 7)
            t = (y ^ (y >> 7)) & 0x00AA00AA
            y = y ^ t ^ (t << 7)
            t = (x ^ (x >> 14)) & 0x0000CCCC
            x = x ^ t ^ (t << 14)
            t = (y ^ (y >> 14)) & 0x0000CCCC
            y = y ^ t ^ (t << 14)
            t = (x & 0xF0F0F0F0) | ((y >> 4) & 0x0F0F0F0F)
            y = ((x << 4) & 0xF0F0F0F0) | (y & 0x0F0F0F0F)
            x = t
            i = block_x * 8 * rows + rows - 1 - block_y
            for _ in range(4):
                target[i] = uint8(x >> 24)
                x <<= 8
                i += rows
            for _ in range(4):
                target[i] = uint8(y >> 24)
                y <<= 8
                i += rows


def inputs():
    width, height = 128, 64
    source = bytearray()
    state = 90
    for _ in range(width * height // 8):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        source.append(state >> 16 & 0xFF)
    return {"source": bytes(source), "target": bytearray(len(source)), "width": width, "height": height}


def reference(source, target, width, height):
    def pixel(x, y):
        return source[(y * width + x) // 8] >> (7 - x % 8) & 1

    for row in range(width):
        for k in range(height // 8):
            byte = 0
            for column in range(8 * k, 8 * k + 8):
                byte = 2 * byte + pixel(row, height - 1 - column)
            target[row * height // 8 + k] = byte
