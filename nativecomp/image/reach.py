"""Find what a program can reach of the runtime, and cut the slots of types that it cannot.

A type of the runtime is a table of functions: how its objects print, add, iterate. The linker keeps the functions of
each table that it keeps, so a program that compares a value with `float` would get all arithmetic of floats. Here a
slot's function is reached only if

    objects of the type are made:   code or a constant refers to it as `nc_made_float` or `nc_type_float`
    and something reads the slot:   code that is reached has a mark `nc_slot_binary` (NC_READS in type.h)

and `make` only if the type itself can be a value that is called: something refers to it as `nc_type_float` (the table
of built-in names does), or types of objects become values (`type(x)`, `__class__`). `nc_kind_float` compares, no more.
What is reached grows until nothing is added; like the linker's, the search goes from section to section by relocations.

Two more edges depend on the program. A row of a table of members is reached only if its name is one that the program
has or that C code of a file asks for of which something is reached. And `nc_when_file__then__print_to` (NC_WHEN in
type.h) is the function `print_to` if the program has the word `file`.

Legal, because each use of a type in the C code is under its plain name, which allows all, unless it was changed to a
narrower one, and each reader of a slot carries its mark. A slot that is cut holds a function that raises
NotImplementedError, so that a mark that is missing shows itself.
"""

import struct
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from nativecomp import elf
from nativecomp.elf import ElfFile
from nativecomp.image.prune import member_tables, prune

_TYPE, _KIND, _MADE, _SLOT, _WHEN = "nc_type_", "nc_kind_", "nc_made_", "nc_slot_", "nc_when_"
_UNALIGNED = 4  # from 1 on
_THEN, _BUILTINS = "__then__", ".rodata.builtins_entries"
_LEFT_OUT = "nc_left_out"
_SLOTS = {20: "make", 24: "print", 28: "call", 32: "unary", 36: "binary", 40: "attr", 44: "subscr", 48: "iter",
          52: "buffer", 56: "members", 64: "protocol", 68: "equal"}  # fmt: skip
"""The slots of `struct nc_type` by their offset (runtime/include/nativecomp/type.h)."""
_NAME, _PARENT, _DATA = 6, 60, ("members", "protocol")
_TABLE_OF_TYPES = "type"
_ENTRY = "nc_reset"
_KEPT = (".vectors", ".image_def", ".boot")
"""Beginnings of the names of sections that the linker script keeps anyway."""


@dataclass
class _Object:
    """An object file, to be changed in place."""

    path: Path
    data: bytearray
    file: ElfFile

    @cached_property
    def tables(self) -> dict[int, list[int]]:
        """The tables of members: their sections, and the number of the name of each row."""
        return member_tables(bytes(self.data))

    @cached_property
    def edges(self) -> dict[int, list[tuple[int, int, int]]]:
        """For each section: where its relocations are in the file, what they change in it, their symbol's number."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for section in self.file.sections:
            if section.type == elf.RELOCATIONS:
                rows = struct.iter_unpack("<II", self.data[section.offset : section.offset + section.size])
                found[section.info] = [
                    (section.offset + 8 * number, at, information >> 8) for number, (at, information) in enumerate(rows)
                ]
        return found


_Place = tuple[int, int]
"""A section: the number of its object, its number in there."""


@dataclass
class Reach:
    """What is reached of some objects, which are in the linker's order: of two definitions the first counts.

    Attributes:
        words: the words of the program: names, and what its texts hold; None: any word.
        asked: the names that the C code of a file, by its stem, asks for.
        every_slot: all slots of the types that are reached are, as with machine code, whose uses are not known.
        type_values: types of objects become values.
    """

    paths: Sequence[Path]
    words: Collection[str] | None
    names: Sequence[str]
    asked: Callable[[str], Collection[str]]
    every_slot: bool = False
    type_values: bool = False
    types: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    sections: set[_Place] = field(default_factory=set)

    @classmethod
    def everything(cls, paths: Sequence[Path]) -> "Reach":
        """Of a program of which nothing is known."""
        return cls(paths, None, (), lambda stem: (), every_slot=True, type_values=True)

    def __post_init__(self) -> None:
        self._objects = []
        for path in self.paths:
            data = path.read_bytes()
            self._objects.append(_Object(path, bytearray(data), ElfFile(data)))
        self._defined: dict[str, _Place] = {}
        weak: dict[str, _Place] = {}
        self._types: dict[str, _Place] = {}
        self._used: set[str] = set()
        for number, one in enumerate(self._objects):
            for symbol in one.file.symbols:
                if symbol.section == elf.UNDEFINED:
                    self._used.add(symbol.name)
                elif symbol.binding != elf.LOCAL:
                    known = weak if symbol.binding == elf.WEAK else self._defined
                    place = known.setdefault(symbol.name, (number, symbol.section))
                    if symbol.type == elf.OBJECT and symbol.name.startswith(_TYPE):
                        self._types[symbol.name] = place
        self._defined = weak | self._defined
        self._asked: set[str] = set()
        self._alive: set[int] = set()
        self._tables: list[_Place] = []
        self._are_types = set(self._types.values())
        self._waiting: list[_Place] = []
        self._find()

    def _find(self) -> None:
        if _ENTRY in self._defined:
            self._reach(self._defined[_ENTRY])
        for number, one in enumerate(self._objects):
            for index, section in enumerate(one.file.sections):
                if section.name.startswith(_KEPT):
                    self._reach((number, index))
        size = -1
        while size != (size := self._size):
            while self._waiting:
                self._search(self._waiting.pop())
            self._add_slots()
            self._add_rows()

    @property
    def _size(self) -> int:
        """What is known: it only grows."""
        return len(self.sections) + len(self._alive) + sum(map(len, (self.types, self.made, self.values, self.read)))

    def _search(self, place: _Place) -> None:
        one = self._objects[place[0]]
        if place[0] not in self._alive:
            self._alive.add(place[0])
            self._asked |= set(self.asked(one.path.stem))
        if place[1] in one.tables:
            self._tables.append(place)
            return
        is_code = one.file.sections[place[1]].flags & elf.EXECUTE
        for at, name, target in self._edges(place):
            self._follow(name, target, is_head=not is_code and at == 0)

    def _edges(self, place: _Place) -> Iterable[tuple[int, str, _Place | None]]:
        one = self._objects[place[0]]
        for _, at, number in one.edges.get(place[1], ()):
            symbol = one.file.symbols[number]
            if symbol.section == elf.UNDEFINED or symbol.binding != elf.LOCAL:
                yield at, symbol.name, self._defined.get(symbol.name)
            else:
                yield at, symbol.name, (place[0], symbol.section)

    def _follow(self, name: str, target: _Place | None, *, is_head: bool) -> None:
        if name.startswith(_KIND):
            return
        if name.startswith(_WHEN):
            name = self._function_when(name)
            target = self._defined.get(name)
        if name.startswith(_SLOT):
            self.read.add(name.removeprefix(_SLOT))
        elif name.startswith(_MADE) or (name in self._types and is_head):
            self._make(name[len(_TYPE) :])
        elif name in self._types:
            self._make(name[len(_TYPE) :])
            self.values.add(name[len(_TYPE) :])
        elif target is not None:
            self._reach(target)

    def _function_when(self, name: str) -> str:
        word, _, function = name.removeprefix(_WHEN).partition(_THEN)
        return function if self._is_word(word) else _LEFT_OUT

    def _reach(self, place: _Place) -> None:
        if place not in self.sections:
            self.sections.add(place)
            if place not in self._are_types:
                self._waiting.append(place)

    def _make(self, name: str) -> None:
        self._link(name)
        self.made.add(name)

    def _link(self, name: str) -> None:
        """A type is there, for comparisons, and so are its own type and those that it is derived from."""
        if name in self.types or _TYPE + name not in self._types:
            return
        self.types.add(name)
        place = self._defined[_TYPE + name]
        self._reach(place)
        for at, other, _ in self._edges(place):
            if at in (0, _PARENT) and other in self._types:
                self._link(other.removeprefix(_TYPE))

    def _add_slots(self) -> None:
        if self.type_values or self.read & {"types"} or "classmethod" in self.made:
            self.values |= self.made
        if self.values:
            self._make(_TABLE_OF_TYPES)
        for name in sorted(self.types):
            for at, _, target in self._edges(self._defined[_TYPE + name]):
                if at in _SLOTS and target is not None and self._has(name, _SLOTS[at]):
                    self._reach(target)

    def _add_rows(self) -> None:
        for place in self._tables:
            one = self._objects[place[0]]
            for at, name, target in self._edges(place):
                if self._keeps(one, place[1], at // 8):
                    self._follow(name, target, is_head=False)

    def _keeps(self, one: _Object, table: int, row: int) -> bool:
        """Whether the program can ask for the member in a row; C code asks for none of `builtins` by name."""
        if self.words is None:
            return True
        name = self.names[one.tables[table][row]]
        return name in self.words or (name in self._asked and one.file.sections[table].name != _BUILTINS)

    def _is_word(self, word: str) -> bool:
        return self.words is None or word in self.words

    def _has(self, name: str, slot: str) -> bool:
        if self.every_slot:
            return True
        return name in self.made and slot in self.read and (slot != "make" or name in self.values)

    @property
    def stems(self) -> list[str]:
        """The files of which something is reached."""
        return [self._objects[number].path.stem for number in sorted(self._alive)]

    @property
    def kept(self) -> set[str]:
        """The fixed names of the members and of the types that are there."""
        found = set()
        for number, index in self._tables:
            one = self._objects[number]
            found |= {self.names[name] for row, name in enumerate(one.tables[index]) if self._keeps(one, index, row)}
        for name in self.types:
            number, index = self._types[_TYPE + name]
            one = self._objects[number]
            at = one.file.sections[index].offset + _NAME
            found.add(self.names[int.from_bytes(one.data[at : at + 2], "little")])
        return found

    def write(self, folder: Path) -> list[Path]:
        """The objects of which something is reached, with the slots cut that are not; changed ones are in `folder`."""
        live = {number for number, _ in self.sections}
        changed = set()
        for name in sorted(self.types):
            number, index = self._defined[_TYPE + name]
            one = self._objects[number]
            absent = next((i for i, symbol in enumerate(one.file.symbols) if symbol.name == _LEFT_OUT), None)
            section = one.file.sections[index]
            for place, at, _ in one.edges.get(index, ()):
                slot = _SLOTS.get(at)
                if slot is None or self._has(name, slot):
                    continue
                assert absent is not None, one.path
                kind = 0 if slot in _DATA else elf.ARM_ABSOLUTE
                struct.pack_into("<I", one.data, place + 4, absent << 8 | kind)
                struct.pack_into("<I", one.data, section.offset + at, 0)
                changed.add(number)
        found = []
        for number, one in enumerate(self._objects):
            if number in live:
                path, data = one.path, bytes(one.data)
                if one.tables:
                    data = prune(data, partial(self._keeps, one))
                if number in changed or one.tables:
                    path = folder / path.name
                    path.write_bytes(data)
                found.append(path)
        return found

    def symbols(self) -> str:
        """What the linker script has to say of the names of types and of the marks."""
        lines, absent = [], 1
        for name in sorted(self._used):
            if name.startswith((_KIND, _MADE)):
                plain = name[len(_TYPE) :]
                absent += _UNALIGNED  # another address for each, at which no type is
                lines.append(f"{name} = {_TYPE + plain if plain in self.types else absent};")
            elif name.startswith(_WHEN):
                lines.append(f"{name} = {self._function_when(name)};")
            elif name.startswith(_SLOT):
                lines.append(f"{name} = 0;")
        return "\n".join(lines)
