"""Links numbers into a sorted list one by one, then reverses the list; -1 is the end. Returns the head."""

from array import array

from nativecomp import int32, ptr32, viper


@viper
def list_insert_reverse_pointer(values: ptr32, following: ptr32, count: int) -> int:
    head = -1
    for node in range(count):
        value = values[node]
        previous = -1
        current = head
        while current >= 0 and values[current] <= value:
            previous = current
            current = following[current]
        following[node] = current
        if previous < 0:
            head = node
        else:
            following[previous] = node
    reverse = -1
    while head >= 0:
        rest = following[head]
        following[head] = reverse
        reverse = head
        head = rest
    return reverse


@viper
def list_insert_reverse_buffer(values: int32[:], following: int32[:]) -> int:
    head = -1
    for node in range(len(values)):
        value = values[node]
        previous = -1
        current = head
        while current >= 0 and values[current] <= value:
            previous = current
            current = following[current]
        following[node] = current
        if previous < 0:
            head = node
        else:
            following[previous] = node
    reverse = -1
    while head >= 0:
        rest = following[head]
        following[head] = reverse
        reverse = head
        head = rest
    return reverse


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    values = array("i", [number - 32768 for number in noise(100, 53)])
    return {"values": values, "following": array("i", [0] * 100), "count": 100}


def reference(values, following, count):
    order = sorted(range(count), key=lambda node: (values[node], node), reverse=True)
    for node, successor in zip(order, [*order[1:], -1]):
        following[node] = successor
    return order[0]
