"""Disassemble a function of an object file, instruction by instruction, with names and source lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nativecomp.elf.objectfile import ObjectFile, Symbol


@dataclass(frozen=True)
class Row:
    """One instruction, or one constant among the code. `offset` counts from the function's first byte."""

    offset: int
    code: bytes
    text: str
    line: int | None


def _disassembler(machine: str) -> Any:
    import capstone  # not at the top: it takes long to import, and most compilations disassemble nothing

    modes = {
        "Arm": (capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS | capstone.CS_MODE_V8),
        "x86-64": (capstone.CS_ARCH_X86, capstone.CS_MODE_64),
        "RISC-V": (capstone.CS_ARCH_RISCV, capstone.CS_MODE_RISCV32 | capstone.CS_MODE_RISCVC),
    }
    return capstone.Cs(*modes[machine])


def function_rows(file: ObjectFile, symbol: Symbol) -> Iterator[Row]:
    """The instructions and constants of a function, in order."""
    code = file.code(symbol)
    for position, size, text in function_texts(file, symbol):
        at = symbol.offset + position
        is_data = file.is_data(symbol.section, at)
        place = None if is_data else file.lines.find(at)
        name = file.references.get((symbol.section, at), "")
        if is_data:
            text = f"{text}  {name}".rstrip()
        elif name:
            mnemonic, _, operands = text.partition(" ")
            text = f"{mnemonic:<8}{name}" if operands.lstrip().startswith("#") else f"{text}  @ {name}"
        yield Row(position, code[position : position + size], text, place[1] if place else None)


def function_texts(file: ObjectFile, symbol: Symbol) -> Iterator[tuple[int, int, str]]:
    """The same as offset, size and text, without names and lines; the text of a constant begins with a dot."""
    code, machine = file.code(symbol), _disassembler(file.machine)
    position = 0
    while position < len(code):
        at = symbol.offset + position
        if file.is_data(symbol.section, at):
            size = min(4 - at % 4, len(code) - position)
            value = int.from_bytes(code[position : position + size], "little")
            yield position, size, f".{'word' if size == 4 else 'byte' if size == 1 else 'short'}  {value:#x}"
            position += size
            continue
        # All that follow at once: Thumb's IT says what the instructions after it do.
        for offset, size, mnemonic, operands in machine.disasm_lite(code[position:], position):
            if file.is_data(symbol.section, symbol.offset + offset):
                break
            yield offset, size, f"{mnemonic:<8}{operands}"
            position = offset + size
        if position < len(code) and not file.is_data(symbol.section, symbol.offset + position):
            yield position, 2, f".short  {int.from_bytes(code[position : position + 2], 'little'):#x}"
            position += 2
