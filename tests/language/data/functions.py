# ruff: noqa
# fmt: off
"""Calls, defaults, keywords, recursion, many arguments, nested functions, tuples, inferred results."""
from nativecomp import viper, const, ptr8, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64

TEN = const(10)


@viper
def square(x: int) -> int:
    return x * x


@viper
def sum_of_squares(a: int, b: int) -> int:
    return square(a) + square(b)
#: sum_of_squares(3, 4) -> 25


@viper
def defined_later_caller(x: int) -> int:
    return defined_later(x) + 1


@viper
def defined_later(x: int) -> int:
    return x * 2
#: defined_later_caller(5) -> 11


@viper
def with_defaults(a: int, b: int = 20, c: uint8 = TEN) -> int:
    return a * 10000 + b * 100 + c
#: with_defaults(1) -> 12010
#: with_defaults(1, 2) -> 10210
#: with_defaults(1, 2, 3) -> 10203


@viper
def calls_defaults(x: int):
    return with_defaults(x), with_defaults(x, 5), with_defaults(x, c=7), with_defaults(c=1, b=2, a=x)
#: calls_defaults(1) -> (12010, 10510, 12007, 10201)


@viper
def default_types(a: float32 = 1, b: bool = True, c: int64 = -1, d: float64 = 0.5):
    return a, b, c, d
#: default_types() -> (1.0, True, -1, 0.5)
#: default_types(2) -> (2.0, True, -1, 0.5)


@viper
def default_wraps(a: uint8 = 255, b: int8 = 255):
    return a, b
#: default_wraps() -> (255, -1)


@viper
def ten_arguments(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int, i: int, j: int) -> int:
    return a - b + c - d + e - f + g - h + i - j
#: ten_arguments(10, 9, 8, 7, 6, 5, 4, 3, 2, 1) -> 5


@viper
def mixed_arguments(a: int8, b: int64, c: uint8, d: float32, e: int64, f: float64, g: uint16, h: bool):
    return a, b, c, d, e, f, g, h
#: mixed_arguments(-1, -2, 3, 0.5, 0x123456789a, -0.25, 65535, True) -> (-1, -2, 3, 0.5, 0x123456789a, -0.25, 65535, True)


@viper
def calls_mixed(x: int):
    a, b, c, d, e, f, g, h = mixed_arguments(x, x, x, x, x, x, x, x > 0)
    return a + b + c, d + e + f, g, h
#: calls_mixed(-1) -> (253, -3.0, 65535, False)
#: calls_mixed(2) -> (6, 6.0, 2, True)


@viper
def factorial(n: uint32) -> uint32:
    if n < 2:
        return 1
    return n * factorial(n - 1)
#: factorial(0) -> 1
#: factorial(5) -> 120
#: factorial(13) -> 1932053504


@viper
def inferred_recursion(n: int):
    # The first return is a literal: the result is an int.
    if n < 2:
        return 1
    return n * inferred_recursion(n - 1)
#: inferred_recursion(6) -> 720


@viper
def is_even(n: int) -> bool:
    if n == 0:
        return True
    return is_odd(n - 1)


@viper
def is_odd(n: int) -> bool:
    if n == 0:
        return False
    return is_even(n - 1)
#: is_even(10) -> True
#: is_even(7) -> False
#: is_odd(7) -> True


@viper
def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
#: ackermann(2, 3) -> 9


@viper
def inferred_by_first_return(x: uint8):
    # The type of the first return in the text.
    if x:
        return x
    return 300 + x
#: inferred_by_first_return(5) -> 5
#: inferred_by_first_return(0) -> 44


@viper
def inferred_float(x: int):
    if x:
        return 0.5
    return x
#: inferred_float(1) -> 0.5
#: inferred_float(0) -> 0.0


@viper
def calls_inferred(x: int):
    return inferred_by_first_return(x) + 1
#: calls_inferred(255) -> 256


@viper
def nothing(p: ptr8, v: int):
    p[0] = v


@viper
def calls_nothing(p: ptr8) -> int:
    nothing(p, 5)
    nothing(ptr8(uint(p) + 1), 6)
    return p[0] * 10 + p[1]
#: calls_nothing(bytearray(2)) -> 56; b"\x05\x06"


@viper
def pair(x: int, y: int) -> tuple[int, int]:
    return y, x


@viper
def uses_pair(x: int, y: int):
    a, b = pair(x, y)
    c, d = pair(a, b)
    return a, b, c, d
#: uses_pair(1, 2) -> (2, 1, 1, 2)


@viper
def typed_tuple(x: int) -> tuple[uint8, int64, float32, bool, int16]:
    return x, x, x, x > 0, x
#: typed_tuple(-1) -> (255, -1, -1.0, False, -1)
#: typed_tuple(0x18001) -> (1, 0x18001, 98305.0, True, -0x7fff)


@viper
def uses_typed_tuple(x: int):
    a, b, c, d, e = typed_tuple(x)
    a += 1
    return a, b, c, d, e
#: uses_typed_tuple(255) -> (0, 255, 255.0, True, 255)


@viper
def into_typed_locals(x: int):
    a: int8 = 0
    b: float64 = 0
    a, b = pair(x, 200)
    return a, b
#: into_typed_locals(3) -> (-56, 3.0)


@viper
def into_elements(b: uint8[:], x: int) -> int:
    b[0], b[-1] = pair(x, 0x1ff)
    return b[0]
#: into_elements(bytearray(3), 7) -> 255; b"\xff\0\x07"


@viper
def tuple_at_the_end(x: int) -> tuple[int, float32]:
    if x:
        return x, 0.5
#: tuple_at_the_end(3) -> (3, 0.5)
#: tuple_at_the_end(0) -> (0, 0.0)


@viper
def one_value_tuple(x: int) -> tuple[int]:
    return (x + 1,)
#: one_value_tuple(1) -> (2,)


@viper
def nested_reads(x: int) -> int:
    y = x * 2

    def add(z: int) -> int:
        return x + y + z

    y = y + 100
    return add(1000)
#: nested_reads(3) -> 1109


@viper
def nested_counts(n: int) -> int:
    count = 0

    def tick(by: int = 1):
        nonlocal count
        count += by

    for i in range(n):
        tick()
    tick(100)
    tick(by=1000)
    return count
#: nested_counts(5) -> 1105


@viper
def nested_own_local(x: int) -> int:
    y = 1

    def other(a: int) -> int:
        y = a * 3
        return y

    return other(x) + y
#: nested_own_local(5) -> 16


@viper
def nested_wraps(x: int) -> int:
    # The enclosing local keeps its type.
    y: uint8 = 250

    def bump(a: int) -> int:
        nonlocal y
        y += a
        return y

    return bump(x) * 1000 + y
#: nested_wraps(10) -> 4004


@viper
def nested_parameter(x: int) -> int:
    def change():
        nonlocal x
        x = x * 2 + 1

    change()
    change()
    return x
#: nested_parameter(1) -> 7


@viper
def nested_buffer(b: uint8[:], i: int) -> int:
    def at(j: int) -> int:
        return b[j]

    return at(i) + at(i - 1)
#: nested_buffer(b"\x01\x02\x03", 2) -> 5
#: nested_buffer(b"\x01\x02\x03", 3) raises IndexError("index out of range")


@viper
def nested_recursion(n: int) -> int:
    calls = 0

    def fib(k: int) -> int:
        nonlocal calls
        calls += 1
        if k < 2:
            return k
        return fib(k - 1) + fib(k - 2)

    return fib(n) * 1000 + calls
#: nested_recursion(6) -> 8025


@viper
def nested_twice(x: int) -> int:
    total = 0

    def outer(a: int) -> int:
        def inner(b: int) -> int:
            nonlocal total
            total += b
            return a + b + x

        return inner(a) + inner(a + 1)

    return outer(x) * 1000 + total
#: nested_twice(1) -> 7003


@viper
def nested_each_call_its_own(n: int) -> int:
    # Each activation has its own locals.
    mine = n

    def get() -> int:
        return mine

    below = 0
    if n > 0:
        below = nested_each_call_its_own(n - 1)
    return below * 10 + get()
#: nested_each_call_its_own(3) -> 123


@viper
def recursion_with_buffer(b: uint8[:], i: int) -> int:
    if i == len(b):
        return 0
    return b[i] + recursion_with_buffer(b, i + 1)
#: recursion_with_buffer(bytearray(b"\x01\x02\x03\x04"), 0) -> 10


@viper
def passes_buffer_on(b: uint8[:], c: uint8[:]) -> int:
    return recursion_with_buffer(c, 0) * 100 + recursion_with_buffer(b, 1)
#: passes_buffer_on(b"\x01\x02", b"\x05") -> 502


@viper
def int64_result(x: int) -> int64:
    return int64(x) << 32


@viper
def uses_int64_result(x: int):
    return int64_result(x) + 1, int64_result(x) >> 32
#: uses_int64_result(-1) -> (-0xffffffff, -1)
#: uses_int64_result(5) -> (0x500000001, 5)


@viper
def float_results(x: int) -> float64:
    return x / 4


@viper
def uses_float_results(x: int) -> float32:
    return float_results(x) + float_results(x + 1)
#: uses_float_results(1) -> 0.75


@viper
def discarded(x: int) -> int:
    square(x)
    pair(x, x)
    return x
#: discarded(4) -> 4


@viper
def keyword_only(a: int, *, b: int = 5) -> int:
    return a * 10 + b


@viper
def calls_keyword_only(x: int) -> int:
    return keyword_only(x) + keyword_only(x, b=1)
#: calls_keyword_only(2) -> 46


@viper
def index_from_before_a_call(b: uint8[:], n: int):
    # `x` stays what `at` was.
    at = n
    def step():
        nonlocal at
        at = 0
    if n < 0:
        at = 1
    x = at
    step()
    for i in range(2):
        b[x + i] = i + 1
#: index_from_before_a_call(bytearray(4), 2) -> None; b"\0\0\1\2"
#: index_from_before_a_call(bytearray(4), 3) raises IndexError("index out of range"); b"\0\0\0\1"


@viper
def index_that_a_call_moves(b: uint8[:], n: int):
    at = 0
    def step():
        nonlocal at
        at += n
    for i in range(2):
        b[at] = i + 1
        step()
#: index_that_a_call_moves(bytearray(4), 1) -> None; b"\1\2\0\0"
#: index_that_a_call_moves(bytearray(4), 4) raises IndexError("index out of range"); b"\1\0\0\0"


@viper
def starts_anew(b: uint8[:], i: int) -> int:
    if i == 0:
        t = 7
        w: int64 = 1 << 40
    return b[i] + t + int(w >> 40)


@viper
def locals_start_anew(b: uint8[:], n: int) -> int:
    s = 0
    for i in range(n):
        s = s * 10 + starts_anew(b, i)
    return s
#: locals_start_anew(bytes([1, 2, 3]), 3) -> 923
