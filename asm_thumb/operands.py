"""Operand values and statements: what a source says, before any instruction has been chosen for it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from asm_thumb.constants import Constants
from asm_thumb.errors import Span

_ALIASES = {"sb": "r9", "sl": "r10", "fp": "r11", "ip": "r12", "r13": "sp", "r14": "lr", "r15": "pc"}
_NUMBERS = {f"r{n}": n for n in range(13)} | {"sp": 13, "lr": 14, "pc": 15}
_NUMBERS |= {f"s{n}": n for n in range(32)} | {f"d{n}": n for n in range(16)}


def register_name(name: str) -> str | None:
    """The one spelling of a register (`r13` is `sp`, `sl` is `r10`), or None when `name` is no register."""
    name = _ALIASES.get(name, name)
    return name if name in _NUMBERS else None


@dataclass(frozen=True, slots=True)
class Operand:
    """Base of the operand values. `span` is where it stands, and takes no part in comparison."""

    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Register(Operand):
    """A core register (`r0` to `r12`, `sp`, `lr`, `pc`) or a floating point one (`s0` to `s31`, `d0` to `d15`)."""

    name: str
    written: str = field(default="", compare=False)  # as in the source, in case it is a label after all

    def __post_init__(self) -> None:
        known = register_name(self.name)
        if known is None:
            raise ValueError(f"unknown register {self.name!r}")
        object.__setattr__(self, "written", self.written or self.name)
        object.__setattr__(self, "name", known)

    @property
    def bank(self) -> str:
        """`r` for core registers, `s` for single and `d` for double precision ones."""
        return self.name[0] if self.name not in ("sp", "lr", "pc") else "r"

    @property
    def number(self) -> int:
        """The number in the bank: sp, lr and pc are 13, 14 and 15."""
        return _NUMBERS[self.name]


@dataclass(frozen=True, slots=True)
class RegisterList(Operand):
    """A set of registers of one bank, `{r0, r4 - r7, lr}`; kept in ascending order, each once."""

    registers: tuple[Register, ...]

    def __post_init__(self) -> None:
        unique = {register.number: register for register in self.registers}
        object.__setattr__(self, "registers", tuple(unique[number] for number in sorted(unique)))

    @property
    def mask(self) -> int:
        """One bit for each register, bit 0 for number 0."""
        return sum(1 << register.number for register in self.registers)


@dataclass(frozen=True, slots=True)
class Immediate(Operand):
    """A whole number, any size and sign; the instruction decides what fits."""

    value: int


@dataclass(frozen=True, slots=True)
class Real(Operand):
    """A floating point constant, for `vmov`."""

    value: float


@dataclass(frozen=True, slots=True)
class Name(Operand):
    """An identifier that is no register: a label, a special register, a condition, an option.

    `value` is its number when it names a constant; the instruction decides which meaning counts.
    """

    text: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Shift(Operand):
    """A shift of a register operand: `lsl(3)`, `asr(1)`, `rrx`."""

    kind: str
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Memory(Operand):
    """An address in brackets: `[base]`, `[base, offset]` or `[base, index, lsl(n)]`."""

    base: Operand
    offset: Operand | None = None
    shift: Operand | None = None


@dataclass(frozen=True, slots=True)
class Lane(Operand):
    """One 32-bit half of a double register, `d0[1]`."""

    register: Register
    index: int


@dataclass(frozen=True, slots=True)
class Option(Operand):
    """A number in braces, `{4}`: the option byte of a coprocessor transfer."""

    value: int


@dataclass(frozen=True, slots=True)
class Expression(Operand):
    """Arithmetic over labels, known only after layout; stands in `data()`, for instance in jump tables."""

    tree: ast.expr = field(compare=False)
    text: str
    constants: Constants = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """One instruction or directive: `mnemonic` as it is written in the call, and its operands in order."""

    mnemonic: str
    operands: tuple[Operand, ...] = ()
    span: Span | None = field(default=None, compare=False)


def describe(operand: Operand) -> str:
    """What an operand is, in a few words, for messages."""
    match operand:
        case Register():
            return f"register {operand.name}"
        case RegisterList():
            return "a register list"
        case Immediate():
            return f"number {operand.value}"
        case Real():
            return f"number {operand.value}"
        case Name():
            return f"name `{operand.text}`"
        case Shift():
            return "a shift"
        case Memory():
            return "an address"
        case Lane():
            return f"half {operand.register.name}[{operand.index}]"
        case Option():
            return f"option {{{operand.value}}}"
        case Expression():
            return f"expression `{operand.text}`"
    return "an operand"
