"""Drop the question whether a local is bound where every way to the load binds it.

before, for what both a `try` and its handler bind    after
    %3: object = local.load local=x                       %3: object = local.load local=x
    %4: bool = object.is_end %3                           ... as in `bound`
    branch %4, then=unbound, otherwise=bound
  unbound:
    raise exception='NameError', ...
  bound:
    ...

The builder asks at each load of a local that is an object. Legal where the value is never unbound (analysis/kinds.py):
no way from the entry comes to the load without a store, and none by way of a `del`. Not legal for what a nested
function stores or deletes too, which is not looked into.
"""

from nativecomp.analysis.calls import changed_by_calls
from nativecomp.analysis.kinds import find_kinds
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import NONE
from nativecomp.passes.unreachable import remove_unreachable


def drop_bound_tests(module: Module) -> None:
    """Functions are changed in place."""
    changing = changed_by_calls(module)
    for function in module.functions:
        if any(op.name == "object.is_end" for op in function.ops):
            _drop(function, changing)
    remove_unreachable(module)


def _drop(function: Function, changing: set[Local]) -> None:
    kinds = find_kinds(function, changing)
    following: dict[Block, Block] = {}
    for block in function.blocks:
        end = block.terminator
        test = end.operands[0] if end is not None and end.name == "branch" else None
        if end is None or test is None or test.name != "object.is_end" or block.ops[-2:] != [test, end]:
            continue
        if test.operands[0].name == "local.load" and Kinds.UNBOUND not in kinds[test.operands[0]]:
            following[block] = end.attributes["otherwise"]
            block.ops[-2:] = [Op("jump", [], NONE, {"target": end.attributes["otherwise"]}, end.span)]
    _join(function, following)


def _join(function: Function, following: dict[Block, Block]) -> None:
    """Put blocks that one block alone leads to behind that one, in one block."""
    before: dict[Block, int] = {}
    for block in function.blocks:
        for target in block.successors:
            before[target] = before.get(target, 0) + 1
    gone: set[Block] = set()
    for block in reversed(function.blocks):
        other = following.get(block)
        if other is not None and before[other] == 1 and other.handler is block.handler:
            block.ops[-1:] = other.ops
            gone.add(other)
    function.blocks = [block for block in function.blocks if block not in gone]
