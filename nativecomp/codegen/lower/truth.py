r"""The truth of objects by a function that the module's code shares.

    nc.truth(x)          None, False, True, small integers by their words; a list by its length
       │ no
       ▼
    nc.truth.other(x)    an instance of a class of Python whose classes have neither `__bool__` nor `__len__`: true;
                         else the runtime is asked

What makes it legal. The runtime looks for the two names in the class of an instance, then in its parents, and in
nothing else; where there is neither, the instance is true. So does this code, each time anew, since classes change: a
name is not in a table where no entry has its word (lookups.py). A class with several parents, or with one that is built
in, is left to the runtime, as is whatever has one of the names.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import LOCALS, MADE_BY_CLASS, PARENT, Search
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_NAMES = ("__bool__", "__len__")


def truth(fn: "FunctionLowering", op: Op, value: str) -> str:
    """The truth of an object, an `i1`."""
    abi = fn.parent.abi
    is_shared = isinstance(abi, TableAbi) and abi.tables.shares and not abi.guarded
    if not (op.attributes.get("instances") and is_shared and fn.is_hot and fn.function.python):
        return fn.boxing.truth(value)
    assert isinstance(abi, TableAbi)
    helper = abi.shared(fn.body, "nc.truth", _truth)
    return fn.body.value(f"call i1 {helper}(ptr %ctx, {fn.layout.word} {value})")


def _truth(abi: TableAbi) -> str:
    s = Search(abi)
    body, word = s.body, s.word

    def decide(condition: str, answer: str) -> None:
        """Give an answer where a condition holds."""
        known, following = body.fresh("known"), body.fresh("else")
        body.line(f"br i1 {s.value(condition)}, label %{known}, label %{following}")
        body.label(known)
        body.line(f"ret i1 {answer}")
        body.label(following)

    for name in ("false", "none", "true"):
        decide(f"icmp eq {word} %base, {abi.table_value(body, name)}", str(name == "true").lower())
    is_zero = s.value(f"icmp eq {word} %base, 1")
    decide(f"trunc {word} %base to i1", s.value(f"xor i1 {is_zero}, true"))
    address = s.need_object("%base")
    type_ = s.field(address, 0, "ptr")
    length = s.field(address, 2)
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    decide(f"icmp eq ptr {type_}, {list_}", s.value(f"icmp ne {word} {length}, 0"))
    body.line("br label %other")
    body.label("other")
    other = abi.shared(body, "nc.truth.other", _other)
    body.line(f"ret i1 {s.value(f'tail call i1 {other}(ptr %ctx, {word} %base)')}")
    return s.define_words("truth", "base", "i1")


def _other(abi: TableAbi) -> str:
    s = Search(abi)
    body, word = s.body, s.word
    address = s.need_object("%base")
    type_ = s.field(address, 0, "ptr")
    s.flags(type_, MADE_BY_CLASS, MADE_BY_CLASS)
    names = [s.string_at(abi.tables.qstr(name)) for name in _NAMES]
    before = body.current
    body.line("br label %search")
    body.label("search")
    body.line(f"%class = phi ptr [ {type_}, %{before} ], [ %above, %parent ]")
    owner = s.slot("%class", LOCALS)
    alloc, table = s.field(owner, 2), s.field(owner, 3, "ptr")
    end = s.value(f"getelementptr [{2 * s.size} x i8], ptr {table}, {word} {alloc}")
    entry = body.current
    body.line("br label %look")
    body.label("look")
    body.line(f"%at = phi ptr [ {table}, %{entry} ], [ %next, %on ]")
    body.line(f"br i1 {s.value(f'icmp eq ptr %at, {end}')}, label %absent, label %entry.of")
    body.label("entry.of")
    key = s.field("%at", 0)
    found = [s.value(f"icmp eq {word} {key}, {name}") for name in names]
    body.line(f"br i1 {s.value(f'or i1 {found[0]}, {found[1]}')}, label %other, label %on")
    body.label("on")
    body.line(f"%next = getelementptr i8, ptr %at, {word} {2 * s.size}")
    body.line("br label %look")
    body.label("absent")
    parent = s.slot("%class", PARENT, "true")
    s.need(s.value(f"icmp eq {word} {s.field(parent, 0)}, {s.field('%class', 0)}"))
    s.flags(parent, MADE_BY_CLASS, MADE_BY_CLASS)
    body.line("br label %parent")
    body.label("parent")
    body.line(f"%above = getelementptr i8, ptr {parent}, {word} 0")
    body.line("br label %search")
    body.label("true")
    body.line("ret i1 true")
    body.label("other")
    answer = abi.call(body, "is_true", "%base")
    low = s.value(f"and i32 {answer}, 255")  # only the low byte of a C bool is defined
    body.line(f"ret i1 {s.value(f'icmp ne i32 {low}, 0')}")
    return s.define_words("truth.other", "base", "i1")
