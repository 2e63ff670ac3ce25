# ruff: noqa
# fmt: off
"""Shifts by any count: only the low 8 bits of the count matter, the width or more gives 0 or -1."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def left(a: int32, n: int):
    return a << n
#: left(1, 0) -> 1
#: left(1, 4) -> 16
#: left(1, 31) -> -0x80000000
#: left(3, 31) -> -0x80000000
#: left(1, 32) -> 0
#: left(1, 33) -> 0
#: left(1, 255) -> 0
#: left(1, 256) -> 1
#: left(1, 257) -> 2
#: left(1, -1) -> 0
#: left(1, -255) -> 2
#: left(1, -256) -> 1
#: left(-1, 4) -> -16
#: left(0x12345678, 8) -> 0x34567800


@viper
def right(a: int32, n: int):
    return a >> n
#: right(16, 4) -> 1
#: right(-16, 4) -> -1
#: right(-1, 1) -> -1
#: right(-0x80000000, 31) -> -1
#: right(0x7fffffff, 31) -> 0
#: right(-5, 32) -> -1
#: right(5, 32) -> 0
#: right(-5, 255) -> -1
#: right(5, 255) -> 0
#: right(-5, -1) -> -1
#: right(5, -1) -> 0
#: right(5, 256) -> 5
#: right(-5, 256) -> -5
#: right(-5, 257) -> -3


@viper
def right_unsigned(a: uint32, n: int):
    return a >> n
#: right_unsigned(0xffffffff, 4) -> 0x0fffffff
#: right_unsigned(0x80000000, 31) -> 1
#: right_unsigned(0x80000000, 32) -> 0
#: right_unsigned(0xffffffff, 255) -> 0
#: right_unsigned(0xffffffff, -1) -> 0
#: right_unsigned(0xffffffff, 256) -> 0xffffffff


@viper
def left_unsigned(a: uint32, n: int):
    return a << n
#: left_unsigned(0xffffffff, 4) -> 0xfffffff0
#: left_unsigned(1, 31) -> 0x80000000
#: left_unsigned(1, 32) -> 0
#: left_unsigned(1, 256) -> 1


@viper
def left_word(a: int, n: int) -> int:
    return a << n
#: 32 left_word(1, 32) -> 0
#: 64 left_word(1, 32) -> 0x100000000
#: 64 left_word(1, 63) -> -0x8000000000000000
#: left_word(1, 64) -> 0
#: left_word(1, -1) -> 0
#: left_word(5, 256) -> 5


@viper
def right_word(a: int, n: int) -> int:
    return a >> n
#: right_word(-1, 200) -> -1
#: right_word(-8, 1) -> -4
#: 32 right_word(-0x80000000, 31) -> -1
#: 64 right_word(-0x80000000, 31) -> -1
#: 64 right_word(0x100000000, 32) -> 1


@viper
def left64(a: int64, n: int):
    return a << n
#: left64(1, 32) -> 0x100000000
#: left64(1, 31) -> 0x80000000
#: left64(1, 33) -> 0x200000000
#: left64(1, 63) -> -0x8000000000000000
#: left64(1, 64) -> 0
#: left64(1, 65) -> 0
#: left64(1, 255) -> 0
#: left64(1, 256) -> 1
#: left64(0x0123456789abcdef, 4) -> 0x123456789abcdef0
#: left64(-1, 0) -> -1


@viper
def right64(a: int64, n: int):
    return a >> n
#: right64(0x100000000, 32) -> 1
#: right64(-0x8000000000000000, 63) -> -1
#: right64(-1, 64) -> -1
#: right64(1, 64) -> 0
#: right64(-0x100000000, 4) -> -0x10000000
#: right64(0x123456789abcdef0, 36) -> 0x1234567
#: right64(-5, -1) -> -1
#: right64(-5, 256) -> -5


@viper
def right_unsigned64(a: uint64, n: uint8):
    return a >> n
#: right_unsigned64(0xffffffffffffffff, 63) -> 1
#: right_unsigned64(0xffffffffffffffff, 64) -> 0
#: right_unsigned64(0xffffffffffffffff, 255) -> 0
#: right_unsigned64(0xffffffffffffffff, 1) -> 0x7fffffffffffffff
#: right_unsigned64(0xffffffff00000000, 32) -> 0xffffffff


@viper
def count_of_64_bits(a: int32, n: int64):
    # The count's high bits do not matter.
    return a << n
#: count_of_64_bits(1, 0x100000004) -> 16
#: count_of_64_bits(1, 0x10000000000) -> 1
#: count_of_64_bits(1, -1) -> 0


@viper
def count_of_8_bits(a: uint32, n: int8):
    return a >> n
#: count_of_8_bits(0x80, 7) -> 1
#: count_of_8_bits(0x80, -1) -> 0
#: count_of_8_bits(0x80, -128) -> 0


@viper
def count_bool(a: int, n: bool):
    return a << n
#: count_bool(3, True) -> 6
#: count_bool(3, False) -> 3


@viper
def narrow_left(a: uint8, n: uint8):
    # uint8 becomes int: bits above the eighth stay.
    return a << n
#: narrow_left(255, 8) -> 0xff00
#: narrow_left(1, 30) -> 0x40000000
#: narrow_left(1, 70) -> 0


@viper
def narrow_right(a: int8, n: uint8):
    return a >> n
#: narrow_right(-128, 7) -> -1
#: narrow_right(-128, 100) -> -1
#: narrow_right(127, 3) -> 15


@viper
def wide_count_narrow_value(a: uint8, n: int64) -> uint8:
    return a << n
#: wide_count_narrow_value(0x81, 1) -> 2


@viper
def left_type_only(a: int32, n: uint64):
    # The type is the left operand's, not the wider one.
    return a << n
#: left_type_only(1, 31) -> -0x80000000


@viper
def literal_left(n: int) -> int:
    return 1 << n
#: literal_left(0) -> 1
#: literal_left(5) -> 32
#: literal_left(-1) -> 0
#: literal_left(256) -> 1
#: 32 literal_left(31) -> -0x80000000
#: 32 literal_left(32) -> 0
#: 64 literal_left(32) -> 0x100000000


@viper
def literal_counts(a: int32):
    return a << 4, a << 31, a << 32, a << 255, a << 256, a << -1
#: literal_counts(3) -> (48, -0x80000000, 0, 0, 3, 0)


@viper
def literal_counts_right(a: int32):
    return a >> 4, a >> 31, a >> 32, a >> 255, a >> 256, a >> -1
#: literal_counts_right(-48) -> (-3, -1, -1, -1, -48, -1)
#: literal_counts_right(48) -> (3, 0, 0, 0, 48, 0)


@viper
def updated(a: uint8, n: int):
    a <<= n
    return a
#: updated(0x81, 1) -> 2
#: updated(1, 7) -> 128
#: updated(1, 8) -> 0


@viper
def rotate(a: uint32, n: uint):
    return a << n | a >> (32 - n)
#: rotate(0x80000001, 1) -> 3
#: rotate(0x12345678, 8) -> 0x34567812
#: rotate(0x12345678, 0) -> 0x12345678


@viper
def shift_in_loop(a: uint32) -> int:
    n = 0
    while a:
        a >>= 1
        n += 1
    return n
#: shift_in_loop(0) -> 0
#: shift_in_loop(1) -> 1
#: shift_in_loop(0x80000000) -> 32
