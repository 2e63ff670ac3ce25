"""Heap sort of 32-bit integers (Williams; built from the bottom, Floyd)."""

import random
from array import array

from nativecomp import int32, ptr32, viper


@viper
def heap_sort_pointer(data: ptr32, count: int):
    start = count >> 1
    end = count
    while end > 1:
        if start > 0:
            start -= 1
            value = data[start]
        else:
            end -= 1
            value = data[end]
            data[end] = data[0]
        parent = start
        child = 2 * parent + 1
        while child < end:
            if child + 1 < end and data[child + 1] > data[child]:
                child += 1
            if data[child] <= value:
                break
            data[parent] = data[child]
            parent = child
            child = 2 * parent + 1
        data[parent] = value


@viper
def heap_sort_buffer(data: int32[:]):
    start = len(data) >> 1
    end = len(data)
    while end > 1:
        if start > 0:
            start -= 1
            value = data[start]
        else:
            end -= 1
            value = data[end]
            data[end] = data[0]
        parent = start
        child = 2 * parent + 1
        while child < end:
            if child + 1 < end and data[child + 1] > data[child]:
                child += 1
            if data[child] <= value:
                break
            data[parent] = data[child]
            parent = child
            child = 2 * parent + 1
        data[parent] = value


def inputs():
    data = array("i", random.Random(20).randbytes(4 * 256))
    return {"data": data, "count": len(data)}


def reference(data, count):
    data[:] = array("i", sorted(data))
