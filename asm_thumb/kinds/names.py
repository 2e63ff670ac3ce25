"""Operands that are names: special registers, barrier options, interrupt masks, conditions, coprocessors, `wb`."""

from __future__ import annotations

import difflib
import keyword
from collections.abc import Mapping
from dataclasses import dataclass

from asm_thumb.conditions import CONDITIONS
from asm_thumb.kinds.base import Kind, Rejection, Site
from asm_thumb.operands import Immediate, Name, Operand, describe


@dataclass(frozen=True)
class WordKind(Kind):
    """One of a few names; each maps to its text in Arm's syntax and its code. Case doesn't matter."""

    words: Mapping[str, tuple[str, int]]
    number: str = ""
    """The name that any number stands for."""

    def reject(self, operand: Operand) -> Rejection | None:
        if self.number and isinstance(operand, Immediate):
            return None
        if not isinstance(operand, Name):
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        if operand.text.lower() in self.words:
            return None
        close = difflib.get_close_matches(operand.text.lower(), self.words, 1)
        hint = f"did you mean `{self.words[close[0]][0]}`?" if close else ""
        return Rejection(f"`{operand.text}` isn't {self.title}", hint=hint)

    def text(self, operand: Operand) -> str:
        return self._entry(operand)[0]

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        return (self._entry(operand)[1],)

    def _entry(self, operand: Operand) -> tuple[str, int]:
        assert isinstance(operand, Name | Immediate)
        return self.words[operand.text.lower() if isinstance(operand, Name) else self.number]

    def __hash__(self) -> int:
        return hash((self.label, self.title, self.samples))


def words(label: str, title: str, mapping: Mapping[str, tuple[str, int]], *, number: str = "") -> WordKind:
    """A kind that takes any of these names, and any number for the name `number`."""
    samples = tuple(f'"{text}"' if keyword.iskeyword(text) else text for text, _ in mapping.values())
    return WordKind(label, title, samples, mapping, number)


def _coded(**codes: int) -> dict[str, tuple[str, int]]:
    return {name.lower(): (name, code) for name, code in codes.items()}


# SYSm numbers: ARMv7-M ARM B5.2.2, ARMv8-M ARM D1.2 (MRS). Arm writes the masks of APSR in lower case.
_SPECIAL_6 = _coded(APSR=0, IAPSR=1, EAPSR=2, XPSR=3, IPSR=5, EPSR=6, IEPSR=7)
_SPECIAL_6 |= _coded(MSP=8, PSP=9, PRIMASK=16, CONTROL=20)
_SPECIAL_7 = _coded(BASEPRI=17, BASEPRI_MAX=18, FAULTMASK=19)
_SPECIAL_8 = _coded(MSPLIM=10, PSPLIM=11, MSP_NS=0x88, PSP_NS=0x89, PRIMASK_NS=0x90, CONTROL_NS=0x94, SP_NS=0x98)
_SPECIAL_8_MAIN = _coded(MSPLIM_NS=0x8A, PSPLIM_NS=0x8B, BASEPRI_NS=0x91, FAULTMASK_NS=0x93)

SPECIAL_6 = words("special", "a special register such as PRIMASK, IPSR or MSP", _SPECIAL_6)
SPECIAL_7 = words("special", "a special register: BASEPRI, BASEPRI_MAX or FAULTMASK", _SPECIAL_7)
SPECIAL_8 = words("special", "a special register of Armv8-M such as MSPLIM or PSP_NS", _SPECIAL_8)
SPECIAL_8_MAIN = words("special", "a special register such as BASEPRI_NS or MSPLIM_NS", _SPECIAL_8_MAIN)

# MSR to the flags needs a mask (ARMv7-M ARM A7.7.82): 0b10 for nzcvq, 0b01 for the GE bits, 0b11 for both.
_FLAGS = {
    f"{name.lower()}{suffix}": (f"{name}{suffix}", code | mask << 10)
    for name, code in (("APSR", 0), ("IAPSR", 1), ("EAPSR", 2), ("XPSR", 3))
    for suffix, mask in (("_nzcvq", 2),)
}
_GE_FLAGS = {
    f"{name.lower()}{suffix}": (f"{name}{suffix}", code | mask << 10)
    for name, code in (("APSR", 0), ("IAPSR", 1), ("EAPSR", 2), ("XPSR", 3))
    for suffix, mask in (("_g", 1), ("_nzcvqg", 3))
}
_SETTABLE = {name: (text, code | 2 << 10) for name, (text, code) in _SPECIAL_6.items() if code >= 8}
_SETTABLE |= {name: (f"{text}_nzcvq", code | 2 << 10) for name, (text, code) in _SPECIAL_6.items() if code <= 3}
_SETTABLE |= {name: (text, code | 2 << 10) for name, (text, code) in _SPECIAL_6.items() if 5 <= code <= 7}


def _settable(mapping: Mapping[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    return {name: (text, code | 2 << 10) for name, (text, code) in mapping.items()}


SET_6 = words("special", SPECIAL_6.title, _SETTABLE | _FLAGS)
SET_7 = words("special", SPECIAL_7.title, _settable(_SPECIAL_7))
SET_8 = words("special", SPECIAL_8.title, _settable(_SPECIAL_8))
SET_8_MAIN = words("special", SPECIAL_8_MAIN.title, _settable(_SPECIAL_8_MAIN))
SET_GE = words("special", "flags with the GE bits, such as APSR_nzcvqg", _GE_FLAGS)

FPSCR = words("FPSCR", "FPSCR", {"fpscr": ("FPSCR", 1)})
FLAGS = words("APSR_nzcv", "APSR_nzcv", {"apsr_nzcv": ("APSR_nzcv", 15)})
# MicroPython's assembler does not look at the operand: people write `cpsid(0)` and mean the interrupt mask.
PRIMASK_FLAG = words("i", "i, the interrupt mask", {"i": ("i", 2)}, number="i")
MASK_FLAGS = words("i|f|if", 'i, f or "if"', {"i": ("i", 2), "f": ("f", 1), "if": ("if", 3)})
BARRIER = words("sy", "the barrier option sy", {"sy": ("sy", 15)})
WB = WordKind("wb", "wb, for write-back", ("wb",), {"wb": ("!", 1)})
CONDITION = words("cond", "a condition such as eq or lt", {name: (name, code) for name, code in CONDITIONS.items()})

# Cortex-M uses only some of the options, yet all sixteen encode; the named ones are those of ARMv7-M and later.
BARRIER_OPTIONS = words(
    "option",
    "a barrier option such as sy, st, ish or osh",
    {
        "sy": ("sy", 15),
        "st": ("st", 14),
        "ish": ("ish", 11),
        "ishst": ("ishst", 10),
        "nsh": ("nsh", 7),
        "nshst": ("nshst", 6),
        "osh": ("osh", 3),
        "oshst": ("oshst", 2),
    },
)


@dataclass(frozen=True)
class NumberedKind(Kind):
    """A coprocessor `p0` to `p15` or one of its registers `c0` to `c15`."""

    letter: str
    most: int

    def reject(self, operand: Operand) -> Rejection | None:
        if not isinstance(operand, Name) or operand.text[:1] != self.letter or not operand.text[1:].isdigit():
            return Rejection(f"expects {self.title}, not {describe(operand)}")
        if int(operand.text[1:]) > self.most:
            return Rejection(f"`{operand.text}` is out of range; expects {self.title}", near=0.5)
        return None

    def text(self, operand: Operand) -> str:
        assert isinstance(operand, Name)
        return operand.text

    def fields(self, operand: Operand, site: Site) -> tuple[int, ...]:
        assert isinstance(operand, Name)
        return (int(operand.text[1:]),)


# Coprocessors 8 to 15 are Arm's own: the floating point unit is 10 and 11 (ARMv8-M ARM, B3.24).
COPROCESSOR = NumberedKind("p", "a coprocessor p0 to p7", ("p0", "p7", "p1"), "p", 7)
CREG = NumberedKind("c", "a coprocessor register c0 to c15", ("c0", "c15", "c4", "c9"), "c", 15)
