"""The bytes that a programmer writes to flash, from an ELF executable: raw, or as Intel HEX."""

import io
from collections.abc import Iterator

from elftools.elf.elffile import ELFFile
from intelhex import IntelHex


def flash_segments(elf: bytes) -> Iterator[tuple[int, bytes]]:
    """Load address and content of each part of an executable that is kept in flash, by address."""
    segments = [s for s in ELFFile(io.BytesIO(elf)).iter_segments() if s["p_type"] == "PT_LOAD" and s["p_filesz"]]
    for segment in sorted(segments, key=lambda s: int(s["p_paddr"])):
        yield segment["p_paddr"], segment.data()


def to_bin(elf: bytes) -> bytes:
    """Flash from its first used address on; gaps are 0xff, as erased flash is."""
    content = bytearray()
    start: int | None = None
    for address, data in flash_segments(elf):
        start = address if start is None else start
        content += b"\xff" * (address - start - len(content)) + data
    return bytes(content)


def to_hex(elf: bytes) -> str:
    """Flash as an Intel HEX file."""
    content = IntelHex()
    for address, data in flash_segments(elf):
        content.puts(address, data)
    text = io.StringIO()
    content.write_hex_file(text)
    return text.getvalue()
