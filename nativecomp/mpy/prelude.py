"""The head of bytecode: the signature, the names, and how many bytes come before the instructions.

Signature: the first byte is `xSSSSEAA`, further ones `xFSSKAED`, the lowest bits first, `x` set while more follow;
S = size of the state less one, E = exception handlers, F = scope flags, A = positional parameters, K = keyword-only
ones, D = positional defaults. Then bytes `xIIIIIIC`: I = bytes of information, C = cells.
"""

import itertools
from collections import Counter
from dataclasses import dataclass, replace

from nativecomp.mpy.container import MpyError
from nativecomp.mpy.varint import encode_varint

_LONGEST_SIGNATURE = 32
"""Bytes after the first: no function has more parameters or state than they can tell."""


@dataclass(frozen=True)
class Signature:
    """`size` is that of its encoding, in bytes."""

    state: int
    handlers: int
    flags: int
    positional: int
    keyword_only: int
    defaults: int
    size: int = 0


@dataclass(frozen=True)
class Prelude:
    """`names` are indices of the qstr table: of the function, then of its parameters. `lines` is the line table."""

    signature: Signature
    names: tuple[int, ...]
    lines: bytes
    cells: bytes
    size: int

    @property
    def name(self) -> int:
        return self.names[0]


Layout = tuple[tuple[str, int, int], ...]
"""What a byte holds: of which number, from which bit on, how many bits; the lowest bits of a number come first."""

_FIRST: Layout = (("state", 3, 4), ("handlers", 2, 1), ("positional", 0, 2))
_FURTHER: Layout = (
    ("flags", 6, 1), ("state", 4, 2), ("keyword_only", 3, 1), ("positional", 2, 1), ("handlers", 1, 1),
    ("defaults", 0, 1),
)  # fmt: skip
_SIZES: Layout = (("info", 1, 6), ("cells", 0, 1))
_MORE = 0x80


def _byte(data: bytes, position: int) -> int:
    if position >= len(data):
        raise MpyError("a function ends in the middle of its prelude")
    return data[position]


def _read_bits(data: bytes, position: int, first: Layout, further: Layout) -> tuple[dict[str, int], int]:
    """The numbers in the bytes from a position on, and the position behind them."""
    values, widths = dict.fromkeys((name for name, _, _ in (*first, *further)), 0), Counter[str]()
    for layout in itertools.chain([first], itertools.repeat(further, _LONGEST_SIGNATURE)):
        byte = _byte(data, position)
        position += 1
        for name, place, bits in layout:
            values[name] |= (byte >> place & ((1 << bits) - 1)) << widths[name]
            widths[name] += bits
        if not byte & _MORE:
            return values, position
    raise MpyError("the signature of a function has no end")


def _write_bits(values: dict[str, int], first: Layout, further: Layout) -> bytes:
    """The shortest encoding."""
    out, layout = bytearray(), first
    while not out or out[-1] & _MORE:
        byte = 0
        for name, place, bits in layout:
            byte |= (values[name] & ((1 << bits) - 1)) << place
            values[name] >>= bits
        out.append(byte | _MORE * any(values.values()))
        layout = further
    return bytes(out)


def read_signature(data: bytes) -> Signature:
    """
    Raises:
        MpyError: the data end before the signature does, or it is longer than any function's.
    """
    found, size = _read_bits(data, 0, _FIRST, _FURTHER)
    return Signature(**{**found, "state": found["state"] + 1}, size=size)


def write_signature(signature: Signature) -> bytes:
    """The shortest encoding."""
    values = {name: getattr(signature, name) for name, _, _ in _FURTHER}
    return _write_bits({**values, "state": signature.state - 1}, _FIRST, _FURTHER)


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    while True:
        byte = _byte(data, position)
        position += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position


def read_prelude(data: bytes) -> Prelude:
    """
    Raises:
        MpyError: the data end before the prelude does.
    """
    signature = read_signature(data)
    sizes, start = _read_bits(data, signature.size, _SIZES, _SIZES)
    info, cells = sizes["info"], sizes["cells"]
    end = start + info + cells
    if end > len(data):
        raise MpyError("a function ends in the middle of its prelude")
    names, position = [], start
    for _ in range(1 + signature.positional + signature.keyword_only):
        name, position = read_varint(data, position)
        names.append(name)
    if position > start + info:
        raise MpyError("the names of a function leave its prelude")
    return Prelude(signature, tuple(names), data[position : start + info], data[start + info : end], end)


def write_sizes(information: int, cells: int) -> bytes:
    """What stands behind the signature: bytes of information, and cells."""
    return _write_bits({"info": information, "cells": cells}, _SIZES, _SIZES)


def native_prelude(prelude: Prelude) -> bytes:
    """The prelude of native code for the same function: no handlers, no line table."""
    names = b"".join(map(encode_varint, prelude.names))
    signature = write_signature(replace(prelude.signature, handlers=0))
    return signature + write_sizes(len(names), len(prelude.cells)) + names + prelude.cells
