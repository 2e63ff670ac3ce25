"""Sort 32-bit integers in place.

Quick sort, with insertion sort for short stretches.

    nativecomp run examples/sort.py
"""

from array import array

from nativecomp import Buffer, int32, viper

SHORT = 12


@viper
def insertion_sort(data: Buffer[int32], low: int, high: int) -> None:
    for i in range(low + 1, high + 1):
        value = data[i]
        j = i - 1
        while j >= low and data[j] > value:
            data[j + 1] = data[j]
            j -= 1
        data[j + 1] = value


@viper
def sort_part(data: Buffer[int32], low: int, high: int) -> None:
    while high - low >= SHORT:
        pivot = data[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while data[i] < pivot:
                i += 1
            while data[j] > pivot:
                j -= 1
            if i <= j:
                data[i], data[j] = data[j], data[i]
                i += 1
                j -= 1
        sort_part(data, low, j)
        low = i
    insertion_sort(data, low, high)


@viper
def sort(data: Buffer[int32]) -> None:
    sort_part(data, 0, len(data) - 1)


def numbers(count: int) -> "array[int]":
    """A mixed series that is always the same (a linear congruential generator)."""
    state, series = 12345, array("i")
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        series.append((state >> 8) - 4000000)
    return series


def sample() -> "tuple[object, ...]":
    return sort, (numbers(1000),), 1000, "number"


def check() -> None:
    for count in (0, 1, 2, 11, 12, 13, 500):
        data = numbers(count)
        expected = sorted(data)
        sort(data)
        assert list(data) == expected
    same = array("i", [7] * 100)
    sort(same)
    assert list(same) == [7] * 100


def main() -> None:
    data = numbers(10)
    print("before", *data)
    sort(data)
    print("after ", *data)


if __name__ == "__main__":
    main()
