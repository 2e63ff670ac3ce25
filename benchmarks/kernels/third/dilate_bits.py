"""Dilate a packed one bit per pixel image with a 3 by 3 square, eight pixels at a time."""

from nativecomp import ptr8, uint8, viper


@viper
def dilate_bits_pointer(source: ptr8, target: ptr8, stride: int, rows: int):
    for row in range(rows):
        middle = row * stride
        top = middle
        if row > 0:
            top -= stride
        bottom = middle
        if row < rows - 1:
            bottom += stride
        previous = 0
        current = source[top] | source[middle] | source[bottom]
        for column in range(stride):
            following = 0
            if column + 1 < stride:
                k = column + 1
                following = source[top + k] | source[middle + k] | source[bottom + k]
            spread = current | (current >> 1) | (current << 1)
            target[middle + column] = spread | (previous << 7) | (following >> 7)
            previous = current
            current = following


@viper
def dilate_bits_buffer(source: uint8[:], target: uint8[:], stride: int):
    rows = len(source) // stride
    for row in range(rows):
        middle = row * stride
        top = max(row - 1, 0) * stride
        bottom = min(row + 1, rows - 1) * stride
        previous = 0
        current = int(source[top] | source[middle] | source[bottom])
        for column in range(stride):
            following = 0
            if column + 1 < stride:
                k = column + 1
                following = int(source[top + k] | source[middle + k] | source[bottom + k])
            spread = current | (current >> 1) | (current << 1)
            target[middle + column] = uint8(spread | (previous << 7) | (following >> 7))
            previous = current
            current = following


def inputs():
    stride, rows = 16, 48
    source = bytearray(stride * rows)
    state = 12
    for _ in range(150):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        pixel = (state >> 9) % (8 * stride * rows)
        source[pixel >> 3] |= 0x80 >> (pixel & 7)
    source[0] |= 0x80
    source[-1] |= 1
    return {"source": bytes(source), "target": bytearray(stride * rows), "stride": stride, "rows": rows}


def reference(source, target, stride, rows):
    width = 8 * stride
    lines = [int.from_bytes(source[k * stride : (k + 1) * stride], "big") for k in range(rows)]
    for row in range(rows):
        line = 0
        for near in lines[max(row - 1, 0) : row + 2]:
            line |= near | near << 1 | near >> 1
        target[row * stride : (row + 1) * stride] = (line % 2**width).to_bytes(stride, "big")
