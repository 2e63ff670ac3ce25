"""The functions of machine code in an .mpy file: where they are in it, and the names that its bytecode gives them."""

from collections.abc import Iterator
from dataclasses import dataclass

from nativecomp.mpy.container import Kind, MpyFile, RawCode
from nativecomp.mpy.merge import instructions
from nativecomp.mpy.prelude import Prelude, read_prelude

_STORE = {0x16, 0x17}
"""STORE_NAME, STORE_GLOBAL."""
_MAKE = {0x20, 0x21, 0x32, 0x33}
"""MAKE_CLOSURE, MAKE_FUNCTION, and both with defaults."""
_CALL = 0x34
"""CALL_FUNCTION: of a decorator, behind the function that it is given."""


@dataclass(frozen=True)
class NativeFunction:
    """A function of machine code.

    Attributes:
        place: the numbers of the children that lead to it from the module.
        name: its qualified name, such as `Class.method`; empty where the file does not say.
        raw: its code.
        prelude: of Python's calling convention, else None.
    """

    place: tuple[int, ...]
    name: str
    raw: RawCode
    prelude: Prelude | None


def _names(code: bytes, qstrs: list[str]) -> dict[int, str]:
    """The names under which bytecode stores the functions that it makes, by the numbers of the children."""
    names: dict[int, str] = {}
    made: int | None = None
    for opcode, operand in instructions(code):
        if opcode in _MAKE:
            made = operand
        elif opcode in _STORE and made is not None and operand < len(qstrs):
            names[made] = qstrs[operand]
            made = None
        elif opcode != _CALL:
            made = None
    return names


def native_functions(file: MpyFile) -> list[NativeFunction]:
    """All functions of machine code in a file, an outer one before those inside it.

    Raises:
        MpyError: bytecode ends in the middle of something.
    """
    return list(_functions(file, file.root, (), ""))


def _functions(file: MpyFile, raw: RawCode, place: tuple[int, ...], name: str) -> Iterator[NativeFunction]:
    prelude, stored = None, {}
    if raw.kind is Kind.BYTECODE:
        code = read_prelude(raw.data)
        stored = _names(raw.data[code.size :], file.qstrs)
    else:
        if raw.kind is Kind.NATIVE:
            prelude = read_prelude(raw.data[raw.prelude_offset :])
        yield NativeFunction(place, name, raw, prelude)
    for number, child in enumerate(raw.children or ()):
        own = stored.get(number) or _own_name(file, child)
        path = f"{name}.{own}" if name and own else own
        yield from _functions(file, child, (*place, number), path)


def _own_name(file: MpyFile, raw: RawCode) -> str:
    """The name in a prelude; machine code of viper and of the assembler has none."""
    if raw.kind is Kind.BYTECODE:
        index = read_prelude(raw.data).name
    elif raw.kind is Kind.NATIVE:
        index = read_prelude(raw.data[raw.prelude_offset :]).name
    else:
        return ""
    return file.qstrs[index] if index < len(file.qstrs) else ""
