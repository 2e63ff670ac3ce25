"""Mix two RGB565 images by a mask of 33 levels, all three channels of a pixel in one multiplication.

The word 0x07E0F81F holds green in its upper half and red and blue in its lower half, each with room above it
for a product by 0..32.
"""

import random
from array import array

from nativecomp import ptr8, ptr16, uint, uint8, uint16, viper

SPREAD = 0x07E0F81F


@viper
def blend565_pointer(frame: ptr16, image: ptr16, mask: ptr8, count: int):
    for i in range(count):
        over: uint = image[i]
        over = (over | over << 16) & SPREAD
        under: uint = frame[i]
        under = (under | under << 16) & SPREAD
        mixed: uint = (under + ((over - under) * mask[i] >> 5)) & SPREAD
        frame[i] = mixed | mixed >> 16


@viper
def blend565_buffer(frame: uint16[:], image: uint16[:], mask: uint8[:]):
    for i in range(len(frame)):
        over: uint = image[i]
        over = (over | over << 16) & SPREAD
        under: uint = frame[i]
        under = (under | under << 16) & SPREAD
        mixed: uint = (under + ((over - under) * mask[i] >> 5)) & SPREAD
        frame[i] = mixed | mixed >> 16


def inputs():
    rng = random.Random(9)
    return {
        "frame": array("H", rng.randbytes(2 * 2000)), "image": array("H", rng.randbytes(2 * 2000)),
        "mask": bytes(rng.randrange(33) for _ in range(2000)), "count": 2000,
    }


def reference(frame, image, mask, count):
    for i in range(count):
        over, under, level = image[i], frame[i], mask[i]
        pixel = 0
        for shift, width in ((11, 5), (5, 6), (0, 5)):
            a = over >> shift & (1 << width) - 1
            b = under >> shift & (1 << width) - 1
            pixel |= b + ((a - b) * level >> 5) << shift
        frame[i] = pixel
