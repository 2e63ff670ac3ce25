r"""`x.append(v)` on a list or a bytearray, and `a, b = x` of a tuple or a list, without a call of the runtime.

    object.method        x is a list or a bytearray ──► (0, x), and no lookup     else the function and its `self`
    object.call_method   0 ──► nc.append: items[length] = v, length + 1, where there is room; else the runtime's append
    object.unpack        nc.unpack: the address of the items of a tuple or a list of this length; else the runtime's

Legal for exact lists and tuples, known by their type (that of tuples is the first word of an empty one among the file's
constants): their layout is the same in all firmware that loads the file, and what their methods do never changes. A
subclass and a named tuple have types of their own, and are left to the runtime, as is a list that has to grow, which
allocates. A bytearray is known by its type's name (items.py); only a small integer from 0 to 255 is a byte here, since
what others do differs between versions. No function is 0, so the call knows which of the two it got. The item is stored
before the length says so.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.items import ListItems
from nativecomp.codegen.lower.names import NAMES
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.lower.small import SmallInts
from nativecomp.codegen.text import BodyText
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from nativecomp.codegen.function import FunctionLowering

_SMALL = 'noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"'


def append_method(
    fn: "FunctionLowering", base: str, look_up: "Callable[[], tuple[str, ...]]"
) -> tuple[str, str]:  # fmt: skip
    """The function and its `self`; of a list or a bytearray, no function and the object."""
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    aside, known, general, join = (body.fresh(stem) for stem in ("aside", "known", "general", "done"))
    if fn.opt == "speed":
        ListItems(fn, SmallInts(fn, aside)).need_list(base)
        body.line(f"br label %{known}")
        body.label(aside)
    helper = abi.shared(body, "nc.appends", _appends)
    appends = body.value(f"icmp ne {word} {body.value(f'call {word} {helper}(ptr %ctx, {word} {base})')}, 0")
    body.line(f"br i1 {appends}, label %{known}, label %{general}")
    with body.cold():
        body.label(general)
        function, owner = look_up()
        other = body.current
        body.line(f"br label %{join}")
    body.label(known)
    body.line(f"br label %{join}")
    body.label(join)
    ways = [("0", function), (base, owner)]
    found = [body.value(f"phi {word} [ {one}, %{known} ], [ {two}, %{other} ]") for one, two in ways]
    return found[0], found[1]


def _appends(abi: TableAbi) -> str:
    """Whether an object is a list or a bytearray."""
    body, word = BodyText(), abi.word
    low = body.value(f"and {word} %base, 3")
    body.line(f"br i1 {body.value(f'icmp eq {word} {low}, 0')}, label %pointer, label %other")
    body.label("pointer")
    type_ = body.value(f"load ptr, ptr {body.value(f'inttoptr {word} %base to ptr')}")
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {body.value(f'icmp eq ptr {type_}, {list_}')}, label %one, label %no_list")
    body.label("no_list")
    name = NAMES.of_type(abi, body, type_, "other")
    is_bytes = body.value(f"icmp eq {word} {name}, {NAMES.numbers['bytearray']}")
    body.line(f"br i1 {is_bytes}, label %one, label %other")
    body.label("one")
    body.line(f"ret {word} 1")
    body.label("other")
    body.line(f"ret {word} 0")
    head = f"define internal {word} @nc.appends(ptr %ctx, {word} %base)"
    return f"{head} {abi.text.attributes(_SMALL)} {{\n{body.render()}\n}}"


def append_call(
    fn: "FunctionLowering", callee: tuple[str, str], value: str, call: "Callable[[], str]"
) -> str:  # fmt: skip
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    listed, other, join = (body.fresh(stem) for stem in ("listed", "other", "done"))
    is_list = body.value(f"icmp eq {word} {callee[0]}, 0")
    weights = fn.module.metadata('!{!"branch_weights", i32 4000, i32 1}')
    body.line(f"br i1 {is_list}, label %{listed}, label %{other}, !prof {weights}")
    body.label(listed)
    helper = abi.shared(body, "nc.append", _append)
    none = body.value(f"call {word} {helper}(ptr %ctx, {word} {callee[1]}, {word} {value})")
    end = body.current
    body.line(f"br label %{join}")
    with body.cold():
        body.label(other)
        result, other_end = call(), body.current
        body.line(f"br label %{join}")
    body.label(join)
    return body.value(f"phi {word} [ {none}, %{end} ], [ {result}, %{other_end} ]")


def _append(abi: TableAbi) -> str:
    body, word = BodyText(), abi.word
    body.line(f"%address = inttoptr {word} %object to ptr")
    # A list's allocated length; of a bytearray its type code and above that how many bytes are free.
    second, third, fourth = (abi.at(body, "%address", number) for number in (1, 2, 3))
    alloc, length = body.value(f"load {word}, ptr {second}"), body.value(f"load {word}, ptr {third}")
    items, type_ = body.value(f"load ptr, ptr {fourth}"), body.value("load ptr, ptr %address")
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {body.value(f'icmp eq ptr {type_}, {list_}')}, label %list, label %bytes")
    body.label("list")
    body.line(f"br i1 {body.value(f'icmp ult {word} {length}, {alloc}')}, label %room, label %full")
    body.label("room")
    item = body.value(f"getelementptr {word}, ptr {items}, {word} {length}")
    body.line(f"store volatile {word} %value, ptr {item}")
    body.line("br label %longer")
    body.label("longer")
    body.line(f"store volatile {word} {body.value(f'add {word} {length}, 1')}, ptr {third}")
    body.line("br label %end")
    body.label("full")
    abi.call(body, "list_append", "%object", "%value")
    body.line("br label %end")
    body.label("bytes")
    is_free = body.value(f"icmp ugt {word} {alloc}, 255")
    is_byte = body.value(f"icmp eq {word} {body.value(f'and {word} %value, {~510}')}, 1")
    fits = body.value(f"select i1 {is_free}, i1 {is_byte}, i1 false")
    body.line(f"br i1 {fits}, label %byte, label %ask")
    body.label("byte")
    element = body.value(f"trunc {word} {body.value(f'lshr {word} %value, 1')} to i8")
    body.line(f"store volatile i8 {element}, ptr {body.value(f'getelementptr i8, ptr {items}, {word} {length}')}")
    body.line(f"store volatile {word} {body.value(f'add {word} {alloc}, -256')}, ptr {second}")
    body.line("br label %longer")
    body.label("ask")
    array = body.slot(f"[3 x {word}]", "method")
    abi.call(body, "load_method", "%object", abi.qstr(body, "append"), array)
    body.line(f"store {word} %value, ptr {abi.at(body, array, 2)}")
    abi.call(body, "call_method", "1", "0", array)
    body.line("br label %end")
    body.label("end")
    body.line(f"ret {word} {abi.table_value(body, 'none')}")
    attributes = abi.text.attributes(_SMALL)
    head = f"define internal {word} @nc.append(ptr %ctx, {word} %object, {word} %value)"
    return f"{head} {attributes} {{\n{body.render()}\n}}"


def unpack(fn: "FunctionLowering", base: str, count: int) -> tuple[str, ...]:
    """The items, so many."""
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    slot = body.scratch(count, word)
    helper = abi.shared(body, "nc.unpack", _unpack)
    items = body.value(f"call ptr {helper}(ptr %ctx, {word} {base}, {word} {count}, ptr {slot})")
    places = [abi.at(body, items, number) if number else items for number in range(count)]
    return tuple(body.value(f"load {word}, ptr {place}") for place in places)


def _unpack(abi: TableAbi) -> str:
    body, word = BodyText(), abi.word
    low = body.value(f"and {word} %base, 3")
    body.line(f"br i1 {body.value(f'icmp eq {word} {low}, 0')}, label %pointer, label %other")
    body.label("pointer")
    body.line(f"%address = inttoptr {word} %base to ptr")
    body.line("%type = load ptr, ptr %address")
    sample = body.value(f"inttoptr {word} {abi.object_constant(body, ())} to ptr")
    tuple_ = abi.load(body, sample, 0)
    length = body.value(f"load {word}, ptr {abi.at(body, '%address', 1)}")
    behind = abi.at(body, "%address", 2)
    body.line(f"br i1 {body.value(f'icmp eq ptr %type, {tuple_}')}, label %compare, label %other_type")
    body.label("other_type")
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {body.value(f'icmp eq ptr %type, {list_}')}, label %list, label %other")
    body.label("list")
    listed = body.value(f"load volatile {word}, ptr {behind}")
    items = body.value(f"load ptr, ptr {abi.at(body, '%address', 3)}")
    body.line("br label %compare")
    body.label("compare")
    body.line(f"%length = phi {word} [ {length}, %pointer ], [ {listed}, %list ]")
    body.line(f"%items = phi ptr [ {behind}, %pointer ], [ {items}, %list ]")
    body.line(f"br i1 {body.value(f'icmp eq {word} %length, %count')}, label %found, label %other")
    body.label("found")
    body.line("ret ptr %items")
    # The runtime writes the items in reverse.
    body.label("other")
    abi.call(body, "unpack", "%base", "%count", "%slot")
    last = body.value(f"getelementptr {word}, ptr %slot, {word} %count")
    body.line("br label %turn")
    body.label("turn")
    body.line("%low = phi ptr [ %slot, %other ], [ %next, %swap ]")
    body.line(f"%above = phi ptr [ {last}, %other ], [ %high, %swap ]")
    body.line(f"%high = getelementptr {word}, ptr %above, {word} -1")
    body.line(f"br i1 {body.value('icmp ult ptr %low, %high')}, label %swap, label %done")
    body.label("swap")
    one, two = (body.value(f"load {word}, ptr {end}") for end in ("%low", "%high"))
    body.line(f"store {word} {two}, ptr %low")
    body.line(f"store {word} {one}, ptr %high")
    body.line(f"%next = getelementptr {word}, ptr %low, {word} 1")
    body.line("br label %turn")
    body.label("done")
    body.line("ret ptr %slot")
    attributes = abi.text.attributes(_SMALL)
    head = f"define internal ptr @nc.unpack(ptr %ctx, {word} %base, {word} %count, ptr %slot)"
    return f"{head} {attributes} {{\n{body.render()}\n}}"
