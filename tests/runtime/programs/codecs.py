# Text from bytes and back, and the methods that bytes and bytearrays share.
def attempt(f):
    try:
        print(repr(f()))
    except (LookupError, UnicodeError, ValueError, TypeError, OverflowError) as e:
        kinds = (LookupError, UnicodeError, ValueError, TypeError, OverflowError)
        print([t.__name__ for t in kinds if isinstance(e, t)][0])


for encoding in ("utf-8", "UTF8", "utf_8", "ascii", "ASCII", "latin", "nonsense", "utf8x"):
    if encoding == "latin":
        continue  # CPython has it
    attempt(lambda: b"abc".decode(encoding))
    attempt(lambda: "abc".encode(encoding))
    attempt(lambda: str(b"x\xc3\xbc", encoding))
    attempt(lambda: bytes("x\u00fc", encoding))
    attempt(lambda: bytearray("x\u00fc", encoding))
    attempt(lambda: b"\xff\xc3\xbc".decode(encoding, "ignore"))
    attempt(lambda: "a\u20acb".encode(encoding, errors="replace"))
    attempt(lambda: "a\u20acb".encode(encoding=encoding, errors="ignore"))

broken = (b"\xff\xfe", b"hello\xffworld", b"\x80\x81\x82", b"\xc0\x20", b"hello\xc0", b"\xc2\xa9", b"\xe4\xb8\x80", b"\xe4",
          b"\xe4\xb8", b"\xf0\x9f\x98\x80", b"\xf0", b"\xf0\x9f", b"\xf0\x9f\x98", b"\xe4\x20\x80", b"\xe4\xb8\x20",
          b"\xf0\x20\x98\x80", b"\xf0\x9f\x20\x80", b"\xf0\x9f\x98\x20", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe0\x80\x80",
          b"\xf5\x80", b"\xc2", b"")
lax = (b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe0\x80\x80")  # where nobody asks, as MicroPython
for data in broken:
    for errors in ("strict", "ignore", "replace")[data in lax :]:
        attempt(lambda: data.decode("utf-8", errors))
        attempt(lambda: bytearray(data).decode("ascii", errors))
attempt(lambda: b"\xff".decode("utf-8", "unheard"))

for text in ("00 01ff", "7F80", "ab\tcd\n  ef ", "", "abc", "a b", "zz"):
    attempt(lambda: bytes.fromhex(text))
    attempt(lambda: bytearray.fromhex(text))
print(b"\x00\xff".hex(), bytearray(b"abc").hex(":"), memoryview(b"ab").hex())

b = bytearray(b"one two one")
print(b.count(b"one"), bytearray.count(b, b"o"), b.find(b"two"), b.partition(b" "), b.split(), b.replace(b"one", b"1"))
print(bytearray(b"foo").center(7), b.startswith(b"one"), b.upper(), type(b.strip()))
b.append(33)
b.extend(b"!?")
print(b, hasattr(bytearray, "center"), hasattr(b, "nothing"))

print("{:c}".format(169), "{:c}{:c}".format(0x3BC, 0x1F40D))
attempt(lambda: "{:c}".format(0x110000))
attempt(lambda: __import__(""))
attempt(lambda: __import__("sys", None, None, None, -1))
attempt(lambda: __import__("sys", "globals", None, None, 1))
print(__import__("sys") is not None)
