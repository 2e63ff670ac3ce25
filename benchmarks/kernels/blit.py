"""Draw an RGB565 image onto a frame, clipped to it, leaving out the pixels of a transparent colour."""

import random
from array import array

from nativecomp import ptr16, uint16, viper


@viper
def blit_pointer(
    frame: ptr16, frame_width: int, frame_height: int,
    image: ptr16, width: int, height: int,
    x: int, y: int, transparent: int,
):
    first_column = max(0, -x)
    last_column = min(width, frame_width - x)
    for row in range(max(0, -y), min(height, frame_height - y)):
        source = row * width
        target = (y + row) * frame_width + x
        for column in range(first_column, last_column):
            pixel = image[source + column]
            if pixel != transparent:
                frame[target + column] = pixel


@viper
def blit_buffer(
    frame: uint16[:], frame_width: int, frame_height: int,
    image: uint16[:], width: int, height: int,
    x: int, y: int, transparent: int,
):
    first_column = max(0, -x)
    last_column = min(width, frame_width - x)
    for row in range(max(0, -y), min(height, frame_height - y)):
        source = row * width
        target = (y + row) * frame_width + x
        for column in range(first_column, last_column):
            pixel = image[source + column]
            if pixel != transparent:
                frame[target + column] = pixel


def inputs():
    rng = random.Random(8)
    image = array("H", [rng.choice([0x07E0, 0xFFFF, 0x1234, 0xF800]) for _ in range(64 * 64)])
    return {
        "frame": array("H", [0x0010]) * (96 * 80), "frame_width": 96, "frame_height": 80,
        "image": image, "width": 64, "height": 64, "x": 50, "y": -9, "transparent": 0x07E0,
    }


def reference(frame, frame_width, frame_height, image, width, height, x, y, transparent):
    for row in range(height):
        for column in range(width):
            pixel = image[row * width + column]
            inside = 0 <= x + column < frame_width and 0 <= y + row < frame_height
            if inside and pixel != transparent:
                frame[(y + row) * frame_width + x + column] = pixel
