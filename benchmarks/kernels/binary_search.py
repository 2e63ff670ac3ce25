"""Look up many keys in a sorted table: position of the first entry not below each key."""

import bisect
import random
from array import array

from nativecomp import int32, ptr16, ptr32, uint16, viper


@viper
def binary_search_pointer(positions: ptr16, table: ptr32, size: int, keys: ptr32, count: int):
    for i in range(count):
        key = keys[i]
        low = 0
        high = size
        while low < high:
            middle = (low + high) >> 1
            if table[middle] < key:
                low = middle + 1
            else:
                high = middle
        positions[i] = low


@viper
def binary_search_buffer(positions: uint16[:], table: int32[:], keys: int32[:]):
    for i in range(len(keys)):
        key = keys[i]
        low = 0
        high = len(table)
        while low < high:
            middle = (low + high) >> 1
            if table[middle] < key:
                low = middle + 1
            else:
                high = middle
        positions[i] = low


def inputs():
    rng = random.Random(22)
    table = array("i", sorted(array("i", rng.randbytes(4 * 1000))))
    keys = array("i", rng.randbytes(4 * 200))
    return {"positions": array("H", [0]) * 200, "table": table, "size": 1000, "keys": keys, "count": 200}


def reference(positions, table, size, keys, count):
    positions[:] = array("H", [bisect.bisect_left(table, key) for key in keys])
