"""Files of mpy-cross come through the reader and the writer byte for byte; what is no whole file is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nativecomp.host.crosscompile import cross_compile
from nativecomp.mpy import Arch, Kind, MpyError, read_mpy, write_mpy
from nativecomp.mpy.container import FUN_TABLE, MpyFile, Number, RawCode
from nativecomp.mpy.prelude import Signature, native_prelude, read_prelude, read_signature, write_signature
from nativecomp.mpy.tables import MpyTables

SOURCE = b"""
import micropython
TEXT = "a text that is longer than ten bytes"
NUMBERS = (1 << 40, 1.5, 2j, b"bytes", None, True, ..., (1, "nested"))

class Box:
    def method(self, a, b=2, *args, c, d=4, **kwargs):
        return [x + a for x in args if x] + [lambda: b]

def outer(n):
    total = 0
    def inner(k):
        nonlocal total
        total += k
        return total
    try:
        yield inner(n)
    finally:
        del n

@micropython.viper
def viper(p: ptr8, n: int) -> int:
    return p[n]

@micropython.native
def native(x, y=3):
    return x + y
"""
OPTIONS = [
    [],
    ["-O3"],
    ["-march=armv7emsp"],
    ["-march=armv6m"],
    ["-march=x64"],
    ["-march=rv32imc"],
    ["-march=armv7emsp", "-X", "emit=native"],
    ["-march=x64", "-X", "emit=native"],
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_round_trip(options: list[str]) -> None:
    text = SOURCE if options[0:1] and options[0].startswith("-march") else SOURCE.replace(b"@micropython", b"#")
    data = cross_compile(text, "dir/app.py", options)
    file = read_mpy(data)
    assert write_mpy(file) == data
    assert file.qstrs[0] == "dir/app.py"
    assert "a text that is longer than ten bytes" in file.objects


def sample() -> bytes:
    return cross_compile(SOURCE, "app.py", ["-march=armv7emsp"])


def test_what_is_in_it() -> None:
    file = read_mpy(sample())
    assert file.arch is Arch.ARMV7EMSP
    kinds = [child.kind for child in file.root.children or []]
    assert kinds == [Kind.BYTECODE, Kind.BYTECODE, Kind.VIPER, Kind.NATIVE]
    assert Number("int", str(1 << 40)) in file.objects or any(isinstance(o, tuple) for o in file.objects)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ends"),
        (b"#!/bin/sh", "no .mpy"),
        (b"M\x05\x00\x1f", "version 5"),
        (b"M\x06\x80\x1f", "unknown architecture"),
        (b"M\x06\x00\x1f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "no end"),
        (b"M\x06\x00\x1f\xff\x7f\x00", "more names"),
        (b"M\x06\x00\x1f\x01\x00\xff\x7f", "static name"),
        (b"M\x06\x00\x1f\x00\x01\x0f", "kind 15"),
        (b"M\x06\x00\x1f\x00\x01\x0a\xff\xff\xff\xff\x7f", "ends"),
        (b"M\x06\x00\x1f\x00\x00\x0c\x00\xff\xff\xff\xff\x7f", "ends"),
        (b"M\x06\x00\x1f\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x78", "ends"),
        (b"M\x06\x00\x1f\x00\x01" + b"\x0a\x01" * 5000, "nested too deeply"),
        (b"M\x06\x0b\x1f\x00\x00\x84\x41" + b"\xff" * 72 + b"\0", "no end"),
    ],
)
def test_no_whole_file(data: bytes, words: str) -> None:
    with pytest.raises(MpyError, match=words):
        read_mpy(data)


def test_every_truncation_is_told() -> None:
    data = sample()
    for length in range(len(data)):
        with pytest.raises(MpyError):
            read_mpy(data[:length])
    with pytest.raises(MpyError, match="follow the end"):
        read_mpy(data + b"\0")


@given(st.integers(0), st.integers(0, 255))
def test_damage_never_crashes(place: int, value: int) -> None:
    data = bytearray(DAMAGED)
    data[place % len(data)] = value
    try:
        file = read_mpy(bytes(data))
    except MpyError:
        return
    write_mpy(file)


@given(st.lists(st.tuples(st.integers(0), st.integers(1, 255)), max_size=6), st.integers(0), st.binary(max_size=8))
def test_much_damage_never_crashes(flips: list[tuple[int, int]], cut: int, tail: bytes) -> None:
    data = bytearray(DAMAGED)
    for place, bits in flips:
        data[place % len(data)] ^= bits
    try:
        file = read_mpy(bytes(data[: len(data) - cut % 9]) + tail)
    except MpyError:
        return
    written = write_mpy(file)
    assert write_mpy(read_mpy(written)) == written


DAMAGED = sample()

CONSTANTS = st.recursive(
    st.none() | st.booleans() | st.just(...) | st.just(FUN_TABLE) | st.text(max_size=9) | st.binary(max_size=9)
    | st.builds(Number, st.just("int"), st.integers().map(str)),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=8,
)  # fmt: skip
CODES = st.recursive(
    st.builds(RawCode, st.just(Kind.BYTECODE), st.binary(min_size=1, max_size=20)),
    lambda inner: st.builds(RawCode, st.just(Kind.BYTECODE), st.binary(min_size=1), st.lists(inner, max_size=3))
    | st.builds(
        RawCode, st.just(Kind.ASM), st.binary(min_size=1), st.none(), asm_arguments=st.integers(0, 4),
        asm_result=st.integers(0, 3),
    ),
    max_leaves=5,
)  # fmt: skip


@given(st.lists(st.text(max_size=20).filter(lambda t: "\0" not in t), min_size=1), st.lists(CONSTANTS), CODES)
def test_any_file(qstrs: list[str], objects: list[object], root: RawCode) -> None:
    qstrs = [text.encode(errors="replace").decode() for text in qstrs]
    file = MpyFile(qstrs, objects, root, Arch.ARMV6M, has_native=True)  # type: ignore[arg-type]
    data = write_mpy(file)
    again = read_mpy(data)
    assert (again.qstrs, again.objects, again.arch) == (qstrs, objects, Arch.ARMV6M)
    assert write_mpy(again) == data


@given(
    st.builds(
        Signature, st.integers(1, 5000), st.integers(0, 30), st.integers(0, 31), st.integers(0, 300),
        st.integers(0, 60), st.integers(0, 60),
    )
)  # fmt: skip
def test_signatures(signature: Signature) -> None:
    data = write_signature(signature)
    found = read_signature(data)
    assert found == Signature(**{**signature.__dict__, "size": len(data)})


def test_native_prelude_keeps_names_and_defaults() -> None:
    file = read_mpy(cross_compile(b"def f(a, b=2, *, c, d=4): return a", "app.py"))
    assert file.root.children is not None
    prelude = read_prelude(file.root.children[0].data)
    native = read_prelude(native_prelude(prelude))
    assert [file.qstrs[name] for name in native.names] == ["f", "a", "b", "c", "d"]
    assert (native.signature.positional, native.signature.keyword_only, native.signature.defaults) == (2, 2, 1)
    assert native.lines == b""


def test_tables_keep_what_is_there() -> None:
    file = read_mpy(sample())
    qstrs, objects = list(file.qstrs), list(file.objects)
    tables = MpyTables(file)
    assert tables.qstr("app.py") == 0
    assert tables.qstr("brand new") == tables.qstr("brand new") == len(qstrs)
    assert tables.constant(1) == tables.constant(1) != tables.constant(True)
    assert tables.constant(1.0) != tables.constant(1)
    assert tables.constant("1") != tables.constant(b"1")
    assert file.objects[tables.fun_table] is FUN_TABLE
    assert file.qstrs[: len(qstrs)] == qstrs
    assert file.objects[: len(objects)] == objects
