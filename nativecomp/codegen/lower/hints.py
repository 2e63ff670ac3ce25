r"""Where a name was found the last time, in loops: looked at first the next time.

    place of x = 0                            at the entry of the function
    obj.x     place < 8 * alloc, and the key there is `x` ──► the value there
                    └──────────┬──────────────┘
                               ▼ no
              nc.member finds it, and says where: place of x = ...

A place is the distance of an entry from the first one of its table, in bytes. Legal whatever it is: it is used only
inside the table that the object has now, and the value only beside the key that is asked for, which occurs once. So
other objects, tables that grow and names that go cost time alone. What else is asked is what lookups.py asks: an
instance of a class of Python, for stores one without accessors. A place belongs to a name and a function; nothing but
a register or a word of its frame holds it.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.lookups import HAS_ACCESSORS, MADE_BY_CLASS, call_lookup
from nativecomp.codegen.lower.places import call_kept, keeps_places, place_of
from nativecomp.codegen.lower.small import SmallInts, guarded
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


def is_hinted(fn: "FunctionLowering", op: Op) -> bool:
    """Whether an operation is worth the bytes; not in the loop as it was beside its fast version."""
    blocks = fn.in_loops if fn.opt == "speed" else fn.innermost
    return fn.block in blocks and bool(op.attributes.get("expand", True))


def hinted_global(fn: "FunctionLowering", name: str) -> str:
    """The value of a global variable that is surely not a built-in one."""
    hints = _Hints(fn, f"global {name}", name)
    return guarded(fn, fn.layout.word, hints.value_of_global, lambda: hints.ask("global"))


def hinted_member(fn: "FunctionLowering", name: str, base: str, value: str) -> str:
    """The value of an attribute; with a value that is no `0` it is stored."""
    hints = _Hints(fn, f"member {name}", name)
    return guarded(
        fn, fn.layout.word, lambda ints: hints.member(ints, base, value), lambda: hints.ask("member", base, value)
    )


class _Hints:
    """Looks at the place of a name."""

    def __init__(self, fn: "FunctionLowering", key: str, name: str) -> None:
        self.fn = fn
        self.body = fn.body
        self.name = name
        assert isinstance(fn.parent.abi, TableAbi)
        self.abi = fn.parent.abi
        self.word = self.abi.word
        if key not in fn.hints:
            fn.hints[key] = fn.body.slot(self.word, "place", value="0")
        self.slot = fn.hints[key]

    def ask(self, helper: str, *words: str) -> str:
        if keeps_places(self.abi):
            kept = {"global": "named", "member": "load" if words[-1:] == ("0",) else "store"}[helper]
            given = words[:1] if kept == "load" else words
            (value,) = call_kept(self.fn, self.abi, kept, self.name, *given)
            place = place_of(self.fn, self.abi, kept, self.name)
        else:
            value, place = call_lookup(self.fn, helper, self.name, *words)
        self.body.line(f"store {self.word} {place}, ptr {self.slot}")
        return value

    def value_of_global(self, ints: SmallInts) -> str:
        return self._load(self._entry(ints, self.abi.load(self.body, "%ctx", 1)))

    def member(self, ints: SmallInts, base: str, value: str) -> str:
        body, word = self.body, self.word
        low = body.value(f"and {word} {base}, 3")
        ints.need(body.value(f"icmp eq {word} {low}, 0"))
        address = body.value(f"inttoptr {word} {base} to ptr")
        type_ = self.abi.load_anew(body, address, 0)
        flags = body.value(f"load i16, ptr {self.abi.at(body, type_, 1)}")
        asked = MADE_BY_CLASS | HAS_ACCESSORS * (value != "0")
        ints.need(body.value(f"icmp eq i16 {body.value(f'and i16 {flags}, {asked}')}, {MADE_BY_CLASS}"))
        entry = self._entry(ints, address)
        if value == "0":
            return self._load(entry)
        body.line(f"store volatile {word} {value}, ptr {self.abi.at(body, entry, 1)}")
        return "0"

    def _load(self, entry: str) -> str:
        return self.body.value(f"load volatile {self.word}, ptr {self.abi.at(self.body, entry, 1)}")

    def _entry(self, ints: SmallInts, owner: str) -> str:
        """The address of the entry, where it is that of the name."""
        abi, body, word = self.abi, self.body, self.word
        alloc = body.value(f"load volatile {word}, ptr {abi.at(body, owner, 2)}")
        table = body.value(f"load volatile ptr, ptr {abi.at(body, owner, 3)}")
        place = body.value(f"load {word}, ptr {self.slot}")
        end = body.value(f"shl {word} {alloc}, {(2 * abi.word_bytes).bit_length() - 1}")
        ints.need(body.value(f"icmp ult {word} {place}, {end}"))
        entry = body.value(f"getelementptr i8, ptr {table}, {word} {place}")
        number = abi.qstr(body, self.name)
        key = body.value(f"or {word} {body.value(f'shl {word} {number}, 3')}, 2")
        ints.need(body.value(f"icmp eq {word} {body.value(f'load volatile {word}, ptr {entry}')}, {key}"))
        return entry
