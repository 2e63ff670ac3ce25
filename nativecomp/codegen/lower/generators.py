"""Generators in machine code: a function that the runtime resumes, with a frame that outlives each call of it.

    word f.entry(code_state, throw)         0: returned, 1: yielded, 2: raised; what, in word 0 of the frame

    code state, in words: the function object, ip, sp, a count, globals, then the frame (analysis/frames.py)

This is MicroPython's contract of native generators (py/objgenerator.c: native_gen_wrap_call, mp_obj_gen_resume). The
runtime binds the arguments when the function is called, clears the rest of the frame and lets `ip` point at the code;
then each resumption calls the function, with the globals of its module. `sp` says where the value is that it left with,
and where the next one is sent to. `ip` is ours while it is not 0: the number of the `yield` where it left, or, before
the first one, an address, which no small number is.
"""

from typing import TYPE_CHECKING

from nativecomp.analysis.frames import frame_of
from nativecomp.codegen.lower.objects import call_table, table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Block, Op
from nativecomp.language.types import ITERATOR

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

CODE_STATE_WORDS = 5
"""Words of a code state before its frame."""

_IP, _SP = 1, 2
_RETURNED, _YIELDED, _RAISED = 0, 1, 2


def parameters(fn: "FunctionLowering") -> list[str]:
    return ["ptr noundef nonnull %state", f"{fn.layout.word} noundef %throw"]


def prologue(fn: "FunctionLowering") -> None:
    """Find the locals, and go to where it was left."""
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    body.line(f"%self = load ptr, ptr %state, !invariant.load {abi.text.metadata('!{}')}")
    body.line(f"%ctx = load ptr, ptr {abi.at(body, '%self', 1)}, !invariant.load {abi.text.metadata('!{}')}")
    frame = frame_of(fn.function)
    for local in dict.fromkeys([*fn.function.params, *fn.function.locals]):
        if local in frame.places:
            fn.slots[local] = abi.at(body, "%state", CODE_STATE_WORDS + frame.places[local])
            continue
        fn.slots[local] = body.slot(fn.layout.memory(local.type), "local")
        if local.zeroed and local.type != ITERATOR:
            fn.store_local(local, fn.layout.zero(local.type))
    ways = [f"{word} {number}, label %{fn.label(block)}" for block, number in _numbers(fn).items()]
    ip = body.value(f"load {word}, ptr {abi.at(body, '%state', _IP)}")
    body.line(f"switch {word} {ip}, label %{fn.label(fn.function.blocks[0])} [ {' '.join(ways)} ]")


def _numbers(fn: "FunctionLowering") -> dict[Block, int]:
    """The blocks in which it is resumed, numbered from 1."""
    ends = [block.terminator for block in fn.function.blocks]
    targets = [end.attributes["target"] for end in ends if end is not None and end.name == "yield"]
    return {target: number for number, target in enumerate(dict.fromkeys(targets), 1)}


def leave(fn: "FunctionLowering", value: str, kind: int = _RETURNED) -> None:
    """Go back to the runtime with a value in word 0 of the frame."""
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    place = abi.at(body, "%state", CODE_STATE_WORDS)
    body.line(f"store {word} {value}, ptr {place}")
    if kind != _RAISED:
        body.line(f"store ptr {place}, ptr {abi.at(body, '%state', _SP)}")
    body.line(f"ret {word} {kind}")


@lowers("yield")
def yield_(fn: "FunctionLowering", op: Op) -> None:
    number = _numbers(fn)[op.attributes["target"]]
    fn.body.line(f"store {fn.layout.word} {number}, ptr {table_abi(fn).at(fn.body, '%state', _IP)}")
    leave(fn, fn.single(op.operands[0]), _YIELDED)


@lowers("yield.fail")
def yield_fail(fn: "FunctionLowering", op: Op) -> None:
    leave(fn, fn.single(op.operands[0]), _RAISED)


@lowers("yield.sent")
def yield_sent(fn: "FunctionLowering", op: Op) -> Value:
    return fn.body.value(f"load {fn.layout.word}, ptr {table_abi(fn).at(fn.body, '%state', CODE_STATE_WORDS)}")


@lowers("yield.thrown")
def yield_thrown(fn: "FunctionLowering", op: Op) -> Value:
    return "%throw"


@lowers("yield.from")
def yield_from(fn: "FunctionLowering", op: Op) -> Value:
    """What is thrown goes in where the value comes out."""
    body, word = fn.body, fn.layout.word
    iterator, sent, thrown = (fn.single(operand) for operand in op.operands)
    slot = body.scratch(1, word)
    body.line(f"store {word} {thrown}, ptr {slot}")
    # The runtime says yes or no in a byte.
    more = body.value(f"trunc i32 {call_table(fn, 'yield_from', iterator, sent, slot)} to i8")
    return body.value(f"icmp ne i8 {more}, 0"), body.value(f"load {word}, ptr {slot}")
