"""Shifts by a variable count as the one instruction that an Arm core has for them.

The language's shift goes by the low 8 bits of the count, and a count of the width or more shifts everything out. An Arm
core's shift by a register does exactly that. LLVM's gives an undefined value there, so lowering writes a test around it
(codegen/lower/integers.py). After LLVM's passes over the IR the test goes:

    %low = and i32 %n, 255                            %nc.bare.0 = shl i32 %x, %n
    %inside = icmp ult i32 %low, 32                   %s = freeze i32 %nc.bare.0
    %shifted = shl i32 %x, %low
    %s = select i1 %inside, i32 %shifted, i32 0

    %low = and i32 %n, 255                            %nc.bare.0 = ashr i32 %x, %n
    %least = call i32 @llvm.umin.i32(%low, 31)        %s = freeze i32 %nc.bare.0
    %s = ashr i32 %x, %least

It is legal for words on Arm only: by LSL, LSR and ASR (register) of the Armv6-M and Armv7-M manuals, counts of 32 to
255 give 0, or the sign. What is left of LLVM writes such a shift as this instruction, and itself makes shifts by 32 of
which the result 0 counts, where it writes a shift of double words. `freeze` stands between the shift and those that use
it, so that none concludes from its operands that the count is below 32. It does not go

- where the count itself, and not its low 8 bits, is compared: 256 is no shift by 0;
- from a logical shift by the lesser of count and 31: of a negative word that gives 1 for a count too large. LLVM makes
  such a one of an arithmetic shift of which the lowest bit alone is used, and of words that are not negative.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nativecomp.targets import Target

_BITS = 32
_BYTE = 255
_FUNCTION = re.compile(r"^define .*? \{\n.*?^\}$", re.MULTILINE | re.DOTALL)
_VALUE = re.compile(r"^  (%[^\s=]+) = (.*?)((?:, ![\w.]+ !\d+)*)$", re.MULTILINE)
_USE = re.compile(r"%(?:[-\w$.]+|\"[^\"]*\")")
_DEBUG = re.compile(r", !dbg !\d+")

_SELECT = re.compile(r"select i1 (\S+), i32 (\S+), i32 (\S+)$")
_COMPARE = re.compile(r"icmp (?:samesign )?(ult|ugt) i(\d+) (\S+), (\d+)$")
_SHIFT = re.compile(r"(shl|lshr|ashr) (?:nuw |nsw |exact )*i32 (\S+), (\S+)$")
_LEAST = re.compile(r"(?:tail )?call (?:range\([^)]*\) )?i(\d+) @llvm\.umin\.i\d+\(i\d+ (\S+), i\d+ 31\)")
_AND = re.compile(r"and i32 (\S+), (\d+)$")
_EXTENDED = re.compile(r"zext (?:nneg )?i(\d+) (\S+) to i32$")
_LOWEST = re.compile(r"(?:and i32 (\S+), 1|trunc (?:nuw |nsw )*i32 (\S+) to i1)$")
_APPLIED = re.compile(r"(xor|add|or|and) (?:nuw |nsw |disjoint )*i32 (\S+), (-?\d+)$")
_AT_ZERO = {"xor": -1, "add": -1, "or": -1, "and": 0}
"""What each operation of 0 and a number makes of the number: a mask."""


def shifts_by_low_byte(target: Target) -> bool:
    """Whether the core's shift by a register goes by the low 8 bits of the count, and shifts out all by 32 and more."""
    return target.emulator == "arm"


def bare_shifts(text: str) -> str:
    """LLVM text after optimisation, with the tests around shifts of words taken away."""
    if " icmp " not in text and "@llvm.umin." not in text:
        return text
    return _FUNCTION.sub(lambda match: _Function(match[0]).rewritten(), text)


@dataclass
class _Function:
    """The text of a function; what it defines, without its metadata, by name."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        self.values = {match[1]: match[2] for match in _VALUE.finditer(self.text)}

    def rewritten(self) -> str:
        return _VALUE.sub(lambda match: self._value(match) or match[0], self.text)

    def _value(self, match: re.Match[str]) -> str | None:
        name, value, metadata = match.groups()
        debug = "".join(_DEBUG.findall(metadata))
        if select := _SELECT.match(value):
            return self._selected(name, select, debug)
        if (shift := _SHIFT.match(value)) and shift[1] != "shl":
            return self._limited(name, shift, debug)
        return None

    def _selected(self, name: str, select: re.Match[str], debug: str) -> str | None:
        """A shift that a test of the count precedes, with an operation on its result at most."""
        compare = _COMPARE.match(self.values.get(select[1], ""))
        if compare is None or (compare[1], int(compare[4])) not in (("ult", _BITS), ("ugt", _BITS - 1)):
            return None
        shifted, other = (select[2], select[3]) if compare[1] == "ult" else (select[3], select[2])
        applied = _APPLIED.match(self.values.get(shifted, ""))
        outcome = 0
        if applied:
            shifted, outcome = applied[2], int(applied[3]) & _AT_ZERO[applied[1]]
        shift = _SHIFT.match(self.values.get(shifted, ""))
        if other != str(outcome) or shift is None or shift[1] == "ashr":
            return None
        if int(compare[2]) == _BITS:
            count = self._count(compare[3])
            if count is None or self._count(shift[3]) != count:
                return None
        elif not self._is_extended(shift[3], compare[3]):
            return None
        else:
            count = shift[3]
        if applied is None:
            return self._bare(name, shift[1], shift[2], count, debug)
        inner = self._fresh("shifted")
        made = self._bare(inner, shift[1], shift[2], count, debug)
        return f"{made}\n  {name} = {applied[1]} i32 {inner}, {applied[3]}{debug}"

    def _limited(self, name: str, shift: re.Match[str], debug: str) -> str | None:
        """A shift by the lesser of the count and 31."""
        how, before, extended = shift[1], "", _EXTENDED.match(self.values.get(shift[3], ""))
        least = _LEAST.match(self.values.get(extended[2] if extended else shift[3], ""))
        if least is None or (extended and extended[1] != least[1]):
            return None
        if int(least[1]) == _BITS:
            count = self._count(least[2])
        elif int(least[1]) <= _BYTE.bit_length():
            count = self._fresh("count")
            before = f"  {count} = zext i{least[1]} {least[2]} to i32{debug}\n"
        else:
            return None
        if how == "lshr" and not self._is_positive(shift[2]):
            if not self._lowest_alone(name):
                return None
            how = "ashr"
        return None if count is None else before + self._bare(name, how, shift[2], count, debug)

    def _count(self, low: str) -> str | None:
        """What to shift by, of which `low` is the low 8 bits; None where it is not for sure."""
        value = self.values.get(low, "")
        if (masked := _AND.match(value)) and int(masked[2]) <= _BYTE:
            return masked[1] if int(masked[2]) == _BYTE else low
        extended = _EXTENDED.match(value)
        return low if extended and int(extended[1]) <= _BYTE.bit_length() else None

    def _is_extended(self, name: str, narrow: str) -> bool:
        """Whether a word is this number of at most 8 bits."""
        extended = _EXTENDED.match(self.values.get(name, ""))
        return extended is not None and extended[2] == narrow and int(extended[1]) <= _BYTE.bit_length()

    def _is_positive(self, name: str) -> bool:
        value = self.values.get(name, "")
        masked = _AND.match(value)
        return _EXTENDED.match(value) is not None or (masked is not None and int(masked[2]) >= 0)

    def _lowest_alone(self, name: str) -> bool:
        """Whether all that use a word take its lowest bit alone."""
        uses = [line for line in self.text.splitlines() if name in _USE.findall(line)]
        values = [match[2] for line in uses if (match := _VALUE.match(line))]
        taken = [match for value in values if (match := _LOWEST.match(value)) and name in match.groups()]
        return len(taken) == len(uses) - 1

    def _fresh(self, stem: str) -> str:
        self.made += 1
        return f"%nc.{stem}.{self.made - 1}"

    def _bare(self, name: str, how: str, word: str, count: str, debug: str) -> str:
        inner = self._fresh("bare")
        return f"  {inner} = {how} i32 {word}, {count}{debug}\n  {name} = freeze i32 {inner}{debug}"
