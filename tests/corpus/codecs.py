"""Check sums, framing and small formats."""

import micropython


@micropython.viper
def crc16(data: ptr8, n: int) -> int:
    crc = 0xFFFF
    for i in range(n):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = crc >> 1 ^ 0xA001
            else:
                crc >>= 1
    return crc


def _make_table():
    table = bytearray(1024)
    for i in range(256):
        c = i
        for _ in range(8):
            c = c >> 1 ^ (0xEDB88320 if c & 1 else 0)
        table[4 * i : 4 * i + 4] = c.to_bytes(4, "little")
    return table


TABLE = _make_table()


@micropython.viper
def crc32(data, n: int) -> uint:
    table = ptr32(TABLE)
    p = ptr8(data)
    crc: uint = uint(0xFFFFFFFF)
    for i in range(n):
        crc = uint(table[int(crc ^ p[i]) & 0xFF]) & 0xFFFFFFFF ^ crc >> 8
    return crc ^ 0xFFFFFFFF


@micropython.viper
def cobs(src: ptr8, n: int, dst: ptr8) -> int:
    code_at = 0
    out = 1
    code = 1
    for i in range(n):
        b = src[i]
        if b:
            dst[out] = b
            out += 1
            code += 1
        if not b or code == 255:
            dst[code_at] = code
            code_at = out
            out += 1
            code = 1
    dst[code_at] = code
    return out


@micropython.viper
def unrle(src, dst) -> int:
    """Pairs of count and byte; a count of zero ends."""
    s = ptr8(src)
    d = ptr8(dst)
    room = int(len(dst))
    at = 0
    i = 0
    while True:
        n = s[i]
        if n == 0:
            break
        if at + n > room:
            raise ValueError("too long")
        v = s[i + 1]
        for _ in range(n):
            d[at] = v
            at += 1
        i += 2
    return at


@micropython.viper
def xor(data: ptr8, n: int, key: ptr8, k: int):
    j = 0
    for i in range(n):
        data[i] ^= key[j]
        j = j + 1 if j + 1 < k else 0


@micropython.viper
def to_hex(data) -> object:
    digits = ptr8(b"0123456789abcdef")
    n = int(len(data))
    out = bytearray(n * 2)
    p = ptr8(data)
    q = ptr8(out)
    for i in range(n):
        q[2 * i] = digits[p[i] >> 4]
        q[2 * i + 1] = digits[p[i] & 15]
    return str(out, "ascii")


@micropython.viper
def varint(data, at: int):
    p = ptr8(data)
    end = int(len(data))
    value = 0
    shift = 0
    while at < end:
        b = p[at]
        at += 1
        value |= (b & 0x7F) << shift
        if not b & 0x80:
            return value, at
        shift += 7
    return None


@micropython.viper
def copy_back(buf: ptr8, at: int, distance: int, length: int) -> int:
    """The copy of the LZ family, which may overlap."""
    source = ptr8(uint(buf) + at - distance)
    target = ptr8(int(buf) + at)
    for i in range(length):
        target[i] = source[i]
    return at + length


@micropython.viper
def fletcher(data: ptr8, n: int) -> int:
    a = 0
    b = 0
    for i in range(n):
        a = (a + data[i]) % 255
        b = (b + a) % 255
    return b << 8 | a


@micropython.viper
def bcd(x: int) -> int:
    """A number of up to eight digits, as clock chips hold it."""
    out = 0
    shift = 0
    while x:
        out |= (x % 10) << shift
        x //= 10
        shift += 4
    return out


@micropython.viper
def count_bits(x: uint) -> int:
    n = 0
    while x:
        x &= x - 1
        n += 1
    return n


@micropython.viper
def find(haystack, needle) -> int:
    h = ptr8(haystack)
    m = ptr8(needle)
    nh = int(len(haystack))
    nm = int(len(needle))
    for i in range(nh - nm + 1):
        j = 0
        while j < nm and h[i + j] == m[j]:
            j += 1
        if j == nm:
            return i
    return -1


def check():
    text = b"123456789"
    print(hex(crc16(text, 9)), hex(crc32(text, 9)), hex(fletcher(text, 9)))
    out = bytearray(300)
    for data in (b"", b"\x00", b"\x11\x22\x00\x33", bytes([1] * 254)):
        n = cobs(data, len(data), out)
        print(n, out[: min(n, 8)], out[n - 1])
    print(unrle(b"\x03a\x02b\x00", out), out[:5])
    try:
        unrle(b"\xffa\xffb\x00", out)
    except ValueError as error:
        print("ValueError", error)
    data = bytearray(text)
    xor(data, 9, b"key", 3)
    print(data, to_hex(data), repr(to_hex(b"")))
    print(varint(b"\xac\x02\x05", 0), varint(b"\xac\x02\x05", 2), varint(b"\xff", 0))
    buf = bytearray(b"abc.......")
    print(copy_back(buf, 3, 2, 6), buf)
    print(hex(bcd(12345678)), bcd(0), count_bits(0xF0F0), find(text, b"678"), find(text, b"x"), find(text, b""))


if __name__ == "__main__":
    check()
