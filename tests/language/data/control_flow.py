# ruff: noqa
# fmt: off
"""if, while, for, break, continue, else clauses, assert, augmented and chained assignment, unassigned locals."""
from nativecomp import viper, ptr8, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64


@viper
def sign(x: int) -> int:
    if x < 0:
        return -1
    elif x == 0:
        return 0
    else:
        return 1
#: sign(-5) -> -1
#: sign(0) -> 0
#: sign(5) -> 1


@viper
def no_return_on_a_path(x: int) -> int:
    # Control reaches the end: zero of the result type.
    if x:
        return 7
#: no_return_on_a_path(1) -> 7
#: no_return_on_a_path(0) -> 0


@viper
def no_return_on_a_path_float(x: int) -> float32:
    if x:
        return 1.5
#: no_return_on_a_path_float(1) -> 1.5
#: no_return_on_a_path_float(0) -> 0.0


@viper
def no_return_on_a_path_bool(x: int) -> bool:
    if x:
        return True
#: no_return_on_a_path_bool(0) -> False


@viper
def no_return_in_a_loop(x: uint8) -> bool:
    while x:
        return x > 3
#: no_return_in_a_loop(5) -> True
#: no_return_in_a_loop(0) -> False


@viper
def returns_none(x: int):
    x += 1
#: returns_none(1) -> None


@viper
def returns_none_early(x: int) -> None:
    if x:
        return
    x = 1 // x
#: returns_none_early(1) -> None
#: returns_none_early(0) raises ZeroDivisionError("divide by zero")


@viper
def collatz(n: uint32) -> int:
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
#: collatz(1) -> 0
#: collatz(6) -> 8
#: collatz(27) -> 111


@viper
def while_else(n: int, stop: int) -> int:
    i = 0
    while i < n:
        if i == stop:
            break
        i += 1
    else:
        return 1000 + i
    return i
#: while_else(5, 3) -> 3
#: while_else(5, 9) -> 1005
#: while_else(0, 0) -> 1000


@viper
def while_continue(n: int) -> int:
    total = 0
    while n > 0:
        n -= 1
        if n & 1:
            continue
        total += n
    return total
#: while_continue(7) -> 12
#: while_continue(0) -> 0


@viper
def for_continue_else(n: int) -> int:
    total = 0
    for i in range(n):
        if i == 2:
            continue
        total += i
    else:
        total += 100
    return total
#: for_continue_else(5) -> 108
#: for_continue_else(0) -> 100


@viper
def for_break_skips_else(n: int) -> int:
    total = 0
    for i in range(n):
        if i == 3:
            break
        total += i
    else:
        total = -1
    return total
#: for_break_skips_else(3) -> -1
#: for_break_skips_else(4) -> 3


@viper
def nested_loops(n: int) -> int:
    found = 0
    for i in range(n):
        for j in range(n):
            if j > i:
                break
            if (i + j) % 2:
                continue
            found += i * 10 + j
        else:
            found += 1000
    return found
#: nested_loops(3) -> 1053
#: nested_loops(1) -> 1000


@viper
def return_from_loops(n: int) -> int:
    while True:
        for i in range(10):
            if i * i >= n:
                return i
        return -1
#: return_from_loops(17) -> 5
#: return_from_loops(1000) -> -1


@viper
def while_true(n: int) -> int:
    while True:
        n -= 3
        if n < 0:
            break
    return n
#: while_true(7) -> -2


@viper
def condition_int64(n: int64) -> int:
    c = 0
    while n:
        n >>= 8
        c += 1
    return c
#: condition_int64(0x10000000000) -> 6
#: condition_int64(0) -> 0


@viper
def condition_and_or(a: int, b: int) -> int:
    if a and b or not a and not b:
        return 1
    return 0
#: condition_and_or(1, 2) -> 1
#: condition_and_or(0, 0) -> 1
#: condition_and_or(1, 0) -> 0


@viper
def chained_assignment(x: int):
    a = b = x + 1
    a += 1
    return a, b
#: chained_assignment(5) -> (7, 6)


@viper
def chained_types(x: int):
    # Each target takes the value, not the other target.
    a: uint8 = 0
    b: int64 = 0
    a = b = x
    return a, b
#: chained_types(0x1ff) -> (255, 511)
#: chained_types(-1) -> (255, -1)


@viper
def chained_elements(p: ptr8, x: int):
    p[0] = a = p[1] = x
    return a
#: chained_elements(bytearray(2), 0x105) -> 0x105; b"\x05\x05"


@viper
def swap(a: int, b: int):
    a, b = b, a
    return a, b
#: swap(1, 2) -> (2, 1)


@viper
def fibonacci(n: int) -> int:
    a, b = 0, 1
    while n > 0:
        a, b = b, a + b
        n -= 1
    return a
#: fibonacci(10) -> 55
#: fibonacci(0) -> 0
#: 32 fibonacci(47) -> -1323752223
#: 64 fibonacci(47) -> 2971215073


@viper
def rotate_three(a: int, b: int, c: int):
    a, b, c = c, a, b
    return a, b, c
#: rotate_three(1, 2, 3) -> (3, 1, 2)


@viper
def unassigned_int(c: int):
    if c:
        x = 5
    return x
#: unassigned_int(1) -> 5
#: unassigned_int(0) -> 0


@viper
def unassigned_types(c: int):
    if c:
        a = uint8(7)
        b = 1.5
        d = True
        e: int64 = -1
    return a, b, d, e
#: unassigned_types(1) -> (7, 1.5, True, -1)
#: unassigned_types(0) -> (0, 0.0, False, 0)


@viper
def annotated_alone():
    x: uint8
    y: float64
    z: bool
    return x, y, z
#: annotated_alone() -> (0, 0.0, False)


@viper
def annotated_then_assigned(v: int):
    x: uint8
    x = v
    return x
#: annotated_then_assigned(257) -> 1


@viper
def unassigned_buffer(c: int, b: uint8[:]) -> int:
    if c:
        d = b
    return len(d)
#: unassigned_buffer(1, b"abc") -> 3
#: unassigned_buffer(0, b"abc") -> 0


@viper
def unassigned_pointer(c: int, p: ptr8):
    if c:
        q = p
    return uint(q) == 0
#: unassigned_pointer(1, b"abc") -> False
#: unassigned_pointer(0, b"abc") -> True


@viper
def unassigned_loop_variable(n: int):
    for i in range(n):
        pass
    return i
#: unassigned_loop_variable(0) -> 0
#: unassigned_loop_variable(4) -> 3


@viper
def first_assignment_decides(c: int):
    if c:
        x = uint8(1)
    else:
        x = 300 + c
    return x
#: first_assignment_decides(1) -> 1
#: first_assignment_decides(0) -> 44


@viper
def asserted(x: int) -> int:
    assert x > 0
    assert x < 100, "too large"
    return x
#: asserted(5) -> 5
#: asserted(0) raises AssertionError()
#: asserted(100) raises AssertionError("too large")


@viper
def passes(x: int):
    pass
    if x:
        pass
    else:
        x = 3
    return x
#: passes(0) -> 3
#: passes(1) -> 1


@viper
def docstring(x: int) -> int:
    """Has one."""
    return x
#: docstring(3) -> 3


@viper
def update_all(x: int):
    x += 10
    x -= 1
    x *= 7
    x //= 2
    x %= 100
    x <<= 3
    x |= 5
    x ^= 1
    x &= 0xfe
    x >>= 1
    x **= 2
    return x
#: update_all(1) -> 196
