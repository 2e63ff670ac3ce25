"""Turn a grey image into black and white by the mean around every pixel, summed with an integral image."""

from array import array

from nativecomp import int32, ptr8, ptr32, uint8, viper


@viper
def adaptive_threshold_pointer(
    image: ptr8, width: int, height: int, sums: ptr32, radius: int, percent: int, bitmap: ptr8
) -> int:
    stride = width + 1
    for x in range(stride):
        sums[x] = 0
    for y in range(height):
        row = 0
        sums[(y + 1) * stride] = 0
        for x in range(width):
            row += image[y * width + x]
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
    black = 0
    for y in range(height):
        top = max(y - radius, 0)
        bottom = min(y + radius + 1, height)
        for x in range(width):
            left = max(x - radius, 0)
            right = min(x + radius + 1, width)
            total = sums[bottom * stride + right] - sums[bottom * stride + left]
            total -= sums[top * stride + right] - sums[top * stride + left]
            area = (bottom - top) * (right - left)
            i = y * width + x
            if image[i] * area * 100 < total * percent:
                bitmap[i >> 3] |= 0x80 >> (i & 7)
                black += 1
    return black


@viper
def adaptive_threshold_buffer(
    image: uint8[:], width: int, height: int, sums: int32[:], radius: int, percent: int, bitmap: uint8[:]
) -> int:
    stride = width + 1
    for x in range(stride):
        sums[x] = 0
    for y in range(height):
        row = 0
        sums[(y + 1) * stride] = 0
        for x in range(width):
            row += image[y * width + x]
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
    black = 0
    for y in range(height):
        top = max(y - radius, 0)
        bottom = min(y + radius + 1, height)
        for x in range(width):
            left = max(x - radius, 0)
            right = min(x + radius + 1, width)
            total = sums[bottom * stride + right] - sums[bottom * stride + left]
            total -= sums[top * stride + right] - sums[top * stride + left]
            area = (bottom - top) * (right - left)
            i = y * width + x
            if image[i] * area * 100 < total * percent:
                bitmap[i >> 3] |= uint8(0x80 >> (i & 7))
                black += 1
    return black


def inputs():
    width, height = 40, 30
    image = bytearray()
    for y in range(height):
        for x in range(width):
            paper = 90 + 3 * x + y + (x * 5 + y * 11) % 9
            ink = (x // 5 * 3 + y // 5 * 7) % 4 == 0
            image.append(min(paper * 2 // 3 if ink else paper, 255))
    return {
        "image": bytes(image),
        "width": width,
        "height": height,
        "sums": array("i", [-1] * (width + 1) * (height + 1)),
        "radius": 4,
        "percent": 88,
        "bitmap": bytearray(width * height // 8),
    }


def reference(image, width, height, sums, radius, percent, bitmap):
    rows = [image[y * width : (y + 1) * width] for y in range(height)]
    for y in range(height + 1):
        for x in range(width + 1):
            sums[y * (width + 1) + x] = sum(sum(row[:x]) for row in rows[:y])
    black = 0
    for y in range(height):
        for x in range(width):
            around = b"".join(
                row[max(x - radius, 0) : x + radius + 1] for row in rows[max(y - radius, 0) : y + radius + 1]
            )
            if rows[y][x] * 100 * len(around) < sum(around) * percent:
                i = y * width + x
                bitmap[i // 8] += 128 >> i % 8
                black += 1
    return black
