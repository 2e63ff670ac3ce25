"""Private names at the desk are CPython's: inside a class `P`, `__n` is `_P__n`."""

import pytest

from tests.bridge.oracle import CORES, execute, plain

SOURCE = """
class _P:
    __K = 3
    def __init__(self):
        self.__n = 1
        self.__d__ = 5

    @viper
    def get(self, __x=2):
        __y = self.__n
        self.__n += 1
        def __inner(a):
            return a + self.__K
        class Q:
            __z = 9
            def m(self):
                return self.__z
        o = Q()
        return __y, __x, __inner(4), self.__secret(1), self.__d__, o.m(), o._Q__z, _P.__K

    @viper
    def __secret(self, __k: int) -> int:
        return __k + 10

    def closure(self, __v):
        @viper
        def f(w):
            nonlocal __v
            __v += w
            return __v + self.__n
        return f

class __:
    __n = 4
    @viper
    def get(self):
        return self.__n

@viper
def f(p):
    return p.__n if hasattr(p, "__n") else p._P__n

def run():
    p = _P()
    closure = p.closure(100)
    return p.get(), p.get(_P__x=7), p._P__secret(3), closure(1), closure(2), __().get(), f(p), f(__())
"""


@pytest.mark.parametrize("target", CORES)
def test_as_in_cpython(target: str) -> None:
    assert execute(SOURCE, target)["run"]() == plain(SOURCE)["run"]()
