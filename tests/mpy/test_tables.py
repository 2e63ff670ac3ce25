"""Tables that LLVM makes of loops, where code runs at any even address: right, found, not made where they cannot be."""

from __future__ import annotations

import zlib

import pytest

import nativecomp
from nativecomp.desk.loading import Module
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emulator import Buffer, Word
from nativecomp.emulator.loader import FlatCode
from nativecomp.emulator.machine import Machine
from nativecomp.mpy.flatten import flatten

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
BY_TABLE, BY_BIT = 12, 25
"""Instructions for a byte: fewer with a table, more without one."""


def crc_of(data: bytes, value: int, polynomial: int) -> int:
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
    return value


def test_two_tables_of_one_function() -> None:
    module = nativecomp.load_source(CRC, target="cortex-m4f", opt="speed")
    first = crc_of(DATA, 0xFFFFFFFF, 0xEDB88320)
    measured = module.crc_twice.measure(DATA, DATA[::-1])
    assert measured.value == first ^ crc_of(DATA[::-1], first, 0x82F63B78)
    assert measured.instructions < 2 * BY_TABLE * len(DATA)


@pytest.mark.parametrize("opt", ["balanced", "speed"])
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m33", "rv32imc", "x86-64"])
def test_a_table_only_for_speed_where_the_core_reads_unaligned_words(target: str, opt: str) -> None:
    measured = nativecomp.load_source(CRC, target=target, opt=opt).crc.measure(DATA, len(DATA))
    assert measured.value == zlib.crc32(DATA)
    by_table = opt == "speed" and target not in ("cortex-m0", "rv32imc")
    assert (measured.instructions < BY_TABLE * len(DATA)) == by_table
    assert (measured.instructions > BY_BIT * len(DATA)) != by_table


def flat(module: Module, before: int) -> FlatCode:
    """The code of a module as an .mpy file has it, with so many bytes in front of it."""
    object_ = module.compilation.generated.object
    functions = ObjectFile(object_).functions
    first = min(functions.values(), key=lambda symbol: (symbol.section, symbol.offset)).name
    code = flatten(object_, first)
    return FlatCode({"before": (bytes(before), 0), "code": (code, functions[module.crc.symbols[0]].offset)}, 2)


@pytest.mark.parametrize("before", [0, 2, 6])
@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m7", "cortex-m33"])
def test_a_table_is_found_at_any_even_address(target: str, before: int) -> None:
    module = nativecomp.load_source(CRC, target=target, opt="speed")
    machine = Machine(flat(module, before), module.target)
    arguments = [Word("ptr", 0), Buffer(DATA, writable=False), Word("i32", len(DATA))]
    outcome = machine.call("code", arguments, "u32")
    assert outcome.value == zlib.crc32(DATA)
    assert outcome.instructions < BY_TABLE * len(DATA)
