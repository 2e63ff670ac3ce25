# ruff: noqa
# fmt: off
"""raise, assert, exceptions of checks, through calls; what was done before stays done."""
from nativecomp import viper, const, ptr8, int64, uint, uint8, uint32, float32

CODE = const(19)


@viper
def class_only(x: int) -> int:
    if x:
        raise ValueError
    return 1
#: class_only(0) -> 1
#: class_only(1) raises ValueError()


@viper
def no_arguments():
    raise RuntimeError()
#: no_arguments() raises RuntimeError()


@viper
def with_text(x: int) -> int:
    if x < 0:
        raise ValueError("must not be negative")
    return x
#: with_text(3) -> 3
#: with_text(-3) raises ValueError("must not be negative")


@viper
def with_number(x: int):
    raise OSError(x + 1)
#: with_number(4) raises OSError(5)
#: with_number(-10) raises OSError(-9)


@viper
def with_literal(x: int):
    raise OSError(5)
#: with_literal(4) raises OSError(5)


@viper
def with_constant(x: int):
    raise OSError(CODE)
#: with_constant(4) raises OSError(19)


@viper
def kinds(x: int):
    if x == 0:
        raise IndexError("i")
    if x == 1:
        raise KeyError("k")
    if x == 2:
        raise TypeError("t")
    if x == 3:
        raise StopIteration
    if x == 4:
        raise NotImplementedError
    if x == 5:
        raise MemoryError("m")
    if x == 6:
        raise OverflowError("o")
    if x == 7:
        raise ArithmeticError
    if x == 8:
        raise Exception("e")
    if x == 9:
        raise ZeroDivisionError("mine")
    if x == 10:
        raise AssertionError("a")
#: kinds(0) raises IndexError("i")
#: kinds(1) raises KeyError("k")
#: kinds(2) raises TypeError("t")
#: kinds(3) raises StopIteration()
#: kinds(4) raises NotImplementedError()
#: kinds(5) raises MemoryError("m")
#: kinds(6) raises OverflowError("o")
#: kinds(7) raises ArithmeticError()
#: kinds(8) raises Exception("e")
#: kinds(9) raises ZeroDivisionError("mine")
#: kinds(10) raises AssertionError("a")
#: kinds(11) -> None


@viper
def inner(x: int) -> int:
    if x > 2:
        raise ValueError("deep")
    return 10 // x


@viper
def middle(p: ptr8, x: int) -> int:
    p[0] = x
    y = inner(x)
    p[1] = y
    return y + 1


@viper
def through_calls(p: ptr8, x: int) -> int:
    p[2] = 9
    z = middle(p, x)
    p[3] = z
    return z
#: through_calls(bytearray(4), 2) -> 6; b"\x02\x05\x09\x06"
#: through_calls(bytearray(4), 0) raises ZeroDivisionError("divide by zero"); b"\0\0\x09\0"
#: through_calls(bytearray(4), 3) raises ValueError("deep"); b"\x03\0\x09\0"


@viper
def in_a_loop(b: uint8[:], n: int) -> int:
    for i in range(n):
        b[i] = i + 1
    return n
#: in_a_loop(bytearray(3), 3) -> 3; b"\x01\x02\x03"
#: in_a_loop(bytearray(3), 5) raises IndexError("index out of range"); b"\x01\x02\x03"


@viper
def from_nested(x: int) -> int:
    def check(y: int) -> int:
        assert y != 0, "zero"
        return 100 // y

    return check(x) + check(x - 1)
#: from_nested(2) -> 150
#: from_nested(1) raises AssertionError("zero")


@viper
def in_recursion(n: int) -> int:
    if n == 0:
        raise ValueError("bottom")
    return in_recursion(n - 1) + 1
#: in_recursion(5) raises ValueError("bottom")


@viper
def in_condition(a: int, b: int) -> int:
    if a and 10 // b > 3:
        return 1
    return 0
#: in_condition(1, 2) -> 1
#: in_condition(0, 0) -> 0
#: in_condition(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def first_one_wins(a: int, b: uint8[:]) -> int:
    return 1 // a + b[5]
#: first_one_wins(0, b"") raises ZeroDivisionError("divide by zero")
#: first_one_wins(1, b"") raises IndexError("index out of range")
#: first_one_wins(1, b"123456") -> 55


@viper
def value_before_index(a: int, b: uint8[:]):
    # In b[i] = v, first v.
    b[9] = 1 // a
#: value_before_index(0, bytearray(1)) raises ZeroDivisionError("divide by zero"); bytearray(1)
#: value_before_index(1, bytearray(1)) raises IndexError("index out of range"); bytearray(1)


@viper
def load_before_value(a: int, b: uint8[:]):
    # In b[i] += v, first the load.
    b[9] += 1 // a
#: load_before_value(0, bytearray(1)) raises IndexError("index out of range"); bytearray(1)
#: load_before_value(0, bytearray(10)) raises ZeroDivisionError("divide by zero"); bytearray(10)


@viper
def in_arguments(x: int) -> int:
    return inner(inner(x))
#: in_arguments(2) raises ValueError("deep")
#: in_arguments(0) raises ZeroDivisionError("divide by zero")


@viper
def after_int64(a: int64, b: int64) -> int64:
    return a % b
#: after_int64(7, 0) raises ZeroDivisionError("divide by zero")
#: after_int64(7, 4) -> 3


@viper
def after_float(a: float32, b: float32) -> float32:
    return a % b
#: after_float(7.0, 0.0) raises ZeroDivisionError("divide by zero")
