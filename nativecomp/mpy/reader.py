"""Read an .mpy file, with every length checked against what is there."""

from nativecomp.mpy.archs import Arch
from nativecomp.mpy.container import (
    FUN_TABLE,
    SUB_VERSION,
    UNDECODABLE,
    VERSION,
    Constant,
    Kind,
    MpyError,
    MpyFile,
    Number,
    RawCode,
    ScopeFlags,
)
from nativecomp.mpy.prelude import read_signature
from nativecomp.mpy.static_qstrs import STATIC_QSTRS

_LONGEST_VARINT = 10
_DEEPEST = 200
"""Levels of functions or tuples in one another; more than any compiler makes."""

_SINGLE: dict[int, Constant] = {0: FUN_TABLE, 1: None, 2: False, 3: True, 4: ...}
_NUMBERS = {7: "int", 8: "float", 9: "complex"}
_STR, _BYTES, _TUPLE = 5, 6, 10


class Cursor:
    """Bytes that are read from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise MpyError(f"the file ends at byte {len(self.data)}, in the middle of something")
        self.position += count
        return self.data[self.position - count : self.position]

    def byte(self) -> int:
        return self.take(1)[0]

    def varint(self) -> int:
        value = 0
        for _ in range(_LONGEST_VARINT):
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise MpyError(f"the number at byte {self.position - _LONGEST_VARINT} has no end")

    def text(self, length: int, terminated: bool = True) -> str:
        """A text; what is no UTF-8 in it, which MicroPython takes, comes back as the same bytes."""
        data = self.terminated(length) if terminated else self.take(length)
        return data.decode(errors=UNDECODABLE)

    def terminated(self, length: int) -> bytes:
        data = self.take(length)
        if self.byte() != 0:
            raise MpyError(f"no zero byte ends the text before byte {self.position - 1}")
        return data


def _qstr(cursor: Cursor) -> str:
    head = cursor.varint()
    if not head & 1:
        return cursor.text(head >> 1)
    number = head >> 1
    if not 1 <= number <= len(STATIC_QSTRS):
        raise MpyError(f"there is no static name number {number}")
    return STATIC_QSTRS[number - 1]


def _constant(cursor: Cursor, depth: int = 0) -> Constant:
    kind = cursor.byte()
    if kind in _SINGLE:
        return _SINGLE[kind]
    if kind == _TUPLE:
        if depth > _DEEPEST:
            raise MpyError("tuples are nested too deeply")
        return tuple(_constant(cursor, depth + 1) for _ in range(cursor.varint()))
    length = cursor.varint() if kind in (_STR, _BYTES, *_NUMBERS) else 0
    if kind == _STR:
        return cursor.text(length)
    if kind == _BYTES:
        return cursor.terminated(length)
    if kind in _NUMBERS:
        return Number(_NUMBERS[kind], cursor.text(length, terminated=False))
    raise MpyError(f"there is no kind {kind} of constants (byte {cursor.position - 1})")


def _relocations(cursor: Cursor) -> bytes:
    start = cursor.position
    while (op := cursor.byte()) != 0xFF:
        if op & 1:
            cursor.varint()
        if op >> 1 in (1, 3, 5):
            cursor.varint()
    return cursor.data[start : cursor.position]


def _raw_code(cursor: Cursor, depth: int = 0) -> RawCode:
    if depth > _DEEPEST:
        raise MpyError("functions are nested too deeply")
    head = cursor.varint()
    code = RawCode(Kind(head & 3), cursor.take(head >> 3))
    if code.kind is Kind.NATIVE:
        code.prelude_offset = cursor.varint()
        if code.prelude_offset > len(code.data):
            raise MpyError(f"a prelude is said to lie at {code.prelude_offset}, beyond its code")
        code.scope_flags = read_signature(code.data[code.prelude_offset :]).flags
    elif code.kind is not Kind.BYTECODE:
        code.scope_flags = cursor.varint()
    if code.kind is Kind.ASM:
        code.asm_arguments, code.asm_result = cursor.varint(), cursor.varint()
    if code.kind is Kind.VIPER:
        size = cursor.varint() if code.scope_flags & ScopeFlags.RODATA else None
        if code.scope_flags & ScopeFlags.BSS:
            code.bss_size = cursor.varint()
        if size is not None:
            code.rodata = cursor.take(size)
    if head & 4:
        code.children = [_raw_code(cursor, depth + 1) for _ in range(cursor.varint())]
    if code.kind is not Kind.BYTECODE and code.scope_flags & ScopeFlags.RELOCATIONS:
        code.relocations = _relocations(cursor)
    return code


def _has_native(code: RawCode) -> bool:
    return code.kind is not Kind.BYTECODE or any(map(_has_native, code.children or []))


def read_mpy(data: bytes) -> MpyFile:
    """The contents of an .mpy file.

    Raises:
        MpyError: it is none, is of another version, or is damaged.
    """
    cursor = Cursor(data)
    if cursor.take(1) != b"M":
        raise MpyError("this is no .mpy file: it does not begin with `M`")
    version, features, bits = cursor.take(3)
    sub_version, arch = features & 3, features >> 2 & 0x2F
    if version != VERSION:
        raise MpyError(f"this is an .mpy file of version {version}; version {VERSION} is known here")
    if features & 0x80 or arch not in list(Arch):
        raise MpyError(f"the header names an unknown architecture ({arch})")
    arch_flags = cursor.varint() if features & 0x40 else None
    counts = cursor.varint(), cursor.varint()
    if counts[0] > len(data) or counts[1] > len(data):
        raise MpyError("the header promises more names or constants than the file has bytes")
    qstrs = [_qstr(cursor) for _ in range(counts[0])]
    objects = [_constant(cursor) for _ in range(counts[1])]
    root = _raw_code(cursor)
    if cursor.position != len(data):
        raise MpyError(f"{len(data) - cursor.position} bytes follow the end")
    native = _has_native(root)
    if native and sub_version != SUB_VERSION:
        found = f"{VERSION}.{sub_version}"
        raise MpyError(f"this is an .mpy file of version {found}; {VERSION}.{SUB_VERSION} is known here")
    return MpyFile(qstrs, objects, root, Arch(arch & 0xF), arch_flags, bits, has_native=bool(features & 0x3F))
