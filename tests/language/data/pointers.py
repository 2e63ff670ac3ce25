# ruff: noqa
# fmt: off
"""`ptr8`, `ptr16`, `ptr32` onto memory: element sizes, zero extension, casts, arithmetic through integers, aliasing."""
from nativecomp import viper, ptr, ptr8, ptr16, ptr32, int8, int16, int32, int64, uint, uint8, uint16, uint32


@viper
def load8(p: ptr8, i: int):
    return p[i]
#: load8(bytearray(b"\x01\xff"), 0) -> 1
#: load8(bytearray(b"\x01\xff"), 1) -> 255
#: load8(memoryview(bytearray(b"abc"))[2:], -1) -> 98
#: load8(memoryview(bytearray(b"abc"))[1:], 0) -> 98
#: load8(b"xyz", 2) -> 122


@viper
def load16(p: ptr16, i: int):
    # Zero-extended.
    return p[i]
#: load16(bytearray(b"\x01\x02\xff\xff"), 0) -> 0x201
#: load16(bytearray(b"\x01\x02\xff\xff"), 1) -> 0xffff
#: load16(array("h", [5, -2]), 1) -> 0xfffe


@viper
def load32(p: ptr32, i: int):
    # An int: bits of a word on a 32-bit core, zero-extended on a 64-bit one.
    return p[i]
#: 32 load32(array("I", [7, 0xffffffff]), 1) -> -1
#: 64 load32(array("I", [7, 0xffffffff]), 1) -> 0xffffffff
#: load32(array("I", [7, 0xffffffff]), 0) -> 7
#: 32 load32(array("i", [-0x80000000]), 0) -> -0x80000000


@viper
def store8(p: ptr8, i: int, v: int):
    p[i] = v
#: store8(bytearray(3), 1, 0x1fe) -> None; bytearray(b"\0\xfe\0")
#: store8(bytearray(3), 0, -1) -> None; bytearray(b"\xff\0\0")


@viper
def store16(p: ptr16, i: int, v: int):
    p[i] = v
#: store16(bytearray(6), 1, 0x12345) -> None; bytearray(b"\0\0\x45\x23\0\0")
#: store16(bytearray(6), 2, -2) -> None; bytearray(b"\0\0\0\0\xfe\xff")


@viper
def store32(p: ptr32, i: int, v: int64):
    p[i] = v
#: store32(bytearray(8), 1, 0x123456789) -> None; bytearray(b"\0\0\0\0\x89\x67\x45\x23")
#: store32(bytearray(8), 0, -2) -> None; bytearray(b"\xfe\xff\xff\xff\0\0\0\0")


@viper
def store_bool(p: ptr8, v: bool):
    p[0] = v
#: store_bool(bytearray(b"\x09"), True) -> None; bytearray(b"\x01")


@viper
def negative_index(p: ptr8):
    q = ptr8(uint(p) + 3)
    return q[-1], q[-3], q[0]
#: negative_index(bytearray(b"abcd")) -> (99, 97, 100)


@viper
def pointer_arithmetic(p: ptr8, n: int):
    q = ptr8(int(p) + n)
    return q[0]
#: pointer_arithmetic(bytearray(b"abcd"), 2) -> 99


@viper
def wider_cast(p: ptr8):
    return ptr16(p)[1], ptr32(p)[0]
#: wider_cast(bytearray(b"\x01\x02\x03\x04")) -> (0x403, 0x4030201)


@viper
def bytes_of_word(p: ptr32):
    b = ptr8(p)
    return b[0], b[1], b[2], b[3]
#: bytes_of_word(array("I", [0x44332211])) -> (0x11, 0x22, 0x33, 0x44)


@viper
def typed_buffer_as_pointer(b: uint16[:]):
    p = ptr8(b)
    return p[0], p[1], p[2]
#: typed_buffer_as_pointer(array("H", [0x201, 0x403])) -> (1, 2, 3)


@viper
def takes_pointer(p: ptr8, n: int) -> int:
    total = 0
    for i in range(n):
        total += p[i]
    return total


@viper
def passes_typed_buffer(b: uint8[:]) -> int:
    # A typed buffer passed as a pointer is the address of its first element.
    return takes_pointer(b, len(b))
#: passes_typed_buffer(bytearray(b"\x01\x02\x03")) -> 6


@viper
def passes_pointer(p: ptr8) -> int:
    return takes_pointer(ptr8(uint(p) + 1), 2)
#: passes_pointer(bytearray(b"\x01\x02\x03")) -> 5


@viper
def address_difference(p: ptr8):
    q = ptr8(uint(p) + 10)
    return uint(q) - uint(p), int(p) - int(q)
#: address_difference(bytearray(1)) -> (10, -10)


@viper
def generic_pointer(p: ptr):
    return ptr8(p)[0], ptr16(p)[0]
#: generic_pointer(bytearray(b"\x05\x01")) -> (5, 0x105)


@viper
def alias8(p: ptr8, q: ptr8) -> int:
    p[0] = 1
    q[0] = 2
    return p[0]
#: alias8((x := bytearray(1)), x) -> 2; b"\x02"; b"\x02"
#: alias8(bytearray(1), bytearray(1)) -> 1; b"\x01"; b"\x02"


@viper
def alias_widths(p: ptr8, q: ptr32) -> int:
    before = q[0]
    p[1] = 0x55
    return q[0] - before
#: alias_widths((x := bytearray(4)), x) -> 0x5500; b"\0\x55\0\0"; b"\0\x55\0\0"
#: alias_widths(bytearray(4), bytearray(4)) -> 0; b"\0\x55\0\0"; bytes(4)


@viper
def alias_typed(b: int32[:], p: ptr8) -> int:
    b[0] = 0x01020304
    p[0] = 9
    return b[0]
#: alias_typed((x := array("i", [0])), x) -> 0x01020309; array("i", [0x01020309]); array("i", [0x01020309])


@viper
def fill_words(p: ptr32, n: int, v: uint32):
    i = 0
    while i < n:
        p[i] = v
        i += 1
#: fill_words(bytearray(12), 2, 0xdeadbeef) -> None; b"\xef\xbe\xad\xde" * 2 + bytes(4)
#: fill_words(bytearray(4), 0, 1) -> None; bytes(4)


@viper
def copy_forward(p: ptr8, q: ptr8, n: int):
    for i in range(n):
        p[i] = q[i]
#: copy_forward((x := bytearray(b"abcdef")), memoryview(x)[1:], 5) -> None; b"bcdeff"; b"cdeff"
#: copy_forward(memoryview((x := bytearray(b"abcdef")))[1:], x, 5) -> None; b"aaaaa"; b"aaaaaa"
#: copy_forward(bytearray(4), b"wxyz", 4) -> None; b"wxyz"; b"wxyz"


@viper
def odd_byte_copy(p: ptr8, q: ptr8, n: int) -> int:
    # Bytes at any address, on every core.
    for i in range(n):
        p[i] = q[i] ^ 0xff
    return n
#: odd_byte_copy(memoryview(bytearray(8))[1:], memoryview(bytearray(range(8)))[3:], 4) -> 4; b"\xfc\xfb\xfa\xf9\0\0\0"; bytes([3, 4, 5, 6, 7])


@viper
def read_modify_write(p: ptr16, i: int, v: int):
    p[i] += v
    p[i] ^= 1
    return p[i]
#: read_modify_write(array("H", [0xffff]), 0, 2) -> 0; array("H", [0])


@viper
def swap(p: ptr32, i: int, j: int):
    p[i], p[j] = p[j], p[i]
#: swap(array("I", [1, 2, 3]), 0, 2) -> None; array("I", [3, 2, 1])


@viper
def wide_index(p: ptr8, i: int64, j: uint8):
    return p[i], p[j]
#: wide_index(b"abc", 2, 1) -> (99, 98)


@viper
def pointer_in_local(p: ptr8, q: ptr8, c: int) -> int:
    r = p
    if c:
        r = q
    return r[0]
#: pointer_in_local(b"a", b"b", 0) -> 97
#: pointer_in_local(b"a", b"b", 1) -> 98


@viper
def length_of_text(p: ptr8) -> int:
    n = 0
    while p[n] != 0:
        n += 1
    return n
#: length_of_text(b"hello\0junk") -> 5


@viper
def exception_keeps_stores(p: ptr8, d: int) -> int:
    # What was stored before the exception stays.
    p[0] = 1
    x = 10 // d
    p[1] = x
    return x
#: exception_keeps_stores(bytearray(2), 5) -> 2; b"\x01\x02"
#: exception_keeps_stores(bytearray(2), 0) raises ZeroDivisionError("divide by zero"); b"\x01\0"


@viper
def wide_address(n: uint) -> int64:
    # An address has no sign.
    return int64(ptr8(n))
#: 32 wide_address(0x20000000) -> 0x20000000
#: 32 wide_address(0x80000000) -> 0x80000000
#: 32 wide_address(0xfffffffe) -> 0xfffffffe


@viper
def wide_difference(p: ptr8, n: uint) -> int64:
    return int64(ptr8(n)) - int64(ptr16(n - 1))
#: wide_difference(b"", 0x80000000) -> 1
