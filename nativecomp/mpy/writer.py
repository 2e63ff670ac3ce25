"""Write an .mpy file."""

from nativecomp.mpy.container import (
    SUB_VERSION,
    UNDECODABLE,
    VERSION,
    Constant,
    FunTable,
    Kind,
    MpyError,
    MpyFile,
    Number,
    RawCode,
    ScopeFlags,
)
from nativecomp.mpy.static_qstrs import NUMBERS
from nativecomp.mpy.varint import encode_varint

_LONGEST_QSTR = 255
_KINDS = {"int": 7, "float": 8, "complex": 9}


def _qstr(text: str) -> bytes:
    number = NUMBERS.get(text)
    if number is not None:
        return encode_varint(number << 1 | 1)
    data = text.encode(errors=UNDECODABLE)
    if len(data) > _LONGEST_QSTR:
        raise MpyError(f"the name `{text[:20]}...` is longer than {_LONGEST_QSTR} bytes")
    return encode_varint(len(data) << 1) + data + b"\0"


def _sized(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + encode_varint(len(data)) + data + b"\0"


def _constant(value: Constant) -> bytes:
    if isinstance(value, FunTable):
        return b"\0"
    if value is None or value is ... or isinstance(value, bool):
        return bytes([{None: 1, False: 2, True: 3, ...: 4}[value]])
    if isinstance(value, str):
        return _sized(5, value.encode(errors=UNDECODABLE))
    if isinstance(value, bytes):
        return _sized(6, value)
    if isinstance(value, Number):
        text = value.text.encode(errors=UNDECODABLE)
        return bytes([_KINDS[value.kind]]) + encode_varint(len(text)) + text
    assert isinstance(value, tuple)
    return b"\x0a" + encode_varint(len(value)) + b"".join(map(_constant, value))


def _raw_code(code: RawCode) -> bytes:
    out = encode_varint(len(code.data) << 3 | (code.children is not None) << 2 | code.kind) + code.data
    if code.kind is Kind.NATIVE:
        out += encode_varint(code.prelude_offset)
    elif code.kind is not Kind.BYTECODE:
        out += encode_varint(code.scope_flags)
    if code.kind is Kind.ASM:
        out += encode_varint(code.asm_arguments) + encode_varint(code.asm_result)
    if code.kind is Kind.VIPER:
        if code.scope_flags & ScopeFlags.RODATA:
            out += encode_varint(len(code.rodata or b""))
        if code.scope_flags & ScopeFlags.BSS:
            out += encode_varint(code.bss_size or 0)
        out += code.rodata or b""
    if code.children is not None:
        out += encode_varint(len(code.children)) + b"".join(map(_raw_code, code.children))
    # The loader reads them last.
    return out + (code.relocations or b"")


def write_mpy(file: MpyFile) -> bytes:
    """The bytes of a file.

    Raises:
        MpyError: a name is too long for the format.
    """
    features = file.arch << 2 | SUB_VERSION if file.has_native else 0
    head = bytes([ord("M"), VERSION, features | (file.arch_flags is not None) << 6, file.small_int_bits])
    if file.arch_flags is not None:
        head += encode_varint(file.arch_flags)
    head += encode_varint(len(file.qstrs)) + encode_varint(len(file.objects))
    return head + b"".join(map(_qstr, file.qstrs)) + b"".join(map(_constant, file.objects)) + _raw_code(file.root)
