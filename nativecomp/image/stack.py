"""How much stack each function of an image needs, with all that it calls: read off the machine code that is in it.

    push {r4, lr}        8 bytes
    sub  sp, #24         24 bytes               the frame: 32
    bl   other           a call: 32 and what `other` needs

The frame is what all instructions of a function together take from the stack pointer; that some give back before
others take does not count, so the result may be too large but never too small. There is no result where functions call
each other in a circle, or where the address of a call is computed. A call through a register is a call of the functions
whose addresses are put there, as constants, if nothing else is.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import capstone

from nativecomp.elf import ElfFile

_TAKES = re.compile(r"(?:v?push|stmdb|vstmdb)\b")
_SUB = re.compile(r"sp, (?:sp, )?#(0x[0-9a-f]+|\d+)$")
_RANGE = re.compile(r"([rds])(\d+)-[rds](\d+)")
_STORED = re.compile(r"\[sp, #-(0x[0-9a-f]+|\d+)\]!$")


@dataclass(frozen=True)
class StackUse:
    """Bytes of a function's own frame, and with all that it calls: None, and why, where that has no end."""

    frame: int
    depth: int | None
    why: str = ""

    @property
    def text(self) -> int | str:
        """The depth, or why there is none."""
        return f"no end: {self.why}" if self.depth is None else self.depth


@dataclass
class _Code:
    """What a function's instructions say: its frame, the addresses that it calls, and what keeps it from an end."""

    frame: int = 0
    calls: frozenset[int] = frozenset()
    why: str = ""


def stack_use(image: bytes) -> dict[str, StackUse]:
    """The stack that each function of a linked image for Arm needs."""
    file = ElfFile(image)
    codes = {address: _read(file, address, size) for address, size, _ in file.functions}
    names = {address: name for address, _, name in file.functions}
    found: dict[int, StackUse] = {}
    for address in codes:
        _measure(address, codes, names, found, [])
    return {names[address]: use for address, use in found.items()}


def _measure(
    address: int, codes: Mapping[int, _Code], names: Mapping[int, str], found: dict[int, StackUse], above: list[int]
) -> StackUse:
    code = codes[address]
    if address in above:
        circle = " calls ".join(names[one] for one in [*above[above.index(address) :], address])
        return StackUse(code.frame, None, circle)
    if address in found:
        return found[address]
    depth, why = 0, code.why
    for callee in sorted(code.calls):
        if callee in codes:
            use = _measure(callee, codes, names, found, [*above, address])
            why = why or use.why
            depth = max(depth, use.depth or 0)
    use = StackUse(code.frame, None if why else code.frame + depth, why)
    found[address] = use
    return use


def _read(file: ElfFile, address: int, size: int) -> _Code:
    found = _Code()
    calls = set()
    instructions = list(_instructions(file, address, size))
    functions = {at for at, _, _ in file.functions}
    has_table = any(
        mnemonic[:2] == "tb" or "pc" in operands.partition(",")[0] for _, mnemonic, operands in instructions
    )
    known = [{}] * len(instructions) if has_table else _known_registers(instructions, file)
    for (_, mnemonic, operands), registers in zip(instructions, known, strict=True):
        found.frame += _taken(mnemonic, operands)
        head = mnemonic.partition(".")[0]
        if head == "add" and re.match(r"sp, (sp, )?r", operands):
            found.why = "the size of its frame is computed"
        if head in ("bl", "b") and operands.startswith("#"):
            target = int(operands[1:], 16)
            if head == "bl" or not address <= target < address + size:
                calls.add(target)
        if head == "blx" or (head == "bx" and operands != "lr"):
            target = registers.get(operands, 0) & ~1
            calls.add(target)
            found.why = found.why if target in functions else "it calls an address that is computed"
    found.calls = frozenset(calls)
    return found


def _taken(mnemonic: str, operands: str) -> int:
    """The bytes that one instruction takes from the stack."""
    head = mnemonic.partition(".")[0]
    if head in ("sub", "subw") and (match := _SUB.match(operands)):
        return int(match[1], 0)
    if head == "str" and (match := _STORED.search(operands)):
        return int(match[1], 0)
    if not _TAKES.match(mnemonic) or ("db" in head and not operands.startswith("sp!")):
        return 0
    registers = operands[operands.index("{") + 1 : operands.index("}")]
    size = 8 if "d" in registers else 4
    count = 0
    for part in registers.split(","):
        span = _RANGE.search(part)
        count += int(span[3]) - int(span[2]) + 1 if span else 1
    return count * size


Instruction = tuple[int, str, str]
"""Address, mnemonic, operands."""

_LOST_IN_CALLS = ("r0", "r1", "r2", "r3", "ip", "lr")
_WRITES_NO_REGISTER = ("cmp", "cmn", "tst", "nop", "cpsid", "cpsie", "msr", "dsb", "isb", "dmb", "wfi", "bkpt", "svc",
                       "str", "strb", "strh", "strd", "stm", "it", "cbz", "cbnz", "push")  # fmt: skip


def _known_registers(instructions: Sequence[Instruction], file: ElfFile) -> list[dict[str, int]]:
    """The registers that surely hold a constant before each instruction, with the constants: a dataflow analysis."""
    place = {at: number for number, (at, _, _) in enumerate(instructions)}
    before: list[dict[str, int] | None] = [None] * len(instructions)
    todo: list[tuple[int, dict[str, int]]] = [(0, {})]
    while todo:
        number, state = todo.pop()
        known = before[number]
        merged = state if known is None else {name: value for name, value in known.items() if state.get(name) == value}
        if merged == known:
            continue
        before[number] = merged
        _, mnemonic, operands = instructions[number]
        head = mnemonic.partition(".")[0]
        after = _after(dict(merged), instructions[number], head, file)
        target = int(operands.rpartition("#")[2], 16) if "#" in operands and head[:1] in "bc" else -1
        if head not in ("bl", "blx") and target in place:
            todo.append((place[target], after))
        ends = head == "b" or (head == "bx") or (head in ("pop", "ldm") and "pc" in operands)
        if not ends and number + 1 < len(instructions):
            todo.append((number + 1, after))
    return [state or {} for state in before]


def _after(state: dict[str, int], instruction: Instruction, head: str, file: ElfFile) -> dict[str, int]:
    """The constants in registers behind an instruction."""
    at, _, operands = instruction
    register = operands.partition(",")[0]
    if head in ("bl", "blx"):
        return {name: value for name, value in state.items() if name not in _LOST_IN_CALLS}
    if head in _WRITES_NO_REGISTER or head[:1] in ("b", "v"):
        return state
    if head in ("pop", "ldm", "ldrd"):
        loaded = set(re.findall(r"\w+", operands))
        return {name: value for name, value in state.items() if name not in loaded}
    if head == "ldr" and (match := re.search(r"\[pc, #(0x[0-9a-f]+|\d+)\]", operands)):
        state[register] = _word(file, (at + 4 & ~3) + int(match[1], 0))
    elif head == "movw":
        state[register] = int(operands.rpartition("#")[2], 0)
    elif head == "movt" and register in state:
        state[register] |= int(operands.rpartition("#")[2], 0) << 16
    elif head == "mov" and (source := operands.partition(", ")[2]) in state:
        state[register] = state[source]
    else:
        state.pop(register, None)
    return state


def _word(file: ElfFile, address: int) -> int:
    for start, data in file.segments:
        if start <= address < start + len(data):
            return int.from_bytes(data[address - start : address - start + 4], "little")
    return 0


def _instructions(file: ElfFile, address: int, size: int) -> Iterator[tuple[int, str, str]]:
    """The instructions of a function with their addresses, without the constants that lie among them."""
    disassembler = capstone.Cs(
        capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS | capstone.CS_MODE_V8
    )
    marks = sorted((s.value & ~1, s.name[:2] == "$d") for s in file.symbols if s.name[:2] in ("$d", "$t"))
    starts = [address, *(at for at, _ in marks if address < at < address + size), address + size]
    kinds = dict(marks)
    for start, end in itertools.pairwise(starts):
        if kinds.get(start):
            continue
        for segment_at, data in file.segments:
            if segment_at <= start < segment_at + len(data):
                code = data[start - segment_at : end - segment_at]
                for at, _, mnemonic, operands in disassembler.disasm_lite(code, start):
                    yield at, mnemonic, operands


_EXCEPTION_FRAME = 32
_FLOAT_FRAME = 72
_ALIGNMENT = 4


def image_stack(image: bytes, handlers: Mapping[str, int], *, fpu: bool) -> StackUse:
    """The stack of a whole image: of its program, and at each priority of the handler that needs most.

    `handlers` are the symbols of interrupt handlers with their priorities; a more urgent one may interrupt another.
    """
    uses = stack_use(image)
    main = uses["nc_reset"]
    pushed = _EXCEPTION_FRAME + _FLOAT_FRAME * fpu + _ALIGNMENT
    why, levels = main.why, dict[int, int]()
    for symbol, priority in handlers.items():
        why = why or uses[symbol].why
        levels[priority] = max(levels.get(priority, 0), pushed + (uses[symbol].depth or 0))
    return StackUse(main.frame, None if why else (main.depth or 0) + sum(levels.values()), why)
