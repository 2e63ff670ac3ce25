"""Sort signed words with a least significant digit radix sort, four passes over the bytes of the keys."""

from array import array

from nativecomp import int32, ptr32, viper


@viper
def pass_pointer(source: ptr32, target: ptr32, count: int, counts: ptr32, shift: int, flip: int) -> None:
    for digit in range(256):
        counts[digit] = 0
    for i in range(count):
        digit = ((source[i] >> shift) & 0xFF) ^ flip
        counts[digit] += 1
    position = 0
    for digit in range(256):
        size = counts[digit]
        counts[digit] = position
        position += size
    for i in range(count):
        key = source[i]
        digit = ((key >> shift) & 0xFF) ^ flip
        position = counts[digit]
        counts[digit] = position + 1
        target[position] = key


@viper
def radix_sort_pointer(keys: ptr32, spare: ptr32, count: int, counts: ptr32) -> None:
    pass_pointer(keys, spare, count, counts, 0, 0)
    pass_pointer(spare, keys, count, counts, 8, 0)
    pass_pointer(keys, spare, count, counts, 16, 0)
    pass_pointer(spare, keys, count, counts, 24, 0x80)


@viper
def pass_buffer(source: int32[:], target: int32[:], counts: int32[:], shift: int, flip: int) -> None:
    for digit in range(len(counts)):
        counts[digit] = 0
    for i in range(len(source)):
        digit = ((source[i] >> shift) & 0xFF) ^ flip
        counts[digit] += 1
    position = 0
    for digit in range(len(counts)):
        size = counts[digit]
        counts[digit] = position
        position += size
    for i in range(len(source)):
        key = source[i]
        digit = ((key >> shift) & 0xFF) ^ flip
        position = counts[digit]
        counts[digit] = position + 1
        target[position] = key


@viper
def radix_sort_buffer(keys: int32[:], spare: int32[:], counts: int32[:]) -> None:
    pass_buffer(keys, spare, counts, 0, 0)
    pass_buffer(spare, keys, counts, 8, 0)
    pass_buffer(keys, spare, counts, 16, 0)
    pass_buffer(spare, keys, counts, 24, 0x80)


def inputs():
    keys = array("i", [0, -1, 2**31 - 1, -(2**31), 1, 255, 256, -256, -257])
    state = 4711
    while len(keys) < 220:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        keys.append((state - 2**31) >> len(keys) % 23)
    return {
        "keys": keys,
        "spare": array("i", [0] * len(keys)),
        "count": len(keys),
        "counts": array("i", [0] * 256),
    }


def reference(keys, spare, count, counts):
    spare[:] = array("i", sorted(keys, key=lambda key: key & 0xFFFFFF))
    keys[:] = array("i", sorted(keys))
    total = 0
    for digit in range(256):
        total += sum(1 for key in keys if (key >> 24) + 128 == digit)
        counts[digit] = total
