"""Put into locals what is computed in one block of a generator and used in another: between them it may be resumed.

before, for `f(x, (yield))`                          after
    %1: object = local.load local=x                     %1: object = local.load local=x
    yield %0, target=resumed                            local.store %1, local=value
  resumed:                                              yield %0, target=resumed
    %2: object = yield.sent                           resumed:
    %3: object = object.call %4, %1, %2                 %2: object = yield.sent
                                                        %5: object = local.load local=value
                                                        %3: object = object.call %4, %5, %2

Of the locals of a generator, those that are live where it is resumed are kept in its frame (analysis/frames.py); a
value has no such place. Legal anywhere: the new local is stored once, where the value is defined, which every way to a
use passes.
"""

from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import NONE


def keep_values(module: Module) -> None:
    """Generators are changed in place; doing it again changes nothing."""
    for function in module.functions:
        if function.suspends:
            _keep(function)


def _keep(function: Function) -> None:
    home: dict[Op, Block] = {op: block for block in function.blocks for op in block.ops}
    kept: dict[Op, Local] = {}
    for block in function.blocks:
        ops: list[Op] = []
        loaded: dict[Op, Op] = {}
        for op in block.ops:
            for number, operand in enumerate(op.operands):
                if home[operand] is block or operand.name == "const":
                    continue
                if operand not in kept:
                    kept[operand] = Local("value", operand.type, zeroed=False)
                    function.locals.append(kept[operand])
                if operand not in loaded:
                    loaded[operand] = Op("local.load", [], operand.type, {"local": kept[operand]}, op.span)
                    ops.append(loaded[operand])
                op.operands[number] = loaded[operand]
            ops.append(op)
        block.ops = ops
    for value, local in kept.items():
        block = home[value]
        place = block.ops.index(value) + 1
        block.ops.insert(place, Op("local.store", [value], NONE, {"local": local}, value.span))
