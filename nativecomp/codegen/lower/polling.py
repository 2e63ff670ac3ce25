"""Ask whether something waits to run: by calling bytecode, since MicroPython has no entry for that in its table.

    the counter of the call, less the weight of the turn       below zero: set it anew, and call
    JUMP +0; LOAD_CONST_NONE; RETURN_VALUE                     a function object of this code, made once in a call

The VM looks at what is pending after each jump (py/vm.c, pending_exception_check). The entry that makes functions takes
the address of bytecode for a raw code (py/emitglue.h). The bytecode has the name and a line of the function: the
traceback of a Ctrl-C says them. Where memory is used up, or must not be allocated, nothing is asked.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.ir import Op
from nativecomp.passes.polling import INTERVAL

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

FIRST = 8192
"""Instructions, about, from the begin of a call to its first question."""

CODE = bytes((0x42, 0x40, 0x51, 0x63))
_FUNCTION_WORDS = 4


def _varint(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))


def _bytecode(name: int, line: int) -> bytes:
    """One word of state, no arguments; the name, and lines to step to that of the code."""
    lines = b""
    line -= 1
    while line:
        step = min(line, 0x7FF)
        lines += bytes((0x80 | (step >> 4 & 0x70), step & 0xFF))
        line -= step
    info = _varint(name) + lines
    size = len(info)
    # Six bits of the size, then seven for each further byte, but for one that says how many cells there are.
    signature = [(size & 0x3F) << 1]
    while size := size >> 6:
        signature[-1] |= 0x80
        signature.append((size & 0x3F) << 1)
    return bytes((0, *signature)) + info + CODE


@lowers("poll")
def poll(fn: "FunctionLowering", op: Op) -> None:
    abi, body, weight = fn.parent.abi, fn.body, op.attributes["weight"]
    if not isinstance(abi, TableAbi):
        return  # nothing waits: interrupts run at once
    if not fn.poll:
        fn.poll = body.slot("i32", "poll", value=str(FIRST)), body.slot(abi.word, "asked", value="0")
    counter, asked = fn.poll
    line = (op.span or fn.function.span).line
    helper = abi.text.helper(f"nc.poll.{fn.symbol}", _helper(fn, abi, line))
    call = f"call void {helper}(ptr %ctx, ptr {asked})"
    if weight == INTERVAL:
        body.line(call)
        return
    left = body.value(f"sub i32 {body.value(f'load i32, ptr {counter}')}, {weight}")
    body.line(f"store i32 {left}, ptr {counter}")
    ask, proceed = body.fresh("ask"), body.fresh("asked")
    with body.cold():
        body.label(ask)
        body.line(f"store i32 {INTERVAL}, ptr {counter}")
        body.line(call)
        body.line(f"br label %{proceed}")
    fn.branch_unlikely(body.value(f"icmp slt i32 {left}, 0"), ask, proceed)


@lowers("poll.bound")
def poll_bound(fn: "FunctionLowering", op: Op) -> Value:
    """The limit, or where it is farther away the end of a strip; both are odd words, so their difference is even."""
    body, word, length = fn.body, fn.layout.word, op.attributes["length"] << 1
    counter, limit = (fn.single(operand) for operand in op.operands)
    less = fn.module.declare(f"llvm.ssub.sat.{word}", f"{word} {{}}({word}, {word})")
    last = body.value(f"call {word} {less}({word} {limit}, {word} {length})")
    is_far = body.value(f"icmp slt {word} {counter}, {last}")
    return body.value(f"select i1 {is_far}, {word} {body.value(f'add {word} {counter}, {length}')}, {word} {limit}")


_ADDRESS = "[4 x i16] [i16 u0x4678, i16 u0x3004, i16 u0x4770, i16 u0xBF00]"
"""mov r0, pc (the address of bx); adds r0, #4; bx lr; nop"""


def _code(fn: "FunctionLowering", abi: TableAbi, body: BodyText, line: int) -> str:
    """The address of the bytecode, a word. For an Arm core it lies behind instructions that give its address."""
    data = _bytecode(abi.tables.qstr(fn.function.name.rpartition(".")[2]), line)
    if abi.layout.target.emulator != "arm":
        constant = abi.text.constant(f"[{len(data)} x i8] [{_listed(data)}]", 1)
        return body.value(f"ptrtoint ptr {constant} to {abi.word}")
    data += bytes(len(data) % 2)
    type_ = f"[{len(data)} x i8]"
    text = f"<{{ [4 x i16], {type_} }}> <{{ {_ADDRESS}, {type_} [{_listed(data)}] }}>"
    return body.value(f"call {abi.word} {abi.text.constant(text, 2, ASSEMBLED_SECTION)}()")


def _listed(data: bytes) -> str:
    return ", ".join(f"i8 {byte}" for byte in data)


def _helper(fn: "FunctionLowering", abi: TableAbi, line: int) -> str:
    """The function's own part of it: its bytecode."""
    body, name = BodyText(), f"nc.poll.{fn.symbol}"
    code = _code(fn, abi, body, line)
    body.line(f"call void {abi.shared(body, 'nc.poll', _ask)}(ptr %ctx, ptr %asked, {abi.word} {code})")
    body.line("ret void")
    attributes = abi.text.attributes(f"noinline {_COLD}")
    return f"define internal void {symbol(name)}(ptr %ctx, ptr %asked) {attributes} {{\n{body.render()}\n}}"


_COLD = "cold nounwind minsize optsize null_pointer_is_valid"


def _ask(abi: TableAbi) -> str:
    """Call bytecode that is at an address, by a function object that is made for it the first time."""
    body, word = BodyText(), abi.word
    known = body.value(f"load {word}, ptr %asked")
    body.line(f"br i1 {body.value(f'icmp eq {word} {known}, 0')}, label %look, label %ask")
    body.label("look")
    # Room for two of them: after that is free again, the runtime finds some for one.
    room = abi.call(body, "realloc", "null", str(2 * _FUNCTION_WORDS * abi.word_bytes), "1")
    body.line(f"br i1 {body.value(f'icmp eq ptr {room}, null')}, label %done, label %make")
    body.label("make")
    abi.call(body, "realloc", room, "0", "0")
    made = abi.call(body, "make_function", "%code", "%ctx", "null")
    body.line(f"store {word} {made}, ptr %asked")
    body.line("br label %ask")
    body.label("ask")
    function = body.value(f"phi {word} [ {known}, %entry ], [ {made}, %make ]")
    abi.call(body, "call", function, "0", "null")
    body.line("br label %done")
    body.label("done")
    body.line("ret void")
    head = f"define internal void @nc.poll(ptr %ctx, ptr %asked, {word} %code)"
    return f"{head} {abi.text.attributes(_COLD)} {{\n{body.render()}\n}}"
