"""A table-driven Thumb assembler and disassembler that stands alone."""

from asm_thumb.assembler import assemble
from asm_thumb.assembly import Assembly, Relocation, Row
from asm_thumb.cores import ALIASES, CORES, Core, Feature, find_core
from asm_thumb.decode import Decoded, disassemble
from asm_thumb.errors import AssemblyError, EncodingMismatch, Problem, Span
from asm_thumb.operands import (
    Immediate,
    Lane,
    Memory,
    Name,
    Operand,
    Option,
    Real,
    Register,
    RegisterList,
    Shift,
    Statement,
)
from asm_thumb.relocation import branch_code
from asm_thumb.signature import Signature, read_signature

__all__ = [
    "ALIASES",
    "CORES",
    "Assembly",
    "AssemblyError",
    "Core",
    "Decoded",
    "EncodingMismatch",
    "Feature",
    "Immediate",
    "Lane",
    "Memory",
    "Name",
    "Operand",
    "Option",
    "Problem",
    "Real",
    "Register",
    "RegisterList",
    "Relocation",
    "Row",
    "Shift",
    "Signature",
    "Span",
    "Statement",
    "assemble",
    "branch_code",
    "disassemble",
    "find_core",
    "read_signature",
]
