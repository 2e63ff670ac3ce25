"""Look into a relocatable ELF object: its functions, their bytes, what they refer to, and where data lies in code."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from nativecomp import elf
from nativecomp.elf import ElfFile
from nativecomp.elf.lines import LineTable, read_lines


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
        self._elf = ElfFile(data)
        self.machine = elf.MACHINES.get(self._elf.machine, f"machine {self._elf.machine}")
        """Whose code it is: "Arm", "x86-64" or "RISC-V"."""

    @cached_property
    def functions(self) -> dict[str, Symbol]:
        """The defined functions by name, in the order of their addresses."""
        found = [
            Symbol(s.name, s.section, s.value & ~int(self.machine == "Arm"), s.size)
            for s in self._elf.symbols
            if s.type == elf.FUNCTION and elf.UNDEFINED < s.section < len(self._elf.sections)
        ]
        return {s.name: s for s in sorted(found, key=lambda s: (s.section, s.offset))}

    def code(self, symbol: Symbol) -> bytes:
        """The bytes of a function, before relocation."""
        start = self._elf.sections[symbol.section].offset + symbol.offset
        return self._elf.data[start : start + symbol.size]

    def loaded_size(self) -> int:
        """Bytes of all sections that are loaded: code, constants and tables, without debug and unwind data."""
        return sum(
            section.size
            for section in self._elf.sections
            if section.flags & elf.ALLOC
            and section.type == elf.PROGRAM
            and not section.name.startswith((".ARM.ex", ".eh_frame"))
        )

    @cached_property
    def _data_marks(self) -> dict[int, list[tuple[int, bool]]]:
        """By section: offsets where data ($d) or code ($t) begins, as the ARM ELF supplement marks them."""
        marks: dict[int, list[tuple[int, bool]]] = {}
        for s in self._elf.symbols:
            if s.name.startswith(("$d", "$t")):
                marks.setdefault(s.section, []).append((s.value, s.name.startswith("$d")))
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
        symbols, sections = self._elf.symbols, self._elf.sections
        for section in sections:
            if section.type in (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND):
                for relocation in self._elf.relocations(section):
                    symbol = symbols[relocation.symbol]
                    found[section.info, relocation.offset] = symbol.name or sections[symbol.section].name
        return found

    @cached_property
    def lines(self) -> LineTable:
        """From an offset in the code to its source line."""
        return read_lines(self._elf.data)
