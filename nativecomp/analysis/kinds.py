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

from nativecomp.analysis.webs import reaching_definitions
from nativecomp.ir import Function, Local, Op
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

    def loaded(load: Op) -> Kinds:
        kinds = NOTHING
        for one in reaching[load]:
            if isinstance(one, Op):
                kinds |= found[one.operands[0]]
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
