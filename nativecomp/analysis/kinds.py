"""The kinds of the objects that a function's operations give (language/kinds.py), through its slots.

    x = None                NONE
    try:
        x = [n]             LIST
    except E: ...
    f(x)                    the load is reached by both stores: NONE | LIST, and never UNBOUND

It is a least fixed point: an operation gives what its row says, a load what the definitions that reach it give
(analysis/webs.py, so handlers are seen). Entering a function binds its parameters and no other slot.
"""

from collections.abc import Set

from nativecomp.analysis.flow import Flow
from nativecomp.analysis.webs import reaching_definitions
from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.kinds import NOTHING, Kinds, kinds_of_constant
from nativecomp.language.types import BOOL, OBJECT, FloatType, IntType

_ANYTHING = Kinds.OBJECT | Kinds.UNBOUND
_RESULTS: dict[str, Kinds] = {
    "object.none": Kinds.UNBOUND,
    "object.list": Kinds.LIST,
    "object.tuple": Kinds.TUPLE,
    "object.dict": Kinds.DICT,
    **dict.fromkeys(("object.set", "object.slice", "try.exception"), Kinds.OTHER),
    # What raises where it has no result. A function may be decorated; a class may be made by any metaclass.
    **dict.fromkeys(
        (
            "call", "object.unary", "object.binary", "object.attribute", "object.subscript", "object.function",
            "object.build_class", "object.call", "object.call_star", "object.call_method", "object.call_method_star",
            "object.global", "object.import", "object.import_from", "cell.object",
        ),
        Kinds.OBJECT,
    ),
}  # fmt: skip
"""What operations give that need not be looked into; others may give no object at all."""


def find_kinds(function: Function, shared: Set[Local]) -> dict[Op, Kinds]:
    """The kinds of each value that is an object. Of a `shared` slot, which others store too, nothing is known."""
    reaching = reaching_definitions(function, shared)
    values = [op for op in function.ops if op.type == OBJECT]
    found = dict.fromkeys(values, NOTHING)

    behind = _stores_behind_tests(function)

    def loaded(load: Op) -> Kinds:
        kinds = NOTHING
        for one in reaching[load]:
            if isinstance(one, Op):
                kinds |= found[one.operands[0]] & (Kinds.OBJECT if one in behind else _ANYTHING)
            else:
                kinds |= Kinds.OBJECT if one in function.params else Kinds.UNBOUND
        return kinds

    changed = True
    while changed:
        changed = False
        for op in values:
            kinds = loaded(op) if op in reaching else _given(op)
            changed |= kinds != found[op]
            found[op] = kinds
    return found


def _stores_behind_tests(function: Function) -> set[Op]:
    """The stores of what a branch has shown to be an object: its other way alone leads to them."""
    flow = Flow(function)
    behind: dict[Op, Block] = {}
    for block in function.blocks:
        end = block.ops[-1]
        if end.name == "branch" and end.operands[0].name == "object.is_end":
            other = end.attributes["otherwise"]
            if flow.predecessors[other] == [block] and other is not end.attributes["then"]:
                behind[end.operands[0].operands[0]] = other
    stores = [(home, op) for home in function.blocks for op in home.ops if op.name == "local.store"]
    return {op for home, op in stores if (shown := behind.get(op.operands[0])) and flow.dominates(shown, home)}


def _given(op: Op) -> Kinds:
    if op.name == "object.const":
        return kinds_of_constant(op.attributes["value"])
    if op.name == "object.box":
        boxed = op.operands[0].type
        if isinstance(boxed, IntType | FloatType):
            return Kinds.INT if isinstance(boxed, IntType) else Kinds.FLOAT
        return Kinds.BOOL if boxed == BOOL else Kinds.OBJECT
    if op.name == "tuple.get":
        return Kinds.OBJECT if op.operands[0].name.startswith("object.unpack") else _ANYTHING
    return _RESULTS.get(op.name, _ANYTHING)
