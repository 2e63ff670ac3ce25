# A constant that the function around a compiled function makes, beside variables of it.
import micropython
from micropython import const


def outer(n):
    import sys

    LIMIT = const(12)
    _SMALL = const(3)

    @micropython.viper
    def inner(x: int) -> int:
        if not sys.platform:
            return 0
        return x + LIMIT + _SMALL + int(n)

    def plain():
        TEXT = const("text")

        @micropython.viper
        def deeper(k: int):
            return sys.byteorder == "little", TEXT, LIMIT + k, n

        return deeper

    return inner(n), plain()(5)


print(outer(7))
