"""Quick sort of 32-bit integers, recursive (Hoare's partition around the middle element)."""

import random
from array import array

from nativecomp import int32, ptr32, viper


@viper
def quick_sort_pointer(data: ptr32, low: int, high: int):
    while low < high:
        pivot = data[(low + high) >> 1]
        i = low
        j = high
        while i <= j:
            while data[i] < pivot:
                i += 1
            while data[j] > pivot:
                j -= 1
            if i <= j:
                data[i], data[j] = data[j], data[i]
                i += 1
                j -= 1
        quick_sort_pointer(data, low, j)
        low = i


@viper
def quick_sort_buffer(data: int32[:], low: int, high: int):
    while low < high:
        pivot = data[(low + high) >> 1]
        i = low
        j = high
        while i <= j:
            while data[i] < pivot:
                i += 1
            while data[j] > pivot:
                j -= 1
            if i <= j:
                data[i], data[j] = data[j], data[i]
                i += 1
                j -= 1
        quick_sort_buffer(data, low, j)
        low = i


def inputs():
    data = array("i", random.Random(21).randbytes(4 * 300))
    return {"data": data, "low": 0, "high": len(data) - 1}


def reference(data, low, high):
    data[:] = array("i", sorted(data))
