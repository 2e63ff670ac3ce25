# ruff: noqa
# fmt: off
"""`for i in range(...)`: turns, steps, the loop variable's type and value, ends of the types."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64


@viper
def one(n: int) -> int:
    total = 0
    for i in range(n):
        total = total * 10 + i
    return total
#: one(0) -> 0
#: one(1) -> 0
#: one(4) -> 123
#: one(-3) -> 0


@viper
def two(a: int, b: int) -> int:
    total = 0
    for i in range(a, b):
        total = total * 10 + i
    return total
#: two(2, 5) -> 234
#: two(5, 2) -> 0
#: two(-1, 2) -> -99


@viper
def three(a: int, b: int, s: int):
    total = 0
    turns = 0
    for i in range(a, b, s):
        total += i
        turns += 1
    return turns, total
#: three(0, 10, 3) -> (4, 18)
#: three(0, 9, 3) -> (3, 9)
#: three(10, 0, -3) -> (4, 22)
#: three(10, 1, -3) -> (3, 21)
#: three(0, 10, -1) -> (0, 0)
#: three(10, 0, 1) -> (0, 0)
#: three(5, 5, 1) -> (0, 0)
#: three(0, 1, 1000) -> (1, 0)
#: three(1, 2, 0) raises ValueError("range() arg 3 must not be zero")
#: three(2, 1, 0) raises ValueError("range() arg 3 must not be zero")
#: three(-5, 5, 5) -> (2, -5)


@viper
def constant_step_down() -> int:
    total = 0
    for i in range(9, -1, -1):
        total = total * 10 + i
    return total
#: 64 constant_step_down() -> 9876543210
#: 32 constant_step_down() -> 1286608618


@viper
def literals_only() -> int:
    total = 0
    for i in range(1, 10, 4):
        total = total * 10 + i
    return total
#: literals_only() -> 159


@viper
def near_the_top(a: int32, b: int32, s: int32):
    # The next value would overflow: the number of turns is Python's all the same.
    turns = 0
    last = 0
    for i in range(a, b, s):
        turns += 1
        last = i
    return turns, last
#: near_the_top(0x7ffffff0, 0x7fffffff, 7) -> (3, 0x7ffffffe)
#: near_the_top(0x7ffffffe, 0x7fffffff, 1) -> (1, 0x7ffffffe)
#: near_the_top(0, 0x7fffffff, 0x7fffffff) -> (1, 0)
#: near_the_top(-0x80000000, 0x7fffffff, 0x7fffffff) -> (3, 0x7ffffffe)
#: near_the_top(-0x7ffffffe, -0x80000000, -5) -> (1, -0x7ffffffe)
#: near_the_top(0x7fffffff, -0x80000000, -0x80000000) -> (2, -1)
#: near_the_top(-0x80000000, 0x7fffffff, 0x40000000) -> (4, 0x40000000)


@viper
def near_the_top_unsigned(a: uint32, b: uint32, s: uint32):
    turns = 0
    last: uint32 = 0
    for i in range(a, b, s):
        turns += 1
        last = i
    return turns, last
#: near_the_top_unsigned(0xfffffff0, 0xffffffff, 10) -> (2, 0xfffffffa)
#: near_the_top_unsigned(0, 0xffffffff, 0xfffffffe) -> (2, 0xfffffffe)
#: near_the_top_unsigned(5, 3, 1) -> (0, 0)
#: near_the_top_unsigned(0, 0xffffffff, 0x80000000) -> (2, 0x80000000)
#: near_the_top_unsigned(1, 2, 0) raises ValueError("range() arg 3 must not be zero")


@viper
def wide(a: int64, b: int64, s: int64):
    turns = 0
    last: int64 = 0
    for i in range(a, b, s):
        turns += 1
        last = i
    return turns, last
#: wide(0x7ffffffffffffff0, 0x7fffffffffffffff, 8) -> (2, 0x7ffffffffffffff8)
#: wide(-0x8000000000000000, 0x7fffffffffffffff, 0x4000000000000000) -> (4, 0x4000000000000000)
#: wide(0xfffffffe, 0x100000002, 1) -> (4, 0x100000001)
#: wide(3, -0x8000000000000000, -0x8000000000000000) -> (2, -0x7ffffffffffffffd)


@viper
def wide_is_int64(n: int64):
    for i in range(n, n + 1):
        pass
    return i
#: wide_is_int64(0x123456789a) -> 0x123456789a


@viper
def unsigned_type(n: uint32):
    # i is a uint32: the difference wraps.
    d: uint32 = 0
    for i in range(n):
        d = i - 5
    return d
#: unsigned_type(3) -> 0xfffffffd


@viper
def own_type(n: int):
    # i keeps the type it has; the iteration counts on.
    i: uint8 = 0
    turns = 0
    for i in range(n):
        turns += 1
    return turns, i
#: own_type(300) -> (300, 43)
#: own_type(0) -> (0, 0)


@viper
def own_signed_type(n: int):
    i: int8 = 100
    total = 0
    for i in range(126, n):
        total += i
    return total, i
#: own_signed_type(130) -> (-2, -127)
#: own_signed_type(1) -> (0, 100)


@viper
def parameter_as_variable(i: int, n: int):
    for i in range(n):
        pass
    return i
#: parameter_as_variable(9, 3) -> 2
#: parameter_as_variable(9, 0) -> 9


@viper
def assigned_in_body(n: int):
    # Assigning to i does not change the iteration; after the loop it keeps what was assigned last.
    turns = 0
    for i in range(n):
        turns += 1
        i = i * 100
    return turns, i
#: assigned_in_body(4) -> (4, 300)


@viper
def skipping_does_not_work(n: int) -> int:
    turns = 0
    for i in range(n):
        i += 2
        turns += 1
    return turns
#: skipping_does_not_work(5) -> 5


@viper
def changing_the_bound(n: int):
    # The arguments are evaluated once.
    turns = 0
    for i in range(n):
        n = 1
        turns += 1
    return turns, n
#: changing_the_bound(4) -> (4, 1)


@viper
def changing_the_step(s: int):
    turns = 0
    for i in range(0, 6, s):
        s = 0
        turns += 1
    return turns
#: changing_the_step(2) -> 3


@viper
def after_break(n: int):
    for i in range(100):
        if i == n:
            break
    return i
#: after_break(7) -> 7
#: after_break(1000) -> 99


@viper
def same_variable_nested(n: int) -> int:
    total = 0
    for i in range(n):
        for i in range(2):
            total += 1
        total += i * 10
    return total
#: same_variable_nested(3) -> 36


@viper
def narrow_bounds(a: uint8, b: uint8) -> int:
    total = 0
    for i in range(a, b):
        total += 1
    return total
#: narrow_bounds(250, 255) -> 5
#: narrow_bounds(255, 250) -> 0


@viper
def narrow_to_zero(n: uint8):
    total = 0
    for i in range(n, -1, -1):
        total += i
    return total
#: narrow_to_zero(3) -> 6
#: narrow_to_zero(255) -> 32640


@viper
def of_length(b: uint8[:]) -> int:
    total = 0
    for i in range(len(b) - 1, -1, -1):
        total = total * 10 + b[i]
    return total
#: of_length(bytearray(b"\x01\x02\x03")) -> 321
#: of_length(bytearray()) -> 0


@viper
def bool_count(b: bool) -> int:
    n = 0
    for i in range(b):
        n += 1
    return n
#: bool_count(True) -> 1
#: bool_count(False) -> 0


@viper
def unsigned_downwards(a: uint, b: uint) -> uint:
    # A step of -1 wraps an unsigned counter at each addition.
    total = uint(0)
    for i in range(a, b, -1):
        total = total * 10 + i
    return total
#: unsigned_downwards(5, 2) -> 543
#: unsigned_downwards(2, 5) -> 0
#: 32 unsigned_downwards(0x80000001, 0x7fffffff) -> (0x80000001 * 10 + 0x80000000) & 0xffffffff


@viper
def unsigned_downwards_through(p: ptr8, a: uint, b: uint) -> uint:
    for i in range(a, b, -1):
        if i < a:
            p[i] = 1
    return a
#: unsigned_downwards_through(bytearray(4), 3, 0) -> 3; b"\0\1\1\0"
