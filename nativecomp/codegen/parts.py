"""Values in memory and in registers: a buffer or a tuple is several LLVM values, a `bool` is a byte or a register."""

from dataclasses import dataclass

from nativecomp.codegen.layout import Layout
from nativecomp.codegen.registry import Value
from nativecomp.codegen.text import BodyText
from nativecomp.language.types import Type


@dataclass(frozen=True)
class Parts:
    """Writes loads, stores and extensions into the body of one function.

    What is stored and loaded `in_memory` is not kept in a register: a handler finds it as it was at the raise.
    """

    layout: Layout
    body: BodyText

    def store(self, type_: Type, value: Value, address: str, *, in_memory: bool = False) -> None:
        """Store a value of any type in memory of its own layout (of a slot: a `bool` is a byte there too)."""
        if self.layout.is_compound(type_):
            assert isinstance(value, tuple)
            for number, (part, item) in enumerate(zip(self.layout.parts(type_), value, strict=True)):
                self.store(part, item, self.address(type_, address, number), in_memory=in_memory)
            return
        memory_type = self.layout.memory(type_)
        if memory_type != self.layout.value(type_):
            value = self.body.value(f"zext i1 {value} to i8")
        self.body.line(f"store {'volatile ' * in_memory}{memory_type} {value}, ptr {address}")

    def load(self, type_: Type, address: str, *, in_memory: bool = False) -> Value:
        """Load what `store` has stored."""
        if self.layout.is_compound(type_):
            parts = self.layout.parts(type_)
            places = (self.address(type_, address, number) for number in range(len(parts)))
            return tuple(self.load(part, place, in_memory=in_memory) for part, place in zip(parts, places, strict=True))
        loaded = self.body.value(f"load {'volatile ' * in_memory}{self.layout.memory(type_)}, ptr {address}")
        if self.layout.memory(type_) != self.layout.value(type_):
            return self.body.value(f"trunc i8 {loaded} to i1")
        return loaded

    def address(self, type_: Type, address: str, number: int) -> str:
        """The address of one part of a compound value."""
        if number == 0:
            return address
        return self.body.value(
            f"getelementptr inbounds {self.layout.memory(type_)}, ptr {address}, i32 0, i32 {number}"
        )

    def from_passed(self, type_: Type, value: str) -> str:
        """The value that a parameter or result register holds; only the low bits of it count."""
        wide, narrow = self.layout.passed(type_), self.layout.value(type_)
        return value if wide == narrow else self.body.value(f"trunc {wide} {value} to {narrow}")

    def to_passed(self, type_: Type, value: str) -> str:
        """The value as it is passed, extended to the register by its sign."""
        wide, narrow = self.layout.passed(type_), self.layout.value(type_)
        if wide == narrow:
            return value
        extend = "sext" if getattr(type_, "signed", False) else "zext"
        return self.body.value(f"{extend} {narrow} {value} to {wide}")
