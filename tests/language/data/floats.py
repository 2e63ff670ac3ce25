# ruff: noqa
# fmt: off
"""Float operations: each result rounded once in the operation's type, subnormals, signs of zero, NaN, division."""
from nativecomp import viper, int32, int64, uint32, float32, float64


@viper
def add32(a: float32, b: float32):
    return a + b
#: add32(0.1, 0.2) -> 0.30000001192092896
#: add32(16777216.0, 1.0) -> 16777216.0
#: add32(16777216.0, 2.0) -> 16777218.0
#: add32(inf, -inf) -> nan
#: add32(-0.0, -0.0) -> -0.0
#: add32(-0.0, 0.0) -> 0.0
#: add32(3.4028234663852886e38, 3.4028234663852886e38) -> inf
#: add32(1.401298464324817e-45, 1.401298464324817e-45) -> 2.802596928649634e-45
#: add32(1.1754943508222875e-38, -1.401298464324817e-45) -> 1.1754942106924411e-38


@viper
def sub32(a: float32, b: float32):
    return a - b
#: sub32(1.0, 1.0) -> 0.0
#: sub32(0.0, 0.0) -> 0.0
#: sub32(-0.0, 0.0) -> -0.0
#: sub32(1.5, 2.25) -> -0.75
#: sub32(nan, 1.0) -> nan


@viper
def mul32(a: float32, b: float32):
    return a * b
#: mul32(1.5, -2.0) -> -3.0
#: mul32(0.0, -1.0) -> -0.0
#: mul32(1e30, 1e30) -> inf
#: mul32(1e-30, 1e-30) -> 0.0
#: mul32(0.0, inf) -> nan
#: mul32(1e-38, 0.001) -> 9.999665841421895e-42
#: mul32(16777215.0, 16777215.0) -> 281474943156224.0


@viper
def div32(a: float32, b: float32):
    return a / b
#: div32(1.0, 3.0) -> 0.3333333432674408
#: div32(-1.0, 4.0) -> -0.25
#: div32(1.0, inf) -> 0.0
#: div32(1.0, 0.0) raises ZeroDivisionError("divide by zero")
#: div32(1.0, -0.0) raises ZeroDivisionError("divide by zero")
#: div32(0.0, 0.0) raises ZeroDivisionError("divide by zero")
#: div32(nan, 0.0) raises ZeroDivisionError("divide by zero")
#: div32(inf, inf) -> nan
#: div32(1.1754943508222875e-38, 2.0) -> 5.877471754111438e-39
#: div32(-0.0, 5.0) -> -0.0


@viper
def add64(a: float64, b: float64):
    return a + b
#: add64(0.1, 0.2) -> 0.30000000000000004
#: add64(9007199254740992.0, 1.0) -> 9007199254740992.0
#: add64(1e308, 1e308) -> inf
#: add64(5e-324, 5e-324) -> 1e-323
#: add64(inf, -inf) -> nan


@viper
def mul64(a: float64, b: float64):
    return a * b
#: mul64(0.1, 3.0) -> 0.30000000000000004
#: mul64(1e200, 1e200) -> inf
#: mul64(1e-200, 1e-200) -> 0.0
#: mul64(-1e-200, 1e-200) -> -0.0
#: mul64(2.2250738585072014e-308, 0.5) -> 1.1125369292536007e-308


@viper
def div64(a: float64, b: float64):
    return a / b
#: div64(1.0, 3.0) -> 0.3333333333333333
#: div64(2.0, -0.5) -> -4.0
#: div64(1.0, 0.0) raises ZeroDivisionError("divide by zero")
#: div64(inf, -0.0) raises ZeroDivisionError("divide by zero")


@viper
def rounded_each_time(a: float32, b: float32, c: float32):
    # No contraction: the product is rounded before the sum (a fused one would give another result).
    return a * b + c
#: rounded_each_time(1.00000011920928955, 1.00000011920928955, -1.0) -> 2.384185791015625e-07
#: rounded_each_time(2.0, 3.0, 4.0) -> 10.0


@viper
def rounded_each_time64(a: float64, b: float64, c: float64):
    return a * b + c
#: rounded_each_time64(1.0000000000000002, 1.0000000000000002, -1.0) -> 4.440892098500626e-16


@viper
def as_written(a: float32, b: float32, c: float32):
    # No reassociation.
    return (a + b) + c, a + (b + c)
#: as_written(1e8, -1e8, 1.0) -> (1.0, 0.0)


@viper
def negate(a: float32, b: float64):
    return -a, -b
#: negate(0.0, 0.0) -> (-0.0, -0.0)
#: negate(-0.0, 1.5) -> (0.0, -1.5)
#: negate(inf, nan) -> (-inf, nan)


@viper
def absolute(a: float32, b: float64):
    return abs(a), abs(b)
#: absolute(-0.0, -1.5) -> (0.0, 1.5)
#: absolute(-inf, nan) -> (inf, nan)


@viper
def smallest(a: float32, b: float32):
    # b if b < a else a
    return min(a, b), max(a, b)
#: smallest(1.0, 2.0) -> (1.0, 2.0)
#: smallest(2.0, 1.0) -> (1.0, 2.0)
#: smallest(nan, 1.0) -> (nan, nan)
#: smallest(1.0, nan) -> (1.0, 1.0)
#: smallest(0.0, -0.0) -> (0.0, 0.0)
#: smallest(-0.0, 0.0) -> (-0.0, -0.0)
#: smallest(-inf, inf) -> (-inf, inf)


@viper
def smallest64(a: float64, b: float64):
    return min(a, b), max(a, b)
#: smallest64(nan, 1.0) -> (nan, nan)
#: smallest64(1.0, nan) -> (1.0, 1.0)
#: smallest64(0.0, -0.0) -> (0.0, 0.0)


@viper
def floor_divide(a: float32, b: float32):
    return a // b, a % b
#: floor_divide(7.0, 2.0) -> (3.0, 1.0)
#: floor_divide(-7.0, 2.0) -> (-4.0, 1.0)
#: floor_divide(7.0, -2.0) -> (-4.0, -1.0)
#: floor_divide(-7.0, -2.0) -> (3.0, -1.0)
#: floor_divide(6.0, 3.0) -> (2.0, 0.0)
#: floor_divide(-6.0, 3.0) -> (-2.0, 0.0)
#: floor_divide(6.0, -3.0) -> (-2.0, -0.0)
#: floor_divide(5.5, 0.25) -> (22.0, 0.0)
#: floor_divide(0.5, 2.0) -> (0.0, 0.5)
#: floor_divide(1.0, 0.0) raises ZeroDivisionError("divide by zero")


@viper
def floor_divide64(a: float64, b: float64):
    return a // b, a % b
#: floor_divide64(7.5, 2.0) -> (3.0, 1.5)
#: floor_divide64(-7.5, 2.0) -> (-4.0, 0.5)
#: floor_divide64(1.0, 0.1) -> (9.0, 0.09999999999999995)
#: floor_divide64(1e17, 3.0) -> (33333333333333332.0, 1.0)
#: floor_divide64(5.0, -0.0) raises ZeroDivisionError("divide by zero")


@viper
def remainder_with_zero_divisor(a: float32, b: float32):
    return a % b
#: remainder_with_zero_divisor(1.0, -0.0) raises ZeroDivisionError("divide by zero")
#: remainder_with_zero_divisor(1.0, 0.75) -> 0.25


@viper
def int_quotient(a: int, b: int):
    return a / b
#: int_quotient(1, 2) -> 0.5
#: int_quotient(-3, 4) -> -0.75
#: f32 int_quotient(1, 3) -> 0.3333333432674408
#: f64 int_quotient(1, 3) -> 0.3333333333333333
#: f32 int_quotient(16777217, 1) -> 16777216.0
#: f64 int_quotient(16777217, 1) -> 16777217.0
#: int_quotient(1, 0) raises ZeroDivisionError("divide by zero")
#: int_quotient(0, 0) raises ZeroDivisionError("divide by zero")


@viper
def int64_quotient(a: int64, b: int64):
    return a / b
#: int64_quotient(0x1000000000, 0x10) -> 4294967296.0
#: int64_quotient(1, 0) raises ZeroDivisionError("divide by zero")


@viper
def int_quotient_by_literal(a: int):
    return a / 4, 1 / a
#: int_quotient_by_literal(2) -> (0.5, 0.5)
#: int_quotient_by_literal(0) raises ZeroDivisionError("divide by zero")


@viper
def mixed_widths(a: float32, b: float64):
    # float64: the float32 is widened exactly.
    return a + b, b * a
#: mixed_widths(0.1, 0.0) -> (0.10000000149011612, 0.0)
#: mixed_widths(1.0, 1e300) -> (1e300, 1e300)


@viper
def with_int(a: float32, b: int32):
    # float32: the integer is rounded to it first.
    return a + b, b - a
#: with_int(0.0, 16777217) -> (16777216.0, 16777216.0)
#: with_int(0.5, 1) -> (1.5, 0.5)


@viper
def with_int64(a: float64, b: int64):
    return b * a
#: with_int64(1.0, 9007199254740993) -> 9007199254740992.0
#: with_int64(0.5, -3) -> -1.5


@viper
def with_bool(a: float32, b: bool):
    return a + b
#: with_bool(0.5, True) -> 1.5


@viper
def updates(a: float32, b: float32):
    a += b
    a *= 2
    a -= 0.5
    a /= b
    return a
#: updates(1.0, 2.0) -> 2.75
#: updates(1.0, 0.0) raises ZeroDivisionError("divide by zero")


@viper
def narrow_update(a: float32, b: float64):
    # Computed as float64, then rounded to the local's float32.
    a += b
    return a
#: narrow_update(0.0, 0.1) -> 0.10000000149011612
#: narrow_update(1.0, 1e300) -> inf


@viper
def average(b: float32[:]):
    total: float32 = 0.0
    for x in b:
        total += x
    return total / len(b)
#: average(array("f", [1.0, 2.0, 4.5])) -> 2.5
#: average(array("f")) raises ZeroDivisionError("divide by zero")


@viper
def newton(x: float64, steps: int) -> float64:
    r = x
    for i in range(steps):
        r = (r + x / r) * 0.5
    return r
#: newton(2.0, 6) -> 1.414213562373095
#: newton(9.0, 0) -> 9.0


@viper
def board_float_sum(a: float, b: float):
    return a + b
#: f32 board_float_sum(0.1, 0.2) -> 0.30000001192092896
#: f64 board_float_sum(0.1, 0.2) -> 0.30000000000000004
