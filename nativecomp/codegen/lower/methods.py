"""Calls of functions and methods, looked up and called by the runtime but for the `append` of a list."""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import NativeType
from nativecomp.codegen.lower.appends import append_call, append_method, unpack
from nativecomp.codegen.lower.builtincalls import builtin_call, is_builtin_call
from nativecomp.codegen.lower.direct import direct_call, directs
from nativecomp.codegen.lower.lookups import call_lookup, looks_up
from nativecomp.codegen.lower.objects import call_table, name_of, table_abi, words_of
from nativecomp.codegen.lower.places import call_kept, keeps_places
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


def _with_keywords(
    fn: "FunctionLowering", values: list[str], positional: int, keywords: tuple[str | None, ...]
) -> list[str]:
    """Positional arguments, then each keyword before its value; a value of `**` has none."""
    abi = table_abi(fn)
    items = values[:positional]
    for name, value in zip(keywords, values[positional:], strict=True):
        key = "0"
        if name is not None:
            key = call_table(fn, "from_native", abi.qstr(fn.body, name), str(int(NativeType.QSTR)))
        items += [key, value]
    return items


@lowers("object.method")
def object_method(fn: "FunctionLowering", op: Op) -> Value:
    """The function of a method and its `self`, which is 0 where the attribute is no method."""
    if op.attributes.get("appends"):
        return append_method(fn, fn.single(op.operands[0]), lambda: _method(fn, op))
    return _method(fn, op)


def _method(fn: "FunctionLowering", op: Op) -> tuple[str, ...]:
    abi = table_abi(fn)
    if looks_up(fn, op.attributes["name"]) and keeps_places(abi):
        return call_kept(fn, abi, "bound", op.attributes["name"], *words_of(fn, op))
    if looks_up(fn, op.attributes["name"]):
        return call_lookup(fn, "method", op.attributes["name"], *words_of(fn, op))
    slot = fn.body.scratch(2, abi.word)
    abi.call(fn.body, "load_method", fn.single(op.operands[0]), name_of(fn, op), slot)
    return tuple(
        fn.body.value(f"load {abi.word}, ptr {abi.at(fn.body, slot, number) if number else slot}") for number in (0, 1)
    )


@lowers("object.super_method")
def object_super_method(fn: "FunctionLowering", op: Op) -> Value:
    """The same of a class and an instance, which the runtime takes where it puts the function and its `self`."""
    abi = table_abi(fn)
    slot = fn.body.scratch(3, abi.word)
    for number, word in enumerate(words_of(fn, op), 1):
        fn.body.line(f"store {abi.word} {word}, ptr {abi.at(fn.body, slot, number)}")
    abi.call(fn.body, "load_super_method", name_of(fn, op), slot)
    return tuple(
        fn.body.value(f"load {abi.word}, ptr {abi.at(fn.body, slot, number) if number else slot}") for number in (0, 1)
    )


@lowers("object.call", "object.call_method", "object.call_star", "object.call_method_star")
def call(fn: "FunctionLowering", op: Op) -> Value:
    """A call of a function, or of a method with its `self`; with stars, all goes into one array."""
    if is_builtin_call(fn, op):
        return builtin_call(fn, op)
    first, values = fn.operand(op.operands[0]), [fn.single(operand) for operand in op.operands[1:]]
    callee = list(map(str, first)) if isinstance(first, tuple) else [first]
    positional, keywords = op.attributes["positional"], op.attributes["keywords"]
    items, counts = _with_keywords(fn, values, positional, keywords), str(positional | len(keywords) << 8)
    if "starred" in op.attributes:
        array = fn.boxing.array([*callee, *items, str(op.attributes["starred"] << 1 | 1)])
        return call_table(fn, "call_method_star", str(len(callee) - 1), counts, array)
    if len(callee) == 1:

        def call_function() -> str:
            return call_table(fn, "call", callee[0], counts, fn.boxing.array(items))

        if op.attributes.get("pair"):
            return unpack(fn, call_function(), 2)
        known = directs(fn, op)
        return direct_call(fn, known, callee, values, keywords, call_function) if known else call_function()

    def call_method() -> str:
        array = fn.boxing.array([*callee, *items])
        return call_table(fn, "call_method", str(positional), str(len(keywords)), array)

    if op.attributes.get("appends"):
        return append_call(fn, (callee[0], callee[1]), items[0], call_method)
    known = directs(fn, op)
    return direct_call(fn, known, callee, values, keywords, call_method) if known else call_method()
