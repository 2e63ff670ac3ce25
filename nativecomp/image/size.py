"""What an image takes of flash and RAM."""

from typing import NamedTuple

from nativecomp import elf
from nativecomp.elf import ElfFile


class ImageSize(NamedTuple):
    """Bytes of flash, and of RAM for variables (the stack has the rest)."""

    flash: int
    ram: int


def image_size(image: bytes) -> ImageSize:
    """The sizes of a linked image."""
    file = ElfFile(image)
    return ImageSize(sum(len(data) for _, data in file.segments), file.size_of(elf.ALLOC | elf.WRITE))
