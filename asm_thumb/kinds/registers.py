"""Register operands: core, single and double precision, halves of doubles, and register lists."""

from __future__ import annotations

from dataclasses import dataclass

from asm_thumb.kinds.base import Kind, Rejection, Site
from asm_thumb.operands import Lane, Operand, Register, RegisterList, describe

_ALL = [*(f"r{n}" for n in range(13)), "sp", "lr", "pc"]


@dataclass(frozen=True)
class RegisterKind(Kind):
    """A register of one bank whose number is among `allowed`."""

    bank: str
    allowed: frozenset[int]

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Register) or operand.bank != self.bank:
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        if operand.number not in self.allowed:
            return Rejection(f"can't use {operand.name}; expects {self.title}", near=0.5)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Register)
        return operand.name

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Register)
        if self.bank == "s":  # four bits in a row, the lowest apart (ARMv7-M ARM, A6.3)
            return operand.number >> 1, operand.number & 1
        if self.bank == "d":
            return operand.number, 0
        return (operand.number,)


def core_register(label: str, title: str, allowed: str, samples: str) -> RegisterKind:
    """A kind for some core registers; `allowed` lists them, with `r0-r12` for a range."""
    allowed = allowed.replace("r0-r12", " ".join(_ALL[:13]))
    numbers = frozenset(_ALL.index(name) for name in allowed.split())
    return RegisterKind(label, title, tuple(samples.split()), "r", numbers)


_LOW = " ".join(f"r{n}" for n in range(8))
_GENERAL = " ".join(f"r{n}" for n in range(13)) + " lr"

LO = core_register("Rlo", "a register r0 to r7", _LOW, "r0 r7 r3 r5")
R = core_register("R", "a register r0 to r12 or lr", _GENERAL, "r0 r9 lr r12 r4 r7")
RS = core_register("Rsp", "a register r0 to r12, sp or lr", _GENERAL + " sp", "r1 r8 lr sp r12 r3")
HI = core_register("Rhi", "a register r8 to r12, sp, lr or pc", "r8 r9 r10 r11 r12 sp lr pc", "r8 r12 lr")
ANY = core_register("Rany", "a core register", _GENERAL + " sp pc", "r0 r8 lr sp r7 pc r12")
SP = core_register("sp", "sp", "sp", "sp")
PC = core_register("pc", "pc", "pc", "pc")
LR = core_register("lr", "lr", "lr", "lr")
S = RegisterKind("Sd", "a register s0 to s31", ("s0", "s1", "s31", "s14", "s15", "s16"), "s", frozenset(range(32)))
D = RegisterKind("Dd", "a register d0 to d15", ("d0", "d15", "d7", "d8"), "d", frozenset(range(16)))


@dataclass(frozen=True)
class LaneKind(Kind):
    """One 32-bit half of a double register."""

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Lane) or operand.register.bank != "d":
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        if operand.index not in (0, 1):
            return Rejection("a double register has the halves 0 and 1", near=0.5)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Lane)
        return f"{operand.register.name}[{operand.index}]"


LANE = LaneKind("Dd[x]", "half of a double register, `d0[0]` or `d0[1]`", ("d0[0]", "d15[1]", "d8[0]"))


@dataclass(frozen=True)
class ListKind(Kind):
    """A register list. For core registers `allowed` is a mask; floating point lists must be consecutive."""

    bank: str
    allowed: int
    least: int = 1
    most: int = 16

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, RegisterList) or any(r.bank != self.bank for r in operand.registers):
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        for register in operand.registers:
            if not self.allowed >> register.number & 1:
                return Rejection(f"can't have {register.name} in the list; expects {self.title}", near=0.5)
        count = len(operand.registers)
        if count < self.least:
            return Rejection(f"needs {self.least} or more registers", near=0.3)
        if count > self.most:
            return Rejection(f"takes at most {self.most} registers, not {count}", near=0.3)
        if self.bank != "r":
            first = operand.registers[0].number
            if operand.mask >> first != (1 << count) - 1:
                return Rejection("needs consecutive registers, without a gap", near=0.5)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, RegisterList)
        return "{" + ", ".join(register.name for register in operand.registers) + "}"


def _list(title: str, allowed: str, samples: tuple[str, ...], least: int = 1, most: int = 16) -> ListKind:
    mask = sum(1 << _ALL.index(name) for name in allowed.split())
    return ListKind("{...}", title, samples, "r", mask, least, most)


LIST_LO = _list("registers r0 to r7", _LOW, ("{r1}", "{r0 - r7}", "{r2, r5}"))
LIST_PUSH = _list("registers r0 to r7 and lr", _LOW + " lr", ("{r0}", "{lr}", "{r0 - r7, lr}", "{r4, r6, lr}"))
LIST_POP = _list("registers r0 to r7 and pc", _LOW + " pc", ("{r0}", "{pc}", "{r0 - r7, pc}", "{r4, r6, pc}"))
LIST_WIDE = _list(
    "registers r0 to r12 and lr", _GENERAL, ("{r1, r8}", "{r0 - r12, lr}", "{r4 - r11}", "{r3, lr}"), least=2
)
LIST_WIDE_PC = _list(
    "registers r0 to r12, lr and pc", _GENERAL + " pc", ("{r1, r8}", "{r4 - r12, pc}", "{r0 - r12, lr}"), least=2
)
LIST_ONE = _list("one register", _GENERAL, ("{r8}", "{lr}", "{r12}"), most=1)
LIST_ONE_PC = _list("one register", _GENERAL + " pc", ("{r8}", "{lr}", "{r12}"), most=1)
LIST_S = ListKind(
    "{s...}", "registers s0 to s31 in a row", ("{s0}", "{s0 - s31}", "{s3, s4}", "{s31}"), "s", 0xFFFFFFFF, most=32
)
LIST_D = ListKind(
    "{d...}", "registers d0 to d15 in a row", ("{d0}", "{d0 - d15}", "{d8, d9}", "{d15}"), "d", 0xFFFF, most=16
)
