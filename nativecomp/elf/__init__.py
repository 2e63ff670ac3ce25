"""Read ELF files: sections, symbols, relocations and segments, as tuples unpacked in one go.

Field layouts are those of the System V ABI, chapter 4, for 32- and 64-bit little-endian files.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple


class ElfError(Exception):
    """The file is no ELF file, or is cut or damaged."""


MACHINES = {40: "Arm", 62: "x86-64", 243: "RISC-V"}
RELOCATABLE, EXECUTABLE = 1, 2
WRITE, ALLOC, EXECUTE = 1, 2, 4
PROGRAM, SYMBOL_TABLE, NO_BITS, RELOCATIONS, RELOCATIONS_WITH_ADDEND = 1, 2, 8, 9, 4
UNDEFINED, ABSOLUTE, COMMON = 0, 0xFFF1, 0xFFF2
LOCAL, WEAK = 0, 2
OBJECT, FUNCTION = 1, 2
ARM_ABSOLUTE = 2


class Section(NamedTuple):
    """A section header; `name` is resolved."""

    name: str
    type: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    align: int


class Symbol(NamedTuple):
    """A symbol; `binding` and `type` are the halves of its info byte."""

    name: str
    value: int
    size: int
    binding: int
    type: int
    section: int


class Relocation(NamedTuple):
    """A relocation; `addend` is None where it is in the field itself."""

    offset: int
    symbol: int
    type: int
    addend: int | None


class Segment(NamedTuple):
    """A part of an executable: `data` is loaded to `address`."""

    address: int
    data: bytes


Function = tuple[int, int, str]
"""Address without the Thumb bit, size, name."""


def find_function(functions: list[Function], address: int) -> Function | None:
    """The function in a sorted list whose range holds an address."""
    index = bisect_right(functions, (address, 1 << 64, "")) - 1
    if index < 0:
        return None
    start, size, _ = functions[index]
    return functions[index] if start <= address < start + max(size, 1) else None


class ElfFile:
    """An ELF file in memory.

    Raises:
        ElfError: it is not one, or is cut or damaged.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        if data[:4] != b"\x7fELF" or len(data) < 52:
            raise ElfError("not an ELF file")
        if data[4] not in (1, 2) or data[5] != 1:
            raise ElfError("not a little-endian ELF file of 32 or 64 bits")
        self.wide = data[4] == 2
        try:
            header = struct.unpack_from("<HHIQQQIHHHHHH" if self.wide else "<HHIIIIIHHHHHH", data, 16)
            self.type, self.machine, _, self.entry, self._segments_at, sections_at = header[:6]
            _, _, self._segment_size, self._segment_count, size, count, names = header[6:]
            layout = "<IIQQQQIIQQ" if self.wide else "<IIIIIIIIII"
            raw = [struct.unpack_from(layout, data, sections_at + size * index) for index in range(count)]
            self.sections = [Section(self._text(raw[names][4], row[0]), *row[1:9]) for row in raw]
        except (struct.error, IndexError):
            raise ElfError("the ELF file is cut or damaged") from None

    def _text(self, table: int, offset: int) -> str:
        start = table + offset
        end = self.data.find(b"\0", start)
        return self.data[start : max(start, end)].decode("utf-8", "replace")

    def contents(self, section: Section) -> bytes:
        """The bytes of a section; zeros where the file holds none of it."""
        if section.type == NO_BITS:
            return bytes(section.size)
        found = self.data[section.offset : section.offset + section.size]
        if len(found) != section.size:
            raise ElfError("the ELF file is cut or damaged")
        return found

    @cached_property
    def symbols(self) -> list[Symbol]:
        """All symbols, in the order that relocations number them."""
        found: list[Symbol] = []
        for section in self.sections:
            if section.type == SYMBOL_TABLE:
                found.extend(self._symbols(section))
        return found

    def _symbols(self, section: Section) -> Iterator[Symbol]:
        try:
            strings = self.sections[section.link].offset
            contents = self.contents(section)
            if self.wide:
                for name, info, _, index, value, size in struct.iter_unpack("<IBBHQQ", contents):
                    yield Symbol(self._text(strings, name), value, size, info >> 4, info & 15, index)
            else:
                for name, value, size, info, _, index in struct.iter_unpack("<IIIBBH", contents):
                    yield Symbol(self._text(strings, name), value, size, info >> 4, info & 15, index)
        except (struct.error, IndexError):
            raise ElfError("the symbol table is damaged") from None

    def relocations(self, section: Section) -> Iterator[Relocation]:
        """The relocations of a section of type RELOCATIONS or RELOCATIONS_WITH_ADDEND."""
        explicit = section.type == RELOCATIONS_WITH_ADDEND
        layout = ("<QQ" if self.wide else "<II") + (("q" if self.wide else "i") if explicit else "")
        shift, mask = (32, 0xFFFFFFFF) if self.wide else (8, 0xFF)
        try:
            for offset, info, *addend in struct.iter_unpack(layout, self.contents(section)):
                yield Relocation(offset, info >> shift, info & mask, addend[0] if explicit else None)
        except struct.error:
            raise ElfError("a relocation table is damaged") from None

    @cached_property
    def functions(self) -> list[Function]:
        """The defined functions, sorted by address."""
        thumb = int(MACHINES.get(self.machine) == "Arm")
        found = (s for s in self.symbols if s.type == FUNCTION and s.section != UNDEFINED)
        return sorted((symbol.value & ~thumb, symbol.size, symbol.name) for symbol in found)

    @property
    def defined(self) -> set[str]:
        """The names that the file defines for others."""
        return {s.name for s in self.symbols if s.name and s.binding != LOCAL and s.section != UNDEFINED}

    @property
    def undefined(self) -> list[str]:
        """The names that the file uses and does not define."""
        return [symbol.name for symbol in self.symbols if symbol.name and symbol.section == UNDEFINED]

    def size_of(self, flags: int) -> int:
        """Bytes of the sections that have these flags."""
        return sum(section.size for section in self.sections if section.flags & flags == flags)

    @cached_property
    def segments(self) -> list[Segment]:
        """The parts of an executable to load, at their physical (load) addresses."""
        found = []
        layout = "<IIQQQQQQ" if self.wide else "<IIIIIIII"
        try:
            for index in range(self._segment_count):
                row = struct.unpack_from(layout, self.data, self._segments_at + index * self._segment_size)
                if self.wide:
                    kind, _, offset, _, address, filled, _, _ = row
                else:
                    kind, offset, _, address, filled, _, _, _ = row
                if kind == 1 and filled:
                    data = self.data[offset : offset + filled]
                    if len(data) != filled:
                        raise ElfError("the ELF file is cut or damaged")
                    found.append(Segment(address, data))
        except struct.error:
            raise ElfError("the ELF file is cut or damaged") from None
        return found
