# ruff: noqa
# fmt: off
"""Divisions, indexes and shifts where a condition says something of the operands: the same values as without."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def both_from_zero(a: int, b: int) -> int:
    if a >= 0 and b >= 0:
        return a // b * 1000 + a % b
    return -1
#: both_from_zero(17, 5) -> 3002
#: both_from_zero(0, 5) -> 0
#: both_from_zero(5, 0) raises ZeroDivisionError("divide by zero")
#: both_from_zero(-5, 3) -> -1
#: 32 both_from_zero(0x7fffffff, 0x7fffffff) -> 1000
#: 32 both_from_zero(0x7ffffffe, 0x7fffffff) -> 0x7ffffffe


@viper
def divisor_above_zero(a: int, b: int) -> int:
    if b > 0:
        return a // b * 1000 + a % b
    return 0
#: divisor_above_zero(-17, 5) -> -3997
#: divisor_above_zero(17, 5) -> 3002
#: divisor_above_zero(-15, 5) -> -3000
#: 32 divisor_above_zero(-0x80000000, 0x7fffffff) -> 0x7ffff82e
#: divisor_above_zero(17, -5) -> 0


@viper
def dividend_from_zero(a: int, b: int) -> int:
    if a >= 0:
        return a // b * 1000 + a % b
    return 0
#: dividend_from_zero(17, -5) -> -4003
#: dividend_from_zero(17, 5) -> 3002
#: dividend_from_zero(15, -5) -> -3000
#: dividend_from_zero(17, -1) -> -17000
#: dividend_from_zero(17, 0) raises ZeroDivisionError("divide by zero")
#: 32 dividend_from_zero(0x7fffffff, -0x80000000) -> -1001


@viper
def divides(a: int, b: int) -> bool:
    return a % b == 0
#: divides(15, 5) -> True
#: divides(16, 5) -> False
#: divides(-15, 5) -> True
#: divides(-16, 5) -> False
#: divides(15, -5) -> True
#: divides(16, -5) -> False
#: divides(0, 5) -> True
#: divides(7, -1) -> True
#: divides(7, 0) raises ZeroDivisionError("divide by zero")
#: 32 divides(-0x80000000, -1) -> True
#: 32 divides(-0x80000000, 0) raises ZeroDivisionError("divide by zero")
#: 32 divides(-0x80000000, 3) -> False
#: 64 divides(-0x8000000000000000, -1) -> True


@viper
def leaves_some(a: int, b: int) -> int:
    if a % b:
        return 1
    return 0
#: leaves_some(-7, 2) -> 1
#: leaves_some(-8, 2) -> 0
#: leaves_some(3, 0) raises ZeroDivisionError("divide by zero")
#: 32 leaves_some(-0x80000000, -1) -> 0


@viper
def divides_by_constants(a: int) -> int:
    return int(a % 3 == 0) + 2 * int(a % -7 != 0) + 4 * int(a % -1 == 0) + 8 * int(a % 8 == 0)
#: divides_by_constants(0) -> 13
#: divides_by_constants(21) -> 5
#: divides_by_constants(-21) -> 5
#: divides_by_constants(-20) -> 6
#: divides_by_constants(-8) -> 14
#: 32 divides_by_constants(-0x80000000) -> 14


@viper
def used_otherwise_too(a: int, b: int) -> int:
    r = a % b
    if r == 0:
        return 100
    return r
#: used_otherwise_too(-7, 4) -> 1
#: used_otherwise_too(7, -4) -> -1
#: used_otherwise_too(-8, 4) -> 100


@viper
def floor_by_constants(a: int):
    return a // 10, a % 10, a // 7, a % 7, a // -3, a % -3, a // 1, a % 1
#: floor_by_constants(0) -> (0, 0, 0, 0, 0, 0, 0, 0)
#: floor_by_constants(-1) -> (-1, 9, -1, 6, 0, -1, -1, 0)
#: floor_by_constants(-70) -> (-7, 0, -10, 0, 23, -1, -70, 0)
#: floor_by_constants(69) -> (6, 9, 9, 6, -23, 0, 69, 0)
#: 32 floor_by_constants(-0x80000000) -> (-214748365, 2, -306783379, 5, 715827882, -2, -0x80000000, 0)
#: 32 floor_by_constants(0x7fffffff) -> (214748364, 7, 306783378, 1, -715827883, -2, 0x7fffffff, 0)


@viper
def floor_by_wide_constants(a: int64):
    return a // 10, a % 10, a // 1000000007, a % 1000000007
#: floor_by_wide_constants(-1) -> (-1, 9, -1, 1000000006)
#: floor_by_wide_constants(-0x8000000000000000) -> (-922337203685477581, 2, -9223371973, 708828003)
#: floor_by_wide_constants(0x7fffffffffffffff) -> (922337203685477580, 7, 9223371972, 291172003)


@viper
def a_loop_that_leaves_the_range(n: int) -> int:
    # `i` wraps: it is not above zero all along.
    i = 0x7ffffffd
    turns = 0
    while turns < n:
        i = int(int32(i + 1))
        turns += 1
    return i // 4
#: 32 a_loop_that_leaves_the_range(2) -> 0x1fffffff
#: 32 a_loop_that_leaves_the_range(3) -> -0x20000000


@viper
def handler_sees_before(a: int, b: int) -> int:
    n = -7
    try:
        if b > 0:
            n = 5
        x = a // b
        n = 9
    except ZeroDivisionError:
        return n // 2
    return n // 2 + x
#: handler_sees_before(1, 0) -> -4
#: handler_sees_before(8, 2) -> 8
#: handler_sees_before(8, -2) -> 0


@viper
def index_known(b: uint8[:], i: int) -> int:
    if i >= -1:
        return b[i + 1]
    return b[i]
#: index_known(b"abc", 0) -> 98
#: index_known(b"abc", -1) -> 97
#: index_known(b"abc", -3) -> 97
#: index_known(b"abc", 2) raises IndexError("index out of range")
#: index_known(b"abc", -4) raises IndexError("index out of range")
#: 32 index_known(b"abc", 0x7fffffff) raises IndexError("index out of range")


@viper
def narrow_index(b: uint8[:], i: int8) -> int:
    if i >= 0:
        return b[i]
    return -1
#: narrow_index(b"abc", 2) -> 99
#: narrow_index(b"abc", 3) raises IndexError("index out of range")
#: narrow_index(b"abc", -1) -> -1


@viper
def digits(x: int, out: uint8[:]) -> int:
    n = 0
    while x:
        out[n] = 48 + x % 10
        x //= 10
        n += 1
    return n
#: digits(1203, bytearray(4)) -> 4; b"3021"
#: digits(1203, bytearray(3)) raises IndexError("index out of range")


@viper
def shift_inside(x: int, n: int) -> int:
    return (x << (n & 31)) + (x >> (n & 31))
#: 32 shift_inside(1, 31) -> -0x80000000
#: shift_inside(5, 0) -> 10
#: shift_inside(5, 32) -> 10
#: shift_inside(-8, 1) -> -20


@viper
def shift_by_a_condition(x: int, n: int) -> int:
    if n > 40:
        return 1
    return x << n
#: 32 shift_by_a_condition(1, 31) -> -0x80000000
#: 32 shift_by_a_condition(1, 32) -> 0
#: 32 shift_by_a_condition(1, 40) -> 0
#: shift_by_a_condition(1, -1) -> 0


@viper
def euclid(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
#: euclid(48, 36) -> 12
#: euclid(-48, 36) -> 12
#: euclid(48, -36) -> -12
#: 32 euclid(-0x80000000, -1) -> -1


@viper
def sum_of_gcds(n: int) -> int:
    total = 0
    for i in range(1, n):
        a = n
        b = i
        while b:
            a, b = b, a % b
        total += a
    return total
#: sum_of_gcds(12) -> 28
#: sum_of_gcds(-12) -> 0
