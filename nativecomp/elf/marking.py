"""Mark data in an ELF object as the machine code that it is: executable, with functions that have sizes.

LLVM writes bytes into a section as data. What it cannot be told is set in the object: the section's flag, the size and
type of the symbols in it, and that instructions begin where its `$d` says that data do. Fields by the ELF
specification, mapping symbols by "ELF for the Arm Architecture".
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

_EXECUTE = 4
_FUNCTION = 2


def _write(data: bytearray, offset: int, size: int, value: int) -> None:
    data[offset : offset + size] = value.to_bytes(size, "little")


def mark_code(object_file: bytes, section_name: str, sizes: Mapping[str, int]) -> bytes:
    """The object with a section of data turned into code; `sizes` are those of its functions, in bytes."""
    from elftools.elf.elffile import ELFFile  # not at the top: few objects have such sections
    from elftools.elf.sections import SymbolTableSection

    data = bytearray(object_file)
    elf = ELFFile(BytesIO(object_file))
    index = elf.get_section_index(section_name)
    if index is None:
        return object_file
    section = elf.get_section(index)
    wide = elf.elfclass == 64
    header = elf["e_shoff"] + index * elf["e_shentsize"]
    _write(data, header + 8, 8 if wide else 4, section["sh_flags"] | _EXECUTE)
    table = elf.get_section_by_name(".symtab")
    assert isinstance(table, SymbolTableSection)
    symbols = list(table.iter_symbols())
    instructions = next((symbol["st_name"] for symbol in symbols if symbol.name.startswith("$t")), None)
    for number, symbol in enumerate(symbols):
        if symbol["st_shndx"] == index:
            _mark(data, table["sh_offset"] + number * table["sh_entsize"], symbol, sizes, instructions, wide)
    return bytes(data)


def _mark(
    data: bytearray, at: int, symbol: Any, sizes: Mapping[str, int], instructions: int | None, wide: bool
) -> None:
    if symbol.name in sizes:
        info, size, width = (at + 4, at + 16, 8) if wide else (at + 12, at + 8, 4)
        _write(data, size, width, sizes[symbol.name])
        data[info] = data[info] & 0xF0 | _FUNCTION
    elif symbol.name.startswith("$d") and instructions is not None:
        _write(data, at, 4, instructions)
