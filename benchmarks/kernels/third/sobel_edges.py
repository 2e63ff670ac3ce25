"""Sobel edge strength of a grey image: sum of the absolute gradients, limited to a byte."""

from nativecomp import ptr8, uint8, viper


@viper
def sobel_edges_pointer(image: ptr8, edges: ptr8, width: int, height: int) -> None:
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            i = y * width + x
            above = i - width
            below = i + width
            gx = image[above + 1] - image[above - 1]
            gx += 2 * (image[i + 1] - image[i - 1])
            gx += image[below + 1] - image[below - 1]
            gy = image[below - 1] - image[above - 1]
            gy += 2 * (image[below] - image[above])
            gy += image[below + 1] - image[above + 1]
            edges[i] = min(abs(gx) + abs(gy), 255)


@viper
def sobel_edges_buffer(image: uint8[:], edges: uint8[:], width: int, height: int) -> None:
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            i = y * width + x
            above = i - width
            below = i + width
            gx = int(image[above + 1]) - int(image[above - 1])
            gx += 2 * (int(image[i + 1]) - int(image[i - 1]))
            gx += int(image[below + 1]) - int(image[below - 1])
            gy = int(image[below - 1]) - int(image[above - 1])
            gy += 2 * (int(image[below]) - int(image[above]))
            gy += int(image[below + 1]) - int(image[above + 1])
            edges[i] = uint8(min(abs(gx) + abs(gy), 255))


def inputs():
    width, height = 40, 28
    image = bytearray()
    for y in range(height):
        for x in range(width):
            inside = (x - 18) ** 2 + (y - 13) ** 2 < 90
            image.append((180 if inside else 40) + (x * 7 + y * 13) % 23 + x)
    return {"image": bytes(image), "edges": bytearray(width * height), "width": width, "height": height}


def reference(image, edges, width, height):
    weights = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            gx = gy = 0
            for dy in range(3):
                for dx in range(3):
                    pixel = image[(y + dy - 1) * width + x + dx - 1]
                    gx += weights[dy][dx] * pixel
                    gy += weights[dx][dy] * pixel
            edges[y * width + x] = min(abs(gx) + abs(gy), 255)
