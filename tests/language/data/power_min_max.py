# ruff: noqa
# fmt: off
"""Power, abs, min and max of integers, at the ends of the types and with mixed types."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def power(a: int, n: int):
    return a ** n
#: power(2, 10) -> 1024
#: power(-3, 3) -> -27
#: power(0, 0) -> 1
#: power(5, 0) -> 1
#: power(0, 5) -> 0
#: power(-1, 0x7fffffff) -> -1
#: power(7, 1) -> 7
#: 32 power(2, 31) -> -0x80000000
#: 32 power(2, 32) -> 0
#: 32 power(3, 21) -> 1870418611
#: 64 power(3, 21) -> 10460353203
#: 64 power(2, 64) -> 0
#: power(2, -1) raises ValueError("negative power")
#: power(0, -1) raises ValueError("negative power")
#: power(1, -5) raises ValueError("negative power")


@viper
def power_uint8(a: uint8, n: uint8):
    # uint8 becomes int.
    return a ** n
#: power_uint8(10, 5) -> 100000
#: power_uint8(255, 2) -> 65025


@viper
def power_int64(a: int64, n: int):
    return a ** n
#: power_int64(10, 18) -> 1000000000000000000
#: power_int64(2, 63) -> -0x8000000000000000
#: power_int64(-2, 63) -> -0x8000000000000000
#: power_int64(3, -1) raises ValueError("negative power")


@viper
def power_unsigned_exponent(a: int, n: uint32):
    # The largest exponents are not negative.
    return a ** n
#: power_unsigned_exponent(1, 0xffffffff) -> 1
#: power_unsigned_exponent(-1, 0xffffffff) -> -1
#: power_unsigned_exponent(2, 5) -> 32


@viper
def power_of_literal(n: int):
    return 3 ** n
#: power_of_literal(4) -> 81
#: power_of_literal(0) -> 1
#: power_of_literal(-1) raises ValueError("negative power")


@viper
def square_uint32(a: uint32):
    return a ** 2
#: square_uint32(0xffffffff) -> 1
#: square_uint32(0x10000) -> 0


@viper
def abs_int(a: int):
    return abs(a)
#: abs_int(-5) -> 5
#: abs_int(5) -> 5
#: 32 abs_int(-0x80000000) -> -0x80000000
#: 64 abs_int(-0x80000000) -> 0x80000000
#: 64 abs_int(-0x8000000000000000) -> -0x8000000000000000


@viper
def abs_int8(a: int8):
    return abs(a)
#: abs_int8(-128) -> 128
#: abs_int8(-1) -> 1


@viper
def abs_int32(a: int32):
    return abs(a)
#: abs_int32(-0x80000000) -> -0x80000000
#: abs_int32(-0x7fffffff) -> 0x7fffffff


@viper
def abs_int64(a: int64):
    return abs(a)
#: abs_int64(-0x8000000000000000) -> -0x8000000000000000
#: abs_int64(-0x100000000) -> 0x100000000


@viper
def abs_uint32(a: uint32):
    return abs(a)
#: abs_uint32(0xffffffff) -> 0xffffffff


@viper
def min_max(a: int, b: int):
    return min(a, b), max(a, b)
#: min_max(3, -4) -> (-4, 3)
#: min_max(-4, 3) -> (-4, 3)
#: min_max(5, 5) -> (5, 5)


@viper
def min_three(a: int, b: int, c: int):
    return min(a, b, c), max(a, b, c)
#: min_three(1, 2, 3) -> (1, 3)
#: min_three(3, 1, 2) -> (1, 3)
#: min_three(2, 3, 1) -> (1, 3)


@viper
def min_left_signed(a: int32, b: uint32):
    # Compared as int32: 0xffffffff is -1.
    return min(a, b)
#: min_left_signed(0, 0xffffffff) -> -1
#: min_left_signed(-5, 3) -> -5


@viper
def min_left_unsigned(a: uint32, b: int32):
    return min(a, b)
#: min_left_unsigned(7, -1) -> 7
#: min_left_unsigned(7, 3) -> 3


@viper
def max_wider(a: int32, b: int64):
    return max(a, b)
#: max_wider(-1, -0x100000000) -> -1
#: max_wider(7, 0x100000000) -> 0x100000000


@viper
def clamp(a: int):
    return min(255, max(0, a))
#: clamp(-5) -> 0
#: clamp(77) -> 77
#: clamp(1000) -> 255


@viper
def max_uint8(a: uint8, b: uint8):
    return max(a, b) + 1
#: max_uint8(255, 3) -> 256


@viper
def power_wide_exponent(a: int, b: int64) -> int:
    return a ** b
#: power_wide_exponent(2, 1 << 32) -> 0
#: power_wide_exponent(2, 10) -> 1024
#: power_wide_exponent(1, 1 << 40) -> 1
#: power_wide_exponent(0, 1 << 32) -> 0
