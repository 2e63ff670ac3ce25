"""What an image takes of flash and RAM."""

from typing import NamedTuple

from nativecomp import elf
from nativecomp.elf import ElfFile
from nativecomp.targets import Target


class ImageSize(NamedTuple):
    """Bytes of flash, and of RAM for variables (the stack has the rest)."""

    flash: int
    ram: int


_UNNAMED = (".", "nc..")
"""Beginnings of the names that LLVM gives to texts and constants."""


class ImagePart(NamedTuple):
    """A function or a piece of data of an image: its bytes in flash and RAM."""

    name: str
    flash: int
    ram: int
    is_function: bool


def image_parts(image: bytes, target: Target) -> list[ImagePart]:
    """The functions and data of a linked image that have a name, the largest first.

    Data with first values is in flash and in RAM.
    """
    file, board = ElfFile(image), target.board
    assert board is not None
    parts: dict[int, ImagePart] = {}
    for symbol in file.symbols:
        if symbol.type not in (elf.FUNCTION, elf.OBJECT) or not symbol.size or symbol.name.startswith(_UNNAMED):
            continue
        is_function = symbol.type == elf.FUNCTION
        in_ram = 0 <= symbol.value - board.ram_origin < board.ram_size
        section = file.sections[symbol.section] if symbol.section < len(file.sections) else None
        in_flash = not in_ram or (section is not None and section.type != elf.NO_BITS)
        part = ImagePart(symbol.name, symbol.size * in_flash, symbol.size * in_ram, is_function)
        parts.setdefault(symbol.value & ~int(is_function), part)
    return sorted(parts.values(), key=lambda part: (-part.flash - part.ram, part.name))


def image_size(image: bytes) -> ImageSize:
    """The sizes of a linked image."""
    file = ElfFile(image)
    return ImageSize(sum(len(data) for _, data in file.segments), file.size_of(elf.ALLOC | elf.WRITE))
