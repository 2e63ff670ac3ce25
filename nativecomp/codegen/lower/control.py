"""Operations that end a block: jump, branch, return, raise."""

from typing import TYPE_CHECKING

from nativecomp.codegen.loops import loop_shape
from nativecomp.codegen.lower.conversions import convert
from nativecomp.codegen.lower.generators import leave
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.tuning import loop_hints
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

WIDE = 64
"""Bits of the word of a PC, which has memory to spare."""


def _loop(fn: "FunctionLowering", op: Op) -> str:
    """What LLVM is told of the loop that a backward jump closes; nothing of a jump forward."""
    if not any(fn.goes_back_to(target) for target in op.targets):
        return ""
    shape = loop_shape(fn.function.blocks, fn.block_order, op, fn.block)
    hints = loop_hints(fn.opt, shape, roomy=fn.layout.target.word_bits == WIDE, rolled=fn.function.rolled)
    if not hints:
        return ""
    nodes = ", ".join(["!SELF", *(fn.module.metadata(hint) for hint in hints)])
    return f", !llvm.loop {fn.module.metadata(f'distinct !{{{nodes}}}')}"


@lowers("jump")
def jump(fn: "FunctionLowering", op: Op) -> None:
    fn.body.line(f"br label %{fn.label(op.attributes['target'])}{_loop(fn, op)}")


def _weights(fn: "FunctionLowering", op: Op) -> tuple[int, int] | None:
    """How often a branch goes which way, where that can be guessed.

    A comparison for equality with a constant is seldom true (line ends in a text, zeros in data): said so, LLVM
    branches around what depends on it and does not compute both sides each time.
    """
    if op.attributes.get("likely"):
        return (4000, 1)  # what passes/bounds.py has found to hold nearly always
    leaving = fn.leaving_loop(op)
    if leaving is not None:
        return leaving
    condition = op.operands[0]
    if fn.opt == "size" or condition.name != "int.compare" or fn.constant(condition.operands[1]) is None:
        return None
    return {"==": (1, 160), "!=": (160, 1)}.get(condition.attributes["predicate"])


@lowers("branch")
def branch(fn: "FunctionLowering", op: Op) -> None:
    then, otherwise = fn.label(op.attributes["then"]), fn.label(op.attributes["otherwise"])
    known = _weights(fn, op)
    weights = ""
    if known is not None:
        node = f'!{{!"branch_weights", i32 {known[0]}, i32 {known[1]}}}'
        weights = f", !prof {fn.module.metadata(node)}"
    fn.body.line(f"br i1 {fn.single(op.operands[0])}, label %{then}, label %{otherwise}{weights}{_loop(fn, op)}")


@lowers("return")
def return_(fn: "FunctionLowering", op: Op) -> None:
    result = fn.function.result
    if fn.function.suspends:
        leave(fn, fn.single(op.operands[0]))
    elif not op.operands:
        fn.body.line("ret void")
    elif fn.layout.is_returned_in_memory(result):
        fn.store_parts(result, fn.operand(op.operands[0]), fn.hidden_result)
        fn.body.line("ret void")
    else:
        value = fn.to_passed(result, fn.single(op.operands[0]))
        fn.body.line(f"ret {fn.layout.passed(result)} {value}")


@lowers("raise")
def raise_(fn: "FunctionLowering", op: Op) -> None:
    value: Value | None = None
    if op.operands:
        given = op.operands[0]
        value = convert(fn, fn.operand(given), given.type, fn.layout.word_type)
    assert value is None or isinstance(value, str)
    site = fn.site(op.attributes["exception"], op.attributes["message"])
    fn.parent.abi.emit_raise(fn, site, value)
