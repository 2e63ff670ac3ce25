"""The calls of the runtime: one row for each, which all that makes, answers or checks such a call reads.

    TABLE["load_attr"]      parameters object and name, result object, may do anything; at index 9

`index` is the place of the function's address in the function table of MicroPython (1.23 and newer, whose table is
unchanged since).

A parameter or result is one of these words: `object`; `name`, the number of a name; `word`, a machine word; `int`, 32
bits; `address`; `flag`, a C bool, of which only the low byte is defined. A result may be `none`.
"""

from dataclasses import dataclass

from nativecomp.ir.effects import ALLOCATES, MEMORY, PURE, PYTHON, Effect


@dataclass(frozen=True)
class RuntimeCall:
    """One row. `upstream` says that only MicroPython's own compiler uses the entry."""

    name: str
    parameters: tuple[str, ...]
    result: str
    effects: Effect
    index: int
    returns_twice: bool = False
    upstream: bool = False


VALUES = {"none": 0, "false": 1, "true": 2, "type_type": 73, "type_list": 75}
"""The entries of the table that are objects, among them types."""


def _rows() -> list[RuntimeCall]:
    row = RuntimeCall
    writes, reads = Effect.WRITES_HEAP | ALLOCATES, Effect.READS_HEAP | ALLOCATES
    return [
        row("to_native", ("object", "word"), "word", PYTHON, 3),
        row("from_native", ("word", "word"), "object", ALLOCATES, 4),
        row("swap_globals", ("word",), "word", Effect.WRITES_HEAP, 5),
        row("load_name", ("name",), "object", reads, 6, upstream=True),
        row("load_global", ("name",), "object", reads, 7),
        row("build_class", (), "object", Effect.READS_HEAP, 8),
        row("load_attr", ("object", "name"), "object", PYTHON, 9),
        row("load_method", ("object", "name", "address"), "none", PYTHON, 10),
        row("load_super_method", ("name", "address"), "none", PYTHON, 11),
        row("store_name", ("name", "object"), "none", writes, 12),
        row("store_global", ("name", "object"), "none", writes, 13),
        row("store_attr", ("object", "name", "object"), "none", PYTHON, 14),
        row("subscript", ("object", "object", "object"), "object", PYTHON, 15),
        row("is_true", ("object",), "flag", PYTHON, 16),
        row("unary", ("word", "object"), "object", PYTHON, 17),
        row("binary", ("word", "object", "object"), "object", PYTHON, 18),
        row("new_tuple", ("word", "address"), "object", ALLOCATES, 19),
        row("new_list", ("word", "address"), "object", ALLOCATES, 20),
        row("new_dict", ("word",), "object", ALLOCATES, 21),
        row("new_set", ("word", "address"), "object", PYTHON, 22),
        row("set_store", ("object", "object"), "none", PYTHON, 23),
        row("list_append", ("object", "object"), "object", writes, 24),
        row("dict_store", ("object", "object", "object"), "object", PYTHON, 25),
        row("make_function", ("word", "address", "address"), "object", ALLOCATES, 26),
        row("call", ("object", "word", "address"), "object", PYTHON, 27),
        row("call_method", ("word", "word", "address"), "object", PYTHON, 28),
        row("call_method_star", ("int", "word", "address"), "object", PYTHON, 29),
        row("get_iterator", ("object", "address"), "object", PYTHON, 30),
        row("iterator_next", ("address",), "object", PYTHON, 31),
        row("push_handler", ("address",), "int", Effect.HANDLERS, 32, returns_twice=True),
        row("pop_handler", (), "none", Effect.HANDLERS, 33),
        row("raise", ("object",), "none", PYTHON, 34),
        row("import_name", ("name", "object", "object"), "object", PYTHON, 35),
        row("import_from", ("object", "name"), "object", PYTHON, 36),
        row("import_all", ("object",), "none", PYTHON, 37, upstream=True),
        row("new_slice", ("object", "object", "object"), "object", ALLOCATES, 38),
        row("unpack", ("object", "word", "address"), "none", PYTHON, 39),
        row("unpack_star", ("object", "word", "address"), "none", PYTHON, 40),
        row("delete_name", ("name",), "none", writes, 41),
        row("delete_global", ("name",), "none", writes, 42, upstream=True),
        row("new_closure", ("object", "word", "address"), "object", ALLOCATES, 43),
        row("check_arguments", ("word", "word", "int"), "none", ALLOCATES, 44, upstream=True),
        row("bind_arguments", ("address", "word", "word", "address"), "none", PYTHON, 45),
        row("floor_divide", ("word", "word"), "word", PURE, 46, upstream=True),
        row("modulo", ("word", "word"), "word", PURE, 47, upstream=True),
        row("yield_from", ("object", "object", "address"), "flag", PYTHON, 48),
        row("memset", ("address", "int", "word"), "address", MEMORY, 50, upstream=True),
        row("memmove", ("address", "address", "word"), "address", MEMORY, 51),
        # The collector's own entry: where there is no memory it gives 0 and raises nothing.
        row("realloc", ("address", "word", "flag"), "address", Effect.ALLOCATES, 52),
        row("load_method_maybe", ("object", "name", "address"), "none", PYTHON, 64, upstream=True),
        row("get_buffer", ("object", "address", "int"), "flag", PYTHON, 65),
        row("array_get", ("int", "address", "word"), "object", ALLOCATES, 70),
        row("array_set", ("int", "address", "word", "object"), "none", PYTHON, 71),
    ]


TABLE: dict[str, RuntimeCall] = {call.name: call for call in _rows()}
