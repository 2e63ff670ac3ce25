"""Histogram of the grey levels of an image."""

import random
from array import array

from nativecomp import ptr8, ptr32, uint8, uint32, viper


@viper
def histogram_pointer(bins: ptr32, image: ptr8, size: int):
    for i in range(256):
        bins[i] = 0
    for i in range(size):
        bins[image[i]] += 1


@viper
def histogram_buffer(bins: uint32[:], image: uint8[:]):
    for i in range(256):
        bins[i] = 0
    for level in image:
        bins[level] += 1


def inputs():
    image = random.Random(28).randbytes(3000)
    return {"bins": array("I", [7]) * 256, "image": image, "size": len(image)}


def reference(bins, image, size):
    bins[:] = array("I", [image.count(level) for level in range(256)])
