"""The head of bytecode: the signature, the names, and how many bytes come before the instructions.

Signature: the first byte is `xSSSSEAA`, further ones `xFSSKAED`, the lowest bits first, `x` set while more follow;
S = size of the state less one, E = exception handlers, F = scope flags, A = positional parameters, K = keyword-only
ones, D = positional defaults. Then bytes `xIIIIIIC`: I = bytes of information, C = cells.
"""

from dataclasses import dataclass, replace

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


def _byte(data: bytes, position: int) -> int:
    from nativecomp.mpy.container import MpyError

    if position >= len(data):
        raise MpyError("a function ends in the middle of its prelude")
    return data[position]


def read_signature(data: bytes) -> Signature:
    """
    Raises:
        MpyError: the data end before the signature does, or it is longer than any function's.
    """
    from nativecomp.mpy.container import MpyError

    byte = _byte(data, 0)
    state, handlers, positional = byte >> 3 & 0xF, byte >> 2 & 1, byte & 3
    flags = keyword_only = defaults = 0
    turn = 0
    while byte & 0x80:
        if turn == _LONGEST_SIGNATURE:
            raise MpyError("the signature of a function has no end")
        byte = _byte(data, turn + 1)
        state |= (byte >> 4 & 3) << 4 + 2 * turn
        handlers |= (byte >> 1 & 1) << 1 + turn
        flags |= (byte >> 6 & 1) << turn
        positional |= (byte >> 2 & 1) << 2 + turn
        keyword_only |= (byte >> 3 & 1) << turn
        defaults |= (byte & 1) << turn
        turn += 1
    return Signature(state + 1, handlers, flags, positional, keyword_only, defaults, turn + 1)


def write_signature(signature: Signature) -> bytes:
    """The shortest encoding."""
    s, e, f = signature.state - 1, signature.handlers, signature.flags
    a, k, d = signature.positional, signature.keyword_only, signature.defaults
    byte = (s & 0xF) << 3 | (e & 1) << 2 | a & 3
    s, e, a = s >> 4, e >> 1, a >> 2
    out = bytearray()
    while s or e or f or a or k or d:
        out.append(byte | 0x80)
        byte = (f & 1) << 6 | (s & 3) << 4 | (k & 1) << 3 | (a & 1) << 2 | (e & 1) << 1 | d & 1
        s, e, f, a, k, d = s >> 2, e >> 1, f >> 1, a >> 1, k >> 1, d >> 1
    return bytes([*out, byte])


def _read_size(data: bytes, position: int) -> tuple[int, int, int]:
    """Bytes of information, number of cells, and where the information begins."""
    info = cells = turn = 0
    while True:
        byte = _byte(data, position)
        position += 1
        info |= (byte >> 1 & 0x3F) << 6 * turn
        cells |= (byte & 1) << turn
        turn += 1
        if not byte & 0x80:
            return info, cells, position


def _write_size(info: int, cells: int) -> bytes:
    out = bytearray()
    while True:
        byte = (info & 0x3F) << 1 | cells & 1
        info, cells = info >> 6, cells >> 1
        out.append(byte | 0x80 * bool(info or cells))
        if not (info or cells):
            return bytes(out)


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
    from nativecomp.mpy.container import MpyError

    signature = read_signature(data)
    info, cells, start = _read_size(data, signature.size)
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


def native_prelude(prelude: Prelude) -> bytes:
    """The prelude of native code for the same function: no handlers, no line table."""
    from nativecomp.mpy.varint import encode_varint

    names = b"".join(map(encode_varint, prelude.names))
    signature = write_signature(replace(prelude.signature, handlers=0))
    return signature + _write_size(len(names), len(prelude.cells)) + names + prelude.cells
