"""Exceptions that are objects: raised, and caught by a handler that is linked in while a region runs.

A handler is a buffer of the frame that holds the registers as they were. After a raise the same call returns a second
time with these registers; passes/handlers.py says which locals are in memory for that.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.lower.objects import call_table, table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Block, Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

HANDLER_WORDS = {"arm": 19, "x86-64": 13, "riscv32": 19}
"""Words that a handler may take, by the kind of core: link, exception, callee-saved registers, and one for builds with
a stack of their own."""


@lowers("raise.object")
def raise_object(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "raise", fn.single(op.operands[0]))
    # It comes back where there was nothing to raise: `raise None`. A number is no exception either, and it says so.
    call_table(fn, "raise", "1")
    fn.body.line("unreachable")


def _slot(fn: "FunctionLowering", handler: Block) -> str:
    """The buffer of a handler. Copies of a region whose handler was not copied share it: only one of them runs."""
    if handler not in fn.handlers:
        words = HANDLER_WORDS[fn.layout.target.emulator]
        fn.handlers[handler] = fn.body.slot(f"[{words} x {fn.layout.word}]", "handler")
    return fn.handlers[handler]


@lowers("try.begin")
def try_begin(fn: "FunctionLowering", op: Op) -> None:
    abi = table_abi(fn)
    slot = _slot(fn, op.attributes["otherwise"])
    raised = abi.call(fn.body, "push_handler", slot)
    condition = fn.body.value(f"icmp eq i32 {raised}, 0")
    then, otherwise = fn.label(op.attributes["then"]), fn.label(op.attributes["otherwise"])
    fn.body.line(f"br i1 {condition}, label %{then}, label %{otherwise}")


@lowers("try.end")
def try_end(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "pop_handler")
    fn.body.line(f"br label %{fn.label(op.attributes['target'])}")


@lowers("try.exception")
def try_exception(fn: "FunctionLowering", op: Op) -> Value:
    abi = table_abi(fn)
    return fn.body.value(f"load volatile {abi.word}, ptr {abi.at(fn.body, _slot(fn, fn.block), 1)}")
