"""Machine code in one piece: the sections of an object behind one another, with all distances between them filled in.

The code may be put at any address that is a multiple of two (Thumb) or one (others), so nothing in it may depend on
where it lies: what would is refused here, whatever the compiler thought.
"""

from collections import Counter

from nativecomp import elf
from nativecomp.elf import ElfFile, Section
from nativecomp.emulator.errors import LoadError
from nativecomp.emulator.relocations import TABLES, Site, apply, lower_last
from nativecomp.mpy.container import MpyError

_LEFT_OUT = (".ARM.exidx", ".ARM.extab", ".eh_frame", ".note", ".llvm")
"""Tables for unwinding and notes: nothing reads them on a board."""


def flatten(object_file: bytes, entry: str, start: int = 0) -> bytes:
    """The code and the constants of a relocatable object whose function `entry` comes first.

    The result begins with `start` zero bytes, for a header that the caller fills in.

    Raises:
        MpyError: the code holds an address or writable data, or `entry` is not first.
    """
    return _Flat(ElfFile(object_file), entry, start).data


class _Flat:
    def __init__(self, file: ElfFile, entry: str, start: int) -> None:
        self.file = file
        self.machine = elf.MACHINES.get(file.machine, "")
        self.out = bytearray(start)
        self.places: dict[int, int] = {}
        self._place(entry)
        self._relocate()

    @property
    def data(self) -> bytes:
        return bytes(self.out)

    def _loaded(self) -> list[tuple[int, Section]]:
        """The sections that the code needs: the entry's first, code before constants."""
        found = [
            (index, section)
            for index, section in enumerate(self.file.sections)
            if section.flags & elf.ALLOC and section.size and not section.name.startswith(_LEFT_OUT)
        ]
        return sorted(found, key=lambda item: not item[1].flags & elf.EXECUTE)

    def _place(self, entry: str) -> None:
        first = next((s for s in self.file.symbols if s.name == entry and s.section != elf.UNDEFINED), None)
        if first is None or first.value & ~1:
            raise MpyError(f"`{entry}` is not the first function of its object")
        order = sorted(self._loaded(), key=lambda item: item[0] != first.section)
        for index, section in order:
            if section.flags & elf.WRITE:
                raise MpyError(f"the code needs {section.size} bytes of writable data (`{section.name}`)")
            if self.machine == "RISC-V" and section.align > 2 and not section.flags & elf.EXECUTE:
                raise MpyError(f"the code needs aligned constants (`{section.name}`), and may lie at any even address")
            align = 2 if section.flags & elf.EXECUTE else max(section.align, 1)
            self.out += bytes(-len(self.out) % align) if index != first.section else b""
            self.places[index] = len(self.out)
            self.out += self.file.contents(section)

    def _relocate(self) -> None:
        for section in self.file.sections:
            if section.type in (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND) and section.info in self.places:
                self._relocate_section(section)

    def _relocate_section(self, section: Section) -> None:
        table = TABLES[self.machine]
        base = self.places[section.info]
        sums: Counter[int] = Counter()
        uppers: dict[int, int] = {}
        for entry in lower_last(self.file.relocations(section), table):
            symbol = self.file.symbols[entry.symbol]
            name = symbol.name or f"section {symbol.section}"
            row = table.get(entry.type)
            if row is None or not (row.is_distance or row.sign):
                kind = row.name if row else f"type {entry.type}"
                raise MpyError(f"the code depends on the address of `{name}` ({kind})")
            if row.field is None:
                continue
            if symbol.section not in self.places:
                raise MpyError(f"the code needs `{name}`, which is not in it")
            address = self.places[symbol.section] + symbol.value
            thumb = address & 1 if symbol.type == elf.FUNCTION and self.machine == "Arm" else 0
            at = base + entry.offset
            sums[at] += row.sign
            site = Site(
                symbol=address & ~thumb,
                thumb=thumb,
                addend=row.field.read(self.out, at) if entry.addend is None else entry.addend,
                place=at,
                got_slot=_no_table,
                got_origin=0,
                uppers=uppers,
            )
            try:
                value = apply(row, self.out, at, site, name)
            except LoadError as error:
                raise MpyError(str(error)) from None
            if row.is_upper:
                uppers[at] = value
        if any(sums.values()):
            raise MpyError("the code depends on where it lies: a table of addresses")


def _no_table() -> int:
    raise MpyError("the code needs a table of addresses")
