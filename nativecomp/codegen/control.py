"""Operations that end a block: jump, branch, return, raise."""

from typing import TYPE_CHECKING

from nativecomp.codegen.conversions import convert
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.tuning import loop_hints
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.lower import FunctionLowering


def _loop(fn: "FunctionLowering", op: Op) -> str:
    """What LLVM is told of the loop that a backward jump closes; nothing of a jump forward."""
    hints = (
        loop_hints(fn.opt, op.attributes.get("loop", ""))
        if any(fn.goes_back_to(target) for target in op.targets)
        else ()
    )
    if not hints:
        return ""
    nodes = ", ".join(["!SELF", *(fn.module.metadata(hint) for hint in hints)])
    return f", !llvm.loop {fn.module.metadata(f'distinct !{{{nodes}}}')}"


@lowers("jump")
def jump(fn: "FunctionLowering", op: Op) -> None:
    fn.body.line(f"br label %{fn.label(op.attributes['target'])}{_loop(fn, op)}")


@lowers("branch")
def branch(fn: "FunctionLowering", op: Op) -> None:
    then, otherwise = fn.label(op.attributes["then"]), fn.label(op.attributes["otherwise"])
    # What passes/bounds.py has found to hold nearly always.
    weights = fn.module.metadata('!{!"branch_weights", i32 4000, i32 1}')
    likely = f", !prof {weights}" if op.attributes.get("likely") else ""
    fn.body.line(f"br i1 {fn.single(op.operands[0])}, label %{then}, label %{otherwise}{likely}{_loop(fn, op)}")


@lowers("return")
def return_(fn: "FunctionLowering", op: Op) -> None:
    result = fn.function.result
    if not op.operands:
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
