# What a name means that other decorators make, and methods that a class hands out in its own way.
import micropython


def double(f):
    return lambda *a: f(*a) * 2


@double
@micropython.viper
def f(x: int) -> int:
    return x


@micropython.viper
def g() -> int:
    return int(f(4))


class P:
    @property
    @micropython.viper
    def a(self) -> int:
        return 3

    @a.setter
    @micropython.viper
    def a(self, v: int):
        self.v = v

    @micropython.viper
    def b(self) -> int:
        self.a = 9
        return int(self.a) + int(P.c(1)) + int(P.d()) + int(P.e(self, 7)) + int(self.v)

    @staticmethod
    @micropython.viper
    def c(x: int) -> int:
        return x

    @classmethod
    @micropython.viper
    def d(cls) -> int:
        return 100 + int(cls.Z)

    @micropython.viper
    def e(self, k: int) -> int:
        return k * 1000

    @double
    @micropython.viper
    def h(self) -> int:
        return 11

    @micropython.viper
    def i(self) -> int:
        return int(P.h(self)) + int(self.h())

    Z = 5


print(g(), f(1), P().b(), P().i())
