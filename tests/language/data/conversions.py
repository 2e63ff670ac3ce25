# ruff: noqa
# fmt: off
"""Casts between all types, and the implicit conversions of assignment, argument and result."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64


@viper
def narrow(x: int):
    return int8(x), uint8(x), int16(x), uint16(x)
#: narrow(0) -> (0, 0, 0, 0)
#: narrow(-1) -> (-1, 255, -1, 65535)
#: narrow(128) -> (-128, 128, 128, 128)
#: narrow(0x8000) -> (0, 0, -0x8000, 0x8000)
#: narrow(0x12345) -> (0x45, 0x45, 0x2345, 0x2345)


@viper
def words(x: int64):
    return int32(x), uint32(x), int64(x), uint64(x)
#: words(-1) -> (-1, 0xffffffff, -1, 0xffffffffffffffff)
#: words(0x123456789) -> (0x23456789, 0x23456789, 0x123456789, 0x123456789)
#: words(0x80000000) -> (-0x80000000, 0x80000000, 0x80000000, 0x80000000)


@viper
def to_word(x: int64):
    return int(x), uint(x)
#: 32 to_word(0x123456789) -> (0x23456789, 0x23456789)
#: 64 to_word(0x123456789) -> (0x123456789, 0x123456789)
#: 32 to_word(-1) -> (-1, 0xffffffff)
#: 64 to_word(-1) -> (-1, 0xffffffffffffffff)


@viper
def widen(a: int8, b: uint8, c: int32, d: uint32):
    return int64(a), uint64(a), int64(b), int64(c), uint64(c), int64(d), uint64(d)
#: widen(-1, 255, -1, 0xffffffff) -> (-1, 0xffffffffffffffff, 255, -1, 0xffffffffffffffff, 0xffffffff, 0xffffffff)


@viper
def cast_then_promote(x: int):
    # The cast wraps at 8 bits, the sum does not.
    return int8(x) + int8(x), uint8(x) + 1
#: cast_then_promote(127) -> (254, 128)
#: cast_then_promote(255) -> (-2, 256)


@viper
def unsigned_shift_by_cast(x: int32):
    return uint32(x) >> 28
#: unsigned_shift_by_cast(-1) -> 15


@viper
def float_to_int(x: float32):
    return int(x), int32(x), uint32(x)
#: float_to_int(1.9) -> (1, 1, 1)
#: float_to_int(-1.9) -> (-1, -1, 0)
#: float_to_int(0.0) -> (0, 0, 0)
#: float_to_int(-0.5) -> (0, 0, 0)
#: float_to_int(nan) -> (0, 0, 0)
#: 32 float_to_int(inf) -> (0x7fffffff, 0x7fffffff, 0xffffffff)
#: 32 float_to_int(-inf) -> (-0x80000000, -0x80000000, 0)
#: 32 float_to_int(2147483648.0) -> (0x7fffffff, 0x7fffffff, 0x80000000)
#: 32 float_to_int(3e9) -> (0x7fffffff, 0x7fffffff, 3000000000)
#: 64 float_to_int(3e9) -> (3000000000, 0x7fffffff, 3000000000)
#: 64 float_to_int(inf) -> (0x7fffffffffffffff, 0x7fffffff, 0xffffffff)
#: 64 float_to_int(-inf) -> (-0x8000000000000000, -0x80000000, 0)
#: 32 float_to_int(-2147483648.0) -> (-0x80000000, -0x80000000, 0)


@viper
def float_to_narrow(x: float32):
    # Out of range gives the nearest end.
    return int8(x), uint8(x), int16(x), uint16(x)
#: float_to_narrow(100.7) -> (100, 100, 100, 100)
#: float_to_narrow(-100.7) -> (-100, 0, -100, 0)
#: float_to_narrow(300.0) -> (127, 255, 300, 300)
#: float_to_narrow(-300.0) -> (-128, 0, -300, 0)
#: float_to_narrow(1e6) -> (127, 255, 32767, 65535)
#: float_to_narrow(-1e6) -> (-128, 0, -32768, 0)
#: float_to_narrow(inf) -> (127, 255, 32767, 65535)
#: float_to_narrow(-inf) -> (-128, 0, -32768, 0)
#: float_to_narrow(nan) -> (0, 0, 0, 0)
#: float_to_narrow(127.99) -> (127, 127, 127, 127)
#: float_to_narrow(-128.99) -> (-128, 0, -128, 0)
#: float_to_narrow(1e30) -> (127, 255, 32767, 65535)


@viper
def float_to_64(x: float32):
    return int64(x), uint64(x)
#: float_to_64(1.5) -> (1, 1)
#: float_to_64(-1.5) -> (-1, 0)
#: float_to_64(1e10) -> (10000000000, 10000000000)
#: float_to_64(9.223372036854775808e18) -> (0x7fffffffffffffff, 0x8000000000000000)
#: float_to_64(1e30) -> (0x7fffffffffffffff, 0xffffffffffffffff)
#: float_to_64(-1e30) -> (-0x8000000000000000, 0)
#: float_to_64(nan) -> (0, 0)


@viper
def double_to_int(x: float64):
    return int32(x), uint32(x), int64(x), uint64(x)
#: double_to_int(2147483647.9) -> (0x7fffffff, 2147483647, 2147483647, 2147483647)
#: double_to_int(-2147483648.9) -> (-0x80000000, 0, -2147483648, 0)
#: double_to_int(4294967296.0) -> (0x7fffffff, 0xffffffff, 4294967296, 4294967296)
#: double_to_int(1e300) -> (0x7fffffff, 0xffffffff, 0x7fffffffffffffff, 0xffffffffffffffff)
#: double_to_int(-1e300) -> (-0x80000000, 0, -0x8000000000000000, 0)
#: double_to_int(nan) -> (0, 0, 0, 0)
#: double_to_int(9007199254740991.0) -> (0x7fffffff, 0xffffffff, 9007199254740991, 9007199254740991)


@viper
def double_to_narrow(x: float64):
    return int8(x), uint8(x), int16(x), uint16(x)
#: double_to_narrow(-0.99) -> (0, 0, 0, 0)
#: double_to_narrow(255.99) -> (127, 255, 255, 255)
#: double_to_narrow(nan) -> (0, 0, 0, 0)
#: double_to_narrow(-1e300) -> (-128, 0, -32768, 0)


@viper
def int_to_float32(x: int64):
    return float32(x)
#: int_to_float32(1) -> 1.0
#: int_to_float32(-1) -> -1.0
#: int_to_float32(16777217) -> 16777216.0
#: int_to_float32(16777219) -> 16777220.0
#: int_to_float32(0x7fffffffffffffff) -> 9223372036854775808.0
#: int_to_float32(0x4000004000000001) -> 4611686568183201792.0
#: int_to_float32(0x4000004000000000) -> 4611686018427387904.0


@viper
def word_to_float32(x: int32, y: uint32):
    return float32(x), float32(y)
#: word_to_float32(-0x80000000, 0xffffffff) -> (-2147483648.0, 4294967296.0)
#: word_to_float32(0x7fffffff, 0x80000000) -> (2147483648.0, 2147483648.0)
#: word_to_float32(-16777217, 16777217) -> (-16777216.0, 16777216.0)


@viper
def to_float64(x: int64, y: uint64):
    return float64(x), float64(y)
#: to_float64(9007199254740993, 0xffffffffffffffff) -> (9007199254740992.0, 18446744073709551616.0)
#: to_float64(-1, 1) -> (-1.0, 1.0)


@viper
def uint64_to_float32(y: uint64):
    return float32(y)
#: uint64_to_float32(0xffffffffffffffff) -> 18446744073709551616.0
#: uint64_to_float32(0x8000008000000001) -> 9223373136366403584.0
#: uint64_to_float32(0x8000008000000000) -> 9223372036854775808.0


@viper
def between_floats(x: float64):
    return float32(x), float64(float32(x))
#: between_floats(0.1) -> (0.10000000149011612, 0.10000000149011612)
#: between_floats(1e300) -> (inf, inf)
#: between_floats(-1e300) -> (-inf, -inf)
#: between_floats(1e-46) -> (0.0, 0.0)
#: between_floats(1e-45) -> (1.401298464324817e-45, 1.401298464324817e-45)
#: between_floats(nan) -> (nan, nan)


@viper
def to_bool(a: int, b: int64, f: float32):
    return bool(a), bool(b), bool(f)
#: to_bool(0, 0, 0.0) -> (False, False, False)
#: to_bool(256, 0x100000000, 0.1) -> (True, True, True)
#: to_bool(-1, -1, -0.0) -> (True, True, False)
#: to_bool(1, 1, nan) -> (True, True, True)


@viper
def from_bool(b: bool):
    return int(b), uint8(b), int64(b), float32(b)
#: from_bool(True) -> (1, 1, 1, 1.0)
#: from_bool(False) -> (0, 0, 0, 0.0)


@viper
def board_float(x: int64):
    return float(x)
#: f32 board_float(16777217) -> 16777216.0
#: f64 board_float(16777217) -> 16777217.0


@viper
def implicit_local(x: int):
    a: uint8 = x
    b: int64 = x
    c: float32 = x
    return a, b, c
#: implicit_local(-1) -> (255, -1, -1.0)
#: implicit_local(300) -> (44, 300, 300.0)


@viper
def implicit_later(x: int):
    a: int8 = 0
    a = x
    return a
#: implicit_later(200) -> -56


@viper
def implicit_from_bool(b: bool):
    a: uint8 = b
    f: float64 = b
    return a, f
#: implicit_from_bool(True) -> (1, 1.0)


@viper
def implicit_between_floats(x: float64) -> float32:
    y: float32 = x
    return y
#: implicit_between_floats(0.1) -> 0.10000000149011612


@viper
def wrapped_update(a: uint8, b: int8, c: uint16):
    a += 1
    b -= 1
    c *= c
    return a, b, c
#: wrapped_update(255, -128, 0x101) -> (0, 127, 0x201)
#: wrapped_update(1, 1, 3) -> (2, 0, 9)


@viper
def taken_as_uint8(x: uint8) -> int:
    return x


@viper
def implicit_argument(x: int) -> int:
    return taken_as_uint8(x)
#: implicit_argument(256 + 7) -> 7
#: implicit_argument(-1) -> 255


@viper
def taken_as_float(x: float32) -> float32:
    return x / 2


@viper
def implicit_float_argument(x: int) -> float32:
    return taken_as_float(x)
#: implicit_float_argument(3) -> 1.5


@viper
def implicit_result(x: int64) -> int16:
    return x
#: implicit_result(0x12345) -> 0x2345
#: implicit_result(-0x8001) -> 0x7fff


@viper
def bool_as_result(x: int) -> int:
    return x > 3
#: bool_as_result(4) -> 1
#: bool_as_result(3) -> 0


@viper
def int_as_float_result(x: uint8) -> float64:
    return x
#: int_as_float_result(255) -> 255.0


@viper
def takes_int(x: int) -> int:
    return x
#: takes_int(1.5) raises TypeError
#: takes_int(True) -> 1
#: 32 takes_int(0x123456789) -> 0x23456789
#: 32 takes_int(0xffffffff) -> -1
#: takes_int(-1) -> -1


@viper
def takes_uint(x: uint) -> uint:
    return x
#: 32 takes_uint(-1) -> 0xffffffff
#: 64 takes_uint(-1) -> 0xffffffffffffffff


@viper
def takes_float32(x: float32) -> float32:
    return x
#: takes_float32(0.1) -> 0.10000000149011612
#: takes_float32(3) -> 3.0
#: takes_float32(nan) -> nan
#: takes_float32(1e300) -> inf
