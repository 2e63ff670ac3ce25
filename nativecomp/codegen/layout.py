"""How the types of the language look in LLVM: as values, in memory, and as parameters and results of functions."""

import struct
from dataclasses import dataclass

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.registry import Value
from nativecomp.language.types import (
    BOOL,
    ITERATOR,
    NONE,
    OBJECT,
    BufferType,
    CellType,
    FloatType,
    IntType,
    PointerType,
    TupleType,
    Type,
)
from nativecomp.targets import Target

_DATA_LAYOUTS = {
    "arm": "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64",
    "riscv32": "e-m:e-p:32:32-i64:64-n32-S128",
    "x86-64": "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128",
}


@dataclass(frozen=True)
class Layout:
    """The types on one target."""

    target: Target

    @property
    def data_layout(self) -> str:
        return _DATA_LAYOUTS[self.target.emulator]

    @property
    def word(self) -> str:
        return f"i{self.target.word_bits}"

    @property
    def word_type(self) -> IntType:
        return IntType("int", self.target.word_bits, True)

    def value(self, type_: Type) -> str:
        """The LLVM type of a value, which is not a buffer or a tuple: those are several values."""
        if isinstance(type_, IntType):
            return f"i{type_.bits}"
        if type_ == BOOL:
            return "i1"
        if isinstance(type_, FloatType):
            return "float" if type_.bits == 32 else "double"
        if isinstance(type_, PointerType):
            return "ptr"
        if type_ == OBJECT or isinstance(type_, CellType):
            return self.word
        raise CodegenError(f"a value of type {type_} cannot be one LLVM value")

    def parts(self, type_: Type) -> list[Type]:
        """The values that a buffer or a tuple consists of."""
        if isinstance(type_, BufferType):
            return [PointerType("ptr", 0), self.word_type]
        assert isinstance(type_, TupleType)
        return list(type_.items)

    def is_compound(self, type_: Type) -> bool:
        return isinstance(type_, BufferType | TupleType)

    def memory(self, type_: Type) -> str:
        """The type in memory, laid out as in C: a `bool` is a byte, a buffer or a tuple a struct."""
        if self.is_compound(type_):
            return f"{{ {', '.join(self.memory(part) for part in self.parts(type_))} }}"
        if type_ == ITERATOR:
            return f"[4 x {self.word}]"
        return "i8" if type_ == BOOL else self.value(type_)

    def is_returned_in_memory(self, type_: Type) -> bool:
        return self.is_compound(type_)

    def passed(self, type_: Type) -> str:
        """The LLVM type of a parameter or result: what is narrower than 32 bits fills a register."""
        if type_ == BOOL or (isinstance(type_, IntType) and type_.bits < 32):
            return "i32"
        return self.value(type_)

    def result(self, type_: Type) -> str:
        return "void" if type_ == NONE or self.is_returned_in_memory(type_) else self.passed(type_)

    def zero(self, type_: Type) -> Value:
        """What a local holds that was never assigned."""
        if self.is_compound(type_):
            return tuple(self.zero(part) for part in self.parts(type_))
        return self.constant(type_, 0)

    def constant(self, type_: Type, value: int | float | bool) -> Value:
        """A constant of the type. Integers wrap; a float is rounded to its type."""
        if self.is_compound(type_):
            return self.zero(type_)
        if type_ == BOOL:
            return "true" if value else "false"
        if isinstance(type_, FloatType):
            return float_text(float(value), type_.bits)
        if isinstance(type_, PointerType):
            address = int(value) & ((1 << self.target.word_bits) - 1)
            return f"inttoptr ({self.word} {address} to ptr)" if address else "null"
        bits = type_.bits if isinstance(type_, IntType) else self.target.word_bits
        return str(IntType("", bits, True).wrap(int(value)))


def float_text(value: float, bits: int) -> str:
    """A float constant as LLVM writes both widths: the bits of the double that equals it."""
    if bits == 32:
        try:
            value = struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            value = float("inf") if value > 0 else float("-inf")
    return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"
