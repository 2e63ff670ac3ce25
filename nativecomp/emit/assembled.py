"""The `@asm_thumb` functions of a file as machine code in one piece, with symbols that compiled code can call.

    push {r1, r4-r7, lr}                 as MicroPython does it
    push {r8-r11}; vpush {d8-d15}        only where the function names such registers
    ...                                  the function
    the same back                        and the return

So a caller keeps what the calling convention of C (AAPCS) promises, whatever the function does with its registers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from nativecomp.frontend import FunctionSource
from nativecomp.frontend.constants import ConstantScopes
from nativecomp.frontend.folding import NotConstant
from nativecomp.language.diagnostics import Diagnostics, SourceFile, Span
from nativecomp.targets import Target

if TYPE_CHECKING:
    import asm_thumb
    from asm_thumb import Assembly, Problem, Row

CORES = {
    "cortex-m4f-softfp": "cortex-m4f",
    "cortex-m7": "cortex-m7-sp",
    "cortex-m7-softfp": "cortex-m7-sp",
    "cortex-m7d": "cortex-m7-dp",
    "cortex-m7d-softfp": "cortex-m7-dp",
    "cortex-m33-nofp": "cortex-m33-dsp",
    "cortex-m33-softfp": "cortex-m33",
}
"""The assembler's names of cores where they are not the targets'."""

CODE_ALIGNMENT = 4


@dataclass(frozen=True)
class Frame:
    """What surrounds the statements of a function, as text of the assembler."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Assembled:
    """One function: its code with what surrounds it, and the rows of the listing, offsets from the first byte.

    Its statements begin at byte `body`. `offset` is where it lies in the piece that holds all functions.
    """

    source: FunctionSource
    symbol: str
    assembly: Assembly
    code: bytes
    rows: tuple[Row, ...]
    body: int
    offset: int = 0

    @property
    def lines(self) -> list[tuple[int, int, int]]:
        """Start, end and source line of each instruction, as offsets in the function."""
        found = []
        for row in self.rows:
            line = row.span.line if row.span else self.source.node.lineno
            if row.code:
                found.append((row.offset, row.offset + len(row.code), line))
        return found


def can_assemble(target: Target) -> bool:
    """Whether the target's core runs Thumb code."""
    return target.emulator == "arm"


def core_name(target: Target) -> str:
    """The assembler's name of a target's core."""
    return CORES.get(target.core, target.core)


_HIGH = re.compile(r"\b(?:r8|r9|r10|r11|sb|sl|fp)\b")
_RANGE = re.compile(r"\b([rsd])(\d+)\s*-\s*\1(\d+)")
_FLOAT = re.compile(r"\b([sd])(\d+)\b")


def _touches(rows: Sequence[Row]) -> tuple[bool, bool]:
    """Whether some row names r8 to r11, and whether one names a float register that a callee keeps."""
    high = floats = False
    for row in rows:
        text = row.text.lower()
        if row.code and text.startswith("."):
            # Numbers given as `data` are instructions as a rule.
            text = " ".join(decoded.text.lower() for decoded in _decoded(row.code))
        ranges = [(bank, int(first), int(last)) for bank, first, last in _RANGE.findall(text)]
        high |= bool(_HIGH.search(text)) or any(b == "r" and first < 12 and last > 7 for b, first, last in ranges)
        named = [(bank, int(number), int(number)) for bank, number in _FLOAT.findall(text)]
        kept = {"s": (16, 31), "d": (8, 15)}
        for bank, first, last in [*named, *ranges]:
            low, top = kept.get(bank, (99, -1))
            floats |= first <= top and last >= low
    return high, floats


def _decoded(code: bytes) -> Sequence[asm_thumb.Decoded]:
    import asm_thumb

    try:
        return list(asm_thumb.disassemble(code, "cortex-m7-dp"))
    except ValueError:
        return []


_PLAIN = Frame(("push({r1, r4, r5, r6, r7, lr})",), ("pop({r1, r4, r5, r6, r7, pc})",))
_LOW_FROM_HIGH = tuple(f"mov(r{low}, r{low + 4})" for low in range(4, 8))
_HIGH_FROM_LOW = tuple(f"mov(r{low + 4}, r{low})" for low in range(4, 8))


def _frame(rows: Sequence[Row], is_wide: bool) -> Frame:
    high, floats = _touches(rows)
    before, after = list(_PLAIN.before), list(_PLAIN.after)
    if high and is_wide:
        before.append("push({r8, r9, r10, r11})")
        after.insert(0, "pop({r8, r9, r10, r11})")
    elif high:
        before += [*_LOW_FROM_HIGH, "push({r4, r5, r6, r7})"]
        after[:0] = ["pop({r4, r5, r6, r7})", *_HIGH_FROM_LOW]
    if floats:
        registers = ", ".join(f"d{number}" for number in range(8, 16))
        before.append(f"vpush({{{registers}}})")
        after.insert(0, f"vpop({{{registers}}})")
    return Frame(tuple(before), tuple(after))


@cache
def _assemble_frame(lines: tuple[str, ...], core: str) -> Assembly:
    import asm_thumb

    return asm_thumb.assemble(list(lines), core)


class Assembler:
    """Assembles the functions of one file for one target. Problems go to the diagnostics."""

    def __init__(self, source: SourceFile, target: Target, diagnostics: Diagnostics, scopes: ConstantScopes) -> None:
        self.source = source
        self.core = core_name(target)
        import asm_thumb  # not at the top: few files have assembler functions

        self.is_wide = asm_thumb.find_core(self.core).has(asm_thumb.Feature.WIDE)
        self.diagnostics = diagnostics
        self.scopes = scopes

    def _report(self, problem: Problem, function: FunctionSource, unknown: Mapping[str, str]) -> None:
        """Report a problem; `unknown` says by name why it is no constant."""
        node = function.node
        span = Span(self.source.name, node.lineno, node.col_offset, node.lineno, node.col_offset + len("def"))
        if problem.span is not None:
            at = problem.span
            span = Span(self.source.name, at.line, at.column, at.line, at.end_column)
        why = next((reason for name, reason in unknown.items() if f"`{name}`" in problem.message), "")
        self.diagnostics.error(span, problem.message, problem.hint or why)

    def function(self, function: FunctionSource, symbol: str, externals: Sequence[str] = ()) -> Assembled | None:
        """One function; None where it was refused, which has been reported then."""
        import asm_thumb

        unknown: dict[str, str] = {}

        def constants(name: str) -> int | None:
            scope = self.scopes.of(function.scope)
            base, _, attribute = name.partition(".")
            try:
                value = scope.dotted(base, attribute) if attribute else scope.lookup(base)
            except NotConstant as error:
                unknown[name] = str(error)
                return None
            return value if isinstance(value, int) else None

        try:
            assembly = asm_thumb.assemble(function.node, self.core, constants=constants, externals=externals)
            frame = _frame(assembly.rows, self.is_wide)
            before, after = (_assemble_frame(lines, self.core) for lines in (frame.before, frame.after))
            if len(before.code) % 4:
                # Where a word lies beside the code depends on what comes before.
                assembly = asm_thumb.assemble(
                    function.node, self.core, constants=constants, externals=externals, origin=len(before.code)
                )
        except asm_thumb.AssemblyError as error:
            for problem in error.problems:
                self._report(problem, function, unknown)
            return None
        body, tail = len(before.code), len(before.code) + len(assembly.code)
        rows = [
            *_moved(before.rows, 0, in_source=False),
            *_moved(assembly.rows, body, in_source=True),
            *_moved(after.rows, tail, in_source=False),
        ]
        code = before.code + assembly.code + after.code
        return Assembled(function, symbol, assembly, code, tuple(rows), body)


def join(functions: Sequence[Assembled]) -> tuple[bytes, list[Assembled]]:
    """All functions in one piece, with the branches between them filled in."""
    code = bytearray()
    placed = []
    for function in functions:
        code += bytes(-len(code) % CODE_ALIGNMENT)
        placed.append(replace(function, offset=len(code)))
        code += function.code
    by_name = {function.source.node.name: function for function in placed}
    for function in placed:
        for relocation in function.assembly.relocations:
            at = function.offset + function.body + relocation.offset
            distance = by_name[relocation.symbol].offset - at
            import asm_thumb

            code[at : at + 4] = asm_thumb.branch_code(relocation.kind, distance)
    return bytes(code), placed


def reached(functions: Sequence[Assembled], symbols: Collection[str]) -> list[Assembled]:
    """The functions of these symbols and those that they branch to."""
    by_name = {function.source.node.name: function for function in functions}
    found = [function for function in functions if function.symbol in symbols]
    for function in found:
        targets = [by_name[relocation.symbol] for relocation in function.assembly.relocations]
        found += [target for target in dict.fromkeys(targets) if target not in found]
    return found


def _moved(rows: Sequence[Row], by: int, *, in_source: bool) -> list[Row]:
    return [replace(row, offset=row.offset + by, span=row.span if in_source else None) for row in rows]
