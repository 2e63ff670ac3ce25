"""What an image takes of flash and RAM, and which function or constant takes it."""

import io
from dataclasses import dataclass

from elftools.elf.elffile import ELFFile

from nativecomp.image.files import flash_segments
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.targets import Target

_KINDS = ("program", "runtime", "vectors")


@dataclass(frozen=True)
class SymbolSize:
    """A function or constant: `kind` is "program", "runtime" or "vectors"; `size` in bytes."""

    name: str
    kind: str
    address: int
    size: int


@dataclass(frozen=True)
class SizeReport:
    """Bytes of flash, and of RAM for variables (the stack has the rest); the symbols by address.

    The symbols add up to a little less than `flash`: alignment, literal pools between functions and unnamed constants
    have no symbol. `unnamed` is that difference.
    """

    flash: int
    ram: int
    symbols: tuple[SymbolSize, ...]

    @property
    def unnamed(self) -> int:
        return self.flash - sum(symbol.size for symbol in self.symbols)

    def by_kind(self) -> dict[str, int]:
        """Bytes of flash of each kind of symbol."""
        return {kind: sum(s.size for s in self.symbols if s.kind == kind) for kind in _KINDS}


def image_size(elf: bytes, target: Target) -> SizeReport:
    """The sizes of the image `elf` for the board `target`."""
    runtime = runtime_bitcode(target)
    ours = {*runtime.core, *runtime.support, *_MACHINE_SYMBOLS}
    file = ELFFile(io.BytesIO(elf))
    ram = sum(s["p_memsz"] for s in file.iter_segments() if s["p_type"] == "PT_LOAD" and s["p_flags"] & 2)
    flash = sum(len(data) for _, data in flash_segments(elf))
    symbols: dict[int, SymbolSize] = {}
    runtime_file = False
    for symbol in file.get_section_by_name(".symtab").iter_symbols():
        kind = symbol["st_info"]["type"]
        if kind == "STT_FILE":
            runtime_file = symbol.name in _MACHINE_SOURCES
        if kind not in ("STT_FUNC", "STT_OBJECT") or not symbol["st_size"]:
            continue
        address, local = symbol["st_value"] & ~1, symbol["st_info"]["bind"] == "STB_LOCAL"
        is_runtime = symbol.name in ours or symbol.name.startswith("nc.") or (local and runtime_file)
        name_kind = "vectors" if symbol.name == "vectors" else "runtime" if is_runtime else "program"
        if _in_flash(file, symbol["st_shndx"]):
            symbols[address] = SymbolSize(symbol.name, name_kind, address, symbol["st_size"])
    return SizeReport(flash, ram, tuple(symbols[address] for address in sorted(symbols)))


_MACHINE_SOURCES = {"start.c", "exit.c", "fault.c"} | {
    f"write_{k}.c" for k in ("semihosting", "cmsdk", "stm32", "nrf51")
}
_MACHINE_SYMBOLS = {"nc_reset", "nc_exit", "nc_fault", "nc_fault_entry", "nc_systick", "nc_write"}


def _in_flash(file: ELFFile, section: int | str) -> bool:
    return isinstance(section, int) and file.get_section(section)["sh_type"] == "SHT_PROGBITS"
