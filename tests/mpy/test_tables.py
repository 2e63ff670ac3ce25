"""Tables that LLVM makes of loops, where code runs at any even address: right, found, not made where they cannot be."""

from __future__ import annotations

import zlib

import pytest

import nativecomp
from nativecomp.desk.loading import Module
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit.constants import by_call
from nativecomp.emulator import Buffer, Word
from nativecomp.emulator.loader import FlatCode
from nativecomp.emulator.machine import Machine
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.flatten import flatten
from nativecomp.options import OPT_LEVELS, Options
from nativecomp.targets import find_target

DATA = bytes(range(250)) + b"tables"
CRC = """
from nativecomp import viper, ptr8, uint, uint8

@viper
def crc(data: ptr8, size: int) -> uint:
    crc: uint = 0xFFFFFFFF
    for i in range(size):
        crc ^= data[i]
        for _ in range(8):
            crc = (crc >> 1) ^ 0xEDB88320 if crc & 1 else crc >> 1
    return crc ^ 0xFFFFFFFF

@viper
def crc_twice(a: uint8[:], b: uint8[:]) -> uint:
    first: uint = 0xFFFFFFFF
    for byte in a:
        first ^= byte
        for _ in range(8):
            first = (first >> 1) ^ 0xEDB88320 if first & 1 else first >> 1
    second: uint = first
    for byte in b:
        second ^= byte
        for _ in range(8):
            second = (second >> 1) ^ 0x82F63B78 if second & 1 else second >> 1
    return first ^ second
"""
NARROW_AND_WIDE = """
from nativecomp import viper, ptr8, uint8, uint16, uint32, uint64

@viper
def crc(data: ptr8, size: int) -> uint32:
    low: uint8 = 0
    for i in range(size):
        low ^= data[i]
        for _ in range(8):
            low = (low >> 1) ^ 0x8C if low & 1 else low >> 1
    high: uint8 = 0
    for i in range(size):
        high ^= data[i]
        for _ in range(8):
            high = (high << 1) ^ 0x07 if high & 0x80 else high << 1
    half: uint16 = 0xFFFF
    for i in range(size):
        half ^= data[i]
        for _ in range(8):
            half = (half >> 1) ^ 0xA001 if half & 1 else half >> 1
    double: uint64 = 0xFFFFFFFFFFFFFFFF
    for i in range(size):
        double ^= data[i]
        for _ in range(8):
            double = (double >> 1) ^ 0xC96C5795D7870F42 if double & 1 else double >> 1
    return (uint32(low) | uint32(high) << 8 | uint32(half) << 16) ^ uint32(double) ^ uint32(double >> 32)
"""
"""With tables of bytes, which LLVM writes as strings, of half words and of double words."""
BY_TABLE, BY_TWO, BY_BIT = 12, 20, 25
"""Instructions for a byte: fewer with a table, or with two small ones, more without."""


def crc_of(data: bytes, value: int, polynomial: int) -> int:
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
    return value


def narrow_and_wide(data: bytes) -> int:
    high = 0
    for byte in data:
        high ^= byte
        for _ in range(8):
            high = (high << 1 ^ (0x07 if high & 0x80 else 0)) & 0xFF
    double = crc_of(data, (1 << 64) - 1, 0xC96C5795D7870F42)
    narrow = crc_of(data, 0, 0x8C) | high << 8 | crc_of(data, 0xFFFF, 0xA001) << 16
    return narrow ^ double & 0xFFFFFFFF ^ double >> 32


@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("target", ["armv6m", "armv7m", "armv7emsp", "armv7emdp", "rv32imc", "x64"])
def test_tables_of_all_widths_in_files(target: str, opt: str) -> None:
    options = Options(find_target(target), opt=opt)
    for number, text in enumerate((CRC, NARROW_AND_WIDE)):
        assert build_mpy(SourceFile(f"crc{number}.py", text), options)


@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m33", "rv32imc", "x86-64"])
def test_tables_of_all_widths(target: str, opt: str) -> None:
    module = nativecomp.load_source(NARROW_AND_WIDE, target=target, opt=opt)
    assert module.crc(DATA, len(DATA)) == narrow_and_wide(DATA)


def test_elements_are_loaded_by_the_alignment_of_their_table() -> None:
    text = by_call(
        """@.crctable = private unnamed_addr constant [256 x i64] [i64 1, i64 2]
@.crctable.1 = private unnamed_addr constant [256 x i8] c"\\00\\07\\0E\\22", align 1
@.none = private unnamed_addr constant [256 x i16] zeroinitializer, align 2
@.other = private unnamed_addr constant { i32 } { i32 7 }

define i64 @f(i32 %i, ptr %p) {
  %at = getelementptr inbounds nuw i64, ptr @.crctable, i32 %i
  %a = load i64, ptr %at, align 8, !dbg !1
  %near = getelementptr i8, ptr @.crctable.1, i32 %i
  %b = load i8, ptr %near, align 1
  %c = load i16, ptr @.none, align 2
  %second = getelementptr i64, ptr @.crctable, i32 16
  %in.it = getelementptr i64, ptr %second, i32 %i
  %e = load i64, ptr %in.it, align 8
  %d = load i64, ptr %p, align 8
  ret i64 %a
}
"""
    )
    assert "%a = load i64, ptr %at, align 2, !dbg !1" in text
    assert "%b = load i8, ptr %near, align 1" in text
    assert "%d = load i64, ptr %p, align 8" in text
    assert "%e = load i64, ptr %in.it, align 2" in text
    assert text.count(" = call ptr @nc.table.") == 3
    assert "@.crctable" not in text
    assert "@.none" not in text
    assert "@.other = private unnamed_addr constant { i32 } { i32 7 }\n" in text


def test_two_tables_of_one_function() -> None:
    module = nativecomp.load_source(CRC, target="cortex-m4f", opt="speed")
    first = crc_of(DATA, 0xFFFFFFFF, 0xEDB88320)
    measured = module.crc_twice.measure(DATA, DATA[::-1])
    assert measured.value == first ^ crc_of(DATA[::-1], first, 0x82F63B78)
    assert measured.instructions < 2 * BY_TABLE * len(DATA)


@pytest.mark.parametrize("opt", OPT_LEVELS)
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m33", "rv32imc", "x86-64"])
def test_tables_where_the_core_reads_unaligned_words_and_small_ones_at_balanced(target: str, opt: str) -> None:
    module = nativecomp.load_source(CRC, target=target, opt=opt)
    measured = module.crc.measure(DATA, len(DATA))
    assert measured.value == zlib.crc32(DATA)
    by_table = opt != "size" and target not in ("cortex-m0", "rv32imc")
    most = {"size": 0, "balanced": BY_TWO, "speed": BY_TABLE}[opt]
    assert (measured.instructions < most * len(DATA)) == by_table
    assert (measured.instructions > BY_BIT * len(DATA)) != by_table
    assert ("[256 x " in module.compilation.generated.optimized_llvm) == (by_table and opt == "speed")


SIGNED = """
from nativecomp import viper, ptr8

@viper
def crc(data: ptr8, size: int) -> int:
    crc = 0xFFFF
    for i in range(size):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ 0xA001
            else:
                crc >>= 1
    return crc
"""


@pytest.mark.parametrize(("opt", "most"), [("balanced", BY_TWO), ("speed", BY_TABLE)])
@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m4f", "x86-64"])
def test_a_crc_in_a_signed_variable_that_is_at_least_0(target: str, opt: str, most: int) -> None:
    measured = nativecomp.load_source(SIGNED, target=target, opt=opt).crc.measure(DATA, len(DATA))
    assert measured.value == crc_of(DATA, 0xFFFF, 0xA001)
    assert measured.instructions < most * len(DATA)


def flat(module: Module, before: int) -> FlatCode:
    """The code of a module as an .mpy file has it, with so many bytes in front of it."""
    object_ = module.compilation.generated.object
    functions = ObjectFile(object_).functions
    first = min(functions.values(), key=lambda symbol: (symbol.section, symbol.offset)).name
    code = flatten(object_, first)
    return FlatCode({"before": (bytes(before), 0), "code": (code, functions[module.crc.symbols[0]].offset)}, 2)


@pytest.mark.parametrize("before", [0, 2, 6])
@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m7", "cortex-m33"])
def test_tables_of_all_widths_are_found_at_any_even_address(target: str, opt: str, before: int) -> None:
    module = nativecomp.load_source(NARROW_AND_WIDE, target=target, opt=opt)
    machine = Machine(flat(module, before), module.target)
    arguments = [Word("ptr", 0), Buffer(DATA, writable=False), Word("i32", len(DATA))]
    assert machine.call("code", arguments, "u32").value == narrow_and_wide(DATA)


@pytest.mark.parametrize("before", [0, 2, 6])
@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m7", "cortex-m33"])
def test_a_table_is_found_at_any_even_address(target: str, before: int) -> None:
    module = nativecomp.load_source(CRC, target=target, opt="speed")
    machine = Machine(flat(module, before), module.target)
    arguments = [Word("ptr", 0), Buffer(DATA, writable=False), Word("i32", len(DATA))]
    outcome = machine.call("code", arguments, "u32")
    assert outcome.value == zlib.crc32(DATA)
    assert outcome.instructions < BY_TABLE * len(DATA)
