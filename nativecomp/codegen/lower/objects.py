"""Operations on objects, each a call of the function table: constants, operators, attributes, subscripts, calls."""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import NativeType, TableAbi
from nativecomp.codegen.errors import CodegenError
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


def _words(fn: "FunctionLowering", op: Op) -> list[str]:
    return [fn.single(operand) for operand in op.operands]


def name_of(fn: "FunctionLowering", op: Op) -> str:
    """The number of the name in the operation's attributes."""
    return table_abi(fn).qstr(fn.body, op.attributes["name"])


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
    left, right = _words(fn, op)
    return fn.body.value(f"icmp eq {fn.layout.word} {left}, {right}")


@lowers("object.is_end")
def object_is_end(fn: "FunctionLowering", op: Op) -> Value:
    return fn.body.value(f"icmp eq {fn.layout.word} {fn.single(op.operands[0])}, 0")


# Classes that are made: their names go where the runtime keeps those of the class that it builds.


@lowers("object.build_class")
def object_build_class(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "build_class")


@lowers("object.store_name")
def object_store_name(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "store_name", name_of(fn, op), *_words(fn, op))


@lowers("object.delete_name")
def object_delete_name(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "delete_name", name_of(fn, op))


# Functions that are made, and the variables that they share: a cell is its type and its value.


@lowers("object.function")
def object_function(fn: "FunctionLowering", op: Op) -> Value:
    """A child of this function: its code stands in the table of children."""
    abi, body, number = table_abi(fn), fn.body, op.attributes["number"]
    defaults, keywords, *cells = _words(fn, op)
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


# Operators


@lowers("object.unary")
def object_unary(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "unary", str(UNARY[op.attributes["operator"]]), *_words(fn, op))


@lowers("object.binary")
def object_binary(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "binary", str(BINARY[op.attributes["operator"]]), *_words(fn, op))


# Attributes and elements


@lowers("object.attribute")
def object_attribute(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "load_attr", fn.single(op.operands[0]), name_of(fn, op))


@lowers("object.set_attribute")
def object_set_attribute(fn: "FunctionLowering", op: Op) -> None:
    base, value = _words(fn, op)
    call_table(fn, "store_attr", base, name_of(fn, op), value)


@lowers("object.delete_attribute")
def object_delete_attribute(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "store_attr", fn.single(op.operands[0]), name_of(fn, op), "0")


@lowers("object.subscript")
def object_subscript(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "subscript", *_words(fn, op), LOAD)


@lowers("object.set_subscript")
def object_set_subscript(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "subscript", *_words(fn, op))


@lowers("object.delete_subscript")
def object_delete_subscript(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "subscript", *_words(fn, op), "0")


@lowers("object.slice")
def object_slice(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "new_slice", *_words(fn, op))


# Calls


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


def _counts(op: Op) -> int:
    positional: int = op.attributes["positional"]
    return positional | len(op.attributes["keywords"]) << 8


@lowers("object.call")
def object_call(fn: "FunctionLowering", op: Op) -> Value:
    function, *values = _words(fn, op)
    items = _with_keywords(fn, values, op.attributes["positional"], op.attributes["keywords"])
    abi = table_abi(fn)
    array = fn.boxing.array(items)
    return abi.call(fn.body, "call", function, str(_counts(op)), array)


@lowers("object.method")
def object_method(fn: "FunctionLowering", op: Op) -> Value:
    """The function of a method and its `self`, which is 0 where the attribute is no method."""
    abi = table_abi(fn)
    slot = fn.body.scratch(2, abi.word)
    abi.call(fn.body, "load_method", fn.single(op.operands[0]), name_of(fn, op), slot)
    return tuple(
        fn.body.value(f"load {abi.word}, ptr {abi.at(fn.body, slot, number) if number else slot}") for number in (0, 1)
    )


@lowers("object.call_method")
def object_call_method(fn: "FunctionLowering", op: Op) -> Value:
    method = fn.operand(op.operands[0])
    values = [fn.single(operand) for operand in op.operands[1:]]
    keywords = op.attributes["keywords"]
    items = _with_keywords(fn, values, op.attributes["positional"], keywords)
    abi = table_abi(fn)
    array = fn.boxing.array([str(method[0]), str(method[1]), *items])
    return abi.call(fn.body, "call_method", str(op.attributes["positional"]), str(len(keywords)), array)


def _star_call(fn: "FunctionLowering", op: Op, callee: list[str], values: list[str]) -> Value:
    items = _with_keywords(fn, values, op.attributes["positional"], op.attributes["keywords"])
    abi = table_abi(fn)
    array = fn.boxing.array([*callee, *items, str(op.attributes["starred"] << 1 | 1)])
    return abi.call(fn.body, "call_method_star", str(len(callee) - 1), str(_counts(op)), array)


@lowers("object.call_star")
def object_call_star(fn: "FunctionLowering", op: Op) -> Value:
    function, *values = _words(fn, op)
    return _star_call(fn, op, [function], values)


@lowers("object.call_method_star")
def object_call_method_star(fn: "FunctionLowering", op: Op) -> Value:
    method = fn.operand(op.operands[0])
    return _star_call(fn, op, [str(method[0]), str(method[1])], [fn.single(operand) for operand in op.operands[1:]])


# Modules


@lowers("object.import")
def object_import(fn: "FunctionLowering", op: Op) -> Value:
    from_list, level = _words(fn, op)
    return call_table(fn, "import_name", name_of(fn, op), from_list, level)


@lowers("object.import_from")
def object_import_from(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "import_from", fn.single(op.operands[0]), name_of(fn, op))
