"""Grey image in a bytearray: box blur, edges, histogram and threshold."""

from array import array

SIZE = 80
SIZE_SMALL = 10
CHECK = (96, 50, 51007)


def make_image(width, height):
    image = bytearray(width * height)
    for y in range(height):
        for x in range(width):
            value = (x * x + 2 * y * y) * 255 // (3 * width * width)
            if (x // 4 + y // 4) % 3 == 0:
                value = 255 - value
            image[y * width + x] = value & 0xFF
    return image


def blur(image, width, height):
    out = bytearray(image)
    for y in range(1, height - 1):
        row = y * width
        for x in range(1, width - 1):
            i = row + x
            total = (image[i - width - 1] + image[i - width] + image[i - width + 1]
                     + image[i - 1] + image[i] + image[i + 1]
                     + image[i + width - 1] + image[i + width] + image[i + width + 1])
            out[i] = total // 9
    return out


def edges(image, width, height):
    out = bytearray(len(image))
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            i = y * width + x
            gx = (image[i - width + 1] + 2 * image[i + 1] + image[i + width + 1]
                  - image[i - width - 1] - 2 * image[i - 1] - image[i + width - 1])
            gy = (image[i + width - 1] + 2 * image[i + width] + image[i + width + 1]
                  - image[i - width - 1] - 2 * image[i - width] - image[i - width + 1])
            size = abs(gx) + abs(gy)
            out[i] = size if size < 256 else 255
    return out


def histogram(image):
    counts = array("H", [0] * 256)
    for value in image:
        counts[value] += 1
    return counts


def median(counts, total):
    seen = 0
    for value, count in enumerate(counts):
        seen += count
        if 2 * seen >= total:
            return value
    return 255


def main(n):
    image = make_image(n, n)
    soft = blur(image, n, n)
    lines = edges(soft, n, n)
    middle = median(histogram(soft), n * n)
    bright = 0
    checksum = 0
    for i in range(n * n):
        if soft[i] > middle:
            bright += 1
        checksum = (checksum * 3 + lines[i]) & 0xFFFF
    return middle, bright, checksum
