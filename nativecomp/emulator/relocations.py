"""The relocations of object files for Arm and x86-64, as tables: which field, filled with which expression.

Numbers and expressions are those of "ELF for the Arm Architecture" (IHI 0044) and of the System V ABI for AMD64.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nativecomp.emulator import fields
from nativecomp.emulator.errors import LoadError
from nativecomp.emulator.fields import Field


@dataclass(frozen=True)
class Site:
    """One relocation to apply, in the letters of the specifications.

    Attributes:
        symbol: S, the address of the symbol, without the Thumb bit.
        thumb: T, 1 where the symbol is a Thumb function.
        addend: A.
        place: P, the address that is filled.
        got_slot: GOT(S), gives the address of a word that holds the symbol's address.
        got_origin: the address of the table of those words.
    """

    symbol: int
    thumb: int
    addend: int
    place: int
    got_slot: Callable[[], int]
    got_origin: int


Expression = Callable[[Site], int]


def _absolute(site: Site) -> int:
    return site.symbol + site.addend | site.thumb


def _relative(site: Site) -> int:
    return (site.symbol + site.addend | site.thumb) - site.place


def _branch(site: Site) -> int:
    return site.symbol + site.addend - site.place


def _got_offset(site: Site) -> int:
    return site.got_slot() + site.addend - site.got_origin


def _got_relative(site: Site) -> int:
    return site.got_slot() + site.addend - site.place


def _base_relative(site: Site) -> int:
    return site.got_origin + site.addend - site.place


@dataclass(frozen=True)
class Relocation:
    """A row of the tables; no field: nothing to do."""

    name: str
    field: Field | None = None
    expression: Expression = _absolute


ARM = {
    0: Relocation("R_ARM_NONE"),
    2: Relocation("R_ARM_ABS32", fields.WORD32),
    3: Relocation("R_ARM_REL32", fields.WORD32, _relative),
    10: Relocation("R_ARM_THM_CALL", fields.BRANCH25, _branch),
    25: Relocation("R_ARM_BASE_PREL", fields.WORD32, _base_relative),
    26: Relocation("R_ARM_GOT_BREL", fields.WORD32, _got_offset),
    30: Relocation("R_ARM_THM_JUMP24", fields.BRANCH25, _branch),
    38: Relocation("R_ARM_TARGET1", fields.WORD32),
    40: Relocation("R_ARM_V4BX"),
    42: Relocation("R_ARM_PREL31", fields.WORD31, _relative),
    47: Relocation("R_ARM_THM_MOVW_ABS_NC", fields.MOVW),
    48: Relocation("R_ARM_THM_MOVT_ABS", fields.MOVT, _absolute),
    49: Relocation("R_ARM_THM_MOVW_PREL_NC", fields.MOVW, _relative),
    50: Relocation("R_ARM_THM_MOVT_PREL", fields.MOVT, _branch),
    51: Relocation("R_ARM_THM_JUMP19", fields.BRANCH21, _branch),
    96: Relocation("R_ARM_GOT_PREL", fields.WORD32, _got_relative),
    102: Relocation("R_ARM_THM_JUMP11", fields.BRANCH12, _branch),
    103: Relocation("R_ARM_THM_JUMP8", fields.BRANCH9, _branch),
}

X86_64 = {
    0: Relocation("R_X86_64_NONE"),
    1: Relocation("R_X86_64_64", fields.WORD64),
    2: Relocation("R_X86_64_PC32", fields.SIGNED32, _relative),
    4: Relocation("R_X86_64_PLT32", fields.SIGNED32, _relative),
    9: Relocation("R_X86_64_GOTPCREL", fields.SIGNED32, _got_relative),
    10: Relocation("R_X86_64_32", fields.UNSIGNED32),
    11: Relocation("R_X86_64_32S", fields.SIGNED32),
    24: Relocation("R_X86_64_PC64", fields.WORD64, _relative),
    41: Relocation("R_X86_64_GOTPCRELX", fields.SIGNED32, _got_relative),
    42: Relocation("R_X86_64_REX_GOTPCRELX", fields.SIGNED32, _got_relative),
}

TABLES = {"Arm": ARM, "x86-64": X86_64}
"""By the machine of the ELF header."""


def apply(row: Relocation, data: bytearray, offset: int, site: Site, symbol: str) -> None:
    """Fill one field.

    Raises:
        LoadError: the value does not fit, since the symbol is too far away.
    """
    if row.field is None:
        return
    value = row.expression(site)
    if not row.field.low <= value <= row.field.high:
        raise LoadError(f"{row.name}: `{symbol}` is out of reach from 0x{site.place:08x}")
    row.field.write(data, offset, value)
