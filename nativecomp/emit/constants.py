"""Tables that LLVM makes, where code runs at an address that only run time knows.

At the speed level LLVM makes a loop over a table of a bitwise CRC. On an Arm core it would put the table's address into
the instructions. Here the table lies behind three instructions that give its address, and functions call these:

    @.crctable = private constant [256 x i32] ...     @nc.table.0 = private constant <{ [4 x i16], [256 x i32] }> ...
    define i32 @f(...) {                              define i32 @f(...) {
      ...                                               %nc.table.0 = call ptr @nc.table.0()
      %8 = getelementptr i32, ptr @.crctable, ...       ...
      %9 = load i32, ptr %8, align 4                    %8 = getelementptr i32, ptr %nc.table.0, ...
                                                        %9 = load i32, ptr %8, align 2

The words of such a table may lie at any even address, as the code does. So the core must load them unaligned, and the
loads say so: with more than that LLVM would load a double word by LDRD, which faults. An access whose address comes
to it in another way, through a phi or an argument, would go by what it says itself; LLVM loads the elements of its
tables one by one, at an index that it does not know.

LLVM writes the elements as a list, bytes as a string (`c"\\00\\07..."`), and zeros as `zeroinitializer`.
"""

import re

from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.targets import Target

# mov r0, pc (the address of bx); adds r0, #4; bx lr; nop
_ADDRESS = "[4 x i16] [i16 u0x4678, i16 u0x3004, i16 u0x4770, i16 u0xBF00]"
TABLE = re.compile(
    r'^(@[-\w$.]+|@"[^"]*") = private unnamed_addr constant (\[\d+ x i\d+\]) (\[.*\]|c"[^"]*"|zeroinitializer)'
    r"(?:, align \d+)?$",
    re.MULTILINE,
)
"""A table in LLVM's text: its name, its type, its elements."""
_ALIGN = 2
"""Of code, and so of the tables in it."""
_FUNCTION = re.compile(r"^define .*? \{\n(?:[-\w$.]+:.*\n)?", re.MULTILINE)
_END = "\n}\n"


def may_have_tables(target: Target) -> bool:
    """Whether movable code on a target finds tables: where code gives addresses relative to itself, or by `by_call`."""
    return target.emulator == "x86-64" or finds_by_call(target)


def finds_by_call(target: Target) -> bool:
    """Whether movable code on a target finds its tables by `by_call`."""
    return target.emulator == "arm" and target.unaligned


def by_call(text: str) -> str:
    """LLVM text after optimisation, whose functions get the addresses of tables by calls."""
    names = {match[1]: f"nc.table.{number}" for number, match in enumerate(TABLE.finditer(text))}
    if not names:
        return text
    used = re.compile("|".join(rf"{re.escape(name)}(?![-\w$.])" for name in names))

    def table(match: re.Match[str]) -> str:
        type_ = match[2]
        return (
            f"@{names[match[1]]} = private unnamed_addr constant <{{ [4 x i16], {type_} }}> "
            f'<{{ {_ADDRESS}, {type_} {match[3]} }}>, section "{ASSEMBLED_SECTION}", align {_ALIGN}'
        )

    out, at = [], 0
    for head in _FUNCTION.finditer(text):
        end = text.index(_END, head.end() - 1)
        body = text[head.end() : end]
        out.append(TABLE.sub(table, text[at : head.end()]))
        out += [f"  %{name} = call ptr @{name}() nounwind memory(none)\n" for name in names.values()
                if name in {names[found] for found in used.findall(body)}]  # fmt: skip
        out.append(_aligned(used.sub(lambda match: f"%{names[match[0]]}", body)))
        at = end
    return "".join([*out, TABLE.sub(table, text[at:])])


_ELEMENT = re.compile(r"^  (%\S+) = getelementptr .*?ptr (%[^\s,]+)", re.MULTILINE)
_LOAD = re.compile(r"(= load [^,\n]*, ptr (%[^\s,]+), align )(\d+)")


def _aligned(body: str) -> str:
    """The instructions of a function, loads from tables with the alignment that tables have."""
    inside: set[str] = set()

    def is_inside(name: str) -> bool:
        return name in inside or name.startswith("%nc.table.")

    size = -1
    while size < len(inside):
        size = len(inside)
        inside |= {name for name, base in _ELEMENT.findall(body) if is_inside(base)}

    def load(match: re.Match[str]) -> str:
        return f"{match[1]}{min(_ALIGN, int(match[3]))}" if is_inside(match[2]) else match[0]

    return _LOAD.sub(load, body)
