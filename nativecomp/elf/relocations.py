"""The relocations of object files for each kind of core, as tables: which field, filled with which expression.

Numbers and expressions are those of "ELF for the Arm Architecture" (IHI 0044), of the System V ABI for AMD64 and of the
"RISC-V ELF Specification".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from nativecomp.elf import MACHINES, ElfError, ElfFile, Section, Symbol, fields
from nativecomp.elf.fields import Field


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
        uppers: values of the relocations for upper parts, by address; one for the lower part needs them.
    """

    symbol: int
    thumb: int
    addend: int
    place: int
    got_slot: Callable[[], int]
    got_origin: int
    uppers: Mapping[int, int] = field(default_factory=dict)


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


def _lower_part(site: Site) -> int:
    if site.symbol not in site.uppers:
        raise ElfError(f"the relocation for the upper part at 0x{site.symbol:08x} is missing")
    return site.uppers[site.symbol]


def _negative(site: Site) -> int:
    return -(site.symbol + site.addend)


@dataclass(frozen=True)
class Relocation:
    """A row of the tables; no field: nothing to do. `is_upper`: others fill in the lower part of its value."""

    name: str
    field: Field | None = None
    expression: Expression = _absolute
    is_upper: bool = False

    @property
    def is_lower(self) -> bool:
        """Whether it fills in the lower part of another one's value."""
        return self.expression is _lower_part

    @property
    def is_distance(self) -> bool:
        """Whether the value stays the same where code and data move together."""
        return self.field is None or self.expression in (_relative, _branch, _lower_part)

    @property
    def sign(self) -> int:
        """1 or -1 where the symbol's address is added to the field or taken from it, two making a distance; else 0."""
        if self.field not in _SUMS:
            return 0
        return -1 if self.expression is _negative else 1


_SUMS = (fields.SUM8, fields.SUM16, fields.SUM32, fields.SUM64)


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

# No code for RISC-V is made with relaxation, so a linker's hints for it (ALIGN, RELAX) have nothing to do.
RISCV = {
    0: Relocation("R_RISCV_NONE"),
    1: Relocation("R_RISCV_32", fields.WORD32),
    16: Relocation("R_RISCV_BRANCH", fields.BRANCH13, _relative),
    17: Relocation("R_RISCV_JAL", fields.JUMP21, _relative),
    18: Relocation("R_RISCV_CALL", fields.CALL32, _relative),
    19: Relocation("R_RISCV_CALL_PLT", fields.CALL32, _relative),
    20: Relocation("R_RISCV_GOT_HI20", fields.UPPER20, _got_relative, is_upper=True),
    23: Relocation("R_RISCV_PCREL_HI20", fields.UPPER20, _relative, is_upper=True),
    24: Relocation("R_RISCV_PCREL_LO12_I", fields.LOWER12_LOAD, _lower_part),
    25: Relocation("R_RISCV_PCREL_LO12_S", fields.LOWER12_STORE, _lower_part),
    26: Relocation("R_RISCV_HI20", fields.UPPER20),
    27: Relocation("R_RISCV_LO12_I", fields.LOWER12_LOAD),
    28: Relocation("R_RISCV_LO12_S", fields.LOWER12_STORE),
    33: Relocation("R_RISCV_ADD8", fields.SUM8),
    34: Relocation("R_RISCV_ADD16", fields.SUM16),
    35: Relocation("R_RISCV_ADD32", fields.SUM32),
    36: Relocation("R_RISCV_ADD64", fields.SUM64),
    37: Relocation("R_RISCV_SUB8", fields.SUM8, _negative),
    38: Relocation("R_RISCV_SUB16", fields.SUM16, _negative),
    39: Relocation("R_RISCV_SUB32", fields.SUM32, _negative),
    40: Relocation("R_RISCV_SUB64", fields.SUM64, _negative),
    43: Relocation("R_RISCV_ALIGN"),
    44: Relocation("R_RISCV_RVC_BRANCH", fields.NARROW_BRANCH9, _relative),
    45: Relocation("R_RISCV_RVC_JUMP", fields.NARROW_JUMP12, _relative),
    51: Relocation("R_RISCV_RELAX"),
    57: Relocation("R_RISCV_32_PCREL", fields.WORD32, _relative),
}

TABLES = {"Arm": ARM, "x86-64": X86_64, "RISC-V": RISCV}
"""By the machine of the ELF header."""


def relocate(
    file: ElfFile, table: Section, data: bytearray, start: int, address: int,
    resolve: Callable[[Symbol], tuple[int, int]],
    *,
    got: tuple[int, Callable[[Symbol, int], int]],
    admit: Callable[[Relocation, int, str], None] = lambda row, address, symbol: None,
) -> None:  # fmt: skip
    """Apply a table of relocations to the section that it is for, which begins at `start` of the data.

    Args:
        file: the object.
        table: the section that holds the relocations.
        address: where the section lies.
        resolve: gives the address of a symbol without the Thumb bit, and the bit.
        got: the origin of the table of addresses, and what gives the word in it for a symbol and its address.
        admit: sees each relocation with its place and the symbol's name before it is applied; it may raise.

    Raises:
        ElfError: a value does not fit, since the symbol is too far away; or the table is damaged or not supported.
    """
    rows, symbols = TABLES[MACHINES[file.machine]], file.symbols
    size = file.sections[table.info].size
    uppers: dict[int, int] = {}
    # Those for a lower part come after those for the upper ones.
    for entry in sorted(file.relocations(table), key=lambda one: one.type in rows and rows[one.type].is_lower):
        if entry.symbol >= len(symbols) or entry.offset + 2 > size:
            raise ElfError("a relocation table is damaged")
        symbol, at, place = symbols[entry.symbol], start + entry.offset, address + entry.offset
        name = symbol.name or f"section {symbol.section}"
        row = rows.get(entry.type)
        if row is None:
            raise ElfError(f"relocation of type {entry.type} (for `{name}`) is not supported")
        if row.field is None:
            continue
        admit(row, place, name)
        value_of, thumb = resolve(symbol)
        site = Site(
            symbol=value_of,
            thumb=thumb,
            addend=row.field.read(data, at) if entry.addend is None else entry.addend,
            place=place,
            got_slot=partial(got[1], symbol, value_of | thumb),
            got_origin=got[0],
            uppers=uppers,
        )
        value = row.expression(site)
        if not row.field.low <= value <= row.field.high:
            raise ElfError(f"{row.name}: `{name}` is out of reach from 0x{place:08x}")
        row.field.write(data, at, value)
        if row.is_upper:
            uppers[place] = value
