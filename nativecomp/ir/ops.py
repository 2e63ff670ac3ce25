"""The table of operations. The verifier, the printer, the passes and the lowering all read it.

An operand kind is a word: `int` (an integer type), `bool`, `float`, `number` (int, bool or float), `pointer`, `scalar`
(number or pointer), `buffer`, `tuple`, `object`, `cell`, `any`; a trailing `=` asks for the type of the first operand,
a trailing `*` repeats the last kind. A result is `none`, `same` (the type of operand 0), one of these kinds, or `given`
(the operation states it, perhaps none).
"""

import builtins
from dataclasses import dataclass, field

from nativecomp.ir.attributes import KINDS
from nativecomp.ir.effects import ALLOCATES, MACHINE, MEMORY, PURE, PYTHON, Effect


@dataclass(frozen=True)
class OpInfo:
    """One row of the table.

    `attributes` are the names and kinds (ir/attributes.py) of what the operation carries besides operands. With
    `borrows` the result is an address inside of what operand 0 is or holds. `ends` and `raises` are the effects that
    are asked for most, `required` the attributes that may not be missing.
    """

    name: str
    operands: tuple[str, ...]
    result: str
    effects: Effect = PURE
    attributes: dict[str, str] = field(default_factory=dict)
    borrows: bool = False
    ends: bool = field(init=False)
    raises: bool = field(init=False)
    required: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", Effect.ENDS in self.effects)
        object.__setattr__(self, "raises", Effect.RAISES in self.effects)
        object.__setattr__(
            self, "required", frozenset(key for key, kind in self.attributes.items() if not kind.endswith("?"))
        )
        if self.raises:
            # The function that it was written in, where it has been moved to another one.
            object.__setattr__(self, "attributes", {**self.attributes, "within": "text?"})
        assert all(kind.rstrip("?") in KINDS for kind in self.attributes.values()), self.name


def _rows() -> list[OpInfo]:
    row, raises = OpInfo, Effect.RAISES
    compare = {"predicate": "predicate"}
    signs = {"positive": "bool?", "natural": "bool?"}
    return [
        row("const", (), "scalar", attributes={"value": "number"}),
        # What a local of the type holds that was never assigned.
        row("zero", (), "any"),
        # Locals are slots; LLVM turns them into registers.
        row("local.load", (), "any", Effect.READS_LOCALS, {"local": "local"}),
        row("local.store", ("any",), "none", Effect.WRITES_LOCALS, {"local": "local"}),
        # Data of the module. What interrupt handlers may change is read and written as the text says.
        row("static.load", (), "number", Effect.READS_STATICS, {"static": "static"}),
        row("static.store", ("number",), "none", Effect.WRITES_STATICS, {"static": "static"}),
        row("static.buffer", (), "buffer", attributes={"static": "static"}),
        # What C does for the core, such as to turn off interrupts: what the text says before it is done by then.
        row("machine.call", ("int*",), "given", MACHINE, {"function": "text"}),
        # Integers wrap at the width of their type.
        row("int.add", ("int", "int="), "same"),
        row("int.sub", ("int", "int="), "same"),
        row("int.mul", ("int", "int="), "same"),
        row("int.and", ("int", "int="), "same"),
        row("int.or", ("int", "int="), "same"),
        row("int.xor", ("int", "int="), "same"),
        # What passes/natural.py has found out: the count is below the width; what is shifted is at least 0; the divisor
        # is above 0, the dividend not below; only whether the remainder is 0 is asked.
        row("int.shl", ("int", "int"), "same", attributes={"inside": "bool?"}),
        row("int.shr", ("int", "int"), "same", attributes={"inside": "bool?", "natural": "bool?"}),
        row("int.floordiv", ("int", "int="), "same", raises, signs),
        row("int.mod", ("int", "int="), "same", raises, {**signs, "divides": "bool?"}),
        row("int.pow", ("int", "int"), "same", raises),
        row("int.neg", ("int",), "same"),
        row("int.invert", ("int",), "same"),
        row("int.abs", ("int",), "same"),
        row("int.min", ("int", "int="), "same"),
        row("int.max", ("int", "int="), "same"),
        row("int.compare", ("int", "int"), "bool", attributes=compare),
        # The step of a counted loop: the loop's own condition has shown that it cannot wrap.
        row("int.step", ("int", "int="), "same"),
        # Turns of `range(start, stop, step)`, as the unsigned type of the same width.
        row("range.count", ("int", "int=", "int="), "int", raises),
        row("bool.and", ("bool", "bool"), "bool"),
        row("bool.or", ("bool", "bool"), "bool"),
        row("bool.xor", ("bool", "bool"), "bool"),
        row("bool.not", ("bool",), "bool"),
        row("float.add", ("float", "float="), "same"),
        row("float.sub", ("float", "float="), "same"),
        row("float.mul", ("float", "float="), "same"),
        row("float.div", ("float", "float="), "same", raises),
        row("float.floordiv", ("float", "float="), "same", raises),
        row("float.mod", ("float", "float="), "same", raises),
        row("float.neg", ("float",), "same"),
        row("float.abs", ("float",), "same"),
        row("float.min", ("float", "float="), "same"),
        row("float.max", ("float", "float="), "same"),
        row("float.compare", ("float", "float="), "bool", attributes=compare),
        row("pointer.compare", ("pointer", "pointer"), "bool", attributes=compare),
        # Between machine values; to `bool` it is `!= 0`. Conversions of objects are operations of their own.
        row("convert", ("scalar",), "scalar"),
        # `device` (set by passes/devices.py) says whether the address is a device: "no", "yes" or "parameter", which is
        # yes in the device version of the function and no in its memory version. On a call it names the version.
        row("pointer.load", ("pointer", "int"), "int", Effect.READS_POINTED, {"element": "bits", "device": "device?"}),
        row(
            "pointer.store",
            ("pointer", "int", "int"),
            "none",
            Effect.WRITES_POINTED,
            {"element": "bits", "device": "device?"},
        ),
        row("buffer.length", ("buffer",), "int"),
        row("buffer.address", ("buffer",), "pointer", borrows=True),
        # The index as it counts from the start, after the check that an access makes (passes/checks.py).
        row("buffer.index", ("buffer", "int"), "int", raises, {"rare": "bool?"}),
        # `checked` is false where a pass has shown that the index is inside, `natural` says that it is at least 0,
        # `rare` that it seldom runs.
        row(
            "buffer.load",
            ("buffer", "int"),
            "number",
            Effect.READS_BUFFERS | raises,
            {"checked": "bool?", "natural": "bool?", "rare": "bool?"},
        ),
        row(
            "buffer.store",
            ("buffer", "int", "number"),
            "none",
            Effect.WRITES_BUFFERS | raises,
            {"checked": "bool?", "natural": "bool?", "rare": "bool?"},
        ),
        # The element at an index that a loop over the buffer has shown to be inside.
        row("buffer.element", ("buffer", "int"), "number", Effect.READS_BUFFERS),
        # A target and a source, each a pointer and an index of elements, and how many: whether `memory.copy` gives what
        # moving one after the other upwards gives, without device accesses, and is faster. The same operands move them.
        row(
            "memory.copyable",
            ("pointer", "int", "pointer", "int", "int"),
            "bool",
            attributes={"element": "bits", "device": "device"},
        ),
        row(
            "memory.copy",
            ("pointer", "int", "pointer", "int", "int"),
            "none",
            MEMORY,
            {"element": "bits", "device": "device"},
        ),
        # No access to memory passes it, and it stays where it is (passes/barriers.py).
        row("memory.barrier", (), "none", MEMORY),
        row("call", ("any*",), "given", PYTHON, {"callee": "function", "device": "device?", "closes": "closes?"}),
        row("tuple.make", ("any*",), "tuple"),
        row("tuple.get", ("tuple",), "any", attributes={"index": "count"}),
        row("print.text", (), "none", Effect.OUTPUT | raises, {"text": "text"}),
        row("print.value", ("any",), "none", Effect.OUTPUT | raises),
        *_object_rows(),
        row("jump", (), "none", Effect.ENDS, {"target": "block", "loop": "loop?", "turns": "turns?"}),
        row(
            "branch",
            ("bool",),
            "none",
            Effect.ENDS,
            {"then": "block", "otherwise": "block", "loop": "loop?", "likely": "bool?"},
        ),
        row("return", ("any*",), "none", Effect.ENDS),
        # Any code may run that waits to: callbacks. `weight` is that of a turn of the loop (passes/polling.py).
        row("poll", (), "none", PYTHON, {"weight": "count"}),
        # Up to where a counter may count at once towards a limit, small integers.
        row("poll.bound", ("object", "object"), "same", PURE, {"length": "count"}),
        row("raise", ("int*",), "none", Effect.ENDS | ALLOCATES, {"exception": "text", "message": "text or none"}),
    ]


def _object_rows() -> list[OpInfo]:
    """Operations on Python objects; `0` is no object."""
    row = OpInfo
    one, two = ("object",), ("object", "object")
    name = {"name": "text"}
    found = {**name, "expand": "bool?"}
    # Whether small integers are looked for in line; where it does not say, that is up to the level.
    operator, predicate = {"operator": "text", "expand": "bool?"}, {"predicate": "predicate"}
    index = {"expand": "bool?", "small": "bool?"}
    call = {"positional": "count", "keywords": "names"}
    star = {**call, "starred": "count"}
    direct = {**call, "direct": "functions?"}
    reads, writes = Effect.READS_HEAP | ALLOCATES, Effect.WRITES_HEAP | ALLOCATES
    return [
        row("object.const", (), "object", attributes={"value": "constant"}),
        row("object.none", (), "object"),
        row("object.is", two, "bool"),
        row("object.is_end", one, "bool"),
        # Whether an object is the built-in function of a name.
        row("object.is_builtin", one, "bool", Effect.READS_HEAP, name),
        # Conversions: to an object; to a number, which may call `__int__` or `__float__`; to a truth value, which may
        # call `__bool__` or `__len__`; to the address of a buffer's bytes, or that a number says.
        row("object.box", ("any",), "object", ALLOCATES),
        row("object.unbox", one, "number", PYTHON),
        row("object.truth", one, "bool", PYTHON, {"expand": "bool?", "instances": "bool?"}),
        row("object.address", one, "pointer", PYTHON, borrows=True),
        row("object.buffer", one, "buffer", PYTHON, borrows=True),
        row("cell.load", ("cell",), "object", Effect.READS_CELLS),
        row("cell.object", ("cell",), "object"),
        row("cell.store", ("cell", "object"), "none", Effect.WRITES_CELLS),
        row("object.unary", one, "same", PYTHON, operator),
        row("object.binary", two, "same", PYTHON, operator),
        # The truth of what `object.binary` gives.
        row("object.compare", two, "bool", PYTHON, operator),
        # On small integers alone (passes/versions): whether all objects are; a result, and whether it is one, which is
        # known where it `fits`.
        row("small.test", ("object*",), "bool"),
        row("small.unary", one, "tuple", attributes={"operator": "text", "fits": "bool?"}),
        row("small.binary", two, "tuple", attributes={"operator": "text", "fits": "bool?"}),
        row("small.compare", two, "bool", attributes=predicate),
        row("small.number", one, "int"),
        row("small.make", ("int",), "object"),
        # The number of an integer, and whether an object is one that 64 bits hold.
        row("object.wide", one, "tuple", Effect.READS_HEAP),
        # The same of an item at a small integer, which is none where what it is an item of is not known.
        row("object.wide_item", two, "tuple", Effect.READS_HEAP),
        # Whether all objects are floats; the number of one, and of what may be a small integer too unless it must be
        # `exact`, with whether it is one; whether floats have this width.
        row("object.is_float", ("object*",), "bool"),
        row("object.float", one, "float"),
        row("object.number_of", one, "tuple", attributes={"exact": "bool?"}),
        row("object.float_layout", (), "bool", attributes={"width": "bits"}),
        row("object.attribute", one, "same", PYTHON, found),
        row("object.set_attribute", two, "none", PYTHON, found),
        row("object.delete_attribute", one, "none", PYTHON, name),
        # `small` where the index is a small integer.
        row("object.subscript", two, "same", PYTHON, index),
        row("object.set_subscript", ("object", "object", "object"), "none", PYTHON, index),
        # The same at a small integer, of what `iterator.kind` has told the kind of (passes/versions).
        # `probably` "list" or "bytes" is what to look for alone.
        row("object.item", ("object", "object", "int"), "same", PYTHON, {"probably": "text?"}),
        row("object.set_item", ("object", "object", "int", "object"), "none", PYTHON, {"probably": "text?"}),
        row("object.delete_subscript", two, "none", PYTHON),
        row("object.slice", ("object", "object", "object"), "same", ALLOCATES),
        # A child by its number, with a tuple of defaults, a dict of keyword defaults (or nothing), and its cells.
        row("object.function", ("object", "object", "cell*"), "object", ALLOCATES, {"number": "count"}),
        # What makes a class of the function that is its body, its name and its bases; the names of such a body.
        row("object.build_class", (), "object", Effect.READS_HEAP),
        row("object.store_name", one, "none", writes, name),
        row("object.delete_name", (), "none", writes, name),
        # By the name of a `builtin`; a `pair` gives the two items of its result (passes/builtincalls.py). What is
        # called is probably one of the functions in `direct` (passes/direct.py).
        row("object.call", ("object*",), "object", PYTHON, {**direct, "builtin": "text?", "pair": "bool?"}),
        row("object.call_star", ("object*",), "object", PYTHON, star),
        # The function of a method and its `self`, looked up before the arguments are computed.
        row("object.method", one, "tuple", PYTHON, {**name, "appends": "bool?"}),
        # The same of `super()`, of a class and an instance.
        row("object.super_method", two, "tuple", PYTHON, name),
        row("object.call_method", ("tuple", "object*"), "object", PYTHON, {**direct, "appends": "bool?"}),
        row("object.call_method_star", ("tuple", "object*"), "object", PYTHON, star),
        row("object.tuple", ("object*",), "object", ALLOCATES),
        row("object.list", ("object*",), "object", ALLOCATES),
        row("object.set", ("object*",), "object", PYTHON),
        row("object.dict", (), "object", ALLOCATES, {"count": "count"}),
        row("object.dict_store", ("object", "object", "object"), "none", PYTHON),
        row("object.list_append", two, "none", writes),
        row("object.set_store", two, "none", PYTHON),
        row("object.global", (), "object", reads, found),
        row("object.set_global", one, "none", PYTHON, name),
        row("object.delete_global", (), "none", PYTHON, name),
        row("object.import", two, "same", PYTHON, name),
        row("object.import_from", one, "same", PYTHON, name),
        row("object.unpack", one, "tuple", PYTHON, {"count": "count", "pair": "bool?"}),
        row("object.unpack_star", one, "tuple", PYTHON, {"before": "count", "after": "count"}),
        row("iterator.begin", one, "none", PYTHON | Effect.WRITES_LOCALS, {"local": "local"}),
        row(
            "iterator.next",
            (),
            "object",
            PYTHON | Effect.READS_LOCALS | Effect.WRITES_LOCALS,
            {"local": "local", "expand": "bool?"},
        ),
        # What is iterated over, as a number; the next item, where that is known, and is probably a `range`.
        row("iterator.kind", one, "int", Effect.READS_HEAP),
        row(
            "iterator.item",
            ("int",),
            "object",
            PYTHON | Effect.READS_LOCALS | Effect.WRITES_LOCALS,
            {"local": "local", "range": "bool?"},
        ),
        # The iterator that an object is, without asking it for one; an iterator that is an object itself.
        row("iterator.resume", one, "none", Effect.WRITES_LOCALS, {"local": "local"}),
        row("object.iterator", one, "same", PYTHON),
        # A generator leaves with a value, and comes back in `target`, with what was sent and what is to be raised there
        # (or nothing); it ends with an exception.
        row("yield", one, "none", Effect.ENDS | (PYTHON & ~Effect.RAISES), {"target": "block"}),
        row("yield.sent", (), "object", Effect.READS_HEAP),
        row("yield.thrown", (), "object", Effect.READS_HEAP),
        row("yield.fail", one, "none", Effect.ENDS),
        # A step of another iterator, with what was sent and thrown: whether it yielded, and what it gave. `checked`: a
        # StopIteration of its method `throw` ends it whatever was thrown.
        row("yield.from", ("object", "object", "object"), "tuple", PYTHON, {"checked": "bool?"}),
        # `again`: it goes on its way from a handler, so its traceback has this function already.
        row("raise.object", one, "none", Effect.ENDS | PYTHON, {"again": "bool?"}),
        # Add the function, and a line where that is not 0, to the traceback of an exception.
        row("traceback.add", ("object", "int"), "none", Effect.ALLOCATES | Effect.WRITES_HEAP),
        # Go to `then`, whose handler is `otherwise` (it begins with `try.exception`); leave the innermost handler.
        row("try.begin", (), "none", Effect.ENDS | Effect.HANDLERS, {"then": "block", "otherwise": "block"}),
        row("try.end", (), "none", Effect.ENDS | Effect.HANDLERS, {"target": "block"}),
        row("try.exception", (), "object", Effect.HANDLERS),
    ]


EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)
)
"""The built-in exceptions, which `raise` names."""

OPS: dict[str, OpInfo] = {info.name: info for info in _rows()}
