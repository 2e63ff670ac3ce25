"""From bytes back to text, and the check that what was encoded is what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import capstone

from asm_thumb.conditions import CONDITIONS
from asm_thumb.cores import Core, find_core
from asm_thumb.errors import EncodingMismatch
from asm_thumb.form import Form
from asm_thumb.kinds.base import Site
from asm_thumb.operands import Operand


@dataclass(frozen=True, slots=True)
class Decoded:
    """One decoded instruction; `text` is `.short 0x...` for two bytes that are none."""

    offset: int
    code: bytes
    text: str


def disassemble(code: bytes, core: str | Core, *, origin: int = 0) -> list[Decoded]:
    """The instructions in `code`, in Arm's syntax, as they lie from address `origin` on.

    Halfwords that aren't an instruction, and a lone last byte, are shown as data. Raises `ValueError` for an unknown
    core.
    """
    find_core(core)
    rows: list[Decoded] = []
    at = 0
    while at < len(code):
        for address, size, mnemonic, operands in _engine().disasm_lite(code[at:], origin + at):
            start = address - origin
            rows.append(Decoded(start, code[start : start + size], f"{mnemonic} {operands}".rstrip()))
            at = start + size
        if at < len(code):
            rest = code[at : at + 2]
            word = ".short" if len(rest) == 2 else ".byte"
            rows.append(Decoded(at, rest, f"{word} {int.from_bytes(rest, 'little'):#x}"))
            at += 2
    return rows


def verify(form: Form, operands: Sequence[Operand], code: bytes, site: Site, condition: str = "") -> None:
    """Raise `EncodingMismatch` unless capstone reads `code` as the instruction that was meant."""
    block = _if_then(condition) if condition else b""
    # Only the low bits of the address matter to labels; the prefix must not move the instruction.
    start = site.address + 16
    shifted = Site(start, {name: value + 16 for name, value in site.labels.items()})
    meant = normal(form.mnemonic(_DECODED.get(condition, condition)), form.check_text(operands, shifted))
    found = _decode_one(block, code, start)
    if found != meant and rewritten(found) != rewritten(meant):
        raise EncodingMismatch(f"`{meant}` was encoded as {code.hex(' ')}, which is `{found}`")


@lru_cache(maxsize=4096)
def _decode_one(block: bytes, code: bytes, address: int) -> str:
    rows = list(_engine().disasm_lite(block + code, address - len(block)))
    if sum(size for _, size, _, _ in rows) != len(block) + len(code) or len(rows) != 1 + bool(block):
        return "no single instruction"
    _, _, mnemonic, operands = rows[-1]
    return normal(mnemonic, operands)


def _if_then(condition: str) -> bytes:
    return (0xBF08 | CONDITIONS[condition] << 4).to_bytes(2, "little")


@lru_cache(maxsize=1)
def _engine() -> capstone.Cs:
    return capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)


_DECODED = {"cs": "hs", "cc": "lo"}  # capstone prints the other names
_REGISTERS = {"sb": "r9", "sl": "r10", "fp": "r11", "ip": "r12", "r13": "sp", "r14": "lr", "r15": "pc"}
_CONDITION = "(?P<c>eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)?"
_TWO_OPERANDS = re.compile(
    rf"(add|sub|adc|sbc|and|orr|eor|bic|orn|rsb|lsl|lsr|asr|ror|mul|addw|subw|vadd|vsub|vmul)s?{_CONDITION}$"
)
# Different texts of one encoding, each to one spelling.
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern.replace("<C>", _CONDITION)), replacement)
    for pattern, replacement in (
        (r"^lsl(?P<s>s?)<C> (?P<d>\w+), (?P<m>\w+), #0$", r"mov\g<s>\g<c> \g<d>, \g<m>"),
        (r"^(ldm|ldmia)<C> sp!, ", r"pop\g<c> "),
        (r"^stmdb<C> sp!, ", r"push\g<c> "),
        (r"^str<C> (?P<r>\w+), \[sp, #4294967292\]!$", r"push\g<c> {\g<r>}"),
        (r"^ldr<C> (?P<r>\w+), \[sp\], #4$", r"pop\g<c> {\g<r>}"),
        (r"^vldmia<C> sp!, ", r"vpop\g<c> "),
        (r"^vstmdb<C> sp!, ", r"vpush\g<c> "),
        (r"^(ldm|stm)ia<C> ", r"\1\g<c> "),
        (r"^mov(?P<s>s?)<C> (?P<d>\w+), (?P<m>\w+), (?P<k>lsl|lsr|asr|ror) ", r"\g<k>\g<s>\g<c> \g<d>, \g<m>, "),
        (r"^(add|addw)<C> (?P<d>\w+), pc, (?P<n>#\d+)$", r"adr\g<c> \g<d>, \g<n>"),
        (r"^add<C> (?P<d>\w+), sp, (?P=d)$", r"add\g<c> \g<d>, \g<d>, sp"),
        (r"^dsb #0$", "ssbb"),
        (r"^dsb #4$", "pssbb"),
        (r"^trap$", "udf #254"),
        (r"^mov(?P<s>s?)<C> (?P<d>\w+), (?P<m>\w+), rrx$", r"rrx\g<s>\g<c> \g<d>, \g<m>"),
    )
)


def normal(mnemonic: str, operands: str) -> str:
    """An instruction with numbers, register names and spaces in one spelling, so that texts can be compared."""
    mnemonic = mnemonic.strip().lower().removesuffix(".w").removesuffix(".n")
    text = re.sub(r"\b(sb|sl|fp|ip|r13|r14|r15)\b", lambda m: _REGISTERS[m[0]], operands.strip().lower())
    text = re.sub(r"#(-?)(0x[0-9a-f]+|[0-9.]+(?:e[+-]?\d+)?)", _number, text)
    text = re.sub(r"\{(0x[0-9a-f]+)\}", lambda m: "{" + str(int(m[1], 0)) + "}", text)
    text = text.replace(", #0]", "]")
    return f"{mnemonic} {text}".strip()


def rewritten(line: str) -> str:
    """One spelling for all names that an encoding has; takes what `normal` returns."""
    mnemonic, _, text = line.partition(" ")
    mnemonic = {"bcs": "bhs", "bcc": "blo"}.get(mnemonic, mnemonic)
    if mnemonic.startswith("it"):
        text = _DECODED.get(text, text)
    if text.count(",") == 1 and _TWO_OPERANDS.match(mnemonic.partition(".")[0]):
        first = text.partition(",")[0]
        text = f"{first}, {text}"
    below = re.match(r"subw(\w*) (\w+), pc, #(\d+)$", f"{mnemonic} {text}")
    if below:  # an address before the instruction
        mnemonic, text = f"adr{below[1]}", f"{below[2]}, #{-int(below[3]) & 0xFFFFFFFF}"
    line = f"{mnemonic} {text}".strip()
    for pattern, replacement in _REWRITES:
        line = pattern.sub(replacement, line)
    return line


def _number(match: re.Match[str]) -> str:
    sign, digits = match[1], match[2]
    if "." in digits:
        return f"#{float(sign + digits)!r}"
    return f"#{int(sign + digits, 0) & 0xFFFFFFFF}"
