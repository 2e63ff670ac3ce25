"""Look into a relocatable ELF object: its functions, their bytes, what they refer to, and where data lies in code."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection
from elftools.elf.sections import SymbolTableSection

from nativecomp.lines import LineTable, read_lines


@dataclass(frozen=True)
class Symbol:
    """A function or a piece of constant data: `offset` and `size` in bytes, within section number `section`."""

    name: str
    section: int
    offset: int
    size: int


class ObjectFile:
    """An ELF object of one module."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._elf = ELFFile(BytesIO(data))
        self._sections: dict[int, bytes] = {}

    @cached_property
    def _table(self) -> list[Any]:
        tables = [s for s in self._elf.iter_sections() if isinstance(s, SymbolTableSection)]
        return [symbol for table in tables for symbol in table.iter_symbols()]

    @cached_property
    def functions(self) -> dict[str, Symbol]:
        """The defined functions by name, in the order of their addresses."""
        found = [
            Symbol(s.name, s["st_shndx"], s["st_value"] & ~int(self._thumb), s["st_size"])
            for s in self._table
            if s["st_info"]["type"] == "STT_FUNC" and isinstance(s["st_shndx"], int)
        ]
        return {s.name: s for s in sorted(found, key=lambda s: (s.section, s.offset))}

    @cached_property
    def undefined(self) -> frozenset[str]:
        return frozenset(s.name for s in self._table if s.name and s["st_shndx"] == "SHN_UNDEF")

    @property
    def _thumb(self) -> bool:
        return self.machine == "EM_ARM"

    @property
    def machine(self) -> str:
        """The machine as the ELF specification names it: "EM_ARM", "EM_X86_64", "EM_RISCV"."""
        return str(self._elf["e_machine"])

    def code(self, symbol: Symbol) -> bytes:
        """The bytes of a function, before relocation."""
        return self._contents(symbol.section)[symbol.offset : symbol.offset + symbol.size]

    def _contents(self, section: int) -> bytes:
        if section not in self._sections:
            self._sections[section] = self._elf.get_section(section).data()
        return self._sections[section]

    def loaded_size(self) -> int:
        """Bytes of all sections that are loaded: code, constants and tables, without debug and unwind data."""
        total = 0
        for section in self._elf.iter_sections():
            unwind = section.name.startswith((".ARM.ex", ".eh_frame"))
            if section["sh_flags"] & 2 and section["sh_type"] == "SHT_PROGBITS" and not unwind:
                total += section["sh_size"]
        return total

    @cached_property
    def _data_marks(self) -> dict[int, list[tuple[int, bool]]]:
        """By section: offsets where data ($d) or code ($t) begins, as the ARM ELF supplement marks them."""
        marks: dict[int, list[tuple[int, bool]]] = {}
        for s in self._table:
            if s.name.startswith(("$d", "$t")) and isinstance(s["st_shndx"], int):
                marks.setdefault(s["st_shndx"], []).append((s["st_value"], s.name.startswith("$d")))
        return {section: sorted(found) for section, found in marks.items()}

    def is_data(self, section: int, offset: int) -> bool:
        """Whether the byte at an offset of a code section is a constant."""
        marks = self._data_marks.get(section, [])
        before = bisect_right(marks, (offset, True))
        return before > 0 and marks[before - 1][1]

    @cached_property
    def references(self) -> dict[tuple[int, int], str]:
        """By (section, offset): the name that the instruction or word there refers to."""
        found: dict[tuple[int, int], str] = {}
        for section in self._elf.iter_sections():
            if not isinstance(section, RelocationSection):
                continue
            table = self._elf.get_section(section["sh_link"])
            for relocation in section.iter_relocations():
                symbol = table.get_symbol(relocation["r_info_sym"])
                name = symbol.name or self._elf.get_section(symbol["st_shndx"]).name
                found[section["sh_info"], relocation["r_offset"]] = name
        return found

    @cached_property
    def lines(self) -> LineTable:
        """From an offset in the code to its source line."""
        return read_lines(self._data)
