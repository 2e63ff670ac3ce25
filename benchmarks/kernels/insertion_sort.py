"""Insertion sort of 32-bit integers."""

import random
from array import array

from nativecomp import int32, ptr32, viper


@viper
def insertion_sort_pointer(data: ptr32, count: int):
    for i in range(1, count):
        value = data[i]
        j = i - 1
        while j >= 0 and data[j] > value:
            data[j + 1] = data[j]
            j -= 1
        data[j + 1] = value


@viper
def insertion_sort_buffer(data: int32[:]):
    for i in range(1, len(data)):
        value = data[i]
        j = i - 1
        while j >= 0 and data[j] > value:
            data[j + 1] = data[j]
            j -= 1
        data[j + 1] = value


def inputs():
    data = array("i", random.Random(19).randbytes(4 * 120))
    return {"data": data, "count": len(data)}


def reference(data, count):
    data[:] = array("i", sorted(data))
