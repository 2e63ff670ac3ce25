r"""Before each call of the function table, code that is built for tests collects garbage and uses its memory again.

    gc.collect()
    kept = []
    for _ in range(2):
        for size in 4, 10, 18, ... below 1000: kept.append(b"\xff" * size)

So what was freed wrongly is written over at once. The bytes are no objects and no addresses. Where memory is used up,
or must not be allocated, nothing happens: an exception of the helper's own is caught.
"""

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.exceptions import HANDLER_WORDS
from nativecomp.codegen.lower.objects import BINARY
from nativecomp.codegen.text import BodyText

_LARGEST = 1000
_ROUNDS = 2
_PATTERN = b"\xff"


def collector(abi: TableAbi) -> str:
    """The function `(context)` that does so; its name."""
    body, word = BodyText(), abi.word
    handler = body.slot(f"[{HANDLER_WORDS[abi.layout.target.emulator]} x {word}]", "handler")
    raised = abi.call(body, "push_handler", handler)
    body.line(f"br i1 {body.value(f'icmp eq i32 {raised}, 0')}, label %run, label %done")
    body.label("run")
    collect = abi.call(body, "load_attr", abi.module(body, "gc"), abi.qstr(body, "collect"))
    abi.call(body, "call", collect, "0", "null")
    kept = abi.call(body, "new_list", "0", "null")
    body.line("br label %again")
    body.label("again")
    body.line(f"%size = phi {word} [ 4, %run ], [ %next, %again ]")
    body.line(f"%turn = phi {word} [ 1, %run ], [ %turns, %again ]")
    small = body.value(f"or {word} {body.value(f'shl {word} %size, 1')}, 1")
    made = abi.call(body, "binary", str(BINARY["*"]), abi.object_constant(body, _PATTERN), small)
    abi.call(body, "list_append", kept, made)
    larger = body.value(f"add {word} {body.value(f'add {word} %size, 5')}, {body.value(f'lshr {word} %size, 2')}")
    over = body.value(f"icmp ugt {word} {larger}, {_LARGEST}")
    body.line(f"%next = select i1 {over}, {word} 4, {word} {larger}")
    body.line(f"%turns = add {word} %turn, {body.value(f'zext i1 {over} to {word}')}")
    body.line(f"br i1 {body.value(f'icmp ugt {word} %turns, {_ROUNDS}')}, label %leave, label %again")
    body.label("leave")
    abi.call(body, "pop_handler")
    body.line("br label %done")
    body.label("done")
    body.line("ret void")
    attributes = abi.text.attributes("noinline nounwind optsize null_pointer_is_valid")
    definition = f"define internal void @nc.collect(ptr %ctx) {attributes} {{\n{body.render()}\n}}"
    return abi.text.helper("nc.collect", definition)
