"""Sorts numbers of 32 bits by merging runs of 1, 2, 4 ... of them by way of a second array."""

from array import array

from nativecomp import int32, ptr32, viper


@viper
def merge_sort_pointer(values: ptr32, work: ptr32, count: int):
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle = min(start + width, count)
            end = min(start + 2 * width, count)
            a = start
            b = middle
            for i in range(start, end):
                if a < middle and (b >= end or values[a] <= values[b]):
                    work[i] = values[a]
                    a += 1
                else:
                    work[i] = values[b]
                    b += 1
        for i in range(count):
            values[i] = work[i]
        width *= 2


@viper
def merge_sort_buffer(values: int32[:], work: int32[:]):
    count = len(values)
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle = min(start + width, count)
            end = min(start + 2 * width, count)
            a = start
            b = middle
            for i in range(start, end):
                if a < middle and (b >= end or values[a] <= values[b]):
                    work[i] = values[a]
                    a += 1
                else:
                    work[i] = values[b]
                    b += 1
        for i in range(count):
            values[i] = work[i]
        width *= 2


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    values = array("i", [(number - 32768) * 12345 for number in noise(200, 73)])
    return {"values": values, "work": array("i", [0] * 200), "count": 200}


def reference(values, work, count):
    values[:] = array("i", sorted(values))
    work[:] = values
