"""Modules that CPython has too."""

import array
import binascii
import errno
import io
import math
import struct
import sys
from collections import OrderedDict, deque, namedtuple

print(
    math.sqrt(2),
    math.floor(-2.5),
    math.ceil(2.1),
    math.trunc(-2.7),
    math.pi,
    math.gcd(4, 6) if hasattr(math, "gcd") else 2,
    math.isnan(math.nan),
)
print(
    "%.9f %.9f %.9f %.9f" % (math.sin(1), math.exp(2), math.log(10), math.atan2(1, 2)),
    math.isclose(1, 1 + 1e-12),
    math.factorial(25),
)
a = array.array("h", [1, -2, 300])
a.append(4)
a.extend([5])
a[0] = 9
print(a, len(a), a[1:3], sum(a), array.array("d", [1.5, 2]), bytes(array.array("I", [1])))
print(
    struct.pack("<bHiq", 1, 2, -3, 4),
    struct.unpack(">hI", b"\x01\x02\x00\x00\x00\x05"),
    struct.calcsize("<3sxB"),
    struct.pack("4s", b"ab"),
    struct.unpack("<f", struct.pack("<f", 0.5)),
)
print(
    binascii.hexlify(b"\x01\xab"),
    binascii.unhexlify("01ab"),
    binascii.b2a_base64(b"hello!"),
    binascii.a2b_base64(b"aGVsbG8h"),
    binascii.crc32(b"abc"),
)
s = io.StringIO("line 1\nline 2\n")
print(s.readline(), s.read(), s.getvalue())
b = io.BytesIO()
b.write(b"abc")
b.seek(1)
b.write(b"X")
print(b.getvalue(), b.tell())
Point = namedtuple("Point", ("x", "y"))
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), isinstance(p, tuple), list(p))
d = deque((1, 2, 3), 4)
d.append(4)
d.append(5)
d.appendleft(0)
print(list(d), d.pop(), d.popleft(), len(d))
o = OrderedDict([("z", 1), ("a", 2), ("m", 3)])
o["b"] = 4
print(list(o), list(o.items()), o.popitem())
print(errno.ENOENT, sys.byteorder, sys.argv[1:], sys.maxsize > 2**20)
try:
    sys.exit(3)
except SystemExit as e:
    print("exit", e.args)
try:
    open("/nonexistent/file")
except OSError as e:
    print(e.errno == errno.ENOENT)
