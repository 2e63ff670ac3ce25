"""Integers of all sizes, floats, complex numbers, and their texts."""

values = [
    0,
    1,
    -1,
    7,
    -7,
    255,
    2**30,
    -(2**30),
    2**31,
    2**62,
    -(2**62),
    2**63 - 1,
    -(2**63),
    2**64,
    3**80,
    -(3**80),
    10**40,
]
for a in values:
    print(a, -a, ~a, abs(a), bool(a), hex(a), oct(a), bin(a), a.bit_length())
    for b in values:
        print(a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a <= b, a == b, a != b, a >= b, a > b)
        if b:
            print(a // b, a % b, divmod(a, b))
    for n in (0, 1, 5, 31, 32, 63, 64, 100):
        print(a << n, a >> n)
for base in (2, 3, -3, 10, 2**40):
    print([base**n for n in (0, 1, 2, 7, 33)], pow(base, 77, 1009))
for text, base in (
    ("0", 10),
    ("-12345678901234567890123", 10),
    ("ff", 16),
    ("0x1F", 0),
    ("0b101", 0),
    (" 42 ", 10),
    ("zz", 36),
):
    print(int(text, base))
for bad in ("", "-", "12a", "0x", "1__0"):
    try:
        print(int(bad))
    except ValueError:
        print("ValueError", repr(bad))
for n in (1, 2, 3, 8, 9, 16):
    for order in ("little", "big"):
        data = (12345678901234567890 % (256**n)).to_bytes(n, order)
        print(data, int.from_bytes(data, order))

for f in (0.0, -0.0, 1.0, 0.1, -2.5, 1e16, 1e17, 123456789.125, 1e-5, 1e-4, 5e-324, 1.7976931348623157e308, 1 / 3):
    print(
        f,
        repr(f),
        "%e %f %g" % (f, f if abs(f) < 1e20 else 0, f),
        "%.3e|%.0f|%10.2f|%-10.3g|" % (f, f if f < 1e20 else 1, 2.675, f),
    )
    print(f"{f if f < 1e20 else 1.5:.3f} {f:+.1e} {3.14159:010.2f} {f:>12.4g} {0.256:%}")
for text in (
    "1",
    "1.5",
    ".5",
    "1e3",
    "-2.5E-3",
    "1_000.5",
    "inf",
    "-inf",
    "123456789012345678901234567890",
    "2.2250738585072011e-308",
):
    print(float(text))
for x in (7.5, -7.5, 0.1, 1e300):
    for y in (2.0, -2.0, 0.3):
        print(x + y, x - y, x * y, x / y, x // y, x % y, divmod(x, y))
for x in (2.5, 3.5, -2.5, 2.675, 1e300):
    print(round(x), round(x, 2), int(x))
print(round(12345, -2), round(15, -1), round(25, -1), round(-35, -1))
print(2**0.5, 2**-1, 4 / 2, 7 / 2, int(1e20), 0.1 + 0.2)
print(float("nan") == float("nan"), float("inf") > 1e308, 1 == 1.0, float(2**53) == 2**53, hash(1) == hash(1.0))
print((1 + 2j) * (3 - 1j), abs(3 + 4j), (1 + 2j) / (1 - 1j), (2j).real, (1 + 2j).imag)
for expression in (
    lambda: 1 // 0,
    lambda: 1 % 0,
    lambda: 1 / 0,
    lambda: 1.0 / 0,
    lambda: 1 << -1,
    lambda: int("x"),
    lambda: "a" + 1,
    lambda: [] < 1,
):
    try:
        print(expression())
    except (ZeroDivisionError, ValueError, TypeError) as error:
        print(type(error).__name__)
