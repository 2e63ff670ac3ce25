"""Shifts by variable counts: one instruction where the core has our meaning, and our meaning everywhere."""

import re

import pytest

import nativecomp
from nativecomp.emit.shifts import bare_shifts
from nativecomp.options import OPT_LEVELS, Opt

SOURCE = """\
from nativecomp import viper, int8, int16, int64, uint8, uint16, uint, int32, uint32, uint64
@viper
def left(x: int32, n: int32) -> int32:
    return x << n
@viper
def right(x: int32, n: int32) -> int32:
    return x >> n
@viper
def logical(x: uint32, n: int32) -> uint32:
    return x >> n
@viper
def byte_count(x: uint32, n: uint8) -> uint32:
    return x >> n
@viper
def one(n: int32) -> int32:
    return 1 << n
@viper
def mask(n: int32) -> int32:
    return (1 << n) - 1
@viper
def cleared(x: int32, n: int32) -> int32:
    return x & ~(1 << n)
@viper
def negated(n: int32) -> int32:
    return -(1 << n)
@viper
def bit(x: int32, n: int32) -> bool:
    return (x >> n) & 1 != 0
@viper
def bit_of_logical(x: uint32, n: int32) -> bool:
    return (x >> n) & 1 != 0
@viper
def both(x: uint32, n: int32) -> uint32:
    return x << n | x >> 32 - n
@viper
def narrow(x: int16, n: int32) -> int16:
    return x >> n
@viper
def narrow_left(x: uint8, n: int32) -> uint8:
    return x << n
@viper
def extended(x: uint8, n: int32) -> int32:
    return (int32(x) >> n) + (int32(x) << n)
@viper
def wide(x: int64, n: int32) -> int64:
    return x >> n
@viper
def tested(x: int32, n: int32) -> int32:
    return x << n if n < 32 else 5
@viper
def is_zero(x: int32, n: int32) -> int32:
    return 7 if (x << n) == 0 else 8
@viper
def both_signs(x: int32, n: int32) -> int32:
    y = x >> n
    return (y & 1) + (y << 1)
@viper
def turns(x: uint32, n: int32) -> uint32:
    total: uint32 = 0
    for i in range(n):
        total += (x >> i) << (33 - i)
    return total
"""
COUNTS = [0, 1, 5, 31, 32, 33, 63, 64, 127, 128, 200, 255, 256, 257, 288, 511, 512, -1, -31, -32, -256, 1 << 31]
WORDS = [0, 1, -1, 0x7FFFFFFF, -0x80000000, 0x12345678, -0x12345678, 200]


def wrapped(value: int, bits: int, *, signed: bool = True) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> bits - 1 else value


def expected(name: str, x: int, n: int) -> int:
    k = n & 255
    unsigned = x & 0xFFFFFFFF
    values = {
        "left": lambda: wrapped(x << k, 32),
        "right": lambda: x >> k,
        "logical": lambda: unsigned >> k,
        "byte_count": lambda: unsigned >> k,
        "one": lambda: wrapped(1 << k, 32),
        "mask": lambda: wrapped(wrapped(1 << k, 32) - 1, 32),
        "cleared": lambda: x & ~wrapped(1 << k, 32),
        "negated": lambda: wrapped(-wrapped(1 << k, 32), 32),
        "bit": lambda: (x >> k) & 1,
        "bit_of_logical": lambda: (unsigned >> k) & 1,
        "both": lambda: (unsigned << k | unsigned >> (32 - n & 255)) & 0xFFFFFFFF,
        "narrow": lambda: wrapped(x, 16) >> k,
        "narrow_left": lambda: wrapped(x << k, 8, signed=False),
        "extended": lambda: wrapped((x & 255) >> k, 32) + wrapped((x & 255) << k, 32),
        "wide": lambda: x * 0x10001 >> k,
        "tested": lambda: wrapped(x << k, 32) if n < 32 else 5,
        "is_zero": lambda: 7 if wrapped(x << k, 32) == 0 else 8,
        "both_signs": lambda: wrapped((x >> k & 1) + (x >> k << 1), 32),
        "turns": lambda: sum(((unsigned >> (i & 255)) << (33 - i & 255)) & 0xFFFFFFFF for i in range(n)) & 0xFFFFFFFF,
    }
    return values[name]()


@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m33", "rv32imc", "x86-64"])
def test_all_counts(target: str, opt: Opt) -> None:
    module = nativecomp.load_source(SOURCE, "shifts.py", target=target, opt=opt)
    for name, function in module.functions.items():
        for n in COUNTS if name != "turns" else [0, 1, 33, 40]:
            count = n & 255 if name == "byte_count" else wrapped(n, 32)
            for x in WORDS:
                given = {"narrow": (wrapped(x, 16), 16), "wide": (x * 0x10001, 64)}.get(name, (x, 32))[0]
                if name in ("logical", "byte_count", "bit_of_logical", "both", "turns"):
                    given &= 0xFFFFFFFF
                elif name in ("narrow_left", "extended"):
                    given &= 255
                arguments = (count,) if name in ("one", "mask", "negated") else (given, count)
                assert wrapped(int(function(*arguments)), 64) == expected(name, x, count), (name, x, n)


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "cortex-m33"])
def test_one_instruction(target: str) -> None:
    module = nativecomp.load_source(SOURCE, "shifts.py", target=target)
    for name in ("left", "right", "logical", "byte_count"):
        assert getattr(module, name).measure(12345, 3).instructions <= 3, name


def body(instructions: str) -> str:
    """A function of these instructions."""
    lines = "".join(f"  {line.strip()}\n" for line in instructions.strip().splitlines())
    return f"define i32 @f(i32 %x, i32 %n, i32 %m, i8 %b) {{\nentry:\n{lines}}}\n"


def rewritten(instructions: str) -> list[str]:
    text = bare_shifts(body(instructions))
    return [line.strip() for line in text.splitlines() if re.search(r"bare|freeze|nc\.|%r = ", line)]


def test_what_becomes_bare() -> None:
    masked = "%k = and i32 %n, 255\n"
    inside = masked + "%c = icmp samesign ult i32 %k, 32\n"
    assert rewritten(inside + "%s = shl nuw i32 1, %k\n%r = select i1 %c, i32 %s, i32 0, !dbg !7\nret i32 %r") == [
        "%nc.bare.0 = shl i32 1, %n, !dbg !7",
        "%r = freeze i32 %nc.bare.0, !dbg !7",
    ]
    outside = masked + "%c = icmp ugt i32 %k, 31\n"
    assert rewritten(outside + "%s = lshr i32 %x, %k\n%r = select i1 %c, i32 0, i32 %s\nret i32 %r") == [
        "%nc.bare.0 = lshr i32 %x, %n",
        "%r = freeze i32 %nc.bare.0",
    ]
    flipped = inside + "%s = shl nsw i32 -1, %k\n%t = xor i32 %s, -1\n"
    assert rewritten(flipped + "%r = select i1 %c, i32 %t, i32 -1\nret i32 %r") == [
        "%nc.bare.1 = shl i32 -1, %n",
        "%nc.shifted.0 = freeze i32 %nc.bare.1",
        "%r = xor i32 %nc.shifted.0, -1",
    ]
    byte = "%k = zext nneg i8 %b to i32\n%c = icmp ult i8 %b, 32\n%s = shl i32 %x, %k\n"
    assert rewritten(byte + "%r = select i1 %c, i32 %s, i32 0\nret i32 %r")[0] == "%nc.bare.0 = shl i32 %x, %k"
    least = masked + "%l = tail call i32 @llvm.umin.i32(i32 %k, i32 31)\n"
    assert rewritten(least + "%r = ashr i32 %x, %l\nret i32 %r")[0] == "%nc.bare.0 = ashr i32 %x, %n"
    small = "%l = call i8 @llvm.umin.i8(i8 %b, i8 31)\n%k = zext nneg i8 %l to i32\n%r = ashr i32 %x, %k\nret i32 %r"
    assert rewritten(small)[:2] == ["%nc.count.0 = zext i8 %b to i32", "%nc.bare.1 = ashr i32 %x, %nc.count.0"]
    lowest = least + "%r = lshr i32 %x, %l\n%o = and i32 %r, 1\nret i32 %o"
    assert rewritten(lowest)[0] == "%nc.bare.0 = ashr i32 %x, %n"
    positive = least + "%p = zext i8 %b to i32\n%r = lshr i32 %p, %l\nret i32 %r"
    assert rewritten(positive)[0] == "%nc.bare.0 = lshr i32 %p, %n"


@pytest.mark.parametrize(
    "instructions",
    [
        # The count itself is compared: 256 is no shift by 0.
        "%c = icmp ult i32 %n, 32\n%s = shl i32 %x, %n\n%r = select i1 %c, i32 %s, i32 0",
        "%k = and i32 %n, 511\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %k\n%r = select i1 %c, i32 %s, i32 0",
        "%l = call i32 @llvm.umin.i32(i32 %n, i32 31)\n%r = ashr i32 %x, %l",
        "%h = trunc i32 %n to i16\n%l = call i16 @llvm.umin.i16(i16 %h, i16 31)\n%k = zext i16 %l to i32\n"
        "%r = ashr i32 %x, %k",
        # Another limit, another result, another count.
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 31\n%s = shl i32 %x, %k\n%r = select i1 %c, i32 %s, i32 0",
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %k\n%r = select i1 %c, i32 %s, i32 1",
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %m\n%r = select i1 %c, i32 %s, i32 0",
        "%k = and i32 %n, 255\n%l = and i32 %m, 255\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %l\n"
        "%r = select i1 %c, i32 %s, i32 0",
        "%k = and i32 %n, 255\n%l = call i32 @llvm.umin.i32(i32 %k, i32 30)\n%r = ashr i32 %x, %l",
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 32\n%s = ashr i32 %x, %k\n%r = select i1 %c, i32 %s, i32 0",
        # An operation that makes something else of 0.
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %k\n%t = xor i32 %s, -1\n"
        "%r = select i1 %c, i32 %t, i32 0",
        "%k = and i32 %n, 255\n%c = icmp ult i32 %k, 32\n%s = shl i32 %x, %k\n%t = mul i32 %s, 3\n"
        "%r = select i1 %c, i32 %t, i32 0",
        # The lesser of the count and 31: a negative word gives 1.
        "%k = and i32 %n, 255\n%l = call i32 @llvm.umin.i32(i32 %k, i32 31)\n%r = lshr i32 %x, %l",
        "%k = and i32 %n, 255\n%l = call i32 @llvm.umin.i32(i32 %k, i32 31)\n%r = lshr i32 %x, %l\n"
        "%o = and i32 %r, 1\n%p = add i32 %r, %o",
        "%k = and i32 %n, 255\n%l = call i32 @llvm.umin.i32(i32 %k, i32 31)\n%r = lshr i32 %x, %l\n%o = and i32 %r, 3",
        # Double words.
        "%k = and i64 %n, 255\n%c = icmp ult i64 %k, 64\n%s = shl i64 %x, %k\n%r = select i1 %c, i64 %s, i64 0",
    ],
)
def test_what_stays(instructions: str) -> None:
    text = body(instructions + "\nret i32 %r")
    assert bare_shifts(text) == text
