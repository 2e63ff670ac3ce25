"""Ask once what a loop iterates over, so that each turn can take its item in line.

before                                             after
    iterator.begin %0, local=iterator                  iterator.begin %0, local=iterator
                                                       %1: int = iterator.kind %0
                                                       local.store %1, local='kind of iterator'
  for:                                               for:
    %2: object = iterator.next local=iterator          %3: int = local.load local='kind of iterator'
                                                       %2: object = iterator.item %3, local=iterator

Legal since the type of an object does not change as long as it lives, and the iterator keeps it alive. An iterator that
another function begins or goes on with stays as it is, and so does the loop as it was beside its fast version.
"""

from nativecomp.ir import Function, Local, Module, Op
from nativecomp.language.types import NONE, IntType
from nativecomp.passes.versions.choose import iterators_of_ranges


def take_items(module: Module, word_bits: int, opt: str) -> None:
    """In functions that are not compiled for size: those on objects alone, and at speed all."""
    captured = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        level = function.options.opt or opt
        if level == "speed" or (function.python and level != "size"):
            _take(function, captured, IntType("int", word_bits, True))


def _take(function: Function, captured: set[Local], word: IntType) -> None:
    wanted = [op for op in function.ops if op.name == "iterator.next" and op.attributes.get("expand", True)]
    begun = {op.attributes["local"] for op in function.ops if op.name == "iterator.begin"}
    kinds: dict[Local, Local] = {}
    ranges = iterators_of_ranges(function.ops)
    for op in wanted:
        iterator = op.attributes["local"]
        if iterator in begun - captured and iterator not in kinds:
            kinds[iterator] = Local(f"kind of {iterator.name}", word, zeroed=False)
    function.locals += kinds.values()
    for block in function.blocks:
        ops: list[Op] = []
        for op in block.ops:
            slot = kinds.get(op.attributes.get("local"))  # type: ignore[arg-type]
            if slot is not None and op.name == "iterator.next" and op.attributes.pop("expand", True):
                kind = Op("local.load", [], word, {"local": slot}, op.span)
                ops.append(kind)
                op.name, op.operands = "iterator.item", [kind]
                if op.attributes["local"] in ranges:
                    op.attributes["range"] = True
            ops.append(op)
            if slot is not None and op.name == "iterator.begin":
                kind = Op("iterator.kind", op.operands[:1], word, {}, op.span)
                ops += [kind, Op("local.store", [kind], NONE, {"local": slot}, op.span)]
        block.ops = ops
