"""What a program's image takes of flash and RAM, part by part, and why each part is in it."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from nativecomp.program.build import ProgramImage

_LINE = re.compile(r"\s*[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+\s+(\S+):\((\S+)\)$", re.MULTILINE)
"""A section of an input in the linker's map: size in hexadecimal, file, name."""

_FLASH, _RAM = (".vectors", ".text", ".rodata", ".data"), (".data", ".bss", "COMMON")
"""Beginnings of the names of sections; variables with a value are in both."""

_MEMBER = re.compile(r"lib(\w+)\.a\((.*)\.o\)$")
_PARTS = {
    "program": "names, constants and bytecode of the program",
    "data": "files that the program can open and import",
    "vm": "the machine for bytecode",
    "gc": "heap and collector",
    "loader": "import",
    "objects": "built-in types and operators",
    "table": "what machine code asks of the runtime",
    "core": "floats as text",
    "support": "what the core has no instruction for",
    "C library": "mathematical functions",
    "texts": "messages",
    "start-up": "vectors, faults, output, clock",
}


@dataclass(frozen=True)
class Part:
    """A part of an image, in bytes. `files` are its files with theirs, the largest first."""

    name: str
    why: str
    flash: int
    ram: int
    files: tuple[tuple[str, int, int], ...]


def program_parts(image: ProgramImage) -> list[Part]:
    """The parts of an image, the largest first."""
    sizes: dict[str, dict[str, list[int]]] = {}
    for size, path, section in _LINE.findall(image.map):
        if not section.startswith((*_FLASH, *_RAM)):
            continue  # of the ELF file, not of the image
        part, file = _place(path)
        taken = sizes.setdefault(part, {}).setdefault(file, [0, 0])
        taken[0] += int(size, 16) if section.startswith(_FLASH) else 0
        taken[1] += int(size, 16) if section.startswith(_RAM) else 0
    parts = [
        Part(
            name,
            _PARTS.get(name) or image.modules.builtin.get(name.removeprefix("module "), "the runtime itself needs it"),
            sum(flash for flash, _ in files.values()),
            sum(ram for _, ram in files.values()),
            tuple(sorted(((file, flash, ram) for file, (flash, ram) in files.items()), key=lambda row: -row[1])),
        )
        for name, files in sizes.items()
    ]
    return sorted((part for part in parts if part.flash or part.ram), key=lambda part: -part.flash)


def _place(path: str) -> tuple[str, str]:
    """The part and the file that an input of the linker belongs to."""
    member = _MEMBER.search(path)
    if member and member[1] == "math":
        return "C library", member[2]
    if path.startswith("<"):
        return "texts", "texts"
    stem = member[2] if member else PurePath(path).stem
    folder, dot, file = stem.partition(".")
    if not dot:
        return (stem, stem) if stem in ("program", "data") else ("start-up", stem)
    return (f"module {file}", file) if folder == "modules" else (folder, file)
