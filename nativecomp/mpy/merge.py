"""Put machine code in the place of marked functions of a bytecode file."""

from collections.abc import Iterator
from dataclasses import dataclass

from nativecomp.mpy.container import Kind, MpyError, MpyFile, RawCode, ScopeFlags
from nativecomp.mpy.prelude import Prelude, native_prelude, read_prelude, read_varint

_NAME, _NUMBER, _LABEL = 1, 2, 3
_OPERANDS = 0x3A4
"""Two bits for each sixteen opcodes: the kind of operand."""

_LOAD_SMALL_INT = 0x22
_LOAD_DEREF = 0x25
_ENDS = (0x2B, 0x63)
"""BUILD_LIST, RETURN_VALUE."""


@dataclass(frozen=True)
class Place:
    """Where a marked function stands, the prelude of its bytecode, and what it reads behind the mark.

    `cells` are the numbers of cells; None stands for a name that is a constant of mpy-cross's.
    """

    code: RawCode
    prelude: Prelude
    cells: tuple[int | None, ...] = ()


def _load(mark: int) -> bytes:
    """The instruction that loads a mark."""
    groups = [mark & 0x7F]
    mark >>= 7
    while mark or groups[-1] & 0x40:
        groups.append(mark & 0x7F | 0x80)
        mark >>= 7
    return bytes([_LOAD_SMALL_INT, *reversed(groups)])


def instructions(code: bytes) -> Iterator[tuple[int, int]]:
    """Opcodes and their operands; of a label, which nothing here asks for, 0."""
    position = 0
    while position < len(code):
        opcode, operand = code[position], 0
        position += 1
        kind = _OPERANDS >> 2 * (opcode >> 4) & 3
        if kind in (_NAME, _NUMBER):
            operand, position = read_varint(code, position)
        elif kind == _LABEL:
            position += 2 if position < len(code) and code[position] & 0x80 else 1
        position += kind != 0 and opcode & 0x9E == 0
        yield opcode, operand


def _cells(code: bytes) -> Iterator[int | None]:
    """The cells that the instructions before the end of a `return` load, and None for each constant."""
    for opcode, operand in instructions(code):
        if opcode in _ENDS:
            return
        yield operand if opcode == _LOAD_DEREF else None


def every_code(code: RawCode) -> Iterator[RawCode]:
    yield code
    for child in code.children or []:
        yield from every_code(child)


def find_places(file: MpyFile, marks: list[int]) -> list[Place | None]:
    """The functions whose bodies begin with a mark, for each mark; None where mpy-cross left the function out.

    Raises:
        MpyError: a mark stands twice.
    """
    by_text = {_load(mark): mark for mark in marks}
    lengths = {len(text) for text in by_text}
    found: dict[int, Place] = {}
    for code in every_code(file.root):
        if code.kind is not Kind.BYTECODE:
            continue
        prelude = read_prelude(code.data)
        starts = (code.data[prelude.size : prelude.size + length] for length in lengths)
        mark = next((by_text[start] for start in starts if start in by_text), None)
        if mark is None:
            continue
        if mark in found:
            raise MpyError(f"two functions carry the mark {mark}")
        rest = code.data[prelude.size + len(_load(mark)) :]
        found[mark] = Place(code, prelude, tuple(_cells(rest)))
    return [found.get(mark) for mark in marks]


def put_native(raw: RawCode, prelude: Prelude, code: bytes, word_bytes: int, children: list[RawCode]) -> None:
    """Make a function native: its machine code begins after one word, which is filled in here, and has no relocations.

    The word says where the runtime puts the prelude: behind the children. The code of a generator has one more.
    """
    raw.kind = Kind.NATIVE
    raw.prelude_offset = len(code)
    head = len(children).to_bytes(word_bytes, "little")
    if prelude.signature.flags & ScopeFlags.GENERATOR:
        # Where the runtime lets a new generator begin; it is never zero.
        head += (2 * word_bytes).to_bytes(word_bytes, "little")
    raw.data = head + code[len(head) :] + native_prelude(prelude)
    raw.children = children or None
    raw.scope_flags = prelude.signature.flags


def put_assembled(file: MpyFile, place: Place, code: bytes, arguments: int, result: int) -> None:
    """Make a function one of the assembler's: `result` is the type code of what r0 is at the end."""
    raw = place.code
    raw.kind, raw.data, raw.children = Kind.ASM, code, None
    raw.asm_arguments, raw.asm_result = arguments, result
    file.has_native = True
