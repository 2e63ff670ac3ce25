r"""The code of a file's functions on objects in one piece, with what they share, though each is loaded on its own.

    the module's body      first of all it calls the code that holds all of them (mpy/sharing.py):
    the piece              state = words in memory: the code itself, then the addresses of functions in it
                           objects = the constant objects once more, the state in the place kept for it
                           context.objects = objects; words that the functions share are another such block
    each function          a door: go to context -> objects[place] -> state[1 + number] with all that was passed

So in the piece functions call what they share, and each other, without looking for it. Functions of machine types lie
on their own and find shared ones as doors find the function behind them.

A file's functions reach nothing but their function object and the context of the module, and nothing in a file may be
written to, since its tables may lie in flash. But the context always lies in memory (py/builtinimport.c makes it when
the module is imported), and all code asks it for the table of constants. So the table is replaced by a copy before any
other code of the file runs, once and for all: compiled functions may keep what they find. Both are items of lists that
the runtime makes, which begin blocks of the collector's: the context holds the table, the table the state, the state
the code. The state's other words are no objects, and need not be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.symbols import DOOR_SECTION, DOOR_SUFFIX, ENTRY_SUFFIX
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.frontend import FunctionSource
from nativecomp.ir import Function

ENTRY = "nc.shared"
DISTANCE_BYTES = 3
_CODE = 3
"""The word of a function object that holds the address of its code."""
_ITEMS = _BYTES = 3
"""Those of a list and of bytes that hold the addresses of what they are of."""
_OBJECTS = 3
_COUNT, _WORDS = "<number of constants>", "<number of words>"


@dataclass(frozen=True)
class Shared:
    """The functions that get doors, and the index of the constant that tells where those behind doors are.

    This is made of bytes: of three each, the lowest first, the distances of the functions from the begin of the code,
    which are known when the code is put together.
    """

    functions: Sequence[Function]
    distances: int


def is_shared(functions: Iterable[FunctionSource]) -> bool:
    """Whether the functions of a file share what they call: two on objects alone do, each of which has a place of its
    own in the file."""
    return sum(one.owner is None and one.emitter == "native" for one in functions) > 1


def door_symbol(function: Function) -> str:
    """The symbol of what the file has in the place of a function that lies in the piece."""
    return function.symbol + DOOR_SUFFIX


def define_beside(abi: TableAbi) -> None:
    """Write what was asked for into the module: at the desk, where all is in one, beside those that share it."""
    done: set[str] = set()
    while todo := [name for name in abi.tables.shared_functions if name not in done]:
        for name in todo:
            abi.text.helper(name, _visible(abi.tables.shared_functions[name](abi.unguarded())))
        done.update(todo)


def _visible(text: str) -> str:
    return text.replace("define internal ", "define ", 1)


def define_shared(abi: TableAbi, shared: Shared) -> str:
    """The function that the module's body calls; doors and shared functions are written into the module."""
    abi.text.functions += [_door(abi, function) for function in shared.functions]
    define_beside(abi)
    body, word, count = BodyText(), abi.word, 1 + len(abi.tables.numbered)
    body.line(f"%ctx = load ptr, ptr {abi.at(body, '%self', 1)}")
    state = body.slot(f"[{count} x {word}]", "state")
    held = body.slot(word, "held")  # in the frame, where the collector finds it
    code = body.value(f"load {word}, ptr {abi.at(body, '%self', _CODE)}")
    body.line(f"store {word} {code}, ptr {state}")
    objects = body.value(f"load ptr, ptr {abi.at(body, '%ctx', _OBJECTS)}")
    told = body.value(f"load ptr, ptr {abi.at(body, objects, shared.distances)}")
    distances = body.value(f"load ptr, ptr {abi.at(body, told, _BYTES)}")
    body.line("br label %turn")
    body.label("turn")
    body.line(f"%number = phi {word} [ 0, %entry ], [ %next, %turn ]")
    low = body.value(f"getelementptr [{DISTANCE_BYTES} x i8], ptr {distances}, {word} %number")
    distance = "0"
    for part in range(DISTANCE_BYTES):
        at = body.value(f"getelementptr i8, ptr {low}, {word} {part}")
        byte = body.value(f"zext i8 {body.value(f'load i8, ptr {at}')} to {word}")
        distance = body.value(f"or {word} {distance}, {body.value(f'shl {word} {byte}, {8 * part}')}")
    body.line(f"%next = add {word} %number, 1")
    place = body.value(f"getelementptr {word}, ptr {state}, {word} %next")
    body.line(f"store {word} {body.value(f'add {word} {code}, {distance}')}, ptr {place}")
    body.line(f"br i1 {body.value(f'icmp ult {word} %next, {count - 1}')}, label %turn, label %made")
    body.label("made")
    body.line(f"store volatile {word} {_items(abi, body, str(count), state)}, ptr {held}")
    objects = body.value(f"load volatile ptr, ptr {abi.at(body, '%ctx', _OBJECTS)}")
    table = body.value(f"inttoptr {word} {_items(abi, body, _COUNT, objects)} to ptr")
    made = body.value(f"load volatile {word}, ptr {held}")
    body.line(f"store {word} {made}, ptr {abi.at(body, table, abi.tables.shared_place)}")
    body.line(f"store volatile ptr {table}, ptr {abi.at(body, '%ctx', _OBJECTS)}")
    if abi.tables.words:
        words = _items(abi, body, _WORDS, body.slot(f"[{_WORDS} x {word}]", "any"))
        body.line(f"store volatile {word} {words}, ptr {abi.at(body, table, abi.tables.words_place)}")
        _clear(body, word, words)
    body.line(f"ret {word} {abi.table_value(body, 'none')}")
    attributes = abi.text.attributes('nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    head = f"define {word} {symbol(ENTRY)}(ptr %self, {word} %n_pos, {word} %n_kw, ptr %args)"
    # Now all that is written here has asked for its constants.
    text = body.render().replace(_COUNT, str(len(abi.tables.objects))).replace(_WORDS, str(abi.tables.words))
    return f"{head} {attributes} {{\n{text}\n}}"


def _door(abi: TableAbi, function: Function) -> str:
    """What the runtime calls in the place of a function; what resumes a generator has its function in the state."""
    body, word = BodyText(), abi.word
    names = ["ptr %self", f"{word} %throw"] if function.suspends else ["ptr %self", f"{word} %n_pos", f"{word} %n_kw"]
    names += [] if function.suspends else ["ptr %args"]
    own = body.value("load ptr, ptr %self") if function.suspends else "%self"
    body.line(f"%ctx = load ptr, ptr {abi.at(body, own, 1)}")
    place = abi.at(body, abi.state(body), 1 + abi.tables.number(function.symbol + ENTRY_SUFFIX))
    given = ", ".join(names)
    body.line(f"%result = tail call {word} {body.value(f'load ptr, ptr {place}')}({given})")
    body.line(f"ret {word} %result")
    attributes = abi.text.attributes('nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    head = f"define {word} {symbol(door_symbol(function))}({given})"
    return f'{head} {attributes} section "{DOOR_SECTION}" {{\n{body.render()}\n}}'


def _clear(body: BodyText, word: str, words: str) -> None:
    first = body.value(f"inttoptr {word} {words} to ptr")
    body.line("br label %clear")
    body.label("clear")
    body.line(f"%cleared = phi {word} [ 0, %made ], [ %further, %clear ]")
    place = body.value(f"getelementptr {word}, ptr {first}, {word} %cleared")
    body.line(f"store volatile {word} 0, ptr {place}")
    body.line(f"%further = add {word} %cleared, 1")
    body.line(f"br i1 {body.value(f'icmp ult {word} %further, {_WORDS}')}, label %clear, label %cleared.all")
    body.label("cleared.all")


def _items(abi: TableAbi, body: BodyText, count: str, words: str) -> str:
    """The address of a block with these words: the items of a new list."""
    made = abi.call(body, "new_list", count, words)
    list_ = body.value(f"inttoptr {abi.word} {made} to ptr")
    return body.value(f"load {abi.word}, ptr {abi.at(body, list_, _ITEMS)}")
