"""Ask for the truth of a comparison at once, so that none of its results has to become an object.

before                                            after
    %2: object = object.binary %0, %1, operator='<'   %2: bool = object.compare %0, %1, operator='<'
    %3: bool = object.truth %2                        branch %2, then=body, otherwise=endwhile
    branch %3, then=body, otherwise=endwhile

Legal where nothing else uses the comparison's result and nothing with an effect stands between the two: asking may run
Python (`__lt__` may give anything, and its `__bool__` or `__len__` is called), here at the same place. Not legal across
a store or a call, which would come before the question then.
"""

from nativecomp.ir import Function, Module, Op
from nativecomp.ir.effects import Effect

_COMPARISONS = ("<", ">", "==", "<=", ">=", "!=")
_PASSED = Effect.READS_LOCALS
"""What may happen between the two."""


def ask_conditions(module: Module) -> None:
    """Functions are changed in place."""
    for function in module.functions:
        if any(op.name == "object.truth" for op in function.ops):
            _ask(function)


def _ask(function: Function) -> None:
    uses: dict[Op, int] = {}
    for op in function.ops:
        for operand in op.operands:
            uses[operand] = uses.get(operand, 0) + 1
    stands: dict[Op, Op] = {}
    for block in function.blocks:
        at: Op | None = None
        for op in list(block.ops):
            if op.name == "object.truth" and at is not None and op.operands == [at] and uses[at] == 1:
                block.ops.remove(op)
                at.name, at.type, stands[op] = "object.compare", op.type, at
            elif op.name == "object.binary" and op.attributes["operator"] in _COMPARISONS:
                at = op
            elif op.effects & ~_PASSED:
                at = None
    for op in function.ops:
        op.operands = [stands.get(operand, operand) for operand in op.operands]
