# Locals that begin as what MicroPython holds as an object, and booleans that a conditional gives.
import micropython


@micropython.viper
def flip(a: int, g: int) -> int:
    c = a > 3
    c = (0 if c else 1) if g else c
    return int(c)


@micropython.viper
def last(read, n: int):
    s = 0x7FFFFFFF
    while n:
        s = read()
        n -= 1
    return s


@micropython.viper
def least(read, n: int):
    best = -0x80000000
    for _ in range(n):
        x = read()
        if best < x:
            best = x
    return best


it = iter([5, "x", 3.5, 9, 2])
read = lambda: next(it)
print(flip(4, 1), flip(4, 0), flip(1, 1), flip(1, 0), last(None, 0), last(read, 2), least(read, 3))
