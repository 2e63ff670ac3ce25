r"""Built-in names that a file remembers, so that the runtime need not look through two tables for each `len`.

    len     no global of the module has the name, and `builtins` has been given no names ──► words[number]
                 └──────────┬──────────────────────────────┘
                            ▼ no, or nothing remembered
            the runtime looks it up; what it finds is remembered, if both hold now

Legal since a name means what the first of these has: the globals of the module, the names that Python code has put
into `builtins`, the built-in table, which never changes. The first are searched each time: a name is not there where no
entry has its word. The second is a dict that the runtime makes when it is first needed. The word that leads to it, 0
until then and never again after, is found through the module `__main__`:

    dict of `sys.modules`, dict of `__main__`, word          one behind the other (py/mpstate.h, the same from 1.23 on)

Firmware whose `builtins` takes no names has another word there, which is at worst not 0. The module is found by
importing it, and is the firmware's own only if it is a module whose dict lies behind a dict that holds this file's
module among its values, as that of `sys.modules` does. Else, as under `micropython -m` or where a program has put
something else into `sys.modules`, nothing is remembered. The words are the file's own, in memory (sharing.py).
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import Search, name_key

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_DICT_WORDS = 4
_FIXED = 6
"""Flags of the dicts of modules that are part of the firmware, which stand alone: nothing need lie in front of them."""


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
    imported = abi.module(body, "__main__")
    s.need(s.value(f"icmp eq {word} {s.value(f'and {word} {imported}, 3')}, 0"), "strange")
    main = s.value(f"inttoptr {word} {imported} to ptr")
    s.need(s.value(f"icmp eq {word} {s.field(main, 0)}, {s.field('%ctx', 0)}"), "strange")
    dict_ = s.field(main, 1, "ptr")
    s.need(s.value(f"icmp eq {word} {s.value(f'and {word} {s.field(dict_, 1)}, {_FIXED}')}, 0"), "strange")
    modules = abi.at(body, dict_, -_DICT_WORDS)
    s.need(s.value(f"icmp eq {word} {s.field(modules, 0)}, {s.field(dict_, 0)}"), "strange")
    behind = abi.at(body, dict_, _DICT_WORDS)
    count, table = s.field(modules, 2), s.field(modules, 3, "ptr")
    before = body.current
    body.line("br label %turn")
    body.label("turn")
    body.line(f"%place = phi {word} [ 0, %{before} ], [ %following, %other ]")
    body.line(f"br i1 {s.value(f'icmp ult {word} %place, {count}')}, label %entry_of, label %strange")
    body.label("entry_of")
    entry = s.value(f"getelementptr [2 x {word}], ptr {table}, {word} %place")
    value = s.field(entry, 1, "ptr")
    body.line(f"br i1 {s.value(f'icmp eq ptr {value}, %ctx')}, label %learnt, label %other")
    body.label("other")
    body.line(f"%following = add {word} %place, 1")
    body.line("br label %turn")
    body.label("strange")
    body.line("br label %learnt")
    body.label("learnt")
    learnt = s.value("phi ptr [ %ctx, %strange ], [ " + behind + ", %entry_of ]")
    body.line(f"store ptr {learnt}, ptr {abi.at(body, words, kept or 0)}")
    body.line("br label %plain")
    return s.define_word("known", "number")


def _ask(abi: TableAbi, s: Search) -> str:
    """By the runtime, which looks into the current globals first."""
    caller = abi.call(s.body, "swap_globals", abi.load(s.body, "%ctx", 1, abi.word))
    found = abi.call(s.body, "load_global", s.number())
    abi.call(s.body, "swap_globals", caller)
    return found
