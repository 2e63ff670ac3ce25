# ruff: noqa
# fmt: off
"""Evaluation order is Python's: seen through nested functions that write down when they run."""
from nativecomp import viper, ptr8, int64, uint8, float32


@viper
def binary(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = t(1) + t(2) * t(3) - t(4)
    return r, log
#: binary(0) -> (3, 1234)


@viper
def local_read_before_call(x: int):
    # The left operand is read before the call changes it.
    def change() -> int:
        nonlocal x
        x = 100
        return 1

    return x + change() + x
#: local_read_before_call(5) -> 106


@viper
def updated_local(x: int):
    # x += f(): x is read first.
    def change() -> int:
        nonlocal x
        x = 100
        return 1

    x += change()
    return x
#: updated_local(5) -> 6


@viper
def arguments(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    def f(a: int, b: int, c: int) -> int:
        return a * 100 + b * 10 + c

    r = f(t(1), c=t(2), b=t(3))
    return r, log
#: arguments(0) -> (132, 123)


@viper
def argument_values(x: int):
    def bump() -> int:
        nonlocal x
        x += 1
        return x

    def f(a: int, b: int, c: int) -> int:
        return a * 100 + b * 10 + c

    return f(x, bump(), x)
#: argument_values(1) -> 122


@viper
def store(b: uint8[:]):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    b[t(2)] = t(1)
    return log, b[2]
#: store(bytearray(4)) -> (12, 1); b"\0\0\x01\0"


@viper
def updated_element(b: uint8[:]):
    # Base and index once, then the value.
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    b[t(1)] += t(2)
    return log, b[1]
#: updated_element(bytearray(b"\x05\x06")) -> (12, 8); b"\x05\x08"


@viper
def element_loaded_first(b: uint8[:]):
    def change() -> int:
        b[0] = 50
        return 1

    b[0] += change()
    return b[0]
#: element_loaded_first(bytearray(b"\x07")) -> 8; b"\x08"


@viper
def tuple_targets(b: uint8[:]):
    # First all values, then target by target.
    i = 0
    i, b[i] = 2, 9
    return i, b[0], b[2]
#: tuple_targets(bytearray(3)) -> (2, 0, 9); b"\0\0\x09"


@viper
def tuple_values(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    a, b = t(1), t(2)
    return a * 10 + b, log
#: tuple_values(0) -> (12, 12)


@viper
def swap_through_index(b: uint8[:], i: int):
    b[i], i = i, b[i]
    return i, b[0], b[1]
#: swap_through_index(bytearray(b"\x01\x05"), 1) -> (5, 1, 1); b"\x01\x01"


@viper
def comparison(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = t(1) < t(2) < t(1) < t(9)
    return r, log
#: comparison(0) -> (False, 121)


@viper
def short_circuit(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = (t(1) and t(2) or t(3)) + (x and t(4)) + (x or t(5))
    return r, log
#: short_circuit(0) -> (7, 125)
#: short_circuit(7) -> (13, 124)


@viper
def ternary(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = t(1) if t(x) else t(3)
    return r, log
#: ternary(2) -> (1, 21)
#: ternary(0) -> (3, 3)


@viper
def subscript(b: uint8[:]):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = b[t(1)] + b[t(0)] * b[t(2)]
    return r, log
#: subscript(bytearray(b"\x02\x03\x04")) -> (11, 102)


@viper
def minimum(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = min(t(3), t(1), t(2)) + max(t(4), t(5))
    return r, log
#: minimum(0) -> (6, 31245)


@viper
def range_arguments(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    n = 0
    for i in range(t(1), t(6), t(2)):
        n += 1
    return n, log
#: range_arguments(0) -> (3, 162)


@viper
def chain(b: uint8[:]):
    # One value, then the targets from left to right.
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    b[t(0)] = b[t(1)] = t(5)
    return log
#: chain(bytearray(2)) -> 501; b"\x05\x05"


@viper
def while_condition(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    while t(x) > 1:
        x -= 1
    return log
#: while_condition(3) -> 321


@viper
def power_and_shift(x: int):
    log = 0

    def t(k: int) -> int:
        nonlocal log
        log = log * 10 + k
        return k

    r = t(2) ** t(3) + (t(1) << t(4))
    return r, log
#: power_and_shift(0) -> (24, 2314)
