"""Leave out of tables of members what a program cannot name, so that the linker drops the functions behind it.

The types and modules of the runtime have constant tables, rows of a name's number and an object:

    list_members_entries:   append -> function, sort -> function, ...
    list_members:           a dict of these rows

Every row keeps its function in the image, whether the program sorts lists or not. A program can ask for a member only
by a name that its code has, by one that the runtime's C code asks for, or by a text at run time; `getattr` and the like
do the last, and the caller prunes nothing where they are used. The other rows are taken out of the object file: the
rows behind move up, the section gets shorter and the dict's counts smaller.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

_REL, _SYMTAB = 9, 2
_ROW = 8
_SECTION = struct.Struct("<10I")
_SUFFIX = b"_entries"
_CONSTANT_TABLE = 7
"""The lowest bits of a dict's word of counts: only names, fixed, ordered (runtime/include/nativecomp/map.h)."""


@dataclass
class _Section:
    at: int  # of the header
    name: bytes
    type: int
    offset: int
    size: int
    info: int


class _Object:
    """A relocatable ELF file of 32 bits, to be changed in place."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        (start,) = struct.unpack_from("<I", data, 32)
        size, count, names = struct.unpack_from("<3H", data, 46)
        heads = [(start + size * i, _SECTION.unpack_from(data, start + size * i)) for i in range(count)]
        texts = heads[names][1][4]
        self.sections = [
            _Section(at, data[texts + h[0] : data.index(b"\0", texts + h[0])], h[1], h[4], h[5], h[7])
            for at, h in heads
        ]
        self._symbols = next((one.offset for one in self.sections if one.type == _SYMTAB), 0)

    def word(self, offset: int) -> int:
        return int.from_bytes(self.data[offset : offset + 4], "little")

    def put(self, offset: int, value: int) -> None:
        self.data[offset : offset + 4] = value.to_bytes(4, "little")

    def relocations(self, section: int) -> list[tuple[_Section, list[tuple[int, int]]]]:
        """The sections of relocations of a section, with where and by which symbol each is."""
        return [
            (one, list(struct.iter_unpack("<2I", self.data[one.offset : one.offset + one.size])))
            for one in self.sections
            if one.type == _REL and one.info == section
        ]

    def section_of(self, information: int) -> int:
        """The section that the symbol of a relocation lies in."""
        at = self._symbols + 16 * (information >> 8) + 14
        return int.from_bytes(self.data[at : at + 2], "little")

    def resize(self, section: _Section, size: int) -> None:
        section.size = size
        self.put(section.at + 20, size)

    @property
    def tables(self) -> list[int]:
        """The sections that are tables of members."""
        return [i for i, one in enumerate(self.sections) if one.name.endswith(_SUFFIX) and one.type != _REL]


def member_tables(data: bytes) -> dict[int, list[int]]:
    """The tables of members that can be pruned: the number of the section, and of the name of each row."""
    file = _Object(data)
    found = {}
    for index in file.tables:
        table = file.sections[index]
        if _find_counts(file, index, table.size // _ROW) is not None:
            found[index] = [file.word(table.offset + at) >> 3 for at in range(0, table.size, _ROW)]
    return found


def prune(data: bytes, is_kept: Callable[[int, int], bool]) -> bytes:
    """The object without the rows that are not kept, each by the number of its section and its place there."""
    file = _Object(data)
    for table in file.tables:
        _prune_table(file, table, is_kept)
    return bytes(file.data)


def _prune_table(file: _Object, index: int, is_kept: Callable[[int, int], bool]) -> None:
    table = file.sections[index]
    counts = _find_counts(file, index, table.size // _ROW)
    if counts is None:
        return  # something else than a dict uses it: it stays whole
    rows = [offset for offset in range(0, table.size, _ROW) if is_kept(index, offset // _ROW)]
    moved = {old: number * _ROW for number, old in enumerate(rows)}
    content = b"".join(bytes(file.data[table.offset + old : table.offset + old + _ROW]) for old in rows)
    file.data[table.offset : table.offset + len(content)] = content
    for head, relocations in file.relocations(index):
        kept = [(moved[at - at % _ROW] + at % _ROW, symbol) for at, symbol in relocations if at - at % _ROW in moved]
        for number, pair in enumerate(kept):
            struct.pack_into("<2I", file.data, head.offset + 8 * number, *pair)
        file.resize(head, 8 * len(kept))
    file.resize(table, len(content))
    file.put(counts, len(rows) << 3 | _CONSTANT_TABLE)
    file.put(counts + 4, len(rows))


def _find_counts(file: _Object, table: int, rows: int) -> int | None:
    """Where the counts of the dict over a table are, in the file; None if the table has other users."""
    users = [
        section.offset + at
        for index, section in enumerate(file.sections)
        for _, relocations in file.relocations(index)
        for at, symbol in relocations
        if file.section_of(symbol) == table
    ]
    if len(users) != 1:
        return None
    at = users[0] - 8
    return at if (file.word(at), file.word(at + 4)) == (rows << 3 | _CONSTANT_TABLE, rows) else None
