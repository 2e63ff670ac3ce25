"""What an .mpy file holds: a header, names, constant objects, and a tree of raw codes (format version 6.3)."""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from types import EllipsisType
from typing import Any

from nativecomp.mpy.archs import Arch

VERSION = 6
SUB_VERSION = 3

UNDECODABLE = "surrogateescape"
"""How bytes of a text that are no UTF-8 are kept. MicroPython takes them: it makes some of `"\\ud800"`."""


class MpyError(Exception):
    """A file that is not a whole .mpy file of this version, or something that the format cannot hold."""


class Kind(IntEnum):
    """What a raw code's data is."""

    BYTECODE = 0
    NATIVE = 1
    VIPER = 2
    ASM = 3


class ScopeFlags(IntFlag):
    """Flags of native code."""

    GENERATOR = 0x01
    KEYWORDS = 0x02
    STAR = 0x04
    KEYWORD_DEFAULTS = 0x08
    RELOCATIONS = 0x10
    RODATA = 0x20
    BSS = 0x40


class FunTable:
    """The constant object that is the function table itself."""

    def __repr__(self) -> str:
        return "FUN_TABLE"


FUN_TABLE = FunTable()


@dataclass(frozen=True)
class Number:
    """A number by its text, as the file has it: an integer beyond small ones, a float or a complex number."""

    kind: str
    text: str


Constant = None | bool | str | bytes | Number | FunTable | EllipsisType | tuple[Any, ...]
"""A constant object."""


@dataclass(eq=False)
class RawCode:
    """The code of one function, of a class body or of the module.

    `data` is bytecode with its prelude, or machine code. NATIVE code has its own prelude at `prelude_offset` in the
    data. `asm_arguments` and `asm_result` are the number of arguments and the type code of the result of ASM code.
    `relocations` are the opcodes up to and with the final 0xff; None where the flag is not set.
    """

    kind: Kind
    data: bytes
    children: list["RawCode"] | None = None
    prelude_offset: int = 0
    scope_flags: int = 0
    asm_arguments: int = 0
    asm_result: int = 0
    rodata: bytes | None = None
    bss_size: int | None = None
    relocations: bytes | None = None


@dataclass(eq=False)
class MpyFile:
    """A whole file. `qstrs[0]` is the name of the source file."""

    qstrs: list[str]
    objects: list[Constant]
    root: RawCode
    arch: Arch = Arch.NONE
    arch_flags: int | None = None
    small_int_bits: int = 31
    has_native: bool = field(default=False)
    """Whether the header says that there is native code: the sub-version is part of it then."""
