# ruff: noqa
# fmt: off
"""The device rule: accesses are never dropped, merged, hoisted, sunk or reordered among themselves.

Two devices, A from 0x40000000 and B from 0x50000000, of 256 bytes each. After `|` come all accesses in order: read or
write, bytes, device and offset, value (the last three in hexadecimal). `reads` scripts the values of the reads.
"""
from nativecomp import viper, const, ptr8, ptr16, ptr32, uint, uint8, uint32, int64

A = const(0x40000000)
B = const(0x50000000)
ODR = const(0x14 // 4)


@viper
def double_store():
    p = ptr32(A)
    p[0] = 1
    p[0] = 1
#: double_store() -> None | w4 A00=1 w4 A00=1


@viper
def double_store_direct():
    ptr32(A)[ODR] = 1
    ptr32(A)[ODR] = 1
    ptr32(A)[ODR] = 2
#: double_store_direct() -> None | w4 A14=1 w4 A14=1 w4 A14=2


@viper
def dropped_value():
    # Nobody uses the value: it is read all the same.
    ptr32(A)[0]
    x = ptr32(A)[1]
#: dropped_value() -> None | r4 A00=0 r4 A04=0


@viper
def read_twice():
    p = ptr32(A)
    return p[0] + p[0]
#: read_twice() reads 5 7 -> 12 | r4 A00=5 r4 A00=7


@viper
def read_after_write():
    # What was written is not what is read.
    p = ptr32(A)
    p[0] = 3
    return p[0]
#: read_after_write() reads 9 -> 9 | w4 A00=3 r4 A00=9


@viper
def poll():
    n = 0
    while not (ptr32(A)[0] & 1):
        n += 1
    return n
#: poll() reads 0 2 4 1 -> 3 | r4 A00=0 r4 A00=2 r4 A00=4 r4 A00=1
#: poll() reads 3 -> 0 | r4 A00=3


@viper
def poll_and_pass():
    while not (ptr32(A)[0] & 1):
        pass
    ptr32(A)[1] = 0x55
#: poll_and_pass() reads 0 0 1 -> None | r4 A00=0 r4 A00=0 r4 A00=1 w4 A04=55


@viper
def poll_in_local(mask: int):
    status = ptr8(A)
    while status[3] & mask == 0:
        pass
    return status[3]
#: poll_in_local(2) reads 1 0 2 0xff -> 255 | r1 A03=1 r1 A03=0 r1 A03=2 r1 A03=ff


@viper
def set_bits(n: int):
    p = ptr32(A)
    for i in range(n):
        p[0] |= 1 << i
#: set_bits(3) -> None | r4 A00=0 w4 A00=1 r4 A00=1 w4 A00=3 r4 A00=3 w4 A00=7
#: set_bits(2) reads 0x100 0 -> None | r4 A00=100 w4 A00=101 r4 A00=0 w4 A00=2
#: set_bits(0) -> None |


@viper
def toggle(n: int):
    p = ptr32(A)
    for i in range(n):
        p[ODR] ^= 0x8000
#: toggle(3) -> None | r4 A14=0 w4 A14=8000 r4 A14=8000 w4 A14=0 r4 A14=0 w4 A14=8000


@viper
def blink(n: int):
    # Stores of a loop stay in the loop, in order.
    p = ptr32(A)
    i = 0
    while i < n:
        p[4] = 1
        p[5] = 1
        i += 1
#: blink(2) -> None | w4 A10=1 w4 A14=1 w4 A10=1 w4 A14=1


@viper
def same_value_in_loop(n: int):
    for i in range(n):
        ptr8(A)[1] = 7
#: same_value_in_loop(4) -> None | w1 A01=7 w1 A01=7 w1 A01=7 w1 A01=7


@viper
def consecutive_stores():
    # Not merged into wider ones, nor turned into a call of memset.
    p = ptr8(A)
    p[0] = 0
    p[1] = 0
    p[2] = 0
    p[3] = 0
#: consecutive_stores() -> None | w1 A00=0 w1 A01=0 w1 A02=0 w1 A03=0


@viper
def clear(n: int):
    p = ptr8(A)
    for i in range(n):
        p[i] = 0
#: clear(6) -> None | w1 A00=0 w1 A01=0 w1 A02=0 w1 A03=0 w1 A04=0 w1 A05=0


@viper
def consecutive_loads():
    p = ptr8(A)
    return p[0] | p[1] << 8 | p[2] << 16
#: consecutive_loads() reads 1 2 3 -> 0x30201 | r1 A00=1 r1 A01=2 r1 A02=3


@viper
def half_words():
    p = ptr16(A)
    p[1] = 0x12345
    x = p[1]
    p[2] = x + 1
    return x
#: half_words() -> 0x2345 | w2 A02=2345 r2 A02=2345 w2 A04=2346


@viper
def narrow_read_modify_write():
    p = ptr8(A)
    p[0] += 1
    p[0] &= 0x0f
#: narrow_read_modify_write() reads 0xff 0x35 -> None | r1 A00=ff w1 A00=0 r1 A00=35 w1 A00=5


@viper
def two_devices(n: int):
    a = ptr32(A)
    b = ptr32(B)
    for i in range(n):
        a[0] = i
        b[0] = i
        a[1] = b[1]
#: two_devices(2) reads 8 9 -> None | w4 A00=0 w4 B00=0 r4 B04=8 w4 A04=8 w4 A00=1 w4 B00=1 r4 B04=9 w4 A04=9


@viper
def order_across_devices():
    ptr32(B)[0] = 1
    ptr32(A)[0] = 2
    ptr32(B)[0] = 3
    x = ptr32(A)[4]
    y = ptr32(B)[4]
    ptr32(A)[0] = x
    return y
#: order_across_devices() reads 6 7 -> 7 | w4 B00=1 w4 A00=2 w4 B00=3 r4 A10=6 r4 B10=7 w4 A00=6


@viper
def evaluation_order():
    # First the value, then base and index.
    p = ptr32(A)
    q = ptr32(B)
    p[q[0]] = q[1] + q[2]
#: evaluation_order() reads 10 20 3 -> None | r4 B04=a r4 B08=14 r4 B00=3 w4 A0c=1e


@viper
def swap_registers():
    p = ptr32(A)
    p[0], p[1] = p[1], p[0]
#: swap_registers() reads 5 6 -> None | r4 A04=5 r4 A00=6 w4 A00=5 w4 A04=6


@viper
def parameter(p: ptr32, v: int):
    # The parameter may be a device (an int is passed) or memory (a buffer is).
    p[0] = v
    p[0] = v
    return p[0]
#: parameter(0x40000020, 5) -> 5 | w4 A20=5 w4 A20=5 r4 A20=5
#: parameter(0x40000020, 5) reads 6 -> 6 | w4 A20=5 w4 A20=5 r4 A20=6
#: parameter(bytearray(4), 5) -> 5; b"\x05\0\0\0" |


@viper
def parameter_poll(p: ptr8, limit: int):
    n = 0
    while p[0] == 0 and n < limit:
        n += 1
    return n
#: parameter_poll(0x50000001, 9) reads 0 0 0 1 -> 3 | r1 B01=0 r1 B01=0 r1 B01=0 r1 B01=1
#: parameter_poll(bytearray(1), 9) -> 9 |
#: parameter_poll(bytearray(b"\x01"), 9) -> 0 |


@viper
def parameter_loop(p: ptr32, q: ptr32, n: int):
    # One of both, or both, or none may be a device.
    for i in range(n):
        q[0] = p[i]
#: parameter_loop(0x40000000, 0x50000000, 2) reads 3 4 -> None | r4 A00=3 w4 B00=3 r4 A04=4 w4 B00=4
#: parameter_loop(array("I", [7, 8]), 0x50000000, 2) -> None | w4 B00=7 w4 B00=8
#: parameter_loop(0x40000000, bytearray(4), 2) reads 3 4 -> None; b"\x04\0\0\0" | r4 A00=3 r4 A04=4
#: parameter_loop(array("I", [7, 8]), bytearray(4), 2) -> None; array("I", [7, 8]); b"\x08\0\0\0" |


@viper(pointers="device")
def pinned_device(p: ptr32):
    p[0] = 1
    p[0] = 1
#: pinned_device(0x40000000) -> None | w4 A00=1 w4 A00=1


@viper
def computed_address(which: int, offset: int):
    # An address computed at run time is a device's too.
    p = ptr32(0x40000000 + (which << 28) + offset)
    p[0] = 1
    p[0] = 1
    return p[0]
#: computed_address(0, 8) -> 1 | w4 A08=1 w4 A08=1 r4 A08=1
#: computed_address(1, 16) reads 4 -> 4 | w4 B10=1 w4 B10=1 r4 B10=4


@viper
def index_at_run_time(i: int):
    p = ptr16(A)
    p[i] = 1
    p[i] = 1
    p[-1 + i] = 2
#: index_at_run_time(4) -> None | w2 A08=1 w2 A08=1 w2 A06=2


@viper
def store_through(p: ptr32, v: int):
    p[0] = v


@viper
def through_a_call():
    store_through(ptr32(A), 1)
    store_through(ptr32(A), 1)
    store_through(A + 4, 2)
#: through_a_call() -> None | w4 A00=1 w4 A00=1 w4 A04=2


@viper
def address_of(i: int) -> uint:
    return A + 4 * i


@viper
def address_from_a_call(i: int):
    p = ptr32(address_of(i))
    p[0] = 9
    p[0] = 9
#: address_from_a_call(3) -> None | w4 A0c=9 w4 A0c=9


@viper
def address_in_buffer(b: uint32[:], n: int):
    # Base addresses come from memory.
    for i in range(n):
        p = ptr32(b[i])
        p[0] = i
        p[0] = i
#: address_in_buffer(array("I", [0x40000000, 0x50000004]), 2) -> None | w4 A00=0 w4 A00=0 w4 B04=1 w4 B04=1


@viper
def buffer_to_device(b: uint8[:]):
    # The buffer is memory, the register is not.
    for x in b:
        while not (ptr32(A)[0] & 0x80):
            pass
        ptr8(A)[4] = x
#: buffer_to_device(b"hi") reads 0 0x80 0x80 -> None | r4 A00=0 r4 A00=80 w1 A04=68 r4 A00=80 w1 A04=69


@viper
def device_to_buffer(b: uint8[:]):
    for i in range(len(b)):
        b[i] = ptr8(B)[0]
#: device_to_buffer(bytearray(3)) reads 7 8 9 -> None; b"\x07\x08\x09" | r1 B00=7 r1 B00=8 r1 B00=9


@viper
def in_nested(n: int):
    def pulse():
        ptr32(A)[0] = 1
        ptr32(A)[0] = 0

    for i in range(n):
        pulse()
#: in_nested(2) -> None | w4 A00=1 w4 A00=0 w4 A00=1 w4 A00=0


@viper
def before_an_exception(d: int):
    p = ptr32(A)
    p[0] = 1
    x = 10 // d
    p[0] = x
    return x
#: before_an_exception(5) -> 2 | w4 A00=1 w4 A00=2
#: before_an_exception(0) raises ZeroDivisionError("divide by zero") | w4 A00=1


@viper
def conditional(c: int):
    # No access on a path that has none.
    p = ptr32(A)
    x = p[0] if c else 5
    if c > 1:
        p[1] = x
    else:
        p[2] = x
    return x
#: conditional(0) -> 5 | w4 A08=5
#: conditional(1) reads 7 -> 7 | r4 A00=7 w4 A08=7
#: conditional(2) reads 7 -> 7 | r4 A00=7 w4 A04=7


@viper
def invariant_read(n: int):
    # Read at every turn, though nothing in the loop writes it.
    total = 0
    p = ptr32(A)
    for i in range(n):
        total += p[0]
    return total
#: invariant_read(3) reads 1 2 3 -> 6 | r4 A00=1 r4 A00=2 r4 A00=3
#: invariant_read(0) -> 0 |


@viper
def pointer_of_pointer():
    q = ptr8(uint(ptr8(A)) + 3)
    q[0] = 1
    q[-1] = 2
    q[0] = 1
#: pointer_of_pointer() -> None | w1 A03=1 w1 A02=2 w1 A03=1


@viper
def difference(p: ptr8):
    # An address is memory only where its base is a buffer. What is computed from addresses may be anywhere.
    q = p
    r = ptr32(A + int(q) - int(p))
    r[0] = 1
    r[0] = 1
    return r[0] + r[0]
#: difference(bytearray(8)) reads 3 4 -> 7 | w4 A00=1 w4 A00=1 r4 A00=3 r4 A00=4


@viper
def mask(p: ptr8):
    r = ptr32((int(p) & 0) | A)
    r[0] = 1
    r[0] = 1
    return r[0] + r[0]
#: mask(bytearray(8)) reads 3 4 -> 7 | w4 A00=1 w4 A00=1 r4 A00=3 r4 A00=4


@viper
def distance_in_a_local(p: ptr8):
    n = A - int(p)
    m = n + 4
    r = ptr32(int(p) + m)
    r[0] = 1
    r[0] = 1
#: distance_in_a_local(bytearray(8)) -> None | w4 A04=1 w4 A04=1


@viper
def distance_from_a_buffer(b: uint8[:]):
    p = ptr8(b)
    r = ptr32(int(p) + (A - int(p)))
    r[0] = b[0]
    r[0] = b[0]
#: distance_from_a_buffer(bytearray(b"\x05")) -> None | w4 A00=5 w4 A00=5


@viper
def scaled(p: ptr8):
    r = ptr32(int(p) * 0 + A)
    s = ptr32((int(p) ^ int(p)) + A)
    r[0] = 1
    r[0] = 1
    s[1] = 2
    s[1] = 2
#: scaled(bytearray(8)) -> None | w4 A00=1 w4 A00=1 w4 A04=2 w4 A04=2


@viper
def least(p: ptr8):
    r = ptr32(max(int(p) & 0, A))
    s = ptr32(min(int(p) | -1, int(p) & 0) + A + 1)
    r[0] = 1
    r[0] = 1
    s[1] = 2
    s[1] = 2
#: least(bytearray(8)) -> None | w4 A00=1 w4 A00=1 w4 A04=2 w4 A04=2


@viper
def chosen(p: ptr8, c: int):
    r = ptr32(int(p) if c else A)
    r[0] = 1
    r[0] = 1
#: chosen(bytearray(4), 0) -> None; b"\x00\x00\x00\x00" | w4 A00=1 w4 A00=1
#: chosen(bytearray(4), 1) -> None; b"\x01\x00\x00\x00" |


@viper
def either_pointer(p: ptr32, c: int):
    r = p if c else ptr32(A)
    r[0] = 1
    r[0] = 1
#: either_pointer(bytearray(4), 0) -> None; b"\x00\x00\x00\x00" | w4 A00=1 w4 A00=1
#: either_pointer(bytearray(4), 1) -> None; b"\x01\x00\x00\x00" |
#: either_pointer(0x50000000, 1) -> None | w4 B00=1 w4 B00=1


@viper
def exchanged(p: ptr32, n: int):
    q = ptr32(A)
    for i in range(n):
        p, q = q, p
    p[0] = 1
    p[0] = 1
#: exchanged(bytearray(4), 1) -> None; b"\x00\x00\x00\x00" | w4 A00=1 w4 A00=1


@viper
def distance_of(p: ptr8) -> int:
    return A - int(p)


@viper
def distances_of(p: ptr8) -> tuple[int, int]:
    return 0, A - int(p)


@viper
def write_twice(p: ptr8, n: int):
    r = ptr32(int(p) + n)
    r[0] = 1
    r[0] = 1


@viper
def through_results(p: ptr8):
    r = ptr32(int(p) + distance_of(p))
    r[0] = 1
    r[0] = 1
    a, b = distances_of(p)
    s = ptr32(int(p) + b + 4)
    s[0] = 2
    s[0] = 2
#: through_results(bytearray(4)) -> None | w4 A00=1 w4 A00=1 w4 A04=2 w4 A04=2


@viper
def through_an_argument(p: ptr8):
    write_twice(p, A - int(p))
#: through_an_argument(bytearray(4)) -> None | w4 A00=1 w4 A00=1


@viper
def through_memory(t: int64[:], p: ptr8):
    t[0] = A - int(p)
    r = ptr32(int(p) + int(t[0]))
    r[0] = 1
    r[0] = 1
    t[0] = 0
#: through_memory(bytearray(8), bytearray(4)) -> None | w4 A00=1 w4 A00=1


@viper
def through_a_nested_function(p: ptr8):
    n = 0
    def far():
        nonlocal n
        n = A - int(p)
    far()
    r = ptr32(int(p) + n)
    r[0] = 1
    r[0] = 1
#: through_a_nested_function(bytearray(4)) -> None | w4 A00=1 w4 A00=1


@viper
def store_twice(b: uint8[:], p: ptr32):
    p[0] = b[0]
    p[0] = b[0]


@viper
def inlined_in_a_loop(b: uint8[:], n: int):
    for i in range(n):
        store_twice(b, ptr32(A))
#: inlined_in_a_loop(bytearray(b"\x07"), 3) -> None | w4 A00=7 w4 A00=7 w4 A00=7 w4 A00=7 w4 A00=7 w4 A00=7


@viper
def inlined_with_a_parameter(b: uint8[:], p: ptr32, n: int):
    for i in range(n):
        store_twice(b, p)
#: inlined_with_a_parameter(bytearray(b"\x07"), 0x40000000, 2) -> None | w4 A00=7 w4 A00=7 w4 A00=7 w4 A00=7
#: inlined_with_a_parameter(bytearray(b"\x07"), bytearray(4), 2) -> None; b"\x07"; b"\x07\x00\x00\x00" |


@viper
def strobe(b: uint8[:], p: ptr32):
    v = b[0]
    p[0] = v
    p[0] = v


@viper
def strobe_in_a_loop(b: uint8[:], n: int):
    for i in range(n):
        strobe(b, ptr32(A))
#: strobe_in_a_loop(b"\x07", 2) -> None | w4 A00=7 w4 A00=7 w4 A00=7 w4 A00=7


@viper
def strobe_what_is_passed(b: uint8[:], p: ptr32, n: int):
    for i in range(n):
        strobe(b, p)
#: strobe_what_is_passed(b"\x07", 0x40000004, 2) -> None | w4 A04=7 w4 A04=7 w4 A04=7 w4 A04=7


@viper
def put_twice(p: ptr32, v: int):
    p[0] = v
    p[0] = v


@viper
def put_twice_through(p: ptr32, v: int):
    put_twice(p, v)
#: put_twice_through(0x40000008, 5) -> None | w4 A08=5 w4 A08=5
