# ruff: noqa
# fmt: off
"""Literals and constant expressions: untyped until they meet a type."""
from nativecomp import viper, const, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64

SIXTEEN = const(1 << 4)
MASK = 0xFFFF0000
BIG = const(0x123456789A)
HUNDRED = const(SIXTEEN * 6 + 4)
DEBUG = const(0)
HALF = 0.5


@viper
def alone_large():
    # Alone it is an int: the bits of one on a 32-bit core.
    x = 0xffffffff
    return x
#: 32 alone_large() -> -1
#: 64 alone_large() -> 0xffffffff


@viper
def alone_high_bit():
    return 0x80000000
#: 32 alone_high_bit() -> -0x80000000
#: 64 alone_high_bit() -> 0x80000000


@viper
def mask_word(x: int):
    return x & 0xfffffffe
#: 32 mask_word(-1) -> -2
#: 64 mask_word(-1) -> 0xfffffffe
#: mask_word(7) -> 6


@viper
def mask_uint32(x: uint32):
    return x & 0xfffffffe
#: mask_uint32(0xffffffff) -> 0xfffffffe


@viper
def mask_narrow(x: uint8):
    return x & 0xfffffffe
#: mask_narrow(255) -> 254


@viper
def with_uint64(x: uint64):
    return x + 0xffffffff00000000
#: with_uint64(5) -> 0xffffffff00000005


@viper
def with_int64(x: int64):
    return x ^ 0xffffffffffffffff, x + 0x100000000, x - 0x8000000000000000
#: with_int64(0) -> (-1, 0x100000000, -0x8000000000000000)


@viper
def minus_one_to_uint(x: uint32):
    return x + -1, x - 1, x * -1
#: minus_one_to_uint(5) -> (4, 4, 0xfffffffb)


@viper
def into_uint8():
    x: uint8 = -1
    y: int8 = 255
    z: uint8 = 128
    return x, y, z
#: into_uint8() -> (255, -1, 128)


@viper
def into_uint32() -> uint32:
    return -1
#: into_uint32() -> 0xffffffff


@viper
def into_int32() -> int32:
    return 0xffffffff
#: into_int32() -> -1


@viper
def into_float() -> float32:
    return 3
#: into_float() -> 3.0


@viper
def into_float_local():
    x: float32 = 16777217
    return x
#: into_float_local() -> 16777216.0


@viper
def constants(x: int):
    return x + SIXTEEN, x * HUNDRED, x & MASK
#: 32 constants(-1) -> (15, -100, -0x10000)
#: 64 constants(-1) -> (15, -100, 0xffff0000)


@viper
def big_constant(x: int64):
    return x + BIG, BIG % 1000 + x
#: big_constant(1) -> (0x123456789B, 531)


@viper
def constant_condition(x: int) -> int:
    if DEBUG:
        return -1
    return x
#: constant_condition(4) -> 4


@viper
def constant_float(x: float32):
    return x * HALF
#: constant_float(3.0) -> 1.5


@viper
def inner_constant(x: int):
    N = const(3)
    M = const(N * N)
    return x * N + M
#: inner_constant(2) -> 15


@viper
def folded(x: int):
    # Computed with unbounded integers before they meet x.
    return x + (1 << 40 >> 38), x + (0xffffffff * 2 // 2 % 256), x + (-7 // 2), x + (-7 % 3), x + 2 ** 10
#: folded(1) -> (5, 256, -3, 3, 1025)


@viper
def folded_bits(x: int):
    return x + (~5), x + (0xf0 | 0x0f), x + (0xff ^ 0x0f), x + (0xff & 0x3c)
#: folded_bits(0) -> (-6, 255, 240, 60)


@viper
def float_literal_with_int(x: int):
    # The operation is one of float.
    return x + 0.5
#: float_literal_with_int(1) -> 1.5


@viper
def float_literal_with_float32(x: float32):
    return x + 0.1
#: float_literal_with_float32(0.0) -> 0.10000000149011612


@viper
def float_literal_with_float64(x: float64):
    return x + 0.1
#: float_literal_with_float64(0.0) -> 0.1


@viper
def float_literal_alone():
    x = 0.1
    return x
#: f32 float_literal_alone() -> 0.10000000149011612
#: f64 float_literal_alone() -> 0.1


@viper
def int_literal_with_float(x: float32):
    return x * 3, 3 - x, x / 2
#: int_literal_with_float(1.5) -> (4.5, 1.5, 0.75)


@viper
def large_literal_with_float(x: float64):
    return x + 9007199254740993
#: large_literal_with_float(0.0) -> 9007199254740992.0


@viper
def literal_first(x: uint8):
    return 1000 - x, 0x100 | x
#: literal_first(1) -> (999, 257)


@viper
def booleans():
    return True, False, not True
#: booleans() -> (True, False, False)


@viper
def characters(x: int):
    return x + ord("A"), ord("\n")
#: characters(1) -> (66, 10)


@viper
def forms():
    return 0b1010 + 0, 0o17 + 0, 0xAb + 0, 1_000_000 + 0
#: forms() -> (10, 15, 171, 1000000)


@viper
def lowest() -> int32:
    return -0x80000000
#: lowest() -> -0x80000000


@viper
def literal_in_min(x: uint32):
    # -1 takes the bits of a uint32.
    return min(x, -1), max(x, 7)
#: literal_in_min(5) -> (5, 7)
#: literal_in_min(0xffffffff) -> (0xffffffff, 0xffffffff)


@viper
def ternary_of_literals(c: bool):
    return 1 if c else 0xffff
#: ternary_of_literals(True) -> 1
#: ternary_of_literals(False) -> 65535


@viper
def literals_first_in_max(c: uint32):
    # The literals stay untyped until they meet the uint32.
    return max(64, 0, c), min(6, 0x80000000, c)
#: literals_first_in_max(0xffffffff) -> (0xffffffff, 6)
#: literals_first_in_max(1) -> (64, 1)


@viper
def wide_beside_64_bits(a: uint64, b: int64):
    # A literal takes the type that it meets, also where it is wider than a word.
    return a > 0x100000000, a == 0xffffffffffffffff, b < -0x8000000000000000, 0x7fffffffffffffff >= b, 1 < a < 0x100000000
#: wide_beside_64_bits(2**64 - 1, -2**63) -> (True, True, False, True, False)
#: wide_beside_64_bits(5, 2**63 - 1) -> (False, False, False, True, True)


@viper
def wide_beside_float(a: float64, b: float32):
    return a > 10000000000, b == 1 << 40, -0x10000000000000000 < a, a < 1 << 200
#: wide_beside_float(1e12, 2.0 ** 40) -> (True, True, True, True)
#: wide_beside_float(-1e30, 0.0) -> (False, False, False, True)


@viper
def wide_beside_narrow(a: int, b: uint8):
    # An ordering compares by value.
    return a < 0x7fffffffffffffff, a > -0x8000000000000000, b < 0x10000000000
#: wide_beside_narrow(-1, 255) -> (True, True, True)


@viper
def wide_chosen(c: bool, a: uint64) -> uint64:
    return a if c else 0x123456789ab
#: wide_chosen(True, 7) -> 7
#: wide_chosen(False, 7) -> 0x123456789ab


@viper
def wide_in_max(a: uint64, b: int64):
    return max(a, 0x100000000), min(b, -0x100000000)
#: wide_in_max(5, 6) -> (0x100000000, -0x100000000)
#: wide_in_max(2**33, -2**33) -> (2**33, -2**33)


@viper
def wide_items(a: int) -> tuple[int, uint64]:
    return a, 0xffffffffffffffff
#: wide_items(1) -> (1, 2**64 - 1)


@viper
def wide_augmented(a: uint64) -> uint64:
    a += 0x100000000
    a ^= -0x8000000000000000
    return a
#: wide_augmented(1) -> 0x8000000100000001


@viper
def wide_argument(a: uint64) -> uint64:
    return wide_augmented(0x123456789ab) + a
#: wide_argument(1) -> 0x80000124456789ac


@viper
def wide_buffer(b: uint64[:], i: int):
    b[i] = 0x123456789abcdef
    b[i] -= 0x100000000
    return b[i] > 0x123456600000000
#: wide_buffer(array("Q", [0, 0]), 1) -> True
