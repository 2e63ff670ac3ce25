"""Disassemble a function of an object file, instruction by instruction, with names and source lines."""

from collections.abc import Iterator
from dataclasses import dataclass

import capstone

from nativecomp.objectfile import ObjectFile, Symbol


@dataclass(frozen=True)
class Row:
    """One instruction, or one constant among the code. `offset` counts from the function's first byte."""

    offset: int
    code: bytes
    text: str
    line: int | None


_MODES = {
    "EM_ARM": (capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS | capstone.CS_MODE_V8),
    "EM_X86_64": (capstone.CS_ARCH_X86, capstone.CS_MODE_64),
    "EM_RISCV": (capstone.CS_ARCH_RISCV, capstone.CS_MODE_RISCV32 | capstone.CS_MODE_RISCVC),
}


def _disassembler(machine: str) -> capstone.Cs:
    return capstone.Cs(*_MODES[machine])


def function_rows(file: ObjectFile, symbol: Symbol) -> Iterator[Row]:
    """The instructions and constants of a function, in order."""
    code = file.code(symbol)
    machine = _disassembler(file.machine)
    position = 0
    while position < len(code):
        at = symbol.offset + position
        place = file.lines.find(at)
        line = place[1] if place else None
        name = file.references.get((symbol.section, at), "")
        if file.is_data(symbol.section, at):
            size = min(4 - at % 4, len(code) - position)
            value = int.from_bytes(code[position : position + size], "little")
            text = f".{'word' if size == 4 else 'byte' if size == 1 else 'short'}  {value:#x}"
            yield Row(position, code[position : position + size], f"{text}  {name}".rstrip(), None)
        else:
            size, text = _instruction(machine, code, position, name)
            yield Row(position, code[position : position + size], text, line)
        position += size


def _instruction(machine: capstone.Cs, code: bytes, position: int, name: str) -> tuple[int, str]:
    for _, size, mnemonic, operands in machine.disasm_lite(code[position : position + 16], position, 1):
        if name and operands.startswith("#"):
            operands = name
        return size, f"{mnemonic:<8}{operands}" + (f"  @ {name}" if name and operands != name else "")
    return 2, f".short  {int.from_bytes(code[position : position + 2], 'little'):#x}"
