r"""Built-in names that a file remembers, so that the runtime need not look through two tables for each `len`.

    len     no global of the module has the name, and `builtins` has been given no names ──► words[number]
                 └──────────┬──────────────────────────────┘
                            ▼ no, or nothing remembered
            the runtime looks it up; what it finds is remembered, if both hold now

Legal since a name means what the first of these has: the globals of the module, the names that Python code has put
into `builtins`, the built-in table, which never changes. The first are searched each time: a name is not there where no
entry has its word. The second is a dict that the runtime makes when it is first needed. The word that leads to it, 0
until then and never again after, lies behind the dict of the module `__main__` (py/mpstate.h, the same from 1.20 on;
firmware whose `builtins` takes no names has another word there, which is at worst not 0). The module is found by
importing it. One that is not the firmware's own, as under `micropython -m`, is far from the firmware's type `list`,
or is no module, or has a dict that cannot change; then nothing is remembered. The words are the file's own, in memory
(sharing.py).
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import Search, name_key

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_FAR = 1 << 24
"""Bytes; firmware is smaller."""
_DICT_WORDS = 4
_FIXED = 6
"""Flags of the dicts of modules that are part of the firmware, which stand alone."""


def known_builtin(fn: "FunctionLowering", abi: TableAbi, name: str) -> str:
    """What a name means that the module's text does not bind."""
    number = abi.tables.word(f"builtin {name}")
    assert number is not None
    helper = abi.shared(fn.body, "nc.known", _known)
    given = f"ptr %ctx, {abi.word} {number}, {abi.word} {name_key(abi, name)}"
    return fn.body.value(f"call {abi.word} {helper}({given})")


def _known(abi: TableAbi) -> str:
    s = Search(abi)
    body, word = s.body, s.word
    found = s.find(abi.load(body, "%ctx", 1), s.name(), "absent", hinted=False)
    body.line(f"ret {word} {s.field(found, 1)}")
    body.label("absent")
    words = abi.load(body, abi.load(body, "%ctx", 3), abi.tables.words_place)
    kept = abi.tables.word("override")
    override = s.field(words, kept or 0, "ptr")
    body.line(f"br i1 {s.value(f'icmp eq ptr {override}, null')}, label %learn, label %ask")
    body.label("ask")
    s.need(s.value(f"icmp eq {word} {s.field(override, 0)}, 0"), "plain")
    place = s.value(f"getelementptr {word}, ptr {words}, {word} %number")
    known = s.value(f"load {word}, ptr {place}")
    s.need(s.value(f"icmp ne {word} {known}, 0"), "first")
    body.line(f"ret {word} {known}")
    body.label("first")
    asked = _ask(abi, s)
    body.line(f"store {word} {asked}, ptr {place}")
    body.line(f"ret {word} {asked}")
    body.label("plain")
    body.line(f"ret {word} {_ask(abi, s)}")
    # The context is no module that has a word 0, so it stands for what is not known.
    body.label("learn")
    main = s.value(f"inttoptr {word} {abi.module(body, '__main__')} to ptr")
    far = s.value(f"sub {word} {s.value(f'ptrtoint ptr {main} to {word}')}, {abi.table_value(body, 'type_list')}")
    near = s.value(f"icmp ult {word} {s.value(f'add {word} {far}, {_FAR}')}, {2 * _FAR}")
    is_module = s.value(f"icmp eq {word} {s.field(main, 0)}, {s.field('%ctx', 0)}")
    body.line(f"br i1 {s.value(f'and i1 {near}, {is_module}')}, label %inside, label %strange")
    body.label("inside")
    dict_ = s.field(main, 1, "ptr")
    behind = abi.at(body, dict_, _DICT_WORDS)
    fixed = s.value(f"and {word} {s.field(dict_, 1)}, {_FIXED}")
    body.line(f"br i1 {s.value(f'icmp eq {word} {fixed}, 0')}, label %learnt, label %strange")
    body.label("strange")
    body.line("br label %learnt")
    body.label("learnt")
    learnt = s.value("phi ptr [ %ctx, %strange ], [ " + behind + ", %inside ]")
    body.line(f"store ptr {learnt}, ptr {abi.at(body, words, kept or 0)}")
    body.line("br label %plain")
    return s.define_word("known", "number")


def _ask(abi: TableAbi, s: Search) -> str:
    """By the runtime, which looks into the current globals first."""
    caller = abi.call(s.body, "swap_globals", abi.load(s.body, "%ctx", 1, abi.word))
    found = abi.call(s.body, "load_global", s.number())
    abi.call(s.body, "swap_globals", caller)
    return found
