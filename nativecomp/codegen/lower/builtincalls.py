r"""Calls of `len`, `abs`, `min`, `max` and `divmod` by functions that the module's code shares.

    len(x)       the callee is the word that the file remembers for `len`, x a list ──► its length
                      └──────────┬─────────────────────────────────┘
                                 ▼ no
                 the callee is called, whatever it is, with the original arguments

Legal since the file remembers only what the built-in table has for a name (known.py), and that table never changes: a
callee of the same word is the built-in function itself, however the name was looked up. The word is 0 until then, which
is no object. So a name that means something else costs a comparison. What is computed here is what the function gives
for exact small integers, lists, tuples, bytes and bytearrays (items.py says how they are known); of equal ones `min`
and `max` give the same word. Other operands, results that are not small integers and divisors below 1 are left to it.

A `divmod` whose result is unpacked at once (passes/builtincalls.py) makes no tuple: both are done here,
whatever is called.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import Search
from nativecomp.codegen.lower.names import NAMES
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


_MOST = 3
"""Operands of a call that one of the functions does."""


def is_builtin_call(fn: "FunctionLowering", op: Op) -> bool:
    """Whether one of the functions may do a call, as far as the text tells."""
    abi, name = fn.parent.abi, op.attributes.get("builtin")
    if name is None or (name == "divmod") != _is_pair(op) or not (_is_pair(op) or fn.block in fn.in_loops):
        return False
    if len(op.operands) > _MOST or not (isinstance(abi, TableAbi) and fn.is_hot and fn.function.python) or abi.guarded:
        return False
    # A core without division does it by a call, which shared code has none of.
    return abi.tables.word(f"builtin {name}") is not None and (name != "divmod" or Search(abi).divides)


@lowers("object.is_builtin")
def is_builtin(fn: "FunctionLowering", op: Op) -> Value:
    """Whether an object is what the built-in table has for a name, as far as the file remembers it."""
    abi, word = table_abi(fn), fn.layout.word
    number = abi.tables.word(f"builtin {op.attributes['name']}")
    if number is None:
        return "false"
    words = abi.load(fn.body, abi.load(fn.body, "%ctx", 3), abi.tables.words_place)
    known = fn.body.value(f"load volatile {word}, ptr {abi.at(fn.body, words, number)}")
    return fn.body.value(f"icmp eq {word} {known}, {fn.single(op.operands[0])}")


def _is_pair(op: Op) -> bool:
    return bool(op.attributes.get("pair"))


def builtin_call(fn: "FunctionLowering", op: Op) -> str | tuple[str, str]:
    """The result, of `divmod` both parts of it."""
    abi, word, name = table_abi(fn), fn.layout.word, op.attributes["builtin"]
    helper = abi.shared(fn.body, f"nc.{name}", _DEFINITIONS[name])
    given = ", ".join(["ptr %ctx", *(f"{word} {fn.single(operand)}" for operand in op.operands)])
    if not _is_pair(op):
        return fn.body.value(f"call {word} {helper}({given})")
    pair = f"{{ {word}, {word} }}"
    both = fn.body.value(f"call {pair} {helper}({given})")
    first, second = (fn.body.value(f"extractvalue {pair} {both}, {number}") for number in (0, 1))
    return first, second


class _Call(Search):
    """Writes one of the functions, as far as its operands."""

    def __init__(self, abi: TableAbi, name: str) -> None:
        super().__init__(abi)
        self.called = name
        number = abi.tables.word(f"builtin {name}")
        assert number is not None
        words = abi.load(self.body, abi.load(self.body, "%ctx", 3), abi.tables.words_place)
        known = self.value(f"load volatile {self.word}, ptr {abi.at(self.body, words, number)}")
        self.need(self.value(f"icmp eq {self.word} {known}, %callee"))

    def need_small(self, condition: str) -> None:
        """Go on only where the low bit of a word is set."""
        self.need(self.value(f"trunc {self.word} {condition} to i1"))

    def need_both(self) -> None:
        self.need_small(self.value(f"and {self.word} %a, %b"))

    def end(self, parameters: str, *, pair: bool = False) -> str:
        """The function, with the way out."""
        body, word = self.body, self.word
        body.label("other")
        names = parameters.split()
        slot = body.slot(f"[2 x {word}]", "arguments")
        for number, one in enumerate(names):
            body.line(f"store {word} %{one}, ptr {self.abi.at(body, slot, number) if number else slot}")
        result = self.abi.call(body, "call", "%callee", str(len(names)), slot)
        if pair:
            self.abi.call(body, "unpack", result, "2", slot)  # in reverse
            self.give(self.field(slot, 1), self.field(slot, 0))
        else:
            body.line(f"ret {word} {result}")
        return self.define_words(self.called, f"callee {parameters}", f"{{ {word}, {word} }}" if pair else word)


def _len(abi: TableAbi) -> str:
    s = _Call(abi, "len")
    body, word = s.body, s.word
    address = s.need_object("%a")
    type_, second = s.field(address, 0, "ptr"), s.field(address, 1)
    list_ = abi.load(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {s.value(f'icmp eq ptr {type_}, {list_}')}, label %third, label %no_list")
    body.label("no_list")
    name = NAMES.of_type(abi, body, type_, "other")
    numbers, end = NAMES.numbers, body.current
    places = {"tuple": "found", "bytes": "third", "bytearray": "third"}
    cases = " ".join(f"{word} {numbers[one]}, label %{places[one]}" for one in places)
    body.line(f"switch {word} {name}, label %other [ {cases} ]")
    body.label("third")
    third = s.value(f"load volatile {word}, ptr {abi.at(body, address, 2)}")
    body.line("br label %found")
    body.label("found")
    length = s.value(f"phi {word} [ {second}, %{end} ], [ {third}, %third ]")
    twice = s.value(f"shl {word} {length}, 1")
    body.line(f"ret {word} {s.value(f'or {word} {twice}, 1')}")
    return s.end("a")


def _abs(abi: TableAbi) -> str:
    s = _Call(abi, "abs")
    word = s.word
    s.need_small("%a")
    # The least small integer has no opposite among them; it alone is its own.
    opposite = s.value(f"sub {word} 2, %a")
    larger = s.value(f"select i1 {s.value(f'icmp slt {word} %a, 0')}, {word} {opposite}, {word} %a")
    s.need(s.value(f"icmp sgt {word} {larger}, 0"))
    s.body.line(f"ret {word} {larger}")
    return s.end("a")


def _extreme(name: str, predicate: str) -> Callable[[TableAbi], str]:
    def define(abi: TableAbi) -> str:
        s = _Call(abi, name)
        s.need_both()
        first = s.value(f"icmp {predicate} {s.word} %a, %b")
        s.body.line(f"ret {s.word} {s.value(f'select i1 {first}, {s.word} %a, {s.word} %b')}")
        return s.end("a b")

    return define


def _divmod(abi: TableAbi) -> str:
    s = _Call(abi, "divmod")
    word, value = s.word, s.value
    s.need_both()
    divisor = value(f"ashr {word} %b, 1")
    s.need(value(f"icmp sgt {word} {divisor}, 0"))
    number = value(f"ashr {word} %a, 1")
    quotient = value(f"sdiv {word} {number}, {divisor}")
    rest = value(f"sub {word} {number}, {value(f'mul {word} {quotient}, {divisor}')}")
    below = value(f"ashr {word} {rest}, {8 * s.size - 1}")  # -1 where it rounded up
    floor = value(f"add {word} {quotient}, {below}")
    rest = value(f"add {word} {rest}, {value(f'and {word} {below}, {divisor}')}")
    s.give(*(value(f"or {word} {value(f'shl {word} {one}, 1')}, 1") for one in (floor, rest)))
    return s.end("a b", pair=True)


_DEFINITIONS = {
    "len": _len, "abs": _abs, "min": _extreme("min", "sle"), "max": _extreme("max", "sge"), "divmod": _divmod,
}  # fmt: skip
