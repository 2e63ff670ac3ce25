"""Operations on objects, each a call of the function table: constants, operators, attributes, subscripts, calls."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.lower.hints import hinted_member, is_hinted
from nativecomp.codegen.lower.lookups import call_lookup, looks_up
from nativecomp.codegen.lower.places import call_kept, keeps_places
from nativecomp.codegen.lower.shared import shared_binary, shared_compare
from nativecomp.codegen.lower.small import ARITHMETIC, PREDICATES, guarded
from nativecomp.codegen.lower.small import UNARY as SMALL_UNARY
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

UNARY = {
    name: number for number, name in enumerate(("+", "-", "~", "not", "bool", "len", "hash", "abs", "int", "float"))
}
_SIGNS = ("|", "^", "&", "<<", ">>", "+", "-", "*", "@", "//", "/", "%", "**")
BINARY = {name: number for number, name in enumerate(("<", ">", "==", "<=", ">=", "!=", "in", "is", "match"))}
BINARY |= {f"{sign}=": 9 + number for number, sign in enumerate(_SIGNS)}
BINARY |= {sign: 22 + number for number, sign in enumerate(_SIGNS)}
"""Operators by the numbers of the runtime; "match" is that of an exception with a class or a tuple of them."""

LOAD = "4"
"""In the place of a value to store: load the element."""


def table_abi(fn: "FunctionLowering") -> TableAbi:
    """The ABI, which is that of the table wherever there are objects."""
    abi = fn.parent.abi
    if not isinstance(abi, TableAbi):
        raise CodegenError(f"{fn.symbol}: operations on objects need the table ABI")
    return abi


def call_table(fn: "FunctionLowering", name: str, *values: str) -> str:
    """Call the runtime (nativecomp/runtime_calls.py)."""
    return table_abi(fn).call(fn.body, name, *values)


def words_of(fn: "FunctionLowering", op: Op) -> list[str]:
    return [fn.single(operand) for operand in op.operands]


def name_of(fn: "FunctionLowering", op: Op) -> str:
    """The number of the name in the operation's attributes."""
    return table_abi(fn).qstr(fn.body, op.attributes["name"])


_GIVEN: dict[str, Callable[["FunctionLowering", Op], str]] = {
    "name": name_of,
    "unary": lambda fn, op: str(UNARY[op.attributes["operator"]]),
    "binary": lambda fn, op: str(BINARY[op.attributes["operator"]]),
    "count": lambda fn, op: str(op.attributes["count"]),
    "local": lambda fn, op: fn.slots[op.attributes["local"]],
}

_CALLS: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "object.delete_attribute": ("store_attr", (0, "name", "0")),
    "object.delete_subscript": ("subscript", (0, 1, "0")),
    "object.slice": ("new_slice", (0, 1, 2)),
    "object.dict": ("new_dict", ("count",)),
    "object.dict_store": ("dict_store", (0, 1, 2)),
    "object.list_append": ("list_append", (0, 1)),
    "object.set_store": ("set_store", (0, 1)),
    "iterator.begin": ("get_iterator", (0, "local")),
    "iterator.next": ("iterator_next", ("local",)),
    "object.iterator": ("get_iterator", (0, "null")),
    "object.import": ("import_name", ("name", 0, 1)),
    "object.import_from": ("import_from", (0, "name")),
    # The names of a class that is made go where the runtime keeps them.
    "object.build_class": ("build_class", ()),
    "object.store_name": ("store_name", ("name", 0)),
    "object.delete_name": ("delete_name", ("name",)),
}
"""What is no more than one call of the runtime: which, and what it is given: operands by their numbers, what `_GIVEN`
knows of the operation, and words as they are."""


@lowers(*_CALLS)
def single_call(fn: "FunctionLowering", op: Op) -> Value:
    name, given = _CALLS[op.name]
    return call_table(fn, name, *(_argument(fn, op, one) for one in given))


def _argument(fn: "FunctionLowering", op: Op, given: int | str) -> str:
    if isinstance(given, int):
        return fn.single(op.operands[given])
    return _GIVEN[given](fn, op) if given in _GIVEN else given


# Attributes


@lowers("object.attribute")
def attribute(fn: "FunctionLowering", op: Op) -> Value:
    if looks_up(fn, op.attributes["name"]):
        return _member(fn, op, "0")
    return call_table(fn, "load_attr", *words_of(fn, op), name_of(fn, op))


def _member(fn: "FunctionLowering", op: Op, value: str) -> str:
    base, name = fn.single(op.operands[0]), op.attributes["name"]
    if is_hinted(fn, op):
        return hinted_member(fn, name, base, value)
    if keeps_places(abi := table_abi(fn)):
        return call_kept(fn, abi, "load" if value == "0" else "store", name, base, *[value] * (value != "0"))[0]
    return call_lookup(fn, "member", name, base, value)[0]


@lowers("object.set_attribute")
def set_attribute(fn: "FunctionLowering", op: Op) -> None:
    owner, value = words_of(fn, op)
    if looks_up(fn, op.attributes["name"]):
        _member(fn, op, value)
    else:
        call_table(fn, "store_attr", owner, name_of(fn, op), value)


# Operators


@lowers("object.unary")
def unary(fn: "FunctionLowering", op: Op) -> Value:
    operator, given = op.attributes["operator"], fn.single(op.operands[0])

    def ask() -> str:
        return call_table(fn, "unary", str(UNARY[operator]), given)

    if operator not in SMALL_UNARY or not fn.expands(op):
        return ask()
    return guarded(fn, fn.layout.word, lambda ints: ints.unary(operator, given), ask)


def _ask_binary(fn: "FunctionLowering", op: Op) -> str:
    return call_table(fn, "binary", str(BINARY[op.attributes["operator"]]), *words_of(fn, op))


@lowers("object.binary")
def binary(fn: "FunctionLowering", op: Op) -> Value:
    operator, (left, right) = op.attributes["operator"], words_of(fn, op)
    if operator not in ARITHMETIC or not fn.expands(op):
        return _ask_binary(fn, op)
    if fn.opt == "balanced":
        return shared_binary(fn, table_abi(fn), operator, BINARY[operator], left, right)
    return guarded(fn, fn.layout.word, lambda ints: ints.binary(operator, left, right), lambda: _ask_binary(fn, op))


@lowers("object.compare")
def compare(fn: "FunctionLowering", op: Op) -> Value:
    """The truth of a comparison."""
    operator, (left, right) = op.attributes["operator"], words_of(fn, op)

    def ask() -> str:
        if fn.function.python and (fn.comparisons > 1 or fn.opt == "speed"):
            return shared_compare(fn, table_abi(fn), BINARY[operator], left, right)
        return fn.boxing.truth(_ask_binary(fn, op))

    if operator not in PREDICATES or not fn.expands(op):
        return ask()
    return guarded(fn, "i1", lambda ints: ints.compare(operator, left, right), ask)


# Values


@lowers("object.const")
def object_const(fn: "FunctionLowering", op: Op) -> Value:
    return table_abi(fn).object_constant(fn.body, op.attributes["value"])


@lowers("object.none")
def object_none(fn: "FunctionLowering", op: Op) -> Value:
    """No object at all: what an object local holds that is not bound."""
    return "0"


@lowers("object.is")
def object_is(fn: "FunctionLowering", op: Op) -> Value:
    left, right = words_of(fn, op)
    return fn.body.value(f"icmp eq {fn.layout.word} {left}, {right}")


@lowers("object.is_end")
def object_is_end(fn: "FunctionLowering", op: Op) -> Value:
    return fn.body.value(f"icmp eq {fn.layout.word} {fn.single(op.operands[0])}, 0")


# Functions that are made, and the variables that they share: a cell is its type and its value.


@lowers("object.function")
def object_function(fn: "FunctionLowering", op: Op) -> Value:
    """A child of this function: its code stands in the table of children."""
    abi, body, number = table_abi(fn), fn.body, op.attributes["number"]
    defaults, keywords, *cells = words_of(fn, op)
    children = abi.load(body, "%self", 2)
    code = abi.load(body, children, number, abi.word)
    given = "null" if defaults == keywords == "0" else fn.boxing.array([defaults, keywords])
    function = abi.call(body, "make_function", code, "%ctx", given)
    if not cells:
        return function
    return abi.call(body, "new_closure", function, str(len(cells)), fn.boxing.array(cells))


def _cell_value(fn: "FunctionLowering", cell: Op) -> str:
    address = fn.body.value(f"inttoptr {fn.layout.word} {fn.single(cell)} to ptr")
    return table_abi(fn).at(fn.body, address, 1)


@lowers("cell.load")
def cell_load(fn: "FunctionLowering", op: Op) -> Value:
    return fn.body.value(f"load {fn.layout.word}, ptr {_cell_value(fn, op.operands[0])}")


@lowers("cell.object")
def cell_object(fn: "FunctionLowering", op: Op) -> Value:
    return fn.single(op.operands[0])


@lowers("cell.store")
def cell_store(fn: "FunctionLowering", op: Op) -> None:
    cell, value = op.operands
    fn.body.line(f"store {fn.layout.word} {fn.single(value)}, ptr {_cell_value(fn, cell)}")
