"""From an address to the source line, as the debug information of an ELF file says."""

from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO
from typing import Any

Place = tuple[str, int]
"""A source position: file as it was named to the compiler, line from 1."""


class LineTable:
    """Ranges of addresses and the line that each came from.

    `table.find(address)` is the `Place` or None; `table[address]` raises KeyError where there is none; iterating gives
    (start, end, place) in order of addresses.
    """

    def __init__(self, ranges: list[tuple[int, int, Place]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _, _ in self._ranges]

    def find(self, address: int) -> Place | None:
        """The place of the instruction at an address, or None where no line is known."""
        index = bisect_right(self._starts, address) - 1
        if index < 0:
            return None
        _, end, place = self._ranges[index]
        return place if address < end else None

    def nearest(self, address: int, start: int) -> Place | None:
        """The place of an address, or where it has none, of the last instruction before that does, back to `start`.

        Compilers leave instructions that belong to no line in particular without one.
        """
        index = bisect_right(self._starts, address) - 1
        if index < 0 or self._ranges[index][1] <= start:
            return None
        return self._ranges[index][2]

    def __getitem__(self, address: int) -> Place:
        place = self.find(address)
        if place is None:
            raise KeyError(f"no source line for 0x{address:08x}")
        return place

    def __iter__(self) -> Iterator[tuple[int, int, Place]]:
        return iter(self._ranges)

    def __len__(self) -> int:
        return len(self._ranges)


def read_lines(elf: bytes) -> LineTable:
    """Read the line programs of an ELF file whose debug sections hold final addresses.

    A file without debug information gives an empty table; so does one whose debug information cannot be read, since
    lines only make reports better.
    """
    from elftools.elf.elffile import ELFFile

    try:
        file = ELFFile(BytesIO(elf))
        if not file.has_dwarf_info():
            return LineTable([])
        dwarf = file.get_dwarf_info(relocate_dwarf_sections=False)
        ranges: list[tuple[int, int, Place]] = []
        for unit in dwarf.iter_CUs():
            program = dwarf.line_program_for_CU(unit)
            if program is not None:
                ranges.extend(_ranges(program, unit.get_top_DIE()))
        return LineTable(ranges)
    except Exception:  # pyelftools raises many kinds on damaged DWARF
        return LineTable([])


def _ranges(program: Any, unit: Any) -> Iterator[tuple[int, int, Place]]:
    names = _file_names(program, unit)
    previous: Any = None
    for entry in program.get_entries():
        state = entry.state
        if state is None:
            continue
        if previous is not None and state.address > previous.address and previous.line:
            yield previous.address, state.address, (names.get(previous.file, "?"), previous.line)
        previous = None if state.end_sequence else state


def _file_names(program: Any, unit: Any) -> dict[int, str]:
    """File numbers of the line program to names; a relative directory is put before a name, the build's is not."""
    version = program.header["version"]
    directories = [_text(entry) for entry in program.header["include_directory"]]
    if version < 5:
        directories.insert(0, "")
    first = 0 if version >= 5 else 1
    names = {}
    for number, entry in enumerate(program.header["file_entry"], start=first):
        name = _text(entry.name)
        directory = directories[entry.dir_index] if 0 < entry.dir_index < len(directories) else ""
        names[number] = f"{directory}/{name}" if directory and not name.startswith("/") else name
    if not names and "DW_AT_name" in unit.attributes:
        names[1] = _text(unit.attributes["DW_AT_name"].value)
    return names


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
