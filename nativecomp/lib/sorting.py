"""Order, and finding in it."""

from nativecomp import Buffer, int32, viper


@viper
def _sift(data: Buffer[int32], start: int, end: int) -> None:
    """Let an element sink to its place in the heap."""
    root = start
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and data[child] < data[child + 1]:
            child += 1
        if data[root] >= data[child]:
            return
        data[root], data[child] = data[child], data[root]
        root = child


@viper
def heap_sort(data: Buffer[int32]) -> None:
    """Sort in place, in n log n steps whatever the order was, without a stack."""
    size = len(data)
    for start in range(size // 2 - 1, -1, -1):
        _sift(data, start, size)
    for end in range(size - 1, 0, -1):
        data[0], data[end] = data[end], data[0]
        _sift(data, 0, end)


@viper
def bisect(data: Buffer[int32], value: int32) -> int:
    """Where a value belongs in sorted numbers: before those that are not smaller, as `bisect.bisect_left`."""
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) >> 1
        if data[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low
