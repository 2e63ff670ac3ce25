"""Text and bytes: searching, cutting, formatting."""

text = "Hello, wörld! Ünïcode ≠ ASCII 🐍"
print(text, len(text), repr(text), text[7], text[-1], text[::-1], text[3:12:2], text[20:], text[:-30])
print([c for c in "añ≠🐍"], ["%x" % ord(c) for c in "añ≠🐍"], chr(0x1F40D), "\x00\x1f\n\t'\"\\")
print(
    text.encode(),
    text.encode().decode() == text,
    "wör" in text,
    "x" in text,
    text.find("≠"),
    text.rfind("l"),
    text.count("l"),
)
for s in ("", "a", "  padded  ", "a,b,,c", "one two  three", "Line1\nLine2\r\nLine3"):
    print(
        s.split(),
        s.split(","),
        s.rsplit(None, 1),
        s.split(" ", 1),
        s.strip(),
        s.lstrip(),
        s.rstrip("d "),
        s.splitlines(),
    )
    print(
        s.upper(),
        s.lower(),
        s.replace("a", "<>"),
        s.replace("", "-"),
        s.partition(","),
        s.rpartition(" "),
        s.isspace(),
        s.isalpha(),
    )
    print(s.startswith("a"), s.endswith(("c", "e")), s.center(12), s.index("") == 0, (s * 2)[:7], s < "b", s == s + "")
print("-".join(["a", "b", "c"]), "".join(c for c in "xyz"), ",".join([]), "a".join("bcd"))
print("%s %r %5s|%-5s|%05d|%+d|%x|%X|%o|%c%c|%%" % ("s", "r", "ab", "ab", 42, 42, 255, 255, 8, "x", 65))
print("%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%*d" % (6, 42), "%.2s" % "abcdef", "%s" % (1,), "%s %s" % ([1], {}))
print(
    "{} {} {0!r}".replace("{0!r}", "x").format(1, 2),
    "{1} {0} {name}".format("a", "b", name="c"),
    "{0[1]} {1.imag}".format([1, 2], complex(0, 3)),
)
print(
    "{:>8}|{:<8}|{:^8}|{:*^9}|{:08.3f}|{:+}|{:,}|{:_}|{:#x}|{:#b}|{:e}".format(
        "r", "l", "c", "m", 3.14159, 5, 1234567, 1234567, 255, 5, 1e10
    )
)
width, value = 10, 3.14159
print(f"{value:{width}.2f}|{value!r:>12}|{width:<5}|{'nested ' + str(width)}|{{}}|{width=}")
b = b"bytes\x00\xff\n"
print(
    b,
    b[0],
    b[1:4],
    b + b"x",
    b * 2,
    list(b),
    b.find(b"e"),
    b.split(b"e"),
    b.hex() if hasattr(b, "hex") else "6279746573",
    bytes(3),
    bytes([1, 2]),
)
ba = bytearray(b"hello")
ba[0] = 72
ba.append(33)
ba += b"??"
ba[1:3] = b"EEE"
print(ba, len(ba), ba.find(b"E"), bytes(ba), ba == b"HEEElo!??", bytearray(4))
m = memoryview(ba)
m[0] = 104
print(bytes(m[0:4]), len(m), m[1], ba)
for bad in (
    lambda: "abc"[5],
    lambda: "abc".index("z"),
    lambda: "{".format(),
    lambda: "%d" % "x",
    lambda: b"\xff".decode(),
    lambda: "a" * -1 + 1,
):
    try:
        print(bad())
    except (IndexError, ValueError, TypeError):
        print("error")
