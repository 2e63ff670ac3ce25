"""Conditions on several operands of one instruction, mostly where Arm's manual says UNPREDICTABLE."""

from __future__ import annotations

from collections.abc import Sequence

from asm_thumb.form import Rule
from asm_thumb.kinds.numbers import number_of
from asm_thumb.operands import Memory, Operand, Register, RegisterList


def same(first: int, second: int) -> Rule:
    """Both operands must be the same register."""

    def rule(operands: Sequence[Operand]) -> str | None:
        a, b = operands[first], operands[second]
        assert isinstance(a, Register)
        assert isinstance(b, Register)
        return None if a.name == b.name else f"operands {first + 1} and {second + 1} must be the same register"

    return rule


def differ(first: int, second: int) -> Rule:
    """Both operands must be different registers."""

    def rule(operands: Sequence[Operand]) -> str | None:
        a, b = operands[first], operands[second]
        assert isinstance(a, Register)
        assert isinstance(b, Register)
        return None if a.name != b.name else f"operands {first + 1} and {second + 1} must be different registers"

    return rule


def not_base(register: int, memory: int) -> Rule:
    """The register must not be the base of the address."""

    def rule(operands: Sequence[Operand]) -> str | None:
        a, address = operands[register], operands[memory]
        assert isinstance(a, Register)
        assert isinstance(address, Memory)
        if isinstance(address.base, Register) and address.base.name == a.name:
            return f"{a.name} can't be both operand {register + 1} and the base of the address"
        return None

    return rule


def base_in_list(base: int, registers: int) -> Rule:
    """The base must be in the list: the 16-bit load without write-back."""

    def rule(operands: Sequence[Operand]) -> str | None:
        return None if _listed(operands, base, registers) else "without write-back the base must be in the list"

    return rule


def base_not_in_list(base: int, registers: int) -> Rule:
    """The base must not be in the list, because write-back would change it too."""

    def rule(operands: Sequence[Operand]) -> str | None:
        return "with write-back the base can't be in the list" if _listed(operands, base, registers) else None

    return rule


def base_lowest(base: int, registers: int) -> Rule:
    """The base, if in the list, must be its lowest register, else the stored value is unknown."""

    def rule(operands: Sequence[Operand]) -> str | None:
        if not _listed(operands, base, registers):
            return None
        listed, register = operands[registers], operands[base]
        assert isinstance(listed, RegisterList)
        assert isinstance(register, Register)
        if listed.registers[0].name == register.name:
            return None
        return "the base can be in the list of a store only as its lowest register"

    return rule


def not_lr_and_pc(registers: int) -> Rule:
    """A load can't have both lr and pc in its list."""

    def rule(operands: Sequence[Operand]) -> str | None:
        listed = operands[registers]
        assert isinstance(listed, RegisterList)
        both = {"lr", "pc"} <= {register.name for register in listed.registers}
        return "can't load both lr and pc" if both else None

    return rule


def fits_word(low: int, width: int) -> Rule:
    """A bit field must end at bit 31 or before."""

    def rule(operands: Sequence[Operand]) -> str | None:
        start, count = number_of(operands[low]), number_of(operands[width])
        assert start is not None
        assert count is not None
        return None if start + count <= 32 else f"bits {start} to {start + count - 1}: the last bit is 31"

    return rule


def consecutive(first: int, second: int) -> Rule:
    """The second register must be the next after the first."""

    def rule(operands: Sequence[Operand]) -> str | None:
        a, b = operands[first], operands[second]
        assert isinstance(a, Register)
        assert isinstance(b, Register)
        return None if b.number == a.number + 1 else f"operand {second + 1} must be the register after {a.name}"

    return rule


def not_both(name: str, first: int, second: int) -> Rule:
    """At most one of the two operands may be the register `name`."""

    def rule(operands: Sequence[Operand]) -> str | None:
        a, b = operands[first], operands[second]
        assert isinstance(a, Register)
        assert isinstance(b, Register)
        return f"only one operand can be {name}" if a.name == b.name == name else None

    return rule


def _listed(operands: Sequence[Operand], base: int, registers: int) -> bool:
    register, listed = operands[base], operands[registers]
    assert isinstance(register, Register)
    assert isinstance(listed, RegisterList)
    return any(entry.name == register.name for entry in listed.registers)
