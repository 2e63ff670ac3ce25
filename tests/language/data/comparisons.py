# ruff: noqa
# fmt: off
"""Comparisons by value, literals in comparisons, chains, truth, and/or, ternaries, `not`."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64


@viper
def six(a: int, b: int):
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: six(1, 2) -> (True, True, False, False, False, True)
#: six(2, 2) -> (False, True, False, True, True, False)
#: six(3, 2) -> (False, False, True, True, False, True)
#: six(-1, 1) -> (True, True, False, False, False, True)
#: 32 six(-0x80000000, 0x7fffffff) -> (True, True, False, False, False, True)


@viper
def six_uint(a: uint, b: uint):
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: six_uint(-1, 1) -> (False, False, True, True, False, True)


@viper
def mixed_signs(a: int, b: uint):
    # By value: -1 is less than any uint.
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: mixed_signs(-1, 0) -> (True, True, False, False, False, True)
#: mixed_signs(-1, -1) -> (True, True, False, False, False, True)
#: mixed_signs(5, 5) -> (False, True, False, True, True, False)
#: mixed_signs(6, 5) -> (False, False, True, True, False, True)


@viper
def mixed_signs_other_way(a: uint32, b: int32):
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: mixed_signs_other_way(0, -1) -> (False, False, True, True, False, True)
#: mixed_signs_other_way(0xffffffff, -1) -> (False, False, True, True, False, True)
#: mixed_signs_other_way(1, 2) -> (True, True, False, False, False, True)


@viper
def mixed_widths(a: int8, b: uint64):
    return a < b, a == b
#: mixed_widths(-1, 0xffffffffffffffff) -> (True, False)
#: mixed_widths(1, 1) -> (False, True)
#: mixed_widths(127, 126) -> (False, False)


@viper
def wide_signed(a: int64, b: uint64):
    return a < b, a > b, a == b
#: wide_signed(-1, 0) -> (True, False, False)
#: wide_signed(-1, 0xffffffffffffffff) -> (True, False, False)
#: wide_signed(0x7fffffffffffffff, 0x8000000000000000) -> (True, False, False)
#: wide_signed(5, 4) -> (False, True, False)


@viper
def wide_and_word(a: int64, b: uint32):
    return a < b, a == b
#: wide_and_word(-1, 0xffffffff) -> (True, False)
#: wide_and_word(0xffffffff, 0xffffffff) -> (False, True)
#: wide_and_word(0x1ffffffff, 0xffffffff) -> (False, False)


@viper
def int64s(a: int64, b: int64):
    return a < b, a <= b, a == b
#: int64s(0x100000000, 0xffffffff) -> (False, False, False)
#: int64s(-0x100000000, 0) -> (True, True, False)
#: int64s(0x100000000, 0x100000001) -> (True, True, False)
#: int64s(0x100000000, 0x200000000) -> (True, True, False)


@viper
def uint_less_than_minus_one(u: uint):
    # A literal keeps its value.
    return u < -1, u > -1, u >= -5, -1 < u
#: uint_less_than_minus_one(0) -> (False, True, True, True)
#: uint_less_than_minus_one(-1) -> (False, True, True, True)


@viper
def int32_below_large_literal(x: int32):
    return x < 0xffffffff, x > 0x80000000
#: int32_below_large_literal(-1) -> (True, False)
#: int32_below_large_literal(0x7fffffff) -> (True, False)


@viper
def int32_equals_bits(x: int32):
    # With == a literal takes the other operand's bits.
    return x == 0xffffffff, x != 0xffffffff, x == -1, 0xffffffff == x
#: int32_equals_bits(-1) -> (True, False, True, True)
#: int32_equals_bits(1) -> (False, True, False, False)


@viper
def uint32_equals_minus_one(x: uint32):
    return x == -1, x != -1, x == 0xffffffff
#: uint32_equals_minus_one(0xffffffff) -> (True, False, True)
#: uint32_equals_minus_one(0) -> (False, True, False)


@viper
def int_equals_bits(x: int):
    return x == 0xffffffff
#: 32 int_equals_bits(-1) -> True
#: 64 int_equals_bits(-1) -> False
#: 64 int_equals_bits(0xffffffff) -> True


@viper
def uint64_equals_minus_one(x: uint64):
    return x == -1, x == 0xffffffff
#: uint64_equals_minus_one(0xffffffffffffffff) -> (True, False)
#: uint64_equals_minus_one(0xffffffff) -> (False, True)


@viper
def narrow_with_literal(x: int8):
    # int8 becomes int, so 255 is 255.
    return x == 255, x < 255, x == -1
#: narrow_with_literal(-1) -> (False, True, True)


@viper
def bools(a: bool, b: bool):
    return a == b, a < b, a != b
#: bools(True, True) -> (True, False, False)
#: bools(False, True) -> (False, True, True)


@viper
def bool_with_int(a: bool, b: int):
    return a == b
#: bool_with_int(True, 1) -> True
#: bool_with_int(True, 2) -> False


@viper
def chained(a: int, b: int, c: int):
    return a < b < c
#: chained(1, 2, 3) -> True
#: chained(1, 3, 2) -> False
#: chained(2, 1, 3) -> False


@viper
def chained_mixed(a: int, b: uint, c: int):
    return a <= b != c
#: chained_mixed(-1, 0, 1) -> True
#: chained_mixed(-1, 0, 0) -> False


@viper
def in_range(x: int):
    return 0 <= x < 10
#: in_range(0) -> True
#: in_range(9) -> True
#: in_range(10) -> False
#: in_range(-1) -> False


@viper
def chain_evaluates_once(b: uint8[:], i: int):
    n = 0

    def next() -> int:
        nonlocal n
        n += 1
        return n

    result = 0 < next() < 5
    return result, n
#: chain_evaluates_once(bytearray(1), 0) -> (True, 1)


@viper
def chain_stops(a: int):
    n = 0

    def count(v: int) -> int:
        nonlocal n
        n += 1
        return v

    result = count(a) < count(5) < count(7)
    return result, n
#: chain_stops(1) -> (True, 3)
#: chain_stops(9) -> (False, 2)


@viper
def float_and_nan(a: float32, b: float32):
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: float_and_nan(1.0, 2.0) -> (True, True, False, False, False, True)
#: float_and_nan(nan, 1.0) -> (False, False, False, False, False, True)
#: float_and_nan(nan, nan) -> (False, False, False, False, False, True)
#: float_and_nan(0.0, -0.0) -> (False, True, False, True, True, False)
#: float_and_nan(inf, 1.0) -> (False, False, True, True, False, True)


@viper
def float64_and_nan(a: float64, b: float64):
    return a < b, a <= b, a > b, a >= b, a == b, a != b
#: float64_and_nan(1.0, 2.0) -> (True, True, False, False, False, True)
#: float64_and_nan(1.0, nan) -> (False, False, False, False, False, True)
#: float64_and_nan(-inf, inf) -> (True, True, False, False, False, True)
#: float64_and_nan(-0.0, 0.0) -> (False, True, False, True, True, False)


@viper
def int_with_float(a: int, b: float32):
    return a < b, a == b
#: int_with_float(1, 1.5) -> (True, False)
#: int_with_float(2, 2.0) -> (False, True)
#: int_with_float(16777217, 16777216.0) -> (False, True)


@viper
def int_with_float_literal(a: int):
    return a > 1.5, a == 2.0
#: int_with_float_literal(1) -> (False, False)
#: int_with_float_literal(2) -> (True, True)


@viper
def negations(a: int, b: bool, f: float32):
    return not a, not b, not f
#: negations(0, False, 0.0) -> (True, True, True)
#: negations(3, True, 0.5) -> (False, False, False)
#: negations(-1, True, -0.0) -> (False, False, True)
#: negations(0, True, nan) -> (True, False, False)


@viper
def truth_of_float(f: float64) -> int:
    if f:
        return 1
    return 0
#: truth_of_float(0.0) -> 0
#: truth_of_float(-0.0) -> 0
#: truth_of_float(nan) -> 1
#: truth_of_float(5e-324) -> 1


@viper
def truth_of_int64(a: int64) -> int:
    return 1 if a else 0
#: truth_of_int64(0x100000000) -> 1
#: truth_of_int64(0) -> 0


@viper
def and_value(a: int, b: int):
    return a and b
#: and_value(0, 5) -> 0
#: and_value(3, 5) -> 5
#: and_value(3, 0) -> 0


@viper
def or_value(a: int, b: int):
    return a or b
#: or_value(0, 5) -> 5
#: or_value(3, 5) -> 3
#: or_value(0, 0) -> 0


@viper
def and_or_bools(a: bool, b: bool):
    return a and b, a or b
#: and_or_bools(True, False) -> (False, True)
#: and_or_bools(True, True) -> (True, True)
#: and_or_bools(False, False) -> (False, False)


@viper
def and_of_types(a: uint8, b: int64):
    return a and b
#: and_of_types(0, 5) -> 0
#: and_of_types(255, -0x100000000) -> -0x100000000


@viper
def or_bool_int(a: bool, b: int):
    # bool and int unify to int.
    return a or b
#: or_bool_int(True, 7) -> 1
#: or_bool_int(False, 7) -> 7


@viper
def or_literal(a: int):
    return a or 10
#: or_literal(0) -> 10
#: or_literal(3) -> 3


@viper
def and_three(a: int, b: int, c: int):
    return a and b and c, a or b or c
#: and_three(1, 2, 3) -> (3, 1)
#: and_three(1, 0, 3) -> (0, 1)
#: and_three(0, 0, 3) -> (0, 3)


@viper
def or_float(a: int, f: float32):
    return a or f
#: or_float(3, 1.5) -> 3.0
#: or_float(0, 1.5) -> 1.5


@viper
def only_the_chosen(a: int, b: int):
    # The division is not reached when b is zero.
    return b and a // b
#: only_the_chosen(7, 2) -> 3
#: only_the_chosen(7, 0) -> 0


@viper
def ternary(c: int, a: int, b: int):
    return a if c else b
#: ternary(1, 10, 20) -> 10
#: ternary(0, 10, 20) -> 20


@viper
def ternary_chosen(a: int, b: int):
    return a // b if b else -1
#: ternary_chosen(7, 0) -> -1
#: ternary_chosen(7, 2) -> 3


@viper
def ternary_types(c: bool, a: uint32, b: int32):
    # Equal width: the type of the first alternative.
    return a if c else b
#: ternary_types(False, 1, -1) -> 0xffffffff
#: ternary_types(True, 5, -1) -> 5


@viper
def ternary_narrow(c: bool, a: uint8, b: uint8):
    return (a if c else b) + 1
#: ternary_narrow(True, 255, 0) -> 256


@viper
def ternary_bool(c: bool, a: bool, b: bool):
    return a if c else b
#: ternary_bool(True, True, False) -> True
#: ternary_bool(False, True, False) -> False


@viper
def ternary_float(c: bool, a: int, f: float32):
    return a if c else f
#: ternary_float(True, 3, 0.5) -> 3.0
#: ternary_float(False, 3, 0.5) -> 0.5


@viper
def ternary_nested(a: int):
    return -1 if a < 0 else 0 if a == 0 else 1
#: ternary_nested(-9) -> -1
#: ternary_nested(0) -> 0
#: ternary_nested(9) -> 1


@viper
def comparison_as_int(a: int, b: int):
    return (a < b) + (a != b) * 2
#: comparison_as_int(1, 2) -> 3
#: comparison_as_int(2, 1) -> 2
#: comparison_as_int(1, 1) -> 0
