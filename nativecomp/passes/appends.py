"""Ask once whether the object of `x.append(v)` is a list or a bytearray: no method is looked up and called then.

before                                                after
    %1: tuple = object.method %0, name='append'           %1: tuple = object.method ..., appends=True
    %3: object = object.call_method %1, %2, positional=1  %3: object = object.call_method ..., appends=True

The two belong together: a method that `appends` is no function where the object is one of these, and the call knows it
(codegen/lower/appends.py). Legal where the call has one argument and nothing else uses the method. The object is asked
where the method is looked up, in front of the argument: neither their `append` nor the type of an object ever changes,
whatever computing the argument does to its items. All copies of a loop keep the mark: its fast version may be left
while the argument is computed.
"""

from collections import Counter

from nativecomp.analysis.flow import Flow
from nativecomp.ir import Function, Module
from nativecomp.language.types import OBJECT


def mark_appends(module: Module, word_bits: int, opt: str) -> None:
    """In loops of functions on objects alone that are not compiled for size, and where there is no loop everywhere."""
    for function in module.functions:
        if function.python and (function.options.opt or opt) != "size":
            _mark(function)


def _mark(function: Function) -> None:
    blocks = {block for loop in Flow(function).loops for block in loop.blocks}
    hot = {op for block in blocks or function.blocks for op in block.ops}
    uses = Counter(operand for op in function.ops for operand in op.operands)
    for op in function.ops:
        if op.name != "object.call_method" or "appends" in op.attributes or op not in hot:
            continue
        if len(op.operands) != 2:
            continue
        method, value = op.operands
        is_append = method.name == "object.method" and method.attributes["name"] == "append"
        if is_append and uses[method] == 1 and op.attributes["positional"] == 1 and value.type == OBJECT:
            method.attributes["appends"] = op.attributes["appends"] = True
