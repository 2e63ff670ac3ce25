r"""Calls of functions of the file without the runtime, where what is called is the function that the name promised.

    f(x, y)     what `f` is == the word that the file remembers for f ──► go to its code, with x and y in registers
                     └──────────┬─────────────────────────┘
                                ▼ no
                the runtime calls it, whatever it is; f's entry then remembers its own function object

What makes it legal. A function object never changes: its code, its module and so its global variables are those with
which it was made. The word is written by the entry of f, which is reached through such an object alone, and the
collector sees the word, so the object lives as long as the module and no other gets its address. So an equal word is a
function with the code of f; rebinding the name, replacing a method or another class with a method of that name changes
what is compared. The arguments are as many as f has parameters, so nothing is to be bound. Defaults lie in the function
object, behind its four words, in all firmware but that with `sys.settrace`: another word is remembered for calls that
need some, by f's entry where the runtime has bound the first of them and it lies there. The caller runs with the
globals of the module (globals.py), which are f's. An exception passes through as through a call of the runtime. Before
a call of a function that calls others in this way the caller looks at the stack (abi/stack.py).
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.stack import floor_parameter, look
from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.symbols import DIRECT_SUFFIX
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.ir import Function, Op
from nativecomp.passes.direct import arrange

if TYPE_CHECKING:
    from collections.abc import Callable

    from nativecomp.codegen.function import FunctionLowering


_FUNCTION_WORDS = 4


def direct_symbol(function: Function) -> str:
    """What other functions call of a function."""
    return function.symbol + DIRECT_SUFFIX


def directs(fn: "FunctionLowering", op: Op) -> tuple[Function, ...]:
    """The functions that a call may go to; none where code of the file does not lie in one piece, or asks for little
    code."""
    found: tuple[Function, ...] = op.attributes.get("direct", ())
    return found if table_abi(fn).joined and fn.is_hot else ()


def word_of(abi: TableAbi, body: BodyText, function: Function, kind: str = "function") -> str:
    """The address of the word for the function object of a function."""
    number = abi.tables.word(f"{kind} {function.symbol}")
    assert number is not None
    words = abi.load(body, abi.load(body, "%ctx", 3), abi.tables.words_place)
    return abi.at(body, words, number)


def direct_call(
    fn: "FunctionLowering",
    functions: tuple[Function, ...],
    callee: list[str],
    items: list[str],
    keywords: tuple[str | None, ...],
    ask: "Callable[[], str]",
) -> str:
    """The result of a call; `callee` is what is called, of a method with its `self`."""
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    done, other = body.fresh("called"), body.fresh("general")
    ways = []
    if len(callee) == 2:
        some = body.fresh("method")
        body.line(f"br i1 {body.value(f'icmp ne {word} {callee[1]}, 0')}, label %{some}, label %{other}")
        body.label(some)
    for number, function in enumerate(functions):
        given = [*callee[1:], *items]
        places = arrange(function, len(given) - len(keywords), keywords)
        assert places is not None
        kind = "defaults" if None in places else "function"
        known = body.value(f"load volatile {word}, ptr {word_of(abi, body, function, kind)}")
        same = body.value(f"icmp eq {word} {callee[0]}, {known}")
        direct = body.fresh("direct")
        following = other if number == len(functions) - 1 else body.fresh("next")
        body.line(f"br i1 {same}, label %{direct}, label %{following}")
        body.label(direct)
        object_ = body.value(f"inttoptr {word} {callee[0]} to ptr") if None in places else ""
        first = _FUNCTION_WORDS - len(places) + function.defaults
        all_ = [
            abi.load(body, object_, first + number, word) if place is None else given[place]
            for number, place in enumerate(places)
        ]
        ways.append(f"[ {_call(fn, abi, function, callee[0], all_)}, %{body.current} ]")
        body.line(f"br label %{done}")
        if following != other:
            body.label(following)
    with body.cold():
        body.label(other)
        ways.append(f"[ {ask()}, %{body.current} ]")
        body.line(f"br label %{done}")
    body.label(done)
    return body.value(f"phi {word} {', '.join(ways)}")


def _call(fn: "FunctionLowering", abi: TableAbi, function: Function, own: str, items: list[str]) -> str:
    body, word = fn.body, fn.layout.word
    if function.recursive:
        look(fn, abi)
    given = [f"{floor_parameter(abi)} %floor" if function.recursive else "ptr %ctx"]
    if function.makes_functions:
        given.append(f"ptr {body.value(f'inttoptr {word} {own} to ptr')}")
    given += [f"{word} {item}" for item in items]
    types = ", ".join(one.rpartition(" ")[0] for one in given)
    name = symbol(direct_symbol(function))
    if function not in fn.parent.module.functions:
        fn.module.declare(direct_symbol(function), f"{word} {{}}({types})")
    # Endless recursion is to end where the stack does, and not to become an endless loop.
    return body.value(f"notail call {word} {name}({', '.join(given)}) noinline")


def remember(abi: TableAbi, body: BodyText, function: Function) -> None:
    """In the entry of a function: keep its function object."""
    body.line(f"store volatile ptr %self, ptr {word_of(abi, body, function)}")


def remember_defaults(abi: TableAbi, body: BodyText, function: Function, first: str) -> None:
    """In the entry of a function, behind what the runtime has bound: keep it if its defaults lie where they should.

    No argument is the word that `sys.settrace` puts there, which is the address of no object.
    """
    bound = abi.load_anew(body, first, len(function.params) - function.defaults, abi.word)
    here = abi.load(body, "%self", _FUNCTION_WORDS, abi.word)
    same, following = body.fresh("same"), body.fresh("bound")
    body.line(f"br i1 {body.value(f'icmp eq {abi.word} {bound}, {here}')}, label %{same}, label %{following}")
    body.label(same)
    body.line(f"store volatile ptr %self, ptr {word_of(abi, body, function, 'defaults')}")
    body.line(f"br label %{following}")
    body.label(following)


def define_direct(abi: TableAbi, function: Function, entry: str) -> str:
    """What others call: the function itself, but under a guard its entry, which is where the guard is."""
    word = abi.word
    hidden = floor_parameter(abi) if function.recursive else "ptr"
    kinds = [hidden, *["ptr"] * function.makes_functions, *[word] * len(function.params)]
    if not abi.guarded:
        types = ", ".join(kind.partition(" ")[0] for kind in kinds)
        return f"{symbol(direct_symbol(function))} = alias {word} ({types}), ptr {symbol(function.symbol)}"
    body = BodyText()
    slot = body.slot(f"[{max(len(function.params), 1)} x {word}]", "arguments")
    for number in range(len(function.params)):
        body.line(f"store {word} %a{number}, ptr {abi.at(body, slot, number) if number else slot}")
    own = body.value(f"load volatile ptr, ptr {word_of(abi, body, function)}")
    count = len(function.params)
    body.line(
        f"ret {word} {body.value(f'call {word} {symbol(entry)}(ptr {own}, {word} {count}, {word} 0, ptr {slot})')}"
    )
    names = ["%floor" if function.recursive else "%ctx", *["%self"] * function.makes_functions]
    names += [f"%a{number}" for number in range(count)]
    parameters = ", ".join(f"{kind} {name}" for kind, name in zip(kinds, names, strict=True))
    attributes = abi.text.attributes("nounwind optsize null_pointer_is_valid")
    return f"define {word} {symbol(direct_symbol(function))}({parameters}) {attributes} {{\n{body.render()}\n}}"
