# ruff: noqa
# fmt: off
"""Integer operators: wrapping at each width, promotion, which type an operation has."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def add(a: int, b: int) -> int:
    return a + b
#: add(2, 3) -> 5
#: 32 add(0x7fffffff, 1) -> -0x80000000
#: 32 add(-0x80000000, -1) -> 0x7fffffff
#: 64 add(0x7fffffff, 1) -> 0x80000000
#: 64 add(0x7fffffffffffffff, 1) -> -0x8000000000000000
#: 32 add(0x1_0000_0005, 1) -> 6
#: 64 add(0x1_0000_0000_0000_0005, 1) -> 6


@viper
def sub_uint(a: uint, b: uint) -> uint:
    return a - b
#: 32 sub_uint(0, 1) -> 0xffffffff
#: 64 sub_uint(0, 1) -> 0xffffffffffffffff
#: 32 sub_uint(-1, 0) -> 0xffffffff
#: sub_uint(7, 3) -> 4


@viper
def mul(a: int, b: int) -> int:
    return a * b
#: 32 mul(0x10000, 0x10000) -> 0
#: 32 mul(0x7fffffff, 2) -> -2
#: mul(-3, 7) -> -21
#: 64 mul(0x10000, 0x10000) -> 0x100000000
#: 64 mul(0x100000000, 0x100000000) -> 0


@viper
def mul_int64(a: int64, b: int64) -> int64:
    return a * b
#: mul_int64(0x100000000, 3) -> 0x300000000
#: mul_int64(0x7fffffffffffffff, 2) -> -2
#: mul_int64(-0x8000000000000000, -1) -> -0x8000000000000000
#: mul_int64(-5, 1000000007) -> -5000000035
#: mul_int64(123456789012, 1000) -> 123456789012000


@viper
def add_uint64(a: uint64, b: uint64) -> uint64:
    return a + b
#: add_uint64(0xffffffff, 1) -> 0x100000000
#: add_uint64(0xffffffffffffffff, 1) -> 0
#: add_uint64(0x8000000000000000, 0x8000000000000000) -> 0


@viper
def sub_int64(a: int64, b: int64) -> int64:
    return a - b
#: sub_int64(0, 1) -> -1
#: sub_int64(0x100000000, 1) -> 0xffffffff
#: sub_int64(-0x8000000000000000, 1) -> 0x7fffffffffffffff


@viper
def narrow_sum(a: uint8, b: uint8):
    # Narrow operands are converted to int first: no wrap at 8 bits.
    return a + b
#: narrow_sum(255, 255) -> 510
#: narrow_sum(256, 1) -> 1
#: narrow_sum(-1, 0) -> 255


@viper
def narrow_difference(a: uint8, b: uint8):
    return a - b
#: narrow_difference(0, 1) -> -1


@viper
def narrow_result(a: uint8, b: uint8) -> uint8:
    return a + b
#: narrow_result(255, 2) -> 1
#: narrow_result(200, 100) -> 44


@viper
def result_int8(a: int) -> int8:
    return a
#: result_int8(127) -> 127
#: result_int8(128) -> -128
#: result_int8(255) -> -1
#: result_int8(-129) -> 127
#: result_int8(256) -> 0


@viper
def result_uint16(a: int) -> uint16:
    return a
#: result_uint16(-1) -> 65535
#: result_uint16(65536) -> 0


@viper
def mul_int16(a: int16, b: int16):
    return a * b
#: mul_int16(-32768, -32768) -> 0x40000000
#: mul_int16(32767, -1) -> -32767


@viper
def mul_uint16(a: uint16, b: uint16):
    # As int: 0xffff * 0xffff does not fit 31 bits.
    return a * b
#: 32 mul_uint16(0xffff, 0xffff) -> -131071
#: 64 mul_uint16(0xffff, 0xffff) -> 0xfffe0001


@viper
def add_int32(a: int32, b: int32):
    # 32 bits on every core.
    return a + b
#: add_int32(0x7fffffff, 1) -> -0x80000000
#: add_int32(-1, 1) -> 0


@viper
def add_uint32(a: uint32, b: uint32):
    return a + b
#: add_uint32(0xffffffff, 1) -> 0
#: add_uint32(0x80000000, 0x80000001) -> 1


@viper
def add_bools(a: bool, b: bool):
    return a + b
#: add_bools(True, True) -> 2
#: add_bools(False, True) -> 1


@viper
def minus_bool(a: bool):
    return -a
#: minus_bool(True) -> -1
#: minus_bool(False) -> 0


@viper
def and_bools(a: bool, b: bool):
    return a & b
#: and_bools(True, True) -> True
#: and_bools(True, False) -> False


@viper
def or_bools(a: bool, b: bool):
    return a | b
#: or_bools(False, False) -> False
#: or_bools(True, False) -> True


@viper
def xor_bools(a: bool, b: bool):
    return a ^ b
#: xor_bools(True, True) -> False
#: xor_bools(True, False) -> True


@viper
def and_bool_int(a: bool, b: int):
    return a & b
#: and_bool_int(True, 3) -> 1


@viper
def and_bool_literal(a: bool):
    return a & 1
#: and_bool_literal(True) -> 1
#: and_bool_literal(False) -> 0


@viper
def invert_bool(a: bool):
    return ~a
#: invert_bool(True) -> -2
#: invert_bool(False) -> -1


@viper
def invert_uint8(a: uint8):
    return ~a
#: invert_uint8(0) -> -1
#: invert_uint8(255) -> -256


@viper
def invert_uint32(a: uint32):
    return ~a
#: invert_uint32(0) -> 0xffffffff
#: invert_uint32(0xf0f0f0f0) -> 0x0f0f0f0f


@viper
def invert_int64(a: int64):
    return ~a
#: invert_int64(0) -> -1
#: invert_int64(0x7fffffffffffffff) -> -0x8000000000000000


@viper
def minus_int8(a: int8):
    return -a
#: minus_int8(-128) -> 128
#: minus_int8(127) -> -127


@viper
def minus_int32(a: int32):
    return -a
#: minus_int32(-0x80000000) -> -0x80000000
#: minus_int32(5) -> -5


@viper
def minus_uint32(a: uint32):
    return -a
#: minus_uint32(1) -> 0xffffffff
#: minus_uint32(0) -> 0
#: minus_uint32(0x80000000) -> 0x80000000


@viper
def minus_uint64(a: uint64):
    return -a
#: minus_uint64(1) -> 0xffffffffffffffff


@viper
def plus_uint8(a: uint8):
    return +a
#: plus_uint8(200) -> 200


@viper
def bits(a: int, b: int):
    return a & b, a | b, a ^ b
#: bits(12, 10) -> (8, 14, 6)
#: bits(-1, 0x55) -> (0x55, -1, -0x56)


@viper
def bits64(a: uint64, b: uint64):
    return a & b, a | b, a ^ b
#: bits64(0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0) -> (0x0f000f000f000f00, 0xfff0fff0fff0fff0, 0xf0f0f0f0f0f0f0f0)


@viper
def left_signed(a: int32, b: uint32):
    # Equal width: the left operand's type.
    return a + b
#: left_signed(-1, 0) -> -1
#: left_signed(0, 0xffffffff) -> -1


@viper
def left_unsigned(a: uint32, b: int32):
    return a + b
#: left_unsigned(0, -1) -> 0xffffffff
#: left_unsigned(5, -2) -> 3


@viper
def wider_right(a: int32, b: int64):
    return a + b
#: wider_right(-1, 0x100000000) -> 0xffffffff
#: wider_right(0x7fffffff, 1) -> 0x80000000


@viper
def wider_left(a: uint64, b: int32):
    # -1 becomes 2^64-1.
    return a + b
#: wider_left(0, -1) -> 0xffffffffffffffff
#: wider_left(10, -3) -> 7


@viper
def unsigned_into_wider(a: int64, b: uint32):
    return a + b
#: unsigned_into_wider(-1, 0xffffffff) -> 0xfffffffe


@viper
def narrow_with_uint32(a: int8, b: uint32):
    # int8 becomes int: of equal width with uint32 on a 32-bit core, and int is the left one.
    return a + b
#: 32 narrow_with_uint32(-1, 0) -> -1
#: 32 narrow_with_uint32(-1, 0xffffffff) -> -2
#: 64 narrow_with_uint32(-1, 0xffffffff) -> 0xfffffffe


@viper
def uint32_with_narrow(a: uint32, b: int8):
    return a + b
#: 32 uint32_with_narrow(0, -1) -> 0xffffffff
#: 64 uint32_with_narrow(0, -1) -> -1


@viper
def chain_of_types(a: uint8, b: uint32, c: int64):
    return a + b + c
#: 32 chain_of_types(255, 0xffffff00, 1) -> 0
#: 64 chain_of_types(255, 0xffffff00, 1) -> 0x100000000


@viper
def precedence(a: int, b: int, c: int):
    return a + b * c - (a - b) * -c
#: precedence(2, 3, 4) -> 10


@viper
def five_arguments(a: int, b: int, c: int, d: int, e: int, f: int) -> int:
    return a - b + c * d - e ^ f
#: five_arguments(10, 3, 4, 5, 6, 0) -> 21
