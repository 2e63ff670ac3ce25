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
from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.exceptions import HANDLER_WORDS
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
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
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    iterator, sent, thrown = (fn.single(operand) for operand in op.operands)
    slot = body.scratch(2, word)
    body.line(f"store {word} {thrown}, ptr {slot}")
    body.line(f"store {word} {sent}, ptr {abi.at(body, slot, 1)}")
    if op.attributes.get("checked"):
        helper = abi.text.helper("nc.yield_from", _delegate(abi))
        more = body.value(f"call i32 {helper}(ptr %ctx, ptr %state, {word} {iterator}, ptr {slot})")
    else:
        more = abi.call(body, "yield_from", iterator, sent, slot)
    # The runtime says yes or no in a byte.
    more = body.value(f"trunc i32 {more} to i8")
    return body.value(f"icmp ne i8 {more}, 0"), body.value(f"load {word}, ptr {slot}")


def _delegate(abi: TableAbi) -> str:
    """Let the runtime do a step, with what is thrown, or 0, and what is sent.

    Where a GeneratorExit was thrown, the runtime's entry raises it (again) after the iterator has ended. The bytecode
    does not, if it was a StopIteration of the method `throw` that ended it, as no generator's does: then the exception
    is not the one that the entry has put in the slot. Only classes go to `throw` there, instances to `close`. A
    generator's type is the word before the code state but one.
    """
    body, word = BodyText(), abi.word
    thrown = body.value(f"load {word}, ptr %slot")
    sent = body.value(f"load {word}, ptr {abi.at(body, '%slot', 1)}")
    body.line(f"br i1 {body.value(f'icmp eq {word} {thrown}, 0')}, label %plain, label %into")
    body.label("into")
    # What is thrown may be anything, and numbers, names and None are no addresses.
    tag = body.value(f"and {word} {thrown}, 3")
    body.line(f"br i1 {body.value(f'icmp eq {word} {tag}, 0')}, label %object, label %plain")
    body.label("object")
    types = [body.value(f"inttoptr {word} {value} to ptr") for value in ("%iterator", thrown)]
    own = body.value(f"load {word}, ptr {abi.at(body, '%state', -2)}")
    is_other = body.value(f"icmp ne {word} {own}, {body.value(f'load {word}, ptr {types[0]}')}")
    class_ = abi.table_value(body, "type_type")
    is_class = body.value(f"icmp eq {word} {class_}, {body.value(f'load {word}, ptr {types[1]}')}")
    body.line(f"br i1 {body.value(f'and i1 {is_other}, {is_class}')}, label %protect, label %plain")
    body.label("plain")
    body.line(f"ret i32 {abi.call(body, 'yield_from', '%iterator', sent, '%slot')}")
    body.label("protect")
    handler = body.slot(f"[{HANDLER_WORDS[abi.layout.target.emulator]} x {word}]", "handler")
    raised = abi.call(body, "push_handler", handler)
    body.line(f"br i1 {body.value(f'icmp eq i32 {raised}, 0')}, label %run, label %caught")
    body.label("run")
    more = abi.call(body, "yield_from", "%iterator", sent, "%slot")
    abi.call(body, "pop_handler")
    body.line(f"ret i32 {more}")
    body.label("caught")
    exception = body.value(f"load volatile {word}, ptr {abi.at(body, handler, 1)}")
    given = body.value(f"load volatile {word}, ptr %slot")
    body.line(f"br i1 {body.value(f'icmp eq {word} {exception}, {given}')}, label %again, label %ended")
    body.label("again")
    abi.call(body, "raise", exception)
    body.line("unreachable")
    body.label("ended")
    body.line("ret i32 0")
    attributes = abi.text.attributes('noinline nounwind minsize "nooutline" optsize null_pointer_is_valid')
    head = f"define internal i32 @nc.yield_from(ptr %ctx, ptr %state, {word} %iterator, ptr %slot) {attributes}"
    return f"{head} {{\n{body.render()}\n}}"
