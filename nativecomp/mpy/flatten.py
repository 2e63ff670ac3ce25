"""Machine code in one piece: the sections of an object behind one another, with all distances between them filled in.

The code may be put at any address that is a multiple of two (Thumb) or one (others), so nothing in it may depend on
where it lies: what would is refused here, whatever the compiler thought.
"""

from collections import Counter
from functools import partial

from nativecomp import elf
from nativecomp.elf import ElfError, ElfFile, Section, Symbol
from nativecomp.elf.relocations import Relocation, relocate
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


def flatten_shared(object_file: bytes, entry: str, start: int, functions: list[str]) -> tuple[bytes, list[int]]:
    """The same, and the distances from its begin of some functions, with the Thumb bit on Arm.

    Raises:
        MpyError: as above, or it is too long for distances of two bytes.
    """
    flat = _Flat(ElfFile(object_file), entry, start)
    symbols = {
        one.name: flat.places[one.section] + one.value for one in flat.file.symbols if one.section in flat.places
    }
    if len(flat.data) >= 1 << 16:
        raise MpyError("the functions that all others share are too long")
    return flat.data, [symbols[name] for name in functions]


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
