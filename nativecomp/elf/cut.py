"""A part of an object as an object of its own: some of its sections, with what belongs to them.

Field layouts are those of the System V ABI, chapter 4.
"""

import struct
from collections.abc import Callable, Mapping

from nativecomp import elf
from nativecomp.elf import ElfFile

_STRINGS = 3


class Entangled(Exception):
    """The sections refer to others, which are not wanted."""


def cut(file: ElfFile, names: Mapping[int, str], rename: Callable[[str], str]) -> bytes:
    """The object that has the sections of these numbers, in this order and by these names.

    `rename` gives the new name of a symbol that is defined in them.

    Raises:
        Entangled: they refer to another section.
    """
    tables = [
        (section.info, section, list(file.relocations(section)))
        for section in file.sections
        if section.type in (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND) and section.info in names
    ]
    used = {entry.symbol for _, _, entries in tables for entry in entries}
    places = {section: number for number, section in enumerate(names, 1)}
    chosen = [n for n, symbol in enumerate(file.symbols) if n and (symbol.section in names or n in used)]
    if any(file.symbols[n].section not in (*names, elf.UNDEFINED) for n in chosen):
        raise Entangled
    chosen.sort(key=lambda n: file.symbols[n].binding != elf.LOCAL)  # as the format has it
    numbers = {old: new for new, old in enumerate(chosen, 1)}
    strings = bytearray(b"\0")

    def string(text: str) -> int:
        position = len(strings)
        strings.extend(text.encode() + b"\0")
        return position if text else 0

    word, symbol_layout = ("Q", "<IBBHQQ") if file.wide else ("I", "<IIIBBH")
    symbols = bytearray(struct.calcsize(symbol_layout))
    for number in chosen:
        symbol = file.symbols[number]
        text = string(rename(symbol.name) if symbol.section else symbol.name)
        kind, place = symbol.binding << 4 | symbol.type, places.get(symbol.section, elf.UNDEFINED)
        row = (kind, 0, place, symbol.value, symbol.size) if file.wide else (symbol.value, symbol.size, kind, 0, place)
        symbols += struct.pack(symbol_layout, text, *row)

    out = bytearray(file.data[: 64 if file.wide else 52])
    headers = [(0,) * 10]
    symbol_table, string_table = len(names) + len(tables) + 1, len(names) + len(tables) + 2

    def add(name: str, kind: int, flags: int, data: bytes, link: int, info: int, align: int, size: int) -> None:
        out.extend(bytes(-len(out) % max(align, 1)))
        headers.append((string(name), kind, flags, 0, len(out), len(data), link, info, align, size))
        out.extend(data)

    for index, name in names.items():
        section = file.sections[index]
        add(name, section.type, section.flags, file.contents(section), 0, 0, section.align, 0)
    shift = 32 if file.wide else 8
    for info, section, entries in tables:
        explicit = section.type == elf.RELOCATIONS_WITH_ADDEND
        layout = f"<{word}{word}" + word.lower() * explicit
        data = b"".join(
            struct.pack(layout, entry.offset, numbers[entry.symbol] << shift | entry.type, *[entry.addend] * explicit)
            for entry in entries
        )
        add(".rel", section.type, 0, data, symbol_table, places[info], 4, struct.calcsize(layout))
    first_global = 1 + sum(file.symbols[n].binding == elf.LOCAL for n in chosen)
    size = struct.calcsize(symbol_layout)
    add(".symtab", elf.SYMBOL_TABLE, 0, bytes(symbols), string_table, first_global, 8, size)
    label = string(".strtab")
    headers.append((label, _STRINGS, 0, 0, len(out), len(strings), 0, 0, 1, 0))
    out += strings
    out += bytes(-len(out) % 8)
    struct.pack_into(f"<{word}", out, 40 if file.wide else 32, len(out))
    struct.pack_into("<HH", out, 60 if file.wide else 48, len(headers), string_table)
    layout = f"<II{word * 4}II{word * 2}"
    return bytes(out) + b"".join(struct.pack(layout, *header) for header in headers)
