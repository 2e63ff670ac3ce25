# ruff: noqa
# fmt: off
"""Typed buffers: element types, negative indices, bounds, length, iteration, aliasing, alignment."""
from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64


@viper
def get_uint8(b: uint8[:], i: int):
    return b[i]
#: get_uint8(bytearray(b"\x01\x80\xff"), 0) -> 1
#: get_uint8(bytearray(b"\x01\x80\xff"), 2) -> 255
#: get_uint8(bytearray(b"\x01\x80\xff"), -1) -> 255
#: get_uint8(bytearray(b"\x01\x80\xff"), -3) -> 1
#: get_uint8(bytearray(b"\x01\x80\xff"), 3) raises IndexError("index out of range")
#: get_uint8(bytearray(b"\x01\x80\xff"), -4) raises IndexError("index out of range")
#: get_uint8(bytearray(b"\x01\x80\xff"), 0x7fffffff) raises IndexError("index out of range")
#: get_uint8(bytearray(b"\x01\x80\xff"), -0x80000000) raises IndexError("index out of range")
#: get_uint8(bytearray(), 0) raises IndexError("index out of range")
#: get_uint8(bytearray(), -1) raises IndexError("index out of range")
#: get_uint8(b"abc", 1) -> 98
#: get_uint8(memoryview(bytearray(b"abcd"))[1:3], -1) -> 99
#: get_uint8(memoryview(bytearray(b"abcd"))[1:3], 2) raises IndexError("index out of range")


@viper
def get_int8(b: int8[:], i: int):
    return b[i]
#: get_int8(array("b", [-1, 127, -128]), 0) -> -1
#: get_int8(array("b", [-1, 127, -128]), -1) -> -128
#: get_int8(array("b", [-1, 127, -128]), 3) raises IndexError("index out of range")


@viper
def get_int16(b: int16[:], i: int):
    return b[i]
#: get_int16(array("h", [-1, 300, -32768]), 0) -> -1
#: get_int16(array("h", [-1, 300, -32768]), -2) -> 300
#: get_int16(array("h", [-1, 300, -32768]), 2) -> -32768
#: get_int16(array("h", [-1, 300, -32768]), -4) raises IndexError("index out of range")


@viper
def get_uint16(b: uint16[:], i: int):
    return b[i] + 1
#: get_uint16(array("H", [65535]), 0) -> 65536


@viper
def get_int32(b: int32[:], i: int):
    return b[i] + 1
#: get_int32(array("i", [0x7fffffff]), 0) -> -0x80000000


@viper
def get_uint32(b: uint32[:], i: int):
    return b[i] + 1, b[i] >> 31
#: get_uint32(array("I", [7, 0xffffffff]), 1) -> (0, 1)


@viper
def get_int64(b: int64[:], i: int):
    return b[i]
#: get_int64(array("q", [-5, 0x123456789a]), 1) -> 0x123456789a
#: get_int64(array("q", [-5, 0x123456789a]), -2) -> -5
#: get_int64(array("q", [-5, 0x123456789a]), 2) raises IndexError("index out of range")


@viper
def get_uint64(b: uint64[:], i: int):
    return b[i]
#: get_uint64(array("Q", [0xffffffffffffffff]), 0) -> 0xffffffffffffffff


@viper
def get_float32(b: float32[:], i: int):
    return b[i] * 2
#: get_float32(array("f", [0.5, -1.25]), -1) -> -2.5


@viper
def get_float64(b: float64[:], i: int):
    return b[i]
#: get_float64(array("d", [0.1, nan]), 0) -> 0.1
#: get_float64(array("d", [0.1, nan]), 1) -> nan


@viper
def put_uint8(b: uint8[:], i: int, v: int):
    b[i] = v
#: put_uint8(bytearray(2), 0, 0x1ff) -> None; bytearray(b"\xff\0")
#: put_uint8(bytearray(2), -1, -1) -> None; bytearray(b"\0\xff")
#: put_uint8(bytearray(2), 2, 1) raises IndexError("index out of range"); bytearray(2)
#: put_uint8(bytearray(2), -3, 1) raises IndexError("index out of range"); bytearray(2)


@viper
def put_int16(b: int16[:], i: int, v: int):
    b[i] = v
#: put_int16(array("h", [0, 0]), 1, -2) -> None; array("h", [0, -2])
#: put_int16(array("h", [0, 0]), 0, 0x18000) -> None; array("h", [-32768, 0])


@viper
def put_int64(b: int64[:], i: int, v: int64):
    b[i] = v
#: put_int64(array("q", [0, 0]), -1, -7) -> None; array("q", [0, -7])


@viper
def put_uint32_negative(b: uint32[:], v: int8):
    b[0] = v
#: put_uint32_negative(array("I", [0]), -1) -> None; array("I", [0xffffffff])


@viper
def put_float32(b: float32[:], i: int, v: float64):
    b[i] = v
#: put_float32(array("f", [0.0]), 0, 0.1) -> None; array("f", [0.1])


@viper
def put_float_from_int(b: float64[:], v: int):
    b[0] = v
    b[1] = True
#: put_float_from_int(array("d", [0.0, 0.0]), -3) -> None; array("d", [-3.0, 1.0])


@viper
def element_types_promote(b: uint8[:]):
    # Elements of 8 and 16 bits are int: no wrap.
    return b[0] + b[1], b[0] - b[1], b[0] << 8 | b[1]
#: element_types_promote(bytearray(b"\xff\xfe")) -> (509, 1, 0xfffe)


@viper
def length(b: uint8[:], c: int32[:]):
    return len(b), len(c)
#: length(bytearray(5), array("i", [1, 2, 3])) -> (5, 3)
#: length(b"", array("i")) -> (0, 0)


@viper
def length_is_int(b: uint8[:]):
    # len() is an int: the difference is negative.
    return len(b) - 5
#: length_is_int(b"abc") -> -2


@viper
def sum_elements(b: int16[:]) -> int:
    total = 0
    for x in b:
        total += x
    return total
#: sum_elements(array("h", [1, -2, 300])) -> 299
#: sum_elements(array("h")) -> 0


@viper
def sum_wide(b: uint64[:]) -> uint64:
    total: uint64 = 0
    for x in b:
        total += x
    return total
#: sum_wide(array("Q", [1 << 63, 1 << 63, 5])) -> 5


@viper
def last_element(b: uint8[:]):
    x = 77
    for x in b:
        pass
    return x
#: last_element(bytearray(b"\x01\x02")) -> 2
#: last_element(bytearray()) -> 77


@viper
def store_while_iterating(b: uint8[:]) -> int:
    n = 0
    for x in b:
        b[-1] = 9
        n = n * 10 + x
    return n
#: store_while_iterating(bytearray(b"\x01\x02\x03")) -> 129; bytearray(b"\x01\x02\x09")


@viper
def for_with_own_type(b: int16[:]):
    x: uint8 = 0
    total = 0
    for x in b:
        total += x
    return total
#: for_with_own_type(array("h", [-1, 256, 5])) -> 260


@viper
def for_break_else(b: uint8[:], what: int) -> int:
    i = 0
    for x in b:
        if x == what:
            break
        i += 1
    else:
        return -1
    return i
#: for_break_else(b"hello", 108) -> 2
#: for_break_else(b"hello", 1) -> -1


@viper
def unsigned_index(b: uint8[:], i: uint):
    # A uint is never negative.
    return b[i]
#: unsigned_index(b"ab", 1) -> 98
#: unsigned_index(b"ab", -1) raises IndexError("index out of range")


@viper
def wide_index(b: uint8[:], i: int64):
    return b[i]
#: wide_index(b"ab", -1) -> 98
#: wide_index(b"ab", 0x100000000) raises IndexError("index out of range")
#: wide_index(b"ab", -0x100000001) raises IndexError("index out of range")


@viper
def narrow_index(b: uint8[:], i: int8):
    return b[i]
#: narrow_index(b"ab", -2) -> 97


@viper
def update(b: uint8[:], i: int, v: int):
    b[i] += v
    return b[i]
#: update(bytearray(b"\xff\x05"), 0, 2) -> 1; bytearray(b"\x01\x05")
#: update(bytearray(b"\xff\x05"), -1, -6) -> 255; bytearray(b"\xff\xff")
#: update(bytearray(b"\xff\x05"), 2, 1) raises IndexError("index out of range"); bytearray(b"\xff\x05")


@viper
def all_updates(b: int32[:]):
    b[0] += 5
    b[1] -= 5
    b[2] *= 5
    b[3] //= 5
    b[4] %= 5
    b[5] &= 5
    b[6] |= 5
    b[7] ^= 5
    b[8] <<= 5
    b[9] >>= 5
    b[10] **= 3
#: all_updates(array("i", [7] * 11)) -> None; array("i", [12, 2, 35, 1, 2, 5, 7, 2, 224, 0, 343])
#: all_updates(array("i", [-7] * 11)) -> None; array("i", [-2, -12, -35, -2, 3, 1, -3, -4, -224, -1, -343])


@viper
def copy(a: uint8[:], b: uint8[:]) -> int:
    for i in range(len(b)):
        a[i] = b[i]
    return len(b)
#: copy(bytearray(3), bytearray(b"xyz")) -> 3; bytearray(b"xyz"); bytearray(b"xyz")
#: copy(bytearray(2), bytearray(b"xyz")) raises IndexError("index out of range"); bytearray(b"xy"); bytearray(b"xyz")


@viper
def shift_up(a: uint8[:], b: uint8[:]) -> int:
    # The two may be one: each store is seen by the next load.
    for i in range(len(b) - 1):
        a[i + 1] = b[i]
    return a[len(a) - 1]
#: shift_up((x := bytearray(b"abcd")), x) -> 97; bytearray(b"aaaa"); bytearray(b"aaaa")
#: shift_up(bytearray(b"abcd"), bytearray(b"wxyz")) -> 121; bytearray(b"awxy"); bytearray(b"wxyz")


@viper
def overlapping(a: uint8[:], b: uint8[:]) -> int:
    a[0] = 7
    b[0] = 9
    return a[0] + a[1] * 16
#: overlapping((x := bytearray(4)), memoryview(x)[1:]) -> 0x97; bytearray(b"\x07\x09\0\0"); b"\x09\0\0"
#: overlapping((x := bytearray(4)), x) -> 9; bytearray(b"\x09\0\0\0"); bytearray(b"\x09\0\0\0")


@viper
def different_types_one_memory(a: uint8[:], b: int32[:]) -> int:
    before = b[0]
    a[0] = 1
    return b[0] - before
#: different_types_one_memory((x := memoryview(bytearray(8))), x.cast("i")) -> 1; b"\x01" + bytes(7); b"\x01" + bytes(7)


@viper
def reread(b: uint8[:], c: uint8[:]) -> int:
    x = b[0]
    c[0] = 5
    return x + b[0]
#: reread((x := bytearray(b"\x02")), x) -> 7; bytearray(b"\x05"); bytearray(b"\x05")
#: reread(bytearray(b"\x02"), bytearray(b"\x02")) -> 4; bytearray(b"\x02"); bytearray(b"\x05")


@viper
def unaligned(b: int32[:]):
    return b[0]
#: unaligned(memoryview(bytearray(b"\0\x01\0\0\0\0\0\0\0"))[1:9].cast("i")) raises ValueError
#: unaligned(memoryview(bytearray(b"\0\0\0\0\x05\0\0\0"))[4:8].cast("i")) -> 5


@viper
def unaligned16(b: int16[:]):
    return b[0]
#: unaligned16(memoryview(bytearray(b"\0\x01\0\0"))[1:3].cast("h")) raises ValueError
#: unaligned16(memoryview(bytearray(b"\0\0\x02\x01"))[2:4].cast("h")) -> 0x102


@viper(bounds=False)
def unchecked(b: uint8[:], i: int):
    # The index is used as it is.
    return b[i]
#: unchecked(bytearray(b"abc"), 2) -> 99
#: unchecked(memoryview(bytearray(b"abcd"))[2:], -1) -> 98
#: unchecked(memoryview(bytearray(b"abcd"))[0:2], 3) -> 100


@viper(bounds=False)
def unchecked_store(b: int16[:], i: int, v: int):
    b[i] = v
#: unchecked_store(array("h", [1, 2, 3]), 1, -9) -> None; array("h", [1, -9, 3])


@viper
def alias_local(b: uint8[:], c: uint8[:], first: int) -> int:
    d = b
    if not first:
        d = c
    return d[0] + len(d)
#: alias_local(b"\x05\x05", b"\x07", 1) -> 7
#: alias_local(b"\x05\x05", b"\x07", 0) -> 8


@viper
def element_as_condition(b: uint8[:]) -> int:
    i = 0
    while b[i]:
        i += 1
    return i
#: element_as_condition(b"abc\0") -> 3
#: element_as_condition(b"abc") raises IndexError("index out of range")


@viper
def swap_ends(b: int32[:]):
    b[0], b[-1] = b[-1], b[0]
#: swap_ends(array("i", [1, 2, 3])) -> None; array("i", [3, 2, 1])
#: swap_ends(array("i", [1])) -> None; array("i", [1])


@viper
def reverse(b: uint8[:]):
    i = 0
    j = len(b) - 1
    while i < j:
        b[i], b[j] = b[j], b[i]
        i += 1
        j -= 1
#: reverse(bytearray(b"hello")) -> None; bytearray(b"olleh")
#: reverse(bytearray()) -> None; bytearray()
