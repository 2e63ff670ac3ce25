# MicroPython does not mangle private names.
import micropython


class P:
    __k = 7

    def __init__(self):
        self.__n = 1

    @micropython.viper
    def get(self, __x: int) -> int:
        self.__n = int(self.__n) + 1
        return int(self.__n) + __x + int(self.__k) + int(self.__m())

    @micropython.viper
    def __m(self) -> int:
        return 50


p = P()
print(p.get(100), p.__n, p.__m())
