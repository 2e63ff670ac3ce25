r"""The next item of a list or, where the text says so, of a range in line, that of others by a function that is shared.

    for x in a      iterator.begin    the runtime fills the iterator's four words, and says what `a` is
                    iterator.item     a list: items[place], place += 1, until its length, which is read each time

The runtime's iterators of lists, tuples and bytes hold a function, the container and the place, those of bytearrays,
arrays and memoryviews the container, an offset in elements and the place, those of ranges the next number, the end and
the step, in all firmware that loads the file; the container's type says which. So what is left to the runtime in the
middle of a loop goes on where the code has come to. The end comes when the place is the length: a list that grows or
shrinks in the loop is seen, as it is by the runtime.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.elements import element_at
from nativecomp.codegen.lower.items import ARRAY, BYTES, ELEMENTS, LIST, OTHER, RANGE, TUPLE
from nativecomp.codegen.lower.names import NAMES
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.lower.small import SmallInts, guarded
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_PLACE = 3
"""The word of an iterator that counts."""


@lowers("iterator.kind")
def kind(fn: "FunctionLowering", op: Op) -> Value:
    helper = table_abi(fn).shared(fn.body, "nc.kind", _kind_helper)
    return fn.body.value(f"call {fn.layout.word} {helper}(ptr %ctx, {fn.layout.word} {fn.single(op.operands[0])})")


@lowers("iterator.item")
def item(fn: "FunctionLowering", op: Op) -> Value:
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    kind_, iterator = fn.single(op.operands[0]), fn.slots[op.attributes["local"]]

    def listed(ints: SmallInts) -> str:
        ints.need(body.value(f"icmp eq {word} {kind_}, {LIST}"))
        at = abi.at(body, iterator, _PLACE)
        place = body.value(f"load {word}, ptr {at}")
        list_ = body.value(f"load ptr, ptr {abi.at(body, iterator, 2)}")
        length = body.value(f"load volatile {word}, ptr {abi.at(body, list_, 2)}")
        ints.need(body.value(f"icmp ult {word} {place}, {length}"))
        items = body.value(f"load volatile ptr, ptr {abi.at(body, list_, 3)}")
        found = body.value(f"getelementptr {word}, ptr {items}, {word} {place}")
        body.line(f"store {word} {body.value(f'add {word} {place}, 1')}, ptr {at}")
        return body.value(f"load volatile {word}, ptr {found}")

    def ranged(ints: SmallInts) -> str:
        ints.need(body.value(f"icmp eq {word} {kind_}, {RANGE}"))
        at = abi.at(body, iterator, 1)
        current, stop, step = (body.value(f"load {word}, ptr {abi.at(body, iterator, n)}") for n in (1, 2, 3))
        shifted = body.value(f"add {word} {current}, {1 << (abi.word_bytes * 8 - 2)}")
        ints.need(body.value(f"icmp sge {word} {shifted}, 0"))
        inside = _is_inside(body, word, current, stop, step)
        moved = body.value(f"select i1 {inside}, {word} {step}, {word} 0")
        body.line(f"store {word} {body.value(f'add {word} {current}, {moved}')}, ptr {at}")
        item_ = body.value(f"or {word} {body.value(f'shl {word} {current}, 1')}, 1")
        return body.value(f"select i1 {inside}, {word} {item_}, {word} 0")

    def ask() -> str:
        helper, told = abi.shared(body, "nc.next", _next_helper), kind_
        if op.attributes.get("range"):  # of a list the function only knows the end: it is the runtime's here
            is_list = body.value(f"icmp eq {word} {kind_}, {LIST}")
            told = body.value(f"select i1 {is_list}, {word} {OTHER}, {word} {kind_}")
        return body.value(f"call {word} {helper}(ptr %ctx, ptr {iterator}, {word} {told})")

    return guarded(fn, word, ranged if op.attributes.get("range") else listed, ask)


def _kind_helper(abi: TableAbi) -> str:
    """What an object is for iteration, by its type."""
    body, word = BodyText(), abi.word
    low = body.value(f"and {word} %given, 3")
    some = body.value(f"icmp ne {word} %given, 0")  # what is not bound is 0, and no object
    pointer = body.value(f"and i1 {some}, {body.value(f'icmp eq {word} {low}, 0')}")
    body.line(f"br i1 {pointer}, label %pointer, label %other")
    body.label("pointer")
    body.line(f"%address = inttoptr {word} %given to ptr")
    body.line("%type = load ptr, ptr %address")
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {body.value(f'icmp eq ptr %type, {list_}')}, label %list, label %builtin")
    body.label("list")
    body.line(f"ret {word} {LIST}")
    body.label("builtin")
    name = NAMES.of_type(abi, body, "%type", "other")
    ways = " ".join(f"{word} {NAMES.numbers[one]}, label %{one}" for one in NAMES.numbers)
    body.line(f"switch {word} {name}, label %maybe [ {ways} ]")
    body.label("maybe")
    same = [body.value(f"icmp eq {word} {name}, {abi.qstr(body, one)}") for one in ("array", "memoryview")]
    body.line(f"br i1 {body.value(f'or i1 {same[0]}, {same[1]}')}, label %elements, label %other")
    kinds = {"tuple": TUPLE, "bytes": BYTES, "bytearray": ARRAY, "range": RANGE, "elements": ELEMENTS, "other": OTHER}
    for label, number in kinds.items():
        body.label(label)
        body.line(f"ret {word} {number}")
    attributes = abi.text.attributes("noinline nounwind optsize null_pointer_is_valid")
    return f"define internal {word} @nc.kind(ptr %ctx, {word} %given) {attributes} {{\n{body.render()}\n}}"


def _is_inside(body: BodyText, word: str, current: str, stop: str, step: str) -> str:
    """Whether a range goes on, an `i1`."""
    tests = (f"sgt {word} {step}, 0", f"slt {word} {current}, {stop}", f"sgt {word} {current}, {stop}")
    up, below, above = (body.value(f"icmp {test}") for test in tests)
    return body.value(f"select i1 {up}, i1 {below}, i1 {above}")


def _next_of_range(abi: TableAbi, body: BodyText) -> None:
    """What is no small integer is left to the runtime, as its firmware has it."""
    word, bits = abi.word, abi.word_bytes * 8
    body.label("range")
    at = abi.at(body, "%iterator", 1)
    current, stop, step = (body.value(f"load {word}, ptr {abi.at(body, '%iterator', n)}") for n in (1, 2, 3))
    inside = _is_inside(body, word, current, stop, step)
    body.line(f"br i1 {inside}, label %number, label %end")
    body.label("number")
    shifted = body.value(f"add {word} {current}, {1 << (bits - 2)}")
    body.line(f"br i1 {body.value(f'icmp sge {word} {shifted}, 0')}, label %small, label %other")
    body.label("small")
    body.line(f"store {word} {body.value(f'add {word} {current}, {step}')}, ptr {at}")
    twice = body.value(f"shl {word} {current}, 1")
    body.line(f"ret {word} {body.value(f'or {word} {twice}, 1')}")


def _next_helper(abi: TableAbi) -> str:
    """The next item by the kind, 0 at the end."""
    body, word = BodyText(), abi.word
    at = abi.at(body, "%iterator", _PLACE)
    place = body.value(f"load {word}, ptr {at}")
    following = body.value(f"add {word} {place}, 1")
    labels = {LIST: "end", TUPLE: "tuple", RANGE: "range", ELEMENTS: "array.elements", BYTES: "bytes", ARRAY: "array"}
    ways = " ".join(f"{word} {number}, label %{label}" for number, label in labels.items())
    body.line(f"switch {word} %kind, label %other [ {ways} ]")
    _next_of_range(abi, body)
    body.label("tuple")
    tuple_ = body.value(f"load ptr, ptr {abi.at(body, '%iterator', 2)}")
    length = body.value(f"load {word}, ptr {abi.at(body, tuple_, 1)}")
    body.line(f"br i1 {body.value(f'icmp ult {word} {place}, {length}')}, label %inside, label %end")
    body.label("inside")
    body.line(f"store {word} {following}, ptr {at}")
    found = body.value(f"getelementptr {word}, ptr {abi.at(body, tuple_, 2)}, {word} {place}")
    body.line(f"ret {word} {body.value(f'load {word}, ptr {found}')}")
    for label, number in (("bytes", 2), ("array", 1)):
        body.label(label)
        body.line(f"%{label}.held = load ptr, ptr {abi.at(body, '%iterator', number)}")
        body.line("br label %elements")
    body.label("elements")
    body.line("%held = phi ptr [ %bytes.held, %bytes ], [ %array.held, %array ]")
    length = body.value(f"load {word}, ptr {abi.at(body, '%held', 2)}")
    body.line(f"br i1 {body.value(f'icmp ult {word} {place}, {length}')}, label %element, label %end")
    body.label("element")
    body.line(f"store {word} {following}, ptr {at}")
    data = body.value(f"load ptr, ptr {abi.at(body, '%held', 3)}")
    byte = body.value(f"load i8, ptr {body.value(f'getelementptr i8, ptr {data}, {word} {place}')}")
    twice = body.value(f"shl {word} {body.value(f'zext i8 {byte} to {word}')}, 1")
    body.line(f"ret {word} {body.value(f'or {word} {twice}, 1')}")
    body.label("array.elements")
    held, offset = (
        body.value(f"load {type_}, ptr {abi.at(body, '%iterator', n)}") for n, type_ in ((1, "ptr"), (2, word))
    )
    length = body.value(f"load volatile {word}, ptr {abi.at(body, held, 2)}")
    body.line(f"br i1 {body.value(f'icmp ult {word} {place}, {length}')}, label %of.array, label %end")
    body.label("of.array")
    code = body.value(f"and {word} {body.value(f'load {word}, ptr {abi.at(body, held, 1)}')}, 127")
    data = body.value(f"load volatile ptr, ptr {abi.at(body, held, 3)}")
    found = element_at(abi, body, data, body.value(f"add {word} {offset}, {place}"), code)
    body.line(f"br i1 {body.value(f'icmp ne {word} {found}, 0')}, label %small.element, label %other")
    body.label("small.element")
    body.line(f"store {word} {following}, ptr {at}")
    body.line(f"ret {word} {found}")
    body.label("end")
    body.line(f"ret {word} 0")
    body.label("other")
    body.line(f"ret {word} {abi.call(body, 'iterator_next', '%iterator')}")
    attributes = abi.text.attributes("noinline nounwind optsize null_pointer_is_valid")
    return (
        f"define internal {word} @nc.next(ptr %ctx, ptr %iterator, {word} %kind) {attributes} {{\n{body.render()}\n}}"
    )
