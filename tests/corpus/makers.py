"""Compiled functions that make functions."""

import micropython
from array import array


@micropython.viper
def make_lookup(scale: int):
    table = array("h", [0] * 8)
    t = ptr16(table)
    for i, v in enumerate(range(0, 80, 10)):
        t[int(i)] = int(v) * scale

    def look(i):
        return table[i & 7]

    return look


@micropython.viper
def sorter(key):
    return lambda items: sorted(items, key=lambda item: item[key])


@micropython.viper
def counter(start: int):
    def step(by=1):
        nonlocal start
        start += int(by)
        return start

    return step


def check():
    look = make_lookup(-2)
    assert [look(i) for i in (0, 1, 7, 9)] == [0, -20, -140, -20]
    assert sorter(1)([(1, 3), (2, 1)]) == [(2, 1), (1, 3)]
    step = counter(40)
    assert (step(), step(5), step()) == (41, 46, 47)
    print("makers: all as written")


if __name__ == "__main__":
    check()
