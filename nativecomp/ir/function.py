"""Containers of the representation: operation, block, local, function, module, and the builder that appends."""

from dataclasses import dataclass, field
from typing import Any, Literal

from nativecomp.ir.effects import PURE, Effect
from nativecomp.ir.ops import OPS, OpInfo
from nativecomp.language.diagnostics import Span
from nativecomp.language.types import BOOL, NONE, OBJECT, BufferType, PointerType, Type


@dataclass(eq=False)
class Local:
    """A named slot of a function. A parameter is a local that holds its argument on entry.

    A nested function that uses a local of its enclosing function lists the same `Local` in its `captures` and reaches
    the slot by its address. One that is `in_memory` is stored and loaded each time as the program says
    (passes/handlers.py). A local that is not `zeroed` is surely stored before it is loaded; others hold zero at first.
    One that is `from_source` is a variable of the program, which debuggers show.
    """

    name: str
    type: Type
    in_memory: bool = False
    zeroed: bool = True
    from_source: bool = False


@dataclass(eq=False)
class Static:
    """Data of the module at a fixed place: one value of a number's type, or the elements of a buffer.

    `values` are those at the start, zeros where there are none. What `is_constant` is never stored.
    """

    name: str
    symbol: str
    type: Type
    size: int
    values: tuple[int | float, ...]
    is_constant: bool = False


@dataclass(eq=False)
class Op:
    """One operation, and at the same time the value that it gives (`type` is `NONE` where it gives none)."""

    name: str
    operands: list["Op"]
    type: Type
    attributes: dict[str, Any]
    span: Span | None = None

    @property
    def info(self) -> OpInfo:
        return OPS[self.name]

    @property
    def effects(self) -> Effect:
        """What it may do besides computing its result, by its row and by what has been shown of it."""
        effects = self.info.effects
        return effects if self.attributes.get("checked", True) else effects & ~Effect.RAISES

    @property
    def is_pure(self) -> bool:
        """Whether it only computes: the same operands give the same result, anywhere, any number of times or never."""
        return self.info.effects == PURE

    @property
    def ends_block(self) -> bool:
        return OPS[self.name].ends

    @property
    def may_raise(self) -> bool:
        """Whether control may leave for the handler: one of the effects, which is asked for most."""
        return OPS[self.name].raises and bool(self.attributes.get("checked", True))

    @property
    def targets(self) -> list["Block"]:
        """The blocks that the end of a block may go to."""
        attributes = self.attributes
        return [attributes[key] for key in ("target", "then", "otherwise") if key in attributes] if attributes else []


@dataclass(eq=False)
class Block:
    """Operations that run in order; the last one, and only it, says where control goes.

    `handler` is the block that control goes to from each operation that raises; None leaves the function.
    """

    name: str
    ops: list[Op] = field(default_factory=list)
    handler: "Block | None" = None

    @property
    def terminator(self) -> Op | None:
        return self.ops[-1] if self.ops and self.ops[-1].ends_block else None

    @property
    def successors(self) -> list["Block"]:
        """The blocks that control may go to, from the end or from an operation that raises; each once."""
        end = self.terminator
        targets = end.targets if end is not None else []
        if self.handler is not None and any(op.may_raise for op in self.ops):
            targets = [*targets, self.handler]
        return list(dict.fromkeys(targets))


@dataclass(frozen=True)
class FunctionOptions:
    """What the decorator's options ask for; None is the module's default."""

    opt: Literal["size", "balanced", "speed"] | None = None
    fastmath: bool = False
    bounds: bool = True
    pointers: Literal["auto", "memory", "device"] = "auto"
    poll: bool | None = None
    traceback: bool | None = None
    interrupt: str | int | None = None
    priority: int | None = None
    extern: str | None = None


@dataclass(eq=False)
class Function:
    """A function in the representation. `symbol` is its name in the object file; `result` is `NONE` for none.

    `two_versions` says that a pointer parameter may be a device or memory and that it matters (passes/devices.py):
    the code generator makes `symbol` for memory and `symbol.device` for the rest. One that is `always_bound` has
    parameters that only the runtime can fill: `*args` and `**kwargs`, for one that `collects`, and those that are
    passed by keyword alone. The last parameters have so many `defaults`. One that `makes_functions` gets its own
    function object, which knows the code of those. One that is `recursive` makes calls that close a circle
    (passes/recursion.py). `python` says that it is written without machine types: its operations are those of Python.
    One that `suspends` is a generator: it runs from one `yield` to the next each time that it is resumed. The loops of
    one that is `rolled` gain too little from being unrolled (emit/unrolling.py).
    """

    name: str
    symbol: str
    params: list[Local]
    result: Type
    options: FunctionOptions
    span: Span
    locals: list[Local] = field(default_factory=list)
    captures: list[Local] = field(default_factory=list)
    two_versions: bool = False
    always_bound: bool = False
    makes_functions: bool = False
    collects: bool = False
    defaults: int = 0
    recursive: bool = False
    python: bool = False
    suspends: bool = False
    rolled: bool = False
    blocks: list[Block] = field(default_factory=list)

    @property
    def ops(self) -> list[Op]:
        """All operations, in the order of the text."""
        return [op for block in self.blocks for op in block.ops]


@dataclass(eq=False)
class Module:
    """All compiled functions of one source file, in source order.

    `machine_code` is code that comes as it is; `code_symbols` says where in it each of its functions lies, as offset
    and size, in bytes. Such a function has no blocks. `bound` are the global variables that the file binds itself;
    `notes` has, for those that functions use as objects, why they are and what to write instead; see
    frontend/infer/notes.py.
    `handlers` are the functions that the core calls on interrupts, by their numbers, which begin at 0 behind those of
    the core (-1 is SysTick); with some, statics are shared with them.
    `float_bits` is the width of the floats that the core computes with itself, 0 if there are none. `shares` says that
    the functions have words of memory that they share, in which built-in functions are remembered.
    """

    name: str
    file: str
    functions: list[Function] = field(default_factory=list)
    machine_code: bytes = b""
    code_symbols: dict[str, tuple[int, int]] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    float_bits: int = 0
    shares: bool = False
    statics: list[Static] = field(default_factory=list)
    handlers: dict[int, Function] = field(default_factory=dict)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def externs(self) -> set[Function]:
        """The functions in C that are called."""
        callees = {op.attributes["callee"] for function in self.functions for op in function.ops if op.name == "call"}
        return {callee for callee in callees if callee.options.extern is not None}


def conversion(source: Type, target: Type) -> str:
    """The operation that gives a value of one type as another type."""
    if target == OBJECT:
        return "object.box"
    if source == OBJECT:
        if isinstance(target, PointerType):
            return "object.address"
        if isinstance(target, BufferType):
            return "object.buffer"
        return "object.truth" if target == BOOL else "object.unbox"
    return "buffer.address" if isinstance(source, BufferType) else "convert"


class Builder:
    """Appends operations to the current block of a function. After a terminator it drops what cannot be reached."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.span: Span | None = function.span
        self.handler: Block | None = None
        """That of the blocks that are placed from here on."""
        self._counts: dict[str, int] = {}
        self.block = self.new_block("entry")
        self.place(self.block)

    def new_block(self, name: str) -> Block:
        """A block that is not placed yet, with a name that is unique in the function."""
        number = self._counts.get(name, 0)
        self._counts[name] = number + 1
        return Block(name if number == 0 else f"{name}.{number}")

    def place(self, block: Block) -> None:
        """Append the block to the function and go on in it."""
        block.handler = self.handler
        self.function.blocks.append(block)
        self.block = block

    def new_local(self, name: str, type_: Type) -> Local:
        """A slot for the compiler's own use."""
        local = Local(name, type_)
        self.function.locals.append(local)
        return local

    def op(self, name: str, /, *operands: Op, type_: Type | None = None, **attributes: Any) -> Op:
        info = OPS[name]
        if type_ is None:
            type_ = {"none": NONE, "bool": BOOL, "object": OBJECT}.get(info.result) or operands[0].type
        op = Op(name, list(operands), type_, attributes, self.span)
        if self.block.terminator is None:
            self.block.ops.append(op)
        return op

    def const(self, value: int | float | bool, type_: Type) -> Op:
        return self.op("const", type_=type_, value=value)

    def convert(self, op: Op, type_: Type) -> Op:
        """The value in another type: by the kinds of the two types, one of the operations that convert."""
        return op if op.type == type_ else self.op(conversion(op.type, type_), op, type_=type_)

    def load(self, local: Local) -> Op:
        return self.op("local.load", type_=local.type, local=local)

    def store(self, local: Local, value: Op) -> None:
        self.op("local.store", value, local=local)

    def jump(self, target: Block) -> None:
        self.op("jump", target=target)

    def branch(self, condition: Op, then: Block, otherwise: Block) -> None:
        self.op("branch", condition, then=then, otherwise=otherwise)
