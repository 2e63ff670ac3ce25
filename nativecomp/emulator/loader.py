"""Put a relocatable object file into emulated memory: place its sections, find its symbols, apply its relocations."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from elftools.common.exceptions import ELFError
from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile

from nativecomp.emulator.errors import LoadError
from nativecomp.emulator.relocations import TABLES, Relocation, Site, apply

PAGE = 0x1000
CODE_BASE = 0x0800_0000
RAM_BASE = 0x2000_0000
STUB_SIZE = 4

# Tables for unwinding: nothing unwinds at the desk, and they name routines that do not exist here.
_UNLOADED = (".ARM.exidx", ".ARM.extab", ".eh_frame", ".note", ".llvm")
_ELF_MACHINES = {"arm": "EM_ARM", "x86-64": "EM_X86_64"}


def pages(size: int) -> int:
    """A size rounded up to whole pages."""
    return -(-size // PAGE) * PAGE


@dataclass
class Program:
    """A loaded object: what to map where.

    Attributes:
        code, constants, data: contents of the three parts, at `CODE_BASE`, `constants_base` and `RAM_BASE`.
        code_end: end of the machine code; after it come the stubs, which stand for what the host implements.
        stubs: the addresses of the stubs by symbol; the first, without a name, is where a call returns to.
        functions: (address, size, name) of each function, sorted; addresses without the Thumb bit.
        symbols: address of every defined global symbol, the Thumb bit set in those of Thumb functions.
        elf: the file with its debug sections relocated.
    """

    code: bytearray = field(default_factory=bytearray)
    constants: bytearray = field(default_factory=bytearray)
    data: bytearray = field(default_factory=bytearray)
    code_end: int = 0
    constants_base: int = 0
    stubs: dict[str, int] = field(default_factory=dict)
    functions: list[tuple[int, int, str]] = field(default_factory=list)
    symbols: dict[str, int] = field(default_factory=dict)
    elf: bytes = b""


Function = tuple[int, int, str]
"""Address without the Thumb bit, size, name."""


def find_function(functions: list[Function], address: int) -> Function | None:
    """The function in a sorted list whose range holds an address."""
    index = bisect_right(functions, (address, 1 << 64, "")) - 1
    if index < 0:
        return None
    start, size, _ = functions[index]
    return functions[index] if start <= address < start + max(size, 1) else None


def list_functions(file: Any, base_of: Any) -> list[Function]:
    """The functions that a file's symbol table names, sorted by address; `base_of(symbol)` is added to each value."""
    table = file.get_section_by_name(".symtab")
    found = []
    for symbol in table.iter_symbols() if table else ():
        if symbol["st_info"]["type"] == "STT_FUNC" and symbol["st_shndx"] != "SHN_UNDEF":
            base = base_of(symbol)
            if base is not None:
                address = base + symbol["st_value"]
                if file["e_machine"] == "EM_ARM":
                    address &= ~1
                found.append((address, symbol["st_size"], symbol.name))
    return sorted(found)


def load(elf: bytes, emulator: str, hooks: Iterable[str]) -> Program:
    """Lay out an object file and apply its relocations.

    Args:
        elf: the relocatable ELF file.
        emulator: "arm" or "x86-64", what the file must be for.
        hooks: names of undefined symbols that the host implements.

    Raises:
        LoadError: the file is not such an object, or names a symbol or relocation that is not known.
    """
    try:
        file = ELFFile(BytesIO(elf))
        machine, kind = file["e_machine"], file["e_type"]
    except ELFError as error:
        raise LoadError(f"not an ELF object file: {error}") from None
    if machine != _ELF_MACHINES[emulator]:
        raise LoadError(f"the object file is for {machine}, the target needs {_ELF_MACHINES[emulator]}")
    if kind != "ET_REL":
        raise LoadError(f"a relocatable object file (ET_REL) is needed, this is {kind}")
    return _Loader(file, elf, hooks).program


class _Loader:
    def __init__(self, file: Any, elf: bytes, hooks: Iterable[str]) -> None:
        self.file = file
        self.program = Program()
        self.word = file.elfclass // 8
        self.thumb = 1 if file["e_machine"] == "EM_ARM" else 0
        self.table = file.get_section_by_name(".symtab")
        self.relocations = TABLES[file["e_machine"]]
        self.sections = list(file.iter_sections())
        self.places: dict[int, tuple[bytearray, int, int]] = {}  # section: (part, offset in it, address)
        self.got: dict[str, int] = {}
        self._place_sections()
        self._place_stubs(hooks)
        self._place_constants()
        self._list_symbols()
        self._relocate(elf)

    def _alloc(self) -> Iterator[tuple[int, Any]]:
        for index, section in enumerate(self.sections):
            if section["sh_flags"] & SH_FLAGS.SHF_ALLOC and not section.name.startswith(_UNLOADED):
                yield index, section

    def _place(self, index: int, section: Any, part: bytearray, base: int) -> None:
        align = max(section["sh_addralign"], 1)
        part.extend(bytes(-len(part) % align))
        self.places[index] = (part, len(part), base + len(part))
        size = section["sh_size"]
        part.extend(bytes(size) if section["sh_type"] == "SHT_NOBITS" else section.data())

    def _place_sections(self) -> None:
        for index, section in self._alloc():
            flags = section["sh_flags"]
            if flags & SH_FLAGS.SHF_EXECINSTR:
                self._place(index, section, self.program.code, CODE_BASE)
            elif flags & SH_FLAGS.SHF_WRITE:
                self._place(index, section, self.program.data, RAM_BASE)
        self.program.code.extend(bytes(-len(self.program.code) % STUB_SIZE))
        self.program.code_end = CODE_BASE + len(self.program.code)

    def _place_stubs(self, hooks: Iterable[str]) -> None:
        # Close to the code, so that a branch of any kind reaches them.
        for name in ("", *hooks):
            self.program.stubs[name] = CODE_BASE + len(self.program.code)
            self.program.code.extend(bytes(STUB_SIZE))

    def _place_constants(self) -> None:
        self.program.constants_base = CODE_BASE + pages(len(self.program.code))
        for index, section in self._alloc():
            if index not in self.places:
                self._place(index, section, self.program.constants, self.program.constants_base)
        self.program.constants.extend(bytes(-len(self.program.constants) % 16))
        self.got_origin = self.program.constants_base + len(self.program.constants)

    def _list_symbols(self) -> None:
        def base_of(symbol: Any) -> int | None:
            place = self.places.get(symbol["st_shndx"])
            return place[2] if place else None

        self.program.functions = list_functions(self.file, base_of)
        for symbol in self.table.iter_symbols() if self.table else ():
            if symbol["st_shndx"] == "SHN_COMMON":
                self.program.data.extend(bytes(-len(self.program.data) % max(symbol["st_value"], 1)))
                self.program.symbols[symbol.name] = RAM_BASE + len(self.program.data)
                self.program.data.extend(bytes(symbol["st_size"]))
            elif symbol.name and symbol["st_info"]["bind"] != "STB_LOCAL":
                base = base_of(symbol)
                if base is not None:
                    self.program.symbols[symbol.name] = base + symbol["st_value"]

    def _resolve(self, symbol: Any) -> tuple[int, int]:
        """The address of a symbol and its Thumb bit."""
        index, kind = symbol["st_shndx"], symbol["st_info"]["type"]
        if index == "SHN_ABS":
            return symbol["st_value"], 0
        if index == "SHN_COMMON":
            return self.program.symbols[symbol.name], 0
        if index == "SHN_UNDEF":
            if symbol.name in self.program.stubs and symbol.name:
                return self.program.stubs[symbol.name], self.thumb
            if not symbol.name or symbol["st_info"]["bind"] == "STB_WEAK":
                return 0, 0
            raise LoadError(f"undefined symbol `{symbol.name}`: neither the object nor a hook provides it")
        place = self.places.get(index)
        value = symbol["st_value"] + (place[2] if place else 0)
        if kind == "STT_FUNC" and self.thumb:
            return value & ~1, value & 1
        return value, 0

    def _got_slot(self, name: str, address: int) -> int:
        if name not in self.got:
            self.got[name] = self.program.constants_base + len(self.program.constants)
            self.program.constants.extend(address.to_bytes(self.word, "little"))
        return self.got[name]

    def _relocate(self, elf: bytes) -> None:
        whole = bytearray(elf)
        for section in self.sections:
            if section["sh_type"] not in ("SHT_REL", "SHT_RELA"):
                continue
            target = section["sh_info"]
            name = self.sections[target].name
            if target in self.places:
                part, offset, address = self.places[target]
                self._relocate_section(section, part, offset, address)
            elif name.startswith(".debug"):
                # The debug sections stay in the file; their places count from zero.
                self._relocate_section(section, whole, self.sections[target]["sh_offset"], 0)
        self.program.elf = bytes(whole)

    def _relocate_section(self, section: Any, part: bytearray, offset: int, address: int) -> None:
        explicit = section["sh_type"] == "SHT_RELA"
        for entry in section.iter_relocations():
            symbol = self.table.get_symbol(entry["r_info_sym"])
            name = symbol.name or f"section {symbol['st_shndx']}"
            row: Relocation | None = self.relocations.get(entry["r_info_type"])
            if row is None:
                raise LoadError(f"relocation of type {entry['r_info_type']} (for `{name}`) is not supported")
            if row.field is None:
                continue
            at = offset + entry["r_offset"]
            target, thumb = self._resolve(symbol)
            if not address:
                thumb = 0  # debug information is about addresses, not about jumps
            site = Site(
                symbol=target,
                thumb=thumb,
                addend=entry["r_addend"] if explicit else row.field.read(part, at),
                place=address + entry["r_offset"],
                got_slot=lambda name=f"{name}@{target}", word=target | thumb: self._got_slot(name, word),  # type: ignore[misc]
                got_origin=self.got_origin,
            )
            apply(row, part, at, site, name)
