"""Sorts a linked list in arrays by halving it and merging, recursively; -1 is the end. Returns the head."""

from array import array

from nativecomp import int32, ptr32, viper


@viper
def list_merge_pointer(values: ptr32, following: ptr32, a: int, b: int) -> int:
    head = -1
    tail = -1
    while a >= 0 or b >= 0:
        if b < 0 or (a >= 0 and values[a] <= values[b]):
            node = a
            a = following[a]
        else:
            node = b
            b = following[b]
        if tail < 0:
            head = node
        else:
            following[tail] = node
        tail = node
    following[tail] = -1
    return head


@viper
def list_merge_buffer(values: int32[:], following: int32[:], a: int, b: int) -> int:
    head = -1
    tail = -1
    while a >= 0 or b >= 0:
        if b < 0 or (a >= 0 and values[a] <= values[b]):
            node = a
            a = following[a]
        else:
            node = b
            b = following[b]
        if tail < 0:
            head = node
        else:
            following[tail] = node
        tail = node
    following[tail] = -1
    return head


@viper
def list_merge_sort_pointer(values: ptr32, following: ptr32, head: int, count: int) -> int:
    if count < 2:
        return head
    half = count >> 1
    last = head
    for _ in range(half - 1):
        last = following[last]
    middle = following[last]
    following[last] = -1
    first = list_merge_sort_pointer(values, following, head, half)
    second = list_merge_sort_pointer(values, following, middle, count - half)
    return list_merge_pointer(values, following, first, second)


@viper
def list_merge_sort_buffer(values: int32[:], following: int32[:], head: int, count: int) -> int:
    if count < 2:
        return head
    half = count >> 1
    last = head
    for _ in range(half - 1):
        last = following[last]
    middle = following[last]
    following[last] = -1
    first = list_merge_sort_buffer(values, following, head, half)
    second = list_merge_sort_buffer(values, following, middle, count - half)
    return list_merge_buffer(values, following, first, second)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    values = array("i", [number >> 4 for number in noise(128, 59)])
    following = array("i", [*range(1, 128), -1])
    return {"values": values, "following": following, "head": 0, "count": 128}


def reference(values, following, head, count):
    order = []
    while head >= 0:
        order.append(head)
        head = following[head]
    order.sort(key=lambda node: values[node])
    for node, successor in zip(order, [*order[1:], -1]):
        following[node] = successor
    return order[0]
