"""Golden: one operation of the IR to LLVM text before optimisation."""

import re
from pathlib import Path

from nativecomp.codegen.module import lower_module
from nativecomp.codegen.plan import CodePlan
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.codegen.build import function_of_op, module
from tests.golden import Case, parametrize


def body(llvm: str) -> str:
    """The instructions that follow the loads of the parameters, and the helpers, without debug locations."""
    llvm = re.sub(r",? !dbg !\d+| #\d+|, !prof !\d+", "", llvm)
    text = llvm[llvm.index("define ") : llvm.index("\nattributes")]
    text = re.sub(r"^@\.const.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"  %slot\S* = alloca.*\n|  store \S+ %a\d+, ptr %slot.*\n", "", text)
    return re.sub(r"\n\n+(declare.*\n)*", "\n", text).replace("entry:\n  br label %b.entry\n", "").strip()


@parametrize(Path(__file__).parent / "lowering.test")
def test_lowering(case: Case, update: bool) -> None:
    """The input is one operation in the form of `function_of_op`; a line `target NAME` before it picks the core."""
    *head, text = case.input.splitlines()
    target = find_target(head[0].removeprefix("target ") if head else "cortex-m4f")
    llvm = lower_module(CodePlan(module(function_of_op(text)), Options(target)))
    case.check("llvm", body(llvm), update)
