# Arguments of direct calls convert as objects on their way through Python do.
import micropython


@micropython.viper
def put(b, v: bool):
    ptr8(b)[0] = 1 if v else 0


@micropython.viper
def go(b, n: int) -> int:
    put(b, n & 6)
    return int(ptr8(b)[0])


@micropython.viper
def head(p: ptr8) -> int:
    return p[0]


@micropython.viper
def half(p: ptr16) -> int:
    return p[1]


@micropython.viper
def start(a: ptr) -> int:
    return int(head(a)) + int(half(a)) + int(head(ptr16(int(a) + 1)))


@micropython.viper
def low(n: int) -> int:
    return n & 0xFF


@micropython.viper
def address(a: ptr8) -> bool:
    return int(low(a)) == (int(a) & 0xFF)


@micropython.viper
def count(flag: int, other: uint) -> int:
    return flag + int(other)


@micropython.viper
def flags(a: int) -> int:
    return int(count(a > 3, a > 5))


b = bytearray(1)
print(go(b, 2), b, go(b, 1), b, start(b"\x09\x01\x02\x03"), address(b), flags(4), flags(6), flags(0))
