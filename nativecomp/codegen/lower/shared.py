r"""Operations on objects by functions that the code of a blob shares, smaller than to ask the runtime in each place.

    nc.small.add(a, b, ctx, operator)     small integers as in small.py, else the runtime's operation
    nc.compare(a, b, ctx, operator)       the truth of what the runtime's comparison gives

They do what the code in line would do (small.py says what makes that legal). The number of the operator, which says
whether it is one in place, is for the runtime alone, so `+` and `+=` share a function.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.layout import Layout
from nativecomp.codegen.lower.boxing import Boxing
from nativecomp.codegen.lower.small import SmallInts
from nativecomp.codegen.text import BodyText, ModuleText

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_NAMES = {
    "+": "add", "-": "sub", "*": "mul", "//": "floordiv", "%": "mod", "<<": "shl", ">>": "shr", "&": "and", "|": "or",
    "^": "xor",
}  # fmt: skip
_SMALL = 'noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"'


@dataclass
class Writing:
    """Where a function is written that belongs to no function of the file."""

    body: BodyText
    layout: Layout
    module: ModuleText


def shared_binary(fn: "FunctionLowering", abi: TableAbi, operator: str, number: int, *words: str) -> str:
    """The result of an operator that small integers have."""
    sign = operator.removesuffix("=")
    helper = abi.shared(fn.body, f"nc.small.{_NAMES[sign]}", lambda own: _arithmetic(own, sign))
    return _call(fn, abi.word, helper, number, words)


def shared_compare(fn: "FunctionLowering", abi: TableAbi, number: int, *words: str) -> str:
    """An `i1`, the truth of a comparison."""
    helper = abi.shared(fn.body, "nc.compare", _compare)
    return _call(fn, "i1", helper, number, words)


def _call(fn: "FunctionLowering", result: str, helper: str, number: int, words: tuple[str, ...]) -> str:
    given = ", ".join(f"{fn.layout.word} {word}" for word in words)
    return fn.body.value(f"call {result} {helper}({given}, ptr %ctx, {fn.layout.word} {number})")


def _define(abi: TableAbi, result: str, name: str, body: BodyText) -> str:
    word, attributes = abi.word, abi.text.attributes(_SMALL)
    head = f"define internal {result} @{name}({word} %left, {word} %right, ptr %ctx, {word} %operator)"
    return f"{head} {attributes} {{\n{body.render()}\n}}"


def _arithmetic(abi: TableAbi, operator: str) -> str:
    body = BodyText()
    value = SmallInts(Writing(body, abi.layout, abi.text), "other").binary(operator, "%left", "%right")
    body.line(f"ret {abi.word} {value}")
    body.label("other")
    body.line(f"ret {abi.word} {abi.call(body, 'binary', '%operator', '%left', '%right')}")
    return _define(abi, abi.word, f"nc.small.{_NAMES[operator]}", body)


def _compare(abi: TableAbi) -> str:
    body = BodyText()
    found = abi.call(body, "binary", "%operator", "%left", "%right")
    body.line(f"ret i1 {Boxing(abi, body, unbox='inline', box_inline=False).truth(found)}")
    return _define(abi, "i1", "nc.compare", body)
