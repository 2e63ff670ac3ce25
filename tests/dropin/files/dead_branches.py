# What upstream's compiler does not look at: other boards' code, and functions that are never made.
import micropython
from micropython import const

DEBUG = const(0)
BOARD = const(2)


@micropython.viper
def load(a, n: int) -> int:
    if True:
        p = ptr8(a)
    else:
        p = ptr16(a)
    if DEBUG:
        p = "text"
        x: int = p
        yield x
    elif BOARD - 2:
        n = "other"
    else:
        n += 1
    while 0:
        n = None
    else:
        n += 1
    while DEBUG:
        del n
    if not DEBUG:
        n -= 1
    return p[n]


def outer(DEBUG):
    @micropython.viper
    def inner(n: int) -> int:
        if int(DEBUG):
            return n + 1
        return n

    return inner(1)


if DEBUG:

    @micropython.viper
    def twice(a: int) -> str:
        return a.x + "text"

else:

    @micropython.viper
    def twice(a: int) -> int:
        return a * 2


@micropython.viper
def four(a: int) -> int:
    return int(twice(int(twice(a))))


print(load(b"\1\2\3\4", 1), outer(0), outer(1), twice(3), four(3))
