"""Small tables at the balanced level: the 256 elements of a CRC's table as two times 16.

LLVM makes a loop over a table of a bitwise CRC (its pass HashRecognize), three to six times as fast. The table of a
CRC of words takes a kilobyte, which is worth it at the speed level alone. But it is linear: element `i ^ j` is the
exclusive or of the elements `i` and `j`. So two tables do, of the elements below 16 and of the multiples of 16:

    @.crctable = private constant [256 x i32] ...    @.crctable = private constant [32 x i32] ...
    %p = getelementptr i32, ptr @.crctable, i32 %i   %low.i = and i32 %i, 15
    %v = load i32, ptr %p                            %low.p = getelementptr i32, ptr @.crctable, i32 %low.i
                                                     %low = load i32, ptr %low.p
                                                     %shifted = lshr i32 %i, 4
                                                     %high.i = and i32 %shifted, 15
                                                     %second = getelementptr i32, ptr @.crctable, i32 16
                                                     %high.p = getelementptr i32, ptr %second, i32 %high.i
                                                     %high = load i32, ptr %high.p
                                                     %v = xor i32 %low, %high

It is legal where all 256 elements are what the two tables give, which is looked at here, and where all that uses the
table are loads of an element, which are rewritten. An index is below 256: a load beside the table is undefined.
"""

import re
from collections.abc import Sequence

from nativecomp.emit.constants import TABLE

_ELEMENT = re.compile(r"(i\d+) (-?\d+)|(i\d+) u0x([0-9A-F]+)")
_ESCAPED = re.compile(r"\\([0-9A-F]{2})|\\?(.)", re.DOTALL)
"""A byte of a string. A backslash may stand as two."""
_SIZE, _PART = 256, 16
_METADATA = r"((?:, ![\w.]+ !\d+)*)$"


class NotSmall(Exception):
    """A table is not what two small ones give, or something else than a load of an element uses it."""


def small_tables(text: str) -> str:
    """LLVM text after optimisation whose tables of 256 elements are two of 16.

    Raises:
        NotSmall: one of them cannot be.
    """
    for number, match in enumerate(list(TABLE.finditer(text))):
        name, type_, values = match.groups()
        size, _, element = type_.strip("[]").partition(" x ")
        if int(size) == _SIZE:
            small = _split(_elements(values, element))
            listed = ", ".join(f"{element} {value}" for value in small)
            made = f"{name} = private unnamed_addr constant [{len(small)} x {element}] [{listed}]"
            text = _loads(text.replace(match[0], made, 1), name, element, number)
    return text


def _elements(values: str, element: str) -> list[int]:
    if values == "zeroinitializer":
        return [0] * _SIZE
    if values.startswith("c"):
        found = [int(m[1], 16) if m[1] else ord(m[2]) for m in _ESCAPED.finditer(values[2:-1])]
    else:
        found = [int(m[2]) if m[2] else int(m[4], 16) for m in _ELEMENT.finditer(values)]
    bits = int(element[1:])
    return [value % (1 << bits) for value in found]


def _split(table: Sequence[int]) -> list[int]:
    low, high = list(table[:_PART]), list(table[::_PART])
    if list(table) != [low[i % _PART] ^ high[i // _PART] for i in range(_SIZE)]:
        raise NotSmall
    return low + high


def _loads(text: str, name: str, element: str, number: int) -> str:
    """The text with the loads of a table's elements as those of two elements."""
    used = re.compile(rf"{re.escape(name)}(?![-\w$.])")
    address = re.compile(
        rf"^  (%\S+) = getelementptr (?:inbounds )?(?:nuw |nusw )*{element}, ptr {re.escape(name)}, i(\d+) (%\S+?)"
        + _METADATA
    )
    functions = text.split("\ndefine ")
    count = 0
    for place, function in enumerate(functions):
        lines = function.splitlines()
        places = {match[1]: match for line in lines if (match := address.match(line))}
        uses = sum(bool(used.search(line)) for line in lines) - (place == 0)
        if uses != len(places):
            raise NotSmall
        for pointer, found in places.items():
            load = re.compile(rf"^  (%\S+) = load {element}, ptr {re.escape(pointer)}, align (\d+){_METADATA}")
            named = re.compile(rf"{re.escape(pointer)}(?![-\w$.])")
            hits = [at for at, line in enumerate(lines) if named.search(line)]
            loads = [at for at in hits if load.match(lines[at])]
            if len(hits) != len(loads) + 1:
                raise NotSmall
            for at in loads:
                match = load.match(lines[at])
                assert match is not None
                stem, count = f"%nc.part.{number}.{count}", count + 1
                lines[at] = _both(stem, match[1], element, name, f"i{found[2]}", found[3], match[2], match[3])
            at = next(at for at, line in enumerate(lines) if line == found[0])
            lines[at] = ""
        functions[place] = "\n".join(lines) + "\n" * function.endswith("\n")
    return "\ndefine ".join(functions)


def _both(
    stem: str, result: str, element: str, table: str, word: str, index: str, align: str, metadata: str
) -> str:  # fmt: skip
    debug = "".join(re.findall(r", !dbg !\d+", metadata))
    made = [
        f"{stem}.low.i = and {word} {index}, {_PART - 1}",
        f"{stem}.low.p = getelementptr {element}, ptr {table}, {word} {stem}.low.i",
        f"{stem}.low = load {element}, ptr {stem}.low.p, align {align}",
        f"{stem}.shifted = lshr {word} {index}, {_PART.bit_length() - 1}",
        f"{stem}.high.i = and {word} {stem}.shifted, {_PART - 1}",
        f"{stem}.second = getelementptr {element}, ptr {table}, {word} {_PART}",
        f"{stem}.high.p = getelementptr {element}, ptr {stem}.second, {word} {stem}.high.i",
        f"{stem}.high = load {element}, ptr {stem}.high.p, align {align}",
        f"{result} = xor {element} {stem}.low, {stem}.high",
    ]
    return "\n".join(f"  {line}{debug}" for line in made)
