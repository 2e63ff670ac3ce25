"""Add an entry to the traceback of an exception, in its memory: the function table has nothing for that.

    exception    type, counts (a half-word of room, one of use, in words), the address of the entries, arguments
    entry        the name of the file, the line, the name of the function

The layout is that of py/objexcept.h, unchanged since MicroPython 1.20. An instance of a class that a program has
derived from an exception holds such an object behind its members. Where entries have to move they move to new memory,
for the old one may be the buffer that is set aside for exceptions; where there is no memory the traceback stays as it
is.

The exception that `close()` throws into a generator lies in read-only memory, and so gets no entry: nor does any other
GeneratorExit, which only its type's name tells (one of those whose number is the same in all firmware). What an
instance holds before its `__init__` has called that of the exception is no exception yet but a built-in function.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_GENERATOR_EXIT = 37
_CLASS = 0x200
"""The flag of types that a `class` statement has made."""
_FUNCTION = 0x40
"""The flag of types of built-in functions."""
_NATIVE_PART = 4
"""Where instances hold the object of a native type, in words."""
_ENTRY = 3
_ATTRIBUTES = 'cold noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"'


@lowers("traceback.add")
def add(fn: "FunctionLowering", op: Op) -> None:
    abi, body = table_abi(fn), fn.body
    exception, line = (fn.single(operand) for operand in op.operands)
    helper = abi.shared(body, "nc.traceback", _helper)
    name = abi.tables.qstr(fn.function.name.rpartition(".")[2])
    body.line(f"call void {helper}({abi.word} {exception}, i32 {line}, {abi.word} {name}, ptr %ctx)")


def _type_field(abi: TableAbi, body: BodyText, type_: str, offset: int) -> str:
    """A half-word of a type behind its first word: the flags at 0, the number of its name at 2."""
    address = body.value(f"getelementptr inbounds i8, ptr {type_}, {abi.word} {abi.word_bytes + offset}")
    return body.value(f"load i16, ptr {address}")


def _helper(abi: TableAbi) -> str:
    body, word, half = BodyText(), abi.word, abi.word_bytes * 4
    mask = (1 << half) - 1

    def branch(condition: str, then: str, otherwise: str, begun: str) -> None:
        body.line(f"br i1 {body.value(condition)}, label %{then}, label %{otherwise}")
        body.label(begun)

    branch("icmp eq i32 %line, 0", "done", "begin", "begin")
    given = body.value(f"inttoptr {word} %exception to ptr")
    made = _type_field(abi, body, abi.load_anew(body, given, 0), 0)
    branch(f"icmp eq i16 {body.value(f'and i16 {made}, {_CLASS}')}, 0", "native", "instance", "instance")
    part = abi.load_anew(body, given, _NATIVE_PART)
    body.line("br label %native")
    body.label("native")
    exception = body.value(f"phi ptr [ {given}, %begin ], [ {part}, %instance ]")
    type_ = abi.load_anew(body, exception, 0)
    flags = _type_field(abi, body, type_, 0)
    branch(f"icmp eq i16 {body.value(f'and i16 {flags}, {_FUNCTION}')}, 0", "made", "done", "made")
    branch(f"icmp eq i16 {_type_field(abi, body, type_, 2)}, {_GENERATOR_EXIT}", "done", "writable", "writable")

    counts = abi.load_anew(body, exception, 1, word)
    old = abi.load_anew(body, exception, 2)
    is_new = body.value(f"icmp eq ptr {old}, null")
    used = body.value(f"select i1 {is_new}, {word} 0, {word} {body.value(f'lshr {word} {counts}, {half}')}")
    held = body.value(f"and {word} {counts}, {mask}")
    room = body.value(f"select i1 {is_new}, {word} 0, {word} {held}")
    needed = body.value(f"add {word} {used}, {_ENTRY}")
    branch(f"icmp ugt {word} {needed}, {room}", "grow", "fits", "grow")
    made_at = abi.call(body, "realloc", "null", body.value(f"mul {word} {needed}, {abi.word_bytes}"), "1")
    branch(f"icmp eq ptr {made_at}, null", "done", "copy", "copy")
    number = body.value(f"phi {word} [ 0, %grow ], [ %next, %one ]")
    branch(f"icmp eq {word} {number}, {used}", "fits", "one", "one")
    source = body.value(f"getelementptr inbounds {word}, ptr {old}, {word} {number}")
    target = body.value(f"getelementptr inbounds {word}, ptr {made_at}, {word} {number}")
    body.line(f"store {word} {body.value(f'load {word}, ptr {source}')}, ptr {target}")
    body.line(f"%next = add {word} {number}, 1")
    body.line("br label %copy")

    body.label("fits")
    entries = body.value(f"phi ptr [ {old}, %writable ], [ {made_at}, %copy ]")
    size = body.value(f"phi {word} [ {room}, %writable ], [ {needed}, %copy ]")
    place = body.value(f"getelementptr inbounds {word}, ptr {entries}, {word} {used}")
    line = "%line" if word == "i32" else body.value(f"zext i32 %line to {word}")
    for index, value in enumerate((abi.qstr_at(body, "0"), line, abi.qstr_at(body, "%name"))):
        body.line(f"store {word} {value}, ptr {abi.at(body, place, index)}")
    body.line(f"store ptr {entries}, ptr {abi.at(body, exception, 2)}")
    total = body.value(f"or {word} {body.value(f'shl {word} {needed}, {half}')}, {size}")
    body.line(f"store {word} {total}, ptr {abi.at(body, exception, 1)}")
    body.line("br label %done")
    body.label("done")
    body.line("ret void")
    head = f"define internal void @nc.traceback({word} %exception, i32 %line, {word} %name, ptr %ctx)"
    return f"{head} {abi.text.attributes(_ATTRIBUTES)} {{\n{body.render()}\n}}"
