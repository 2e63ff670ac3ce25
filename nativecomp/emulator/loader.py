"""Put a relocatable object file into emulated memory: place its sections, find its symbols, apply its relocations."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nativecomp import elf
from nativecomp.elf import ElfFile, Function, Section, Symbol
from nativecomp.elf.relocations import relocate
from nativecomp.emulator.errors import LoadError, loading

PAGE = 0x1000
CODE_BASE = 0x0800_0000
RAM_BASE = 0x2000_0000
STUB_SIZE = 4

_LARGEST = 0x0400_0000  # of each part; far more than any microcontroller has

# Tables for unwinding: nothing unwinds at the desk, and they name routines that do not exist here.
_UNLOADED = (".ARM.exidx", ".ARM.extab", ".eh_frame", ".note", ".llvm")
_MACHINES = {"arm": "Arm", "x86-64": "x86-64", "riscv32": "RISC-V"}
_RETURNS = {"Arm": b"\x70\x47", "x86-64": b"\xc3\xc3", "RISC-V": b"\x82\x80"}


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
        functions: the functions, sorted by address.
        symbols: address of every defined global symbol, the Thumb bit set in those of Thumb functions.
        relocated_file: gives the file with its debug sections relocated.
    """

    code: bytearray = field(default_factory=bytearray)
    constants: bytearray = field(default_factory=bytearray)
    data: bytearray = field(default_factory=bytearray)
    code_end: int = 0
    constants_base: int = 0
    stubs: dict[str, int] = field(default_factory=dict)
    functions: list[Function] = field(default_factory=list)
    symbols: dict[str, int] = field(default_factory=dict)
    relocated_file: Callable[[], bytes] = bytes


@dataclass(frozen=True)
class FlatCode:
    """Machine code that needs no relocation, such as that of an .mpy file.

    Attributes:
        functions: by symbol, the bytes and the offset in them at which the function begins to run.
        alignment: of the bytes' addresses.
    """

    functions: Mapping[str, tuple[bytes, int]]
    alignment: int


def load(object_file: bytes, emulator: str, hooks: Iterable[str]) -> Program:
    """Lay out an object file and apply its relocations.

    Args:
        object_file: a relocatable ELF file.
        emulator: the kind of core ("arm", "x86-64", "riscv32"), what the file must be for.
        hooks: names of undefined symbols that the host implements.

    Raises:
        LoadError: the file is not such an object, or names a symbol or relocation that is not known.
    """
    with loading():
        file = ElfFile(object_file)
        machine = elf.MACHINES.get(file.machine, f"machine {file.machine}")
        if machine != _MACHINES[emulator]:
            raise LoadError(f"the object file is for {machine}, the target needs {_MACHINES[emulator]}")
        if file.type != elf.RELOCATABLE:
            raise LoadError("a relocatable object file is needed, this is a linked one")
        return _Loader(file, hooks).program


def load_flat(flat: FlatCode, emulator: str, hooks: Iterable[str]) -> Program:
    """Lay out code that needs no relocation; arguments as for `load`."""
    program, machine = Program(), _MACHINES[emulator]
    for symbol, (code, start) in flat.functions.items():
        program.code.extend(bytes(-len(program.code) % flat.alignment))
        address = CODE_BASE + len(program.code)
        program.functions.append((address, len(code), symbol))
        program.symbols[symbol] = address + start | (machine == "Arm")
        program.code.extend(code)
    _place_stubs(program, machine, hooks)
    return program


def _place_stubs(program: Program, machine: str, hooks: Iterable[str]) -> None:
    """Put the stubs behind the code.

    So close to it that a branch of any kind reaches them. They are filled with returns, which end what the emulator
    translates at once: it must not read on past the end of the last page.
    """
    program.code.extend(bytes(-len(program.code) % STUB_SIZE))
    program.code_end = CODE_BASE + len(program.code)
    for name in ("", *hooks):
        program.stubs[name] = CODE_BASE + len(program.code)
        program.code.extend(_RETURNS[machine] * (STUB_SIZE // 2))
    program.constants_base = CODE_BASE + pages(len(program.code))


class _Loader:
    def __init__(self, file: ElfFile, hooks: Iterable[str]) -> None:
        self.file = file
        self.program = Program(relocated_file=self._relocate_debug)
        self.machine = elf.MACHINES[file.machine]
        self.thumb = int(self.machine == "Arm")
        self.places: dict[int, tuple[bytearray, int, int]] = {}  # section: (part, offset in it, address)
        self.got: dict[tuple[str, int], int] = {}
        self._place_sections()
        _place_stubs(self.program, self.machine, hooks)
        self._place_constants()
        self._list_symbols()
        self._relocate()

    def _loaded(self) -> Iterator[tuple[int, Section]]:
        for index, section in enumerate(self.file.sections):
            if section.flags & elf.ALLOC and not section.name.startswith(_UNLOADED):
                yield index, section

    def _place(self, index: int, section: Section, part: bytearray, base: int) -> None:
        if section.align > PAGE or len(part) + section.size > _LARGEST:
            raise LoadError(f"section `{section.name}` is too large: {section.size} bytes")
        part.extend(bytes(-len(part) % max(section.align, 1)))
        self.places[index] = (part, len(part), base + len(part))
        part.extend(self.file.contents(section))

    def _place_sections(self) -> None:
        for index, section in self._loaded():
            if section.flags & elf.EXECUTE:
                self._place(index, section, self.program.code, CODE_BASE)
            elif section.flags & elf.WRITE:
                self._place(index, section, self.program.data, RAM_BASE)

    def _place_constants(self) -> None:
        for index, section in self._loaded():
            if index not in self.places:
                self._place(index, section, self.program.constants, self.program.constants_base)
        self.program.constants.extend(bytes(-len(self.program.constants) % 16))
        self.got_origin = self.program.constants_base + len(self.program.constants)

    def _list_symbols(self) -> None:
        data = self.program.data
        for symbol in self.file.symbols:
            if symbol.section == elf.COMMON:
                if symbol.value > PAGE or len(data) + symbol.size > _LARGEST:
                    raise LoadError(f"variable `{symbol.name}` is too large: {symbol.size} bytes")
                data.extend(bytes(-len(data) % max(symbol.value, 1)))
                self.program.symbols[symbol.name] = RAM_BASE + len(data)
                data.extend(bytes(symbol.size))
                continue
            place = self.places.get(symbol.section)
            if place is None or not symbol.name:
                continue
            address = place[2] + symbol.value
            if symbol.type == elf.FUNCTION:
                self.program.functions.append((address & ~self.thumb, symbol.size, symbol.name))
            if symbol.binding != elf.LOCAL:
                self.program.symbols[symbol.name] = address
        self.program.functions.sort()

    def _resolve(self, symbol: Symbol) -> tuple[int, int]:
        """The address of a symbol and its Thumb bit."""
        if symbol.section == elf.ABSOLUTE:
            return symbol.value, 0
        if symbol.section == elf.COMMON:
            return self.program.symbols[symbol.name], 0
        if symbol.section == elf.UNDEFINED:
            if symbol.name and symbol.name in self.program.stubs:
                return self.program.stubs[symbol.name], self.thumb
            if not symbol.name or symbol.binding == elf.WEAK:
                return 0, 0
            raise LoadError(f"undefined symbol `{symbol.name}`: neither the object nor a hook provides it")
        place = self.places.get(symbol.section)
        value = symbol.value + (place[2] if place else 0)
        if symbol.type == elf.FUNCTION and self.thumb:
            return value & ~1, value & 1
        return value, 0

    def _got_slot(self, symbol: Symbol, address: int) -> int:
        key = symbol.name, address
        if key not in self.got:
            self.got[key] = self.program.constants_base + len(self.program.constants)
            self.program.constants.extend(address.to_bytes(8 if self.file.wide else 4, "little"))
        return self.got[key]

    def _relocation_sections(self) -> Iterator[Section]:
        for section in self.file.sections:
            if section.type in (elf.RELOCATIONS, elf.RELOCATIONS_WITH_ADDEND):
                if section.info >= len(self.file.sections):
                    raise LoadError("a relocation table is damaged")
                yield section

    def _relocate(self) -> None:
        for section in self._relocation_sections():
            if section.info in self.places:
                self._relocate_section(section, *self.places[section.info], self._resolve)

    def _relocate_debug(self) -> bytes:
        def address_of(symbol: Symbol) -> tuple[int, int]:
            return self._resolve(symbol)[0], 0  # debug information is about addresses, not about jumps

        whole = bytearray(self.file.data)
        for section in self._relocation_sections():
            target = self.file.sections[section.info]
            if target.name.startswith(".debug"):
                self._relocate_section(section, whole, target.offset, 0, address_of)
        return bytes(whole)

    def _relocate_section(
        self, section: Section, part: bytearray, offset: int, address: int,
        resolve: Callable[[Symbol], tuple[int, int]],
    ) -> None:  # fmt: skip
        relocate(self.file, section, part, offset, address, resolve, got=(self.got_origin, self._got_slot))
