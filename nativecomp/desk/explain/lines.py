"""The cost of each line of a compiled function: the dearest of its operations, as the passes have left them.

    s = s + x[i]      guarded     + of small integers, tested; subscript, which looks into lists and bytearrays itself
    y = f(s)          runtime     call of an object

Where a loop has a fast version (passes/versions), that is what is explained: the loop as it was only runs where a guess
was wrong. An operation belongs to the line that its span begins in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nativecomp.codegen.loops import hot_blocks
from nativecomp.desk.explain.words import INSTEAD, KINDS, NAMES
from nativecomp.ir import Block, Function, Local, Op
from nativecomp.ir.effects import Effect

CLASSES = ("machine", "guarded", "allocation", "runtime")
"""From cheap to dear: machine instructions; with a test of what was guessed; new objects; calls of the runtime."""

_TESTS = ("small.test", "object.is_float", "object.number_of", "object.float_layout", "object.is_builtin")
_EXPANDED = ("object.binary", "object.compare", "object.unary", "object.truth", "object.subscript",
             "object.set_subscript", "iterator.next", "object.list_append", "object.unpack",
             "object.call_method")  # fmt: skip
_LOOKING = ("iterator.item", "iterator.kind", "object.item", "object.set_item", "object.wide", "object.wide_item")
"""What always looks into containers itself."""
_LOOKED_UP = ("object.attribute", "object.set_attribute", "object.method", "object.global")
_SILENT = (
    "object.const", "object.none", "object.is_end", "local.load", "local.store", "jump", "branch", "return",
    "tuple.get", "tuple.make", "memory.barrier", "try.exception", "yield.sent", "yield.thrown", "poll.bound",
)  # fmt: skip
_OF_KINDS = ("object.binary", "object.compare", "object.unary")


@dataclass(frozen=True)
class Work:
    """One operation of a line: what it is, its class, why, and what to write instead; empty where there is nothing."""

    what: str
    cost: str
    reason: str = ""
    instead: str = ""


@dataclass
class LineCost:
    """A line and what it does."""

    line: int
    source: str
    works: list[Work] = field(default_factory=list)

    @property
    def cost(self) -> str:
        return max((work.cost for work in self.works), key=CLASSES.index, default="")


def explain_function(function: Function, lines: list[str], opt: str, *, shares: bool) -> list[LineCost]:
    """The lines of a function that do anything, in the order of the text; `lines` are those of its file.

    `shares` says whether the functions of an .mpy file share what they call (codegen/sharing.py).
    """
    hot = hot_blocks(function, function.options.opt or opt, shares=shares)
    found: dict[int, LineCost] = {}
    for block in _explained(function.blocks):
        for op in block.ops:
            span = op.span or function.span
            if op.name in _SILENT or (op.info.effects & Effect.ENDS and op.name not in NAMES):
                continue
            line = found.setdefault(span.line, LineCost(span.line, lines[span.line - 1]))
            work = _work(function, op, is_hot=block in hot)
            if work not in line.works:
                line.works.append(work)
    return [found[line] for line in sorted(found)]


def _explained(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without those of a loop that has a fast version, and those on the ways between the two versions."""
    names = {block.name for block in blocks}
    return [block for block in blocks if f"{block.name}.fast" not in names and not _is_crossing(block)]


def _is_crossing(block: Block) -> bool:
    """Whether a block only makes objects of numbers, for where a fast version is left, or numbers of objects."""
    names = {op.name for op in block.ops}
    return names <= _CROSSING or ("object.wide" in names and names <= _WIDE_CROSSING)


_CROSSING = frozenset({
    "local.load", "local.store", "object.box", "object.float", "small.test", "object.is_float", "object.float_layout",
    "small.make", "branch", "jump",
})  # fmt: skip
_WIDE_CROSSING = _CROSSING | {"object.wide", "tuple.get", "const", "convert", "int.compare"}


def _work(function: Function, op: Op, *, is_hot: bool) -> Work:
    words = NAMES.get(op.name, "")
    what = words.format(**{key: value for key, value in op.attributes.items() if isinstance(value, str)})
    cost = _cost(op, is_hot=is_hot, python=function.python)
    if not what:
        what = _MACHINE.get(op.name.partition(".")[0], op.name)
    if cost in ("machine", "guarded"):
        return Work(what, cost, "tested in line, and by the runtime where the test fails" if cost == "guarded" else "")
    reason = _reason(function, op)
    return Work(what, cost, reason, KINDS if op.name in _OF_KINDS and reason else INSTEAD.get(op.name, ""))


_MACHINE = {
    "int": "integer arithmetic", "float": "float arithmetic", "small": "arithmetic of small integers",
    "buffer": "access to a buffer", "pointer": "access to memory", "bool": "truth values", "convert": "conversion",
}  # fmt: skip


def _cost(op: Op, *, is_hot: bool, python: bool) -> str:
    if op.name in (*_TESTS, *_LOOKING) or op.name.startswith("small.binary"):
        return "guarded"
    if op.name in _EXPANDED and op.attributes.get("expand", is_hot):
        return "guarded"
    if op.name in _LOOKED_UP and python and is_hot:
        return "guarded"
    if op.name == "poll":
        return "machine"
    effects = op.effects
    if effects & Effect.RUNS_PYTHON and op.name != "call":
        return "runtime"
    if effects & Effect.ALLOCATES:
        return "allocation"
    return "runtime" if effects & (Effect.READS_HEAP | Effect.WRITES_HEAP | Effect.HANDLERS) else "machine"


def _reason(function: Function, op: Op) -> str:
    """Why an operation takes the runtime: where what it works on comes from."""
    told = [text for operand in op.operands if (text := _origin(function, operand))]
    return "; ".join(dict.fromkeys(told))


def _origin(function: Function, value: Op) -> str:
    if value.name != "local.load":
        return ""
    local: Local = value.attributes["local"]
    seen: set[Local] = set()
    stores: list[Op] = []
    todo = [local]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        for op in (op for block in function.blocks if not _is_crossing(block) for op in block.ops):
            if op.name == "local.store" and op.attributes["local"] is one:
                if op.operands[0].name == "local.load":
                    todo.append(op.operands[0].attributes["local"])
                else:
                    stores.append(op)
    if not local.name.isidentifier():
        return ""
    if any(one in function.params for one in seen):
        return f"`{local.name}` may be anything: it is a parameter"
    where = sorted({op.span.line for op in stores if op.span and not _is_number(op.operands[0])})
    if not where:
        return ""
    lines = ", ".join(map(str, where[:3]))
    return f"`{local.name}` may be anything: assigned at line {lines}"


def _is_number(value: Op) -> bool:
    return value.name == "object.const" and isinstance(value.attributes["value"], int | float)
