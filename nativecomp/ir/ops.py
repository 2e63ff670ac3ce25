"""The table of operations. The verifier, the printer and the lowering all read it.

An operand kind is a word: `int` (an integer type), `bool`, `float`, `number` (int, bool or float), `pointer`, `buffer`,
`tuple`, `object`, `cell`, `any`; a trailing `=` asks for the type of the first operand, a trailing `*` repeats the last
kind. A result is `none`, `same` (the type of operand 0), `bool`, or `given` (the operation states it).
"""

from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    """What an operation does besides computing its result."""

    PURE = "pure"
    READS_LOCAL = "reads a local"
    WRITES_LOCAL = "writes a local"
    READS = "reads memory"
    WRITES = "writes memory"
    CALLS = "calls"
    ENDS_BLOCK = "ends its block"


@dataclass(frozen=True)
class OpInfo:
    """One row of the table.

    `attributes` are the names of what the operation carries besides operands; `raises` the exceptions that it may
    raise itself (a call may raise anything).
    """

    name: str
    operands: tuple[str, ...]
    result: str
    effect: Effect = Effect.PURE
    attributes: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()

    @property
    def can_raise(self) -> bool:
        return bool(self.raises) or self.effect is Effect.CALLS or self.name in ("raise", "raise.object")


def _rows() -> list[OpInfo]:
    row = OpInfo
    return [
        row("const", (), "given", attributes=("value",)),
        # Locals are slots; LLVM turns them into registers.
        row("local.load", (), "given", Effect.READS_LOCAL, ("local",)),
        row("local.store", ("any",), "none", Effect.WRITES_LOCAL, ("local",)),
        # Integers wrap at the width of their type.
        row("int.add", ("int", "int="), "same"),
        row("int.sub", ("int", "int="), "same"),
        row("int.mul", ("int", "int="), "same"),
        row("int.and", ("int", "int="), "same"),
        row("int.or", ("int", "int="), "same"),
        row("int.xor", ("int", "int="), "same"),
        row("int.shl", ("int", "int"), "same"),
        row("int.shr", ("int", "int"), "same"),
        row("int.floordiv", ("int", "int="), "same", raises=("ZeroDivisionError",)),
        row("int.mod", ("int", "int="), "same", raises=("ZeroDivisionError",)),
        row("int.pow", ("int", "int"), "same", raises=("ValueError",)),
        row("int.neg", ("int",), "same"),
        row("int.invert", ("int",), "same"),
        row("int.abs", ("int",), "same"),
        row("int.min", ("int", "int="), "same"),
        row("int.max", ("int", "int="), "same"),
        row("int.compare", ("int", "int"), "bool", attributes=("predicate",)),
        # The step of a counted loop: the loop's own condition has shown that it cannot wrap.
        row("int.step", ("int", "int="), "same"),
        # Turns of `range(start, stop, step)`, as the unsigned type of the same width.
        row("range.count", ("int", "int=", "int="), "given", raises=("ValueError",)),
        row("bool.and", ("bool", "bool"), "bool"),
        row("bool.or", ("bool", "bool"), "bool"),
        row("bool.xor", ("bool", "bool"), "bool"),
        row("bool.not", ("bool",), "bool"),
        row("float.add", ("float", "float="), "same"),
        row("float.sub", ("float", "float="), "same"),
        row("float.mul", ("float", "float="), "same"),
        row("float.div", ("float", "float="), "same", raises=("ZeroDivisionError",)),
        row("float.floordiv", ("float", "float="), "same", raises=("ZeroDivisionError",)),
        row("float.mod", ("float", "float="), "same", raises=("ZeroDivisionError",)),
        row("float.neg", ("float",), "same"),
        row("float.abs", ("float",), "same"),
        row("float.min", ("float", "float="), "same"),
        row("float.max", ("float", "float="), "same"),
        row("float.compare", ("float", "float="), "bool", attributes=("predicate",)),
        row("pointer.compare", ("pointer", "pointer"), "bool", attributes=("predicate",)),
        # Between numbers, between pointers and integers, from a buffer to a pointer; to `bool` it is `!= 0`.
        row("convert", ("any",), "given"),
        # `device` (set by passes/devices.py) says whether the address is a device: "no", "yes" or "parameter", which is
        # yes in the device version of the function and no in its memory version. On a call it names the version.
        row("pointer.load", ("pointer", "int"), "given", Effect.READS, ("element",)),
        row("pointer.store", ("pointer", "int", "int"), "none", Effect.WRITES, ("element",)),
        row("buffer.length", ("buffer",), "given"),
        row("buffer.load", ("buffer", "int"), "given", Effect.READS, raises=("IndexError",)),
        row("buffer.store", ("buffer", "int", "number"), "none", Effect.WRITES, raises=("IndexError",)),
        # The element at an index that a loop over the buffer has shown to be inside.
        row("buffer.element", ("buffer", "int"), "given", Effect.READS),
        # A target and a source, each a pointer and an index of elements, and how many: whether `memory.copy` gives what
        # moving one after the other upwards gives, without device accesses, and is faster. The same operands move them.
        row("memory.copyable", ("pointer", "int", "pointer", "int", "int"), "bool", attributes=("element", "device")),
        row(
            "memory.copy",
            ("pointer", "int", "pointer", "int", "int"),
            "none",
            Effect.WRITES,
            ("element", "device"),
        ),
        row("call", ("any*",), "given", Effect.CALLS, ("callee",)),
        row("tuple.make", ("any*",), "given"),
        row("tuple.get", ("tuple",), "given", attributes=("index",)),
        row("print.text", (), "none", Effect.CALLS, ("text",)),
        row("print.value", ("any",), "none", Effect.CALLS),
        *_object_rows(),
        row("jump", (), "none", Effect.ENDS_BLOCK, ("target",)),
        row("branch", ("bool",), "none", Effect.ENDS_BLOCK, ("then", "otherwise")),
        row("return", ("any*",), "none", Effect.ENDS_BLOCK),
        row("raise", ("int*",), "none", Effect.ENDS_BLOCK, ("exception", "message")),
    ]


def _object_rows() -> list[OpInfo]:
    """Operations on Python objects. Those that call may raise anything; `0` is no object."""
    row, calls = OpInfo, Effect.CALLS
    one, two = ("object",), ("object", "object")
    return [
        row("object.const", (), "given", attributes=("value",)),
        row("object.none", (), "given"),
        row("object.is", two, "bool"),
        row("object.is_end", one, "bool"),
        row("object.truth", one, "bool", calls),
        row("cell.load", ("cell",), "given", Effect.READS),
        row("cell.object", ("cell",), "given"),
        row("cell.store", ("cell", "object"), "none", Effect.WRITES),
        row("object.unary", one, "same", calls, ("operator",)),
        row("object.binary", two, "same", calls, ("operator",)),
        row("object.attribute", one, "same", calls, ("name",)),
        row("object.set_attribute", two, "none", calls, ("name",)),
        row("object.delete_attribute", one, "none", calls, ("name",)),
        row("object.subscript", two, "same", calls),
        row("object.set_subscript", ("object", "object", "object"), "none", calls),
        row("object.delete_subscript", two, "none", calls),
        row("object.slice", ("object", "object", "object"), "same", calls),
        # A child by its number, with a tuple of defaults, a dict of keyword defaults (or nothing), and its cells.
        row("object.function", ("object", "object", "cell*"), "given", calls, ("number",)),
        # What makes a class of the function that is its body, its name and its bases; the names of such a body.
        row("object.build_class", (), "given", calls),
        row("object.store_name", one, "none", calls, ("name",)),
        row("object.delete_name", (), "none", calls, ("name",)),
        row("object.call", ("object*",), "given", calls, ("positional", "keywords")),
        row("object.call_star", ("object*",), "given", calls, ("positional", "keywords", "starred")),
        # The function of a method and its `self`, looked up before the arguments are computed.
        row("object.method", one, "given", calls, ("name",)),
        row("object.call_method", ("tuple", "object*"), "given", calls, ("positional", "keywords")),
        row("object.call_method_star", ("tuple", "object*"), "given", calls, ("positional", "keywords", "starred")),
        row("object.tuple", ("object*",), "given", calls),
        row("object.list", ("object*",), "given", calls),
        row("object.set", ("object*",), "given", calls),
        row("object.dict", (), "given", calls, ("count",)),
        row("object.dict_store", ("object", "object", "object"), "none", calls),
        row("object.list_append", two, "none", calls),
        row("object.set_store", two, "none", calls),
        row("object.global", (), "given", calls, ("name",)),
        row("object.set_global", one, "none", calls, ("name",)),
        row("object.delete_global", (), "none", calls, ("name",)),
        row("object.import", two, "same", calls, ("name",)),
        row("object.import_from", one, "same", calls, ("name",)),
        row("object.unpack", one, "given", calls, ("count",)),
        row("object.unpack_star", one, "given", calls, ("before", "after")),
        row("iterator.begin", one, "none", calls, ("local",)),
        row("iterator.next", (), "given", calls, ("local",)),
        row("raise.object", one, "none", Effect.ENDS_BLOCK),
        # From here to `try.end` a raise goes to the block `otherwise`, whose first operation is `try.exception`.
        row("try.begin", (), "none", Effect.ENDS_BLOCK, ("then", "otherwise")),
        row("try.end", (), "none", calls),
        row("try.exception", (), "given", calls),
    ]


OPS: dict[str, OpInfo] = {info.name: info for info in _rows()}

PREDICATES = ("<", "<=", ">", ">=", "==", "!=")
