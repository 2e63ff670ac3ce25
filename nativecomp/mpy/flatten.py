"""Machine code in one piece: the sections of an object behind one another, with all distances between them filled in.

The code may be put at any address that is a multiple of two (Thumb) or one (others), so nothing in it may depend on
where it lies: what would is refused here, whatever the compiler thought.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from nativecomp import elf
from nativecomp.codegen.symbols import DOOR_SECTION
from nativecomp.elf import ElfError, ElfFile, Section, Symbol
from nativecomp.elf.relocations import Relocation, relocate
from nativecomp.mpy.container import MpyError

_LEFT_OUT = (".ARM.exidx", ".ARM.extab", ".eh_frame", ".note", ".llvm", DOOR_SECTION)
"""Tables for unwinding and notes, which nothing reads on a board, and what is code of its own."""
_ARM = next(number for number, name in elf.MACHINES.items() if name == "Arm")


def flatten(object_file: bytes, entry: str, start: int = 0) -> bytes:
    """The code and the constants of a relocatable object whose function `entry` comes first.

    The result begins with `start` zero bytes, for a header that the caller fills in.

    Raises:
        MpyError: the code holds an address or writable data, or `entry` is not first.
    """
    out = bytearray(start)
    flat = _Flat(ElfFile(object_file), out, entry)
    flat.relocate({})
    return bytes(out)


def flatten_joined(
    object_files: Sequence[bytes], entry: str, start: int, functions: Sequence[str]
) -> tuple[bytes, list[int]]:
    """The same of several objects, one behind the other, that call each other's functions; `entry` is in the first one.

    And the distances from its begin of some functions, with the Thumb bit on Arm.

    Raises:
        MpyError: as above.
    """
    out = bytearray(start)
    parts = [_Flat(ElfFile(one), out, entry if number == 0 else "") for number, one in enumerate(object_files)]
    places = {name: place for part in parts for name, place in part.defined.items()}
    for part in parts:
        part.relocate(places)
    return bytes(out), [places[name] for name in functions]


def cut_functions(object_file: bytes, section: str, start: int, functions: Sequence[str]) -> list[bytes]:
    """The code of each of some functions of a section of their own, which need nothing else.

    Raises:
        MpyError: as above.
    """
    file = ElfFile(object_file)
    index = next(number for number, one in enumerate(file.sections) if one.name == section)
    kinds = (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND)
    if any(one.type in kinds and one.info == index and one.size for one in file.sections):
        raise MpyError(f"the code of `{section}` depends on where it lies")
    code, symbols = file.contents(file.sections[index]), {one.name: one for one in file.symbols}
    found = [(symbols[name].value & ~(file.machine == _ARM), symbols[name].size) for name in functions]
    return [bytes(start) + code[place : place + size] for place, size in found]


class _Flat:
    """The sections of an object, behind what there is already."""

    def __init__(self, file: ElfFile, out: bytearray, entry: str) -> None:
        """`entry` is the function that comes first, "" for any."""
        self.file = file
        self.machine = elf.MACHINES.get(file.machine, "")
        self.out = out
        self.places: dict[int, int] = {}
        self.others: Mapping[str, int] = {}
        self._place(entry)

    @property
    def defined(self) -> dict[str, int]:
        """The places of what other objects may call."""
        return {
            one.name: self.places[one.section] + one.value
            for one in self.file.symbols
            if one.section in self.places and one.binding != elf.LOCAL
        }

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
        if entry and (first is None or first.value & ~1):
            raise MpyError(f"`{entry}` is not the first function of its object")
        section_of_first = first.section if first is not None and entry else elf.UNDEFINED
        order = sorted(self._loaded(), key=lambda item: item[0] != section_of_first)
        for index, section in order:
            if section.flags & elf.WRITE:
                raise MpyError(f"the code needs {section.size} bytes of writable data (`{section.name}`)")
            if self.machine == "RISC-V" and section.align > 2 and not section.flags & elf.EXECUTE:
                raise MpyError(f"the code needs aligned constants (`{section.name}`), and may lie at any even address")
            align = 2 if section.flags & elf.EXECUTE else max(section.align, 1)
            self.out += bytes(-len(self.out) % align) if index != section_of_first else b""
            self.places[index] = len(self.out)
            self.out += self.file.contents(section)

    def relocate(self, others: Mapping[str, int]) -> None:
        """Fill in the distances; `others` are the places of what the object does not define."""
        self.others = others
        for section in self.file.sections:
            if section.type in (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND) and section.info in self.places:
                base = self.places[section.info]
                sums: Counter[int] = Counter()
                admit = partial(_admit, sums)
                try:
                    relocate(self.file, section, self.out, base, base, self._resolve, got=(0, _no_table), admit=admit)
                except ElfError as error:
                    raise MpyError(str(error)) from None
                if any(sums.values()):
                    raise MpyError("the code depends on where it lies: a table of addresses")

    def _resolve(self, symbol: Symbol) -> tuple[int, int]:
        """The place of a symbol without the Thumb bit, and the bit."""
        if symbol.section == elf.UNDEFINED and symbol.name in self.others:
            place, thumb = self.others[symbol.name], int(self.machine == "Arm")
            return place & ~thumb, thumb
        if symbol.section not in self.places:
            raise MpyError(f"the code needs `{symbol.name}`, which is not in it")
        address = self.places[symbol.section] + symbol.value
        thumb = address & 1 if symbol.type == elf.FUNCTION and self.machine == "Arm" else 0
        return address & ~thumb, thumb


def _admit(sums: Counter[int], row: Relocation, place: int, name: str) -> None:
    """Refuse what depends on an address; `sums` says by place whether sums of addresses come to distances."""
    if not (row.is_distance or row.sign):
        raise MpyError(f"the code depends on the address of `{name}` ({row.name})")
    sums[place] += row.sign


def _no_table(symbol: Symbol, address: int) -> int:
    raise MpyError("the code needs a table of addresses")
