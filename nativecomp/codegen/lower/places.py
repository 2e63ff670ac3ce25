r"""Names looked up where they were found the last time, by functions that the code of a file shares.

    words of the file, for each name: place, name        (in methods one pair for the class, elsewhere one for the file)

    obj.x        nc.load    obj is an instance of a class of Python: the key at `place` of its members is `x` ──► value
    obj.x = v    nc.store   the same, where the class has no accessors                                        ──► store
    obj.f()      nc.bound   no member is `f`; the key at `place` of its class is `f`                    ──► f and obj
    name         nc.named   the key at `place` of the globals is the name                                     ──► value
                               └──────────┬───────────────────────────────────────┘
                                          ▼ no
                 lookups.py finds it, and `place` is where it was

A place is the distance of an entry from the first one of its table, in bytes. Legal whatever it is: it is used only
inside the table that the object has now, and the value only beside the key that is asked for, which occurs once. So
objects of other layouts, tables that grow, names that go and threads that write half a pair cost time alone. What else
is asked is what lookups.py asks, which says why. The name is the word of the string without its tag, 0 before it was
looked for; no key is the string of number 0.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import BINDS, BUILT_IN, HAS_ACCESSORS, LOCALS, MADE_BY_CLASS, PARENT, Search

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_NUMBER_BITS = 16
_TAG = 2
_PAIRS = ("bound",)
"""The functions that give two words."""


def keeps_places(abi: TableAbi) -> bool:
    """Whether code has memory for places."""
    return abi.tables.shares and not abi.guarded


def _number(fn: "FunctionLowering", abi: TableAbi, helper: str, name: str) -> int:
    """That of the pair for a name; loads and stores share it."""
    owner = "" if helper == "named" else fn.function.name.rpartition(".")[0]
    kind = {"load": "member", "store": "member"}.get(helper, helper)
    number, _ = (abi.tables.word(f"{part} {kind} {owner} {name}") for part in ("place", "name"))
    assert number is not None
    return number


def call_kept(fn: "FunctionLowering", abi: TableAbi, helper: str, name: str, *words: str) -> tuple[str, ...]:
    """Call one of the functions for a name."""
    word = fn.layout.word
    function = abi.shared(fn.body, f"nc.{helper}", _HELPERS[helper])
    key = abi.tables.qstr(name) << _NUMBER_BITS | _number(fn, abi, helper, name)
    given = ", ".join(["ptr %ctx", *(f"{word} {one}" for one in (*words, str(key)))])
    if helper not in _PAIRS:
        return (fn.body.value(f"call {word} {function}({given})"),)
    pair = fn.body.value(f"call {{ {word}, {word} }} {function}({given})")
    return tuple(fn.body.value(f"extractvalue {{ {word}, {word} }} {pair}, {number}") for number in (0, 1))


def place_of(fn: "FunctionLowering", abi: TableAbi, helper: str, name: str) -> str:
    """The place of a name that was looked up just now."""
    words = abi.load(fn.body, abi.load(fn.body, "%ctx", 3), abi.tables.words_place)
    return fn.body.value(f"load volatile {abi.word}, ptr {abi.at(fn.body, words, _number(fn, abi, helper, name))}")


class _Kept(Search):
    """Writes one of the functions, which end in others that look for the name."""

    def __init__(self, abi: TableAbi) -> None:
        super().__init__(abi)
        words = abi.load(self.body, abi.load(self.body, "%ctx", 3), abi.tables.words_place)
        number = self.value(f"and {self.word} %key, {(1 << _NUMBER_BITS) - 1}")
        self.pair = self.value(f"getelementptr {self.word}, ptr {words}, {self.word} {number}")

    def string(self) -> str:
        """The word of the name, as far as it is kept."""
        return self.value(f"or {self.word} {self.read(self.pair, self.size)}, {_TAG}")

    def entry(self, owner: str, name: str, other: str = "other") -> str:
        """The address of the entry of the map in an object, if it is that of the name."""
        bits = (2 * self.size).bit_length() - 1
        alloc, table, place = self.field(owner, 2), self.field(owner, 3, "ptr"), self.field(self.pair, 0)
        inside = self.value(f"icmp ult {self.word} {place}, {self.value(f'shl {self.word} {alloc}, {bits}')}")
        self.need(inside, other)
        entry = self.value(f"getelementptr i8, ptr {table}, {self.word} {place}")
        self.need(self.value(f"icmp eq {self.word} {self.field(entry, 0)}, {name}"), other)
        return entry

    def keep_name(self, name: str) -> None:
        self.body.line(f"store {self.word} {self.value(f'sub {self.word} {name}, {_TAG}')}, ptr "
                       f"{self.abi.at(self.body, self.pair, 1)}")  # fmt: skip

    def keep(self, owner: str, found: str, name: str) -> None:
        """Remember where a name is."""
        self.keep_name(name)
        self.body.line(f"store {self.word} {self.place(owner, found)}, ptr {self.pair}")

    def parent(self, class_: str, name: str, label: str) -> None:
        """Search the parent of a class, by this name, from the end of a block of this label."""
        index = self.slot(class_, PARENT)
        # Several parents are a tuple; of a type that is built in, what its slots mean is the runtime's affair.
        self.need(self.value(f"icmp eq {self.word} {self.field(index, 0)}, {self.field(class_, 0)}"))
        self.flags(index, MADE_BY_CLASS, MADE_BY_CLASS)
        self.body.line(f"br label %{label}")
        self.body.label(label)
        self.body.line(f"{name} = getelementptr i8, ptr {index}, {self.word} 0")
        self.body.line("br label %search")

    def finish(self, name: str, parameters: str, result: str = "") -> str:
        """The function; where it cannot tell, it ends in the other one, with what it was given."""
        self.body.label("other")
        result = result or self.word
        slow = self.abi.shared(self.body, f"nc.{name}.anew", _ANEW[name])
        given = ", ".join(["ptr %ctx", *(f"{self.word} %{one}" for one in f"{parameters} key".split())])
        self.body.line(f"ret {result} {self.value(f'tail call {result} {slow}({given})')}")
        return self.define_words(name, f"{parameters} key", result)


def _load(abi: TableAbi) -> str:
    s = _Kept(abi)
    address, _ = s.instance()
    s.body.line(f"ret {s.word} {s.field(s.entry(address, s.string()), 1)}")
    return s.finish("load", "base")


def _load_anew(abi: TableAbi) -> str:
    s = _Kept(abi)
    address, _ = s.instance()
    found = s.find(address, name := s.name(), "other", hinted=False)
    s.keep(address, found, name)
    s.body.line(f"ret {s.word} {s.field(found, 1)}")
    s.body.label("other")
    s.body.line(f"ret {s.word} {abi.call(s.body, 'load_attr', '%base', s.number())}")
    return s.define_word("load.anew", "base")


def _store(abi: TableAbi) -> str:
    s = _Kept(abi)
    address, type_ = s.instance()
    s.flags(type_, HAS_ACCESSORS, 0)
    entry = s.entry(address, s.string())
    s.body.line(f"store {s.word} %value, ptr {abi.at(s.body, entry, 1)}")
    s.body.line(f"ret {s.word} 0")
    return s.finish("store", "base value")


def _store_anew(abi: TableAbi) -> str:
    s = _Kept(abi)
    address, type_ = s.instance()
    s.flags(type_, HAS_ACCESSORS, 0)
    found = s.find(address, name := s.name(), "other", hinted=False)
    s.keep(address, found, name)
    s.body.line(f"store {s.word} %value, ptr {abi.at(s.body, found, 1)}")
    s.body.line(f"ret {s.word} 0")
    s.body.label("other")
    abi.call(s.body, "store_attr", "%base", s.number(), "%value")
    s.body.line(f"ret {s.word} 0")
    return s.define_word("store.anew", "base value")


def _named(abi: TableAbi) -> str:
    s = _Kept(abi)
    s.body.line(f"ret {s.word} {s.field(s.entry(abi.load(s.body, '%ctx', 1), s.string()), 1)}")
    return s.finish("named", "")


def _named_anew(abi: TableAbi) -> str:
    s = _Kept(abi)
    globals_ = abi.load(s.body, "%ctx", 1)
    found = s.find(globals_, name := s.name(), "other", hinted=False)
    s.keep(globals_, found, name)
    s.body.line(f"ret {s.word} {s.field(found, 1)}")
    s.body.label("other")
    s.body.line(f"ret {s.word} {abi.call(s.body, 'load_global', s.number())}")
    return s.define_word("named.anew", "")


def _bound(abi: TableAbi) -> str:
    """The function of a method and its `self`."""
    s = _Kept(abi)
    address, type_ = s.instance()
    name = s.string()
    s.body.line(f"br label %{(members := s.body.fresh('members'))}")
    s.body.label(members)
    s.find(address, name, "in_class", hinted=False)
    s.body.line("br label %other")
    s.body.label("in_class")
    s.body.line("br label %search")
    s.body.label("search")
    s.body.line(f"%class = phi ptr [ {type_}, %in_class ], [ %parent_class, %above ]")
    owner = s.slot("%class", LOCALS)
    expected = s.entry(owner, name, "elsewhere")
    before = s.body.current
    s.body.line("br label %found")
    s.body.label("elsewhere")
    there = s.find(owner, name, "parent", hinted=False)
    s.body.line(f"store {s.word} {s.place(owner, there)}, ptr {s.pair}")
    after = s.body.current
    s.body.line("br label %found")
    s.body.label("found")
    s.body.line(f"%entry_found = phi ptr [ {expected}, %{before} ], [ {there}, %{after} ]")
    function = s.field("%entry_found", 1)
    s.flags(s.field(s.need_object(function), 0, "ptr"), BINDS | BUILT_IN, BINDS)
    s.give(function, "%base")
    s.body.label("parent")
    s.parent("%class", "%parent_class", "above")
    return s.finish("bound", "base", f"{{ {s.word}, {s.word} }}")


def _bound_anew(abi: TableAbi) -> str:
    """The same of anything, or a value and 0, by the runtime; the name is kept for the next time."""
    s = _Kept(abi)
    s.keep_name(s.name())
    both = s.body.slot(f"[2 x {s.word}]", "both")
    abi.call(s.body, "load_method", "%base", s.number(), both)
    s.give(s.field(both, 0), s.field(both, 1))
    return s.define("bound.anew", "base")


_HELPERS = {"load": _load, "store": _store, "named": _named, "bound": _bound}
_ANEW = {"load": _load_anew, "store": _store_anew, "named": _named_anew, "bound": _bound_anew}
