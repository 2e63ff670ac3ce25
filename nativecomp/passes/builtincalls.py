"""Mark calls of a few built-in functions by their names, and what unpacks at once the result of such a `divmod`.

before                                          after
    %0: object = object.global name='divmod'        %0: object = object.global name='divmod'
    %3: object = object.call %0, %1, %2             %3: object = object.call ..., builtin='divmod', pair=True
    %4: tuple = object.unpack %3, count=2           %4: tuple = object.unpack ..., pair=True

The name is no more than a hint, which is compared with what is called (codegen/lower/builtincalls.py). It is written
down before versions of loops bring the function from block to block in slots.

A call that is a `pair` gives both items of its result, whatever was called, so that the two numbers need not be put
into a tuple. Legal where the unpacking stands behind the call in the same block and nothing else uses the result:
nothing happens between the two, and what raises in one goes where the other's exceptions go. This is asked behind the
versions of loops, which may part the two.
"""

from collections import Counter
from itertools import pairwise

from nativecomp.ir import Module

BUILTINS = {"len": (1,), "abs": (1,), "min": (2, 3), "max": (2, 3), "divmod": (2,)}
"""The numbers of arguments with which they are known."""


def mark_builtins(module: Module, word_bits: int, opt: str) -> None:
    """Calls by names that the module's text does not bind, in functions that are not compiled for size; and truth in
    files whose functions may be methods, where it is often that of an instance."""
    methods = any("." in function.name for function in module.functions)
    for function in module.functions:
        if not function.python or (function.options.opt or opt) == "size":
            continue
        for op in function.ops:
            if op.name == "object.truth" and methods:
                op.attributes["instances"] = True
            callee = op.operands[0] if op.name == "object.call" and not op.attributes["keywords"] else op
            name = callee.attributes["name"] if callee.name == "object.global" else ""
            if callee is not op and len(op.operands) - 1 in BUILTINS.get(name, ()) and name not in module.bound:
                op.attributes["builtin"] = name


def mark_pairs(module: Module, word_bits: int, opt: str) -> None:
    for function in module.functions:
        uses = Counter(operand for op in function.ops for operand in op.operands)
        for block in function.blocks:
            for call, op in pairwise(block.ops):
                is_pair = op.name == "object.unpack" and op.attributes["count"] == 2 and op.operands[0] is call
                if is_pair and call.attributes.get("builtin") == "divmod" and uses[call] == 1:
                    call.attributes["pair"] = op.attributes["pair"] = True
