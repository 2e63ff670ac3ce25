"""Functions that the tests of this folder call, compiled for several cores."""

from nativecomp import float32, float64, int8, int16, int64, ptr, ptr8, ptr16, ptr32, uint, uint8, uint64, viper


@viper
def add(a: int, b: int = 5) -> int:
    return a + b


@viper
def keyword_only(a: int, *, b: int = 3) -> int:
    return a * b


@viper
def positional_only(a: int, /, b: int) -> int:
    return a - b


@viper
def seven(a: int, b: uint8, c: int64, d: float, e: bool, f: int16, g: int) -> int64:
    return a + b * 10 + c * 100 + int(d) * 1000 + (10000 if e else 0) + f * 100000 + g * 1000000


@viper
def as_int8(x: int8) -> int8:
    return x


@viper
def as_uint8(x: uint8) -> uint8:
    return x


@viper
def as_int(x: int) -> int:
    return x


@viper
def as_uint(x: uint) -> uint:
    return x


@viper
def as_int64(x: int64) -> int64:
    return x


@viper
def as_uint64(x: uint64) -> uint64:
    return x


@viper
def as_bool(x: bool) -> bool:
    return x


@viper
def as_float32(x: float32) -> float32:
    return x


@viper
def as_float64(x: float64) -> float64:
    return x


@viper
def as_ptr(x: ptr) -> ptr:
    return x


@viper
def nothing(a: int):
    pass


@viper
def ignores(thing: object, a: int) -> int:
    return a


@viper
def several(a: int, x: float32) -> tuple[int, float32, bool, uint8, int64]:
    return a, x, a > 2, a, int64(a) << 40


@viper
def total(data: uint8[:]) -> int:
    s = 0
    for x in data:
        s += x
    return s


@viper
def increase(data: int16[:]):
    for i in range(len(data)):
        data[i] += 1


@viper
def increase_words(data: uint[:]):
    for i in range(len(data)):
        data[i] += 1


@viper
def sum32(data: float32[:]) -> float32:
    s: float32 = 0.0
    for x in data:
        s += x
    return s


@viper
def sum64(data: float64[:]) -> float64:
    s: float64 = 0.0
    for x in data:
        s += x
    return s


@viper
def peek8(p: ptr8, i: int) -> int:
    return p[i]


@viper
def peek16(p: ptr16, i: int) -> int:
    return p[i]


@viper
def peek32(p: ptr32, i: int) -> int:
    return p[i]


@viper
def poke8(p: ptr8, i: int, value: int):
    p[i] = value


@viper
def poke32(p: ptr32, i: int, value: int):
    p[i] = value


@viper
def store_then_load(a: ptr8, b: ptr8) -> int:
    a[0] = 7
    return b[0]


@viper
def shift_up(after: uint8[:], before: uint8[:]):
    for i in range(len(before)):
        after[i] = before[i]


@viper
def distance(a: ptr8, b: ptr8) -> int:
    return int(b) - int(a)


@viper
def divide(a: int, b: int) -> int:
    return a // b


@viper
def element(data: int16[:], i: int) -> int:
    return data[i]


@viper
def spoil_and_raise(p: ptr8, code: int):
    p[0] = 99
    if code == 1:
        raise ValueError("no good")
    if code == 2:
        raise OSError(code)
    raise KeyError


@viper
def endless(p: ptr8):
    p[0] = 1
    while True:
        pass


@viper
def deep(n: int) -> int:
    if n == 0:
        return 1
    return deep(n - 1) * n + deep(n // 2)


@viper
def wait_for(device: ptr32, mask: int) -> int:
    turns = 0
    while device[0] & mask == 0:
        turns += 1
    device[1] = turns
    return turns


class Filter:
    @viper
    def method(self, x: int) -> int:
        return x + 1

    @staticmethod
    @viper
    def static(x: int) -> int:
        return x + 2

    @classmethod
    @viper
    def made(cls, x: int) -> int:
        return x + 3

    @property
    @viper
    def order(self) -> int:
        return 4
