"""Whether machine code touches float registers that a raise does not restore (see codegen/abi/floatguard.py)."""

import re

from nativecomp.elf.objectfile import ObjectFile
from nativecomp.targets import Target

_NAME = re.compile(r"\b(d1[1-5]|s2[2-9]|s3[01])\b")
"""Of these registers, or of a half of one."""

_NUMBERS = bytes(byte for byte in range(256) if byte & 12 == 8)
_MAY_BE_FLOAT = re.compile(b"(?s:.[\xec-\xef\xfc-\xff].[" + re.escape(_NUMBERS) + b"])")
"""The bytes of every instruction on float registers: coprocessor space (A5.3.18 of the ARMv7-M manual), numbers 8
to 11. Other bytes may look so too; they are read as text then."""


def may_need_guard(target: Target) -> bool:
    """Whether a target has such registers."""
    return target.emulator == "arm" and target.fpu != "none"


def touches(object_file: bytes) -> bool:
    """Whether the Thumb code of an object uses one of the registers."""
    file = ObjectFile(object_file)
    codes = [(file.code(symbol), symbol.offset) for symbol in file.functions.values()]
    found = [(code, offset) for code, offset in codes if _MAY_BE_FLOAT.search(code)]
    if not found:
        return False
    import capstone

    machine = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS | capstone.CS_MODE_V8)
    machine.skipdata = True
    return any(
        _NAME.search(operands)
        for code, offset in found
        for _, _, mnemonic, operands in machine.disasm_lite(code, offset)
        if mnemonic.startswith("v")
    )
