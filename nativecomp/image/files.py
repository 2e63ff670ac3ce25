"""The bytes that a programmer writes to flash, from an ELF executable: raw, or as Intel HEX."""

import io

from intelhex import IntelHex

from nativecomp.elf import ElfFile


def _content(image: bytes) -> IntelHex:
    content = IntelHex()
    for address, data in ElfFile(image).segments:
        content.puts(address, data)
    return content


def to_bin(image: bytes) -> bytes:
    """Flash from its first used address on; gaps are 0xff, as erased flash is."""
    return bytes(_content(image).tobinstr())


def to_hex(image: bytes) -> str:
    """Flash as an Intel HEX file."""
    text = io.StringIO()
    _content(image).write_hex_file(text)
    return text.getvalue()
