# ruff: noqa
# fmt: off
"""`//` and `%` of integers: floor, signs, ends of the types, zero divisors."""
from nativecomp import viper, ptr8, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def divide(a: int, b: int) -> int:
    return a // b
#: divide(7, 2) -> 3
#: divide(-7, 2) -> -4
#: divide(7, -2) -> -4
#: divide(-7, -2) -> 3
#: divide(6, 3) -> 2
#: divide(-6, 3) -> -2
#: divide(6, -3) -> -2
#: divide(0, -5) -> 0
#: divide(1, 5) -> 0
#: divide(-1, 5) -> -1
#: divide(1, 0) raises ZeroDivisionError("divide by zero")
#: divide(0, 0) raises ZeroDivisionError("divide by zero")
#: 32 divide(-0x80000000, -1) -> -0x80000000
#: 32 divide(-0x80000000, 0) raises ZeroDivisionError("divide by zero")
#: 32 divide(-0x80000000, 2) -> -0x40000000
#: 32 divide(-0x80000000, 0x7fffffff) -> -2
#: 32 divide(0x7fffffff, -0x80000000) -> -1
#: 64 divide(-0x80000000, -1) -> 0x80000000
#: 64 divide(-0x8000000000000000, -1) -> -0x8000000000000000


@viper
def modulo(a: int, b: int) -> int:
    return a % b
#: modulo(7, 2) -> 1
#: modulo(-7, 2) -> 1
#: modulo(7, -2) -> -1
#: modulo(-7, -2) -> -1
#: modulo(6, 3) -> 0
#: modulo(-6, 3) -> 0
#: modulo(6, -3) -> 0
#: modulo(1, 5) -> 1
#: modulo(-1, 5) -> 4
#: modulo(1, -5) -> -4
#: modulo(1, 0) raises ZeroDivisionError("divide by zero")
#: 32 modulo(-0x80000000, -1) -> 0
#: 64 modulo(-0x8000000000000000, -1) -> 0
#: 32 modulo(-0x80000000, 0x7fffffff) -> 0x7ffffffe
#: 32 modulo(0x7fffffff, -0x80000000) -> -1


@viper
def divide_uint(a: uint, b: uint) -> uint:
    return a // b
#: divide_uint(7, 2) -> 3
#: 32 divide_uint(0xffffffff, 2) -> 0x7fffffff
#: 32 divide_uint(0x80000000, 0xffffffff) -> 0
#: 32 divide_uint(0xffffffff, 0xffffffff) -> 1
#: 64 divide_uint(0xffffffffffffffff, 10) -> 1844674407370955161
#: divide_uint(5, 0) raises ZeroDivisionError("divide by zero")


@viper
def modulo_uint(a: uint, b: uint) -> uint:
    return a % b
#: 32 modulo_uint(0xffffffff, 10) -> 5
#: 32 modulo_uint(0xffffffff, 0x80000000) -> 0x7fffffff
#: modulo_uint(5, 0) raises ZeroDivisionError("divide by zero")


@viper
def divide_int8(a: int8, b: int8):
    # As int: no wrap.
    return a // b
#: divide_int8(-128, -1) -> 128
#: divide_int8(-7, 2) -> -4
#: divide_int8(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def divide_uint8(a: uint8, b: uint8):
    return a // b, a % b
#: divide_uint8(255, 7) -> (36, 3)
#: divide_uint8(3, 0) raises ZeroDivisionError("divide by zero")


@viper
def divide_int32(a: int32, b: int32):
    return a // b, a % b
#: divide_int32(-0x80000000, -1) -> (-0x80000000, 0)
#: divide_int32(-100, 7) -> (-15, 5)
#: divide_int32(100, -7) -> (-15, -5)


@viper
def divide_int64(a: int64, b: int64):
    return a // b, a % b
#: divide_int64(-7, 2) -> (-4, 1)
#: divide_int64(7, -2) -> (-4, -1)
#: divide_int64(0x100000000, 3) -> (1431655765, 1)
#: divide_int64(-0x8000000000000000, -1) -> (-0x8000000000000000, 0)
#: divide_int64(1000000000000, 1000001) -> (999999, 1)
#: divide_int64(-1, 0x7fffffffffffffff) -> (-1, 0x7ffffffffffffffe)
#: divide_int64(5, 0) raises ZeroDivisionError("divide by zero")


@viper
def divide_uint64(a: uint64, b: uint64):
    return a // b, a % b
#: divide_uint64(0xffffffffffffffff, 10) -> (1844674407370955161, 5)
#: divide_uint64(0x8000000000000000, 0xffffffffffffffff) -> (0, 0x8000000000000000)
#: divide_uint64(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def divide_left_signed(a: int32, b: uint32):
    # int32: 0xffffffff is -1.
    return a // b, a % b
#: divide_left_signed(7, 0xffffffff) -> (-7, 0)
#: divide_left_signed(-7, 2) -> (-4, 1)


@viper
def divide_left_unsigned(a: uint32, b: int32):
    return a // b, a % b
#: divide_left_unsigned(0xfffffffe, -1) -> (0, 0xfffffffe)
#: divide_left_unsigned(7, -1) -> (0, 7)
#: divide_left_unsigned(0xffffffff, 16) -> (0x0fffffff, 15)


@viper
def by_ten(a: int):
    return a // 10, a % 10
#: by_ten(1234) -> (123, 4)
#: by_ten(-1) -> (-1, 9)
#: by_ten(-10) -> (-1, 0)
#: by_ten(-11) -> (-2, 9)


@viper
def by_minus_three(a: int):
    return a // -3, a % -3
#: by_minus_three(7) -> (-3, -2)
#: by_minus_three(-7) -> (2, -1)
#: by_minus_three(0) -> (0, 0)


@viper
def by_eight(a: int):
    return a // 8, a % 8
#: by_eight(-1) -> (-1, 7)
#: by_eight(17) -> (2, 1)
#: by_eight(-17) -> (-3, 7)


@viper
def by_minus_one(a: int32):
    return a // -1, a % -1
#: by_minus_one(5) -> (-5, 0)
#: by_minus_one(-0x80000000) -> (-0x80000000, 0)


@viper
def uint32_by_literal(a: uint32):
    return a // 10, a % 10
#: uint32_by_literal(0xffffffff) -> (429496729, 5)


@viper
def literal_by(a: int):
    return 100 // a, 100 % a
#: literal_by(7) -> (14, 2)
#: literal_by(-7) -> (-15, -5)
#: literal_by(0) raises ZeroDivisionError("divide by zero")


@viper
def uint64_by_literal(a: uint64):
    return a // 1000, a % 1000
#: uint64_by_literal(1234567890123) -> (1234567890, 123)


@viper
def remainder_first(a: int, b: int):
    # Both raise the same; the quotient's check comes first.
    return a % b + a // b
#: remainder_first(17, 5) -> 5
#: remainder_first(17, 0) raises ZeroDivisionError("divide by zero")


@viper
def guarded(a: int, b: int) -> int:
    if b == 0:
        return -1
    return a // b
#: guarded(9, 0) -> -1
#: guarded(9, 2) -> 4


@viper
def unused_division(a: int, b: int) -> int:
    # A result nobody reads still raises.
    a // b
    return 1
#: unused_division(1, 1) -> 1
#: unused_division(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def division_of_bools(a: bool, b: bool):
    return a // b
#: division_of_bools(True, True) -> 1
#: division_of_bools(True, False) raises ZeroDivisionError("divide by zero")


@viper
def updated(a: int, b: int) -> int:
    a //= b
    a %= 3
    return a
#: updated(100, 7) -> 2
#: updated(-100, 7) -> 0
#: updated(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def quotient_multiplied(a: int64, b: int, p: ptr8) -> int:
    # LLVM once failed on the low half of a product that only its high half is needed of.
    q = (7 ^ (a ** 0)) // (b | 1)
    n = 0
    for q in range((-2147483648), (q ** 4)):
        n += 1
        if n > 5:
            break
        p[0] = n
    return n
#: quotient_multiplied(2, 5, bytearray(4)) -> 6
#: quotient_multiplied(2, -1, bytearray(4)) -> 6
#: quotient_multiplied(2, -4, bytearray(4)) -> 6
