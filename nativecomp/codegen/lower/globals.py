"""Global variables: names of the function's module, else built-in ones.

The runtime looks names up in the current globals, which are those of whoever calls the code. So a function that reads
global variables runs with the globals of its module: its entry puts them in place (codegen/entry.py). Where a function
reads built-in names only, which are surely there, nothing can raise while they are looked up, and a helper is enough
that does so for each; in loops it would be slow.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.loops import blocks_in_loops
from nativecomp.codegen.lower.hints import hinted_global, is_hinted
from nativecomp.codegen.lower.known import known_builtin
from nativecomp.codegen.lower.lookups import call_lookup, looks_up
from nativecomp.codegen.lower.objects import call_table, name_of, table_abi
from nativecomp.codegen.lower.places import call_kept, keeps_places
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Function, Module, Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

ALWAYS_BUILT_IN = frozenset(
    ["abs", "all", "any", "bin", "bool", "bytes", "callable", "chr", "classmethod", "dict", "divmod", "getattr",
     "hasattr", "hash", "hex", "id", "int", "isinstance", "issubclass", "iter", "len", "list", "map", "next",
     "object", "oct", "ord", "pow", "print", "range", "repr", "round", "setattr", "sorted", "staticmethod", "str",
     "sum", "super", "tuple", "type", "zip",
     "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "EOFError", "Exception", "GeneratorExit",
     "ImportError", "IndentationError", "IndexError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
     "NameError", "NotImplementedError", "OSError", "OverflowError", "RuntimeError", "StopIteration", "SyntaxError",
     "SystemExit", "TypeError", "ValueError", "ZeroDivisionError",
    ]
)  # fmt: skip
"""Built-in names that no build of MicroPython leaves out, but for those that tell of the current globals."""

_MOSTLY_BUILT_IN = frozenset(
    ["bytearray", "complex", "delattr", "enumerate", "filter", "float", "frozenset", "max", "memoryview", "min",
     "property", "reversed", "set", "slice"]
)  # fmt: skip
"""Those that builds may leave out. Code in its module's globals may remember them too: it raises where they lack."""


def _is_built_in(name: str, module: Module) -> bool:
    """Whether a name is surely there and not the module's own, as far as its text tells."""
    return name in ALWAYS_BUILT_IN and name not in module.bound


def reads_globals(function: Function, module: Module, opt: str) -> bool:
    """Whether a function must run with the globals of its module, or for speed does: it looks names up in a loop."""
    opt = function.options.opt or opt
    if function.suspends:
        return True  # the runtime puts them in place
    if any(_needs_own(op, module) for block in function.blocks for op in block.ops):
        return True
    return opt == "speed" and any(
        op.name == "object.global" for block in blocks_in_loops(function.blocks) for op in block.ops
    )


def _needs_own(op: Op, module: Module) -> bool:
    if op.name == "object.import":  # a relative one starts from the module
        return op.operands[1].attributes.get("value") != 0
    return op.name == "object.global" and not _is_built_in(op.attributes["name"], module)


def reaching_globals(module: Module, opt: str) -> set[Function]:
    """The functions that must run with the globals of the module, and those that call them, directly or not."""
    callees = {
        function: {
            callee
            for op in function.ops
            for callee in ([op.attributes["callee"]] if op.name == "call" else op.attributes.get("direct", ()))
        }
        for function in module.functions
    }
    found = {function for function in module.functions if reads_globals(function, module, opt)}
    size = -1
    while size < len(found):
        size = len(found)
        found |= {function for function, called in callees.items() if called & found}
    return found


@lowers("object.global")
def object_global(fn: "FunctionLowering", op: Op) -> Value:
    name = op.attributes["name"]
    is_built_in = _is_built_in(name, fn.parent.module)
    in_own = fn.function in fn.parent.in_own_globals
    is_known = is_built_in or (in_own and name in _MOSTLY_BUILT_IN and name not in fn.parent.module.bound)
    abi = table_abi(fn)
    # Under a guard (abi/floatguard.py) it would be code of the function's own, larger than what it spares.
    if is_known and looks_up(fn, name) and not abi.guarded and abi.tables.word(f"builtin {name}") is not None:
        return known_builtin(fn, abi, name)
    if in_own:
        if looks_up(fn, name) and not is_built_in:
            if is_hinted(fn, op):
                return hinted_global(fn, name)
            return call_kept(fn, abi, "named", name)[0] if keeps_places(abi) else call_lookup(fn, "global", name)[0]
        return call_table(fn, "load_global", name_of(fn, op))
    helper = abi.text.helper("nc.builtin", _builtin_helper(abi.unguarded()))
    return fn.body.value(f"call {abi.word} {helper}(ptr %ctx, {abi.word} {abi.tables.qstr(op.attributes['name'])})")


def swap_globals(abi: TableAbi, body: BodyText, globals_: str) -> str:
    """Change the current globals; the former ones, 0 where they are the same. For 0 nothing changes."""
    return abi.call(body, "swap_globals", globals_)


def own_globals(abi: TableAbi, body: BodyText) -> str:
    """The globals of the module, a word."""
    return abi.load(body, "%ctx", 1, abi.word)


def _builtin_helper(abi: TableAbi) -> str:
    """Look up a name that is surely there. The module may have its own all the same."""
    body, word = BodyText(), abi.word
    name = abi.qstr_at(body, "%name")
    caller = swap_globals(abi, body, own_globals(abi, body))
    found = abi.call(body, "load_global", name)
    swap_globals(abi, body, caller)
    body.line(f"ret {word} {found}")
    attributes = abi.text.attributes("noinline nounwind minsize optsize null_pointer_is_valid")
    return f"define internal {word} @nc.builtin(ptr %ctx, {word} %name) {attributes} {{\n{body.render()}\n}}"


def _module(fn: "FunctionLowering") -> str:
    return fn.body.value(f"ptrtoint ptr %ctx to {fn.layout.word}")


@lowers("object.set_global")
def object_set_global(fn: "FunctionLowering", op: Op) -> None:
    value = fn.single(op.operands[0])
    if fn.function in fn.parent.in_own_globals:
        call_table(fn, "store_global", name_of(fn, op), value)
    else:
        call_table(fn, "store_attr", _module(fn), name_of(fn, op), value)


@lowers("object.delete_global")
def object_delete_global(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, "store_attr", _module(fn), name_of(fn, op), "0")
