"""Each entry of the function table that generated code uses is there at the desk: a function that calls it, run."""

from typing import Any

import pytest

from nativecomp.bridge.table import FunctionTable
from nativecomp.bridge.world import World
from nativecomp.codegen.table import Entry
from tests.bridge.oracle import execute, outcome, plain

VALUES = {Entry.NONE, Entry.FALSE, Entry.TRUE}
"""Entries that are no functions."""

CASES: dict[Entry, tuple[str, list[Any]]] = {
    Entry.NONE: ("return a, None", [1]),
    Entry.FALSE: ("return a, False", [1]),
    Entry.TRUE: ("return a, True", [1]),
    Entry.TO_NATIVE: ("n: int = int(a)\n    return n, a", [-(1 << 31)]),
    Entry.FROM_NATIVE: ("n = 1 << 30\n    return [n, a]", [1]),
    Entry.SWAP_GLOBALS: ("return helper(a)", [1]),
    Entry.LOAD_GLOBAL: ("return helper, a", [1]),
    Entry.LOAD_ATTR: ("return a.real", [7]),
    Entry.LOAD_METHOD: ("return a.count(1)", [[1, 1]]),
    Entry.STORE_GLOBAL: ("global changed\n    changed = a\n    return changed", [5]),
    Entry.STORE_ATTR: ("helper.mark = a\n    return helper.mark", [5]),
    Entry.SUBSCRIPT: ("a[0] = a[1]\n    del a[2]\n    return a", [[1, 2, 3]]),
    Entry.IS_TRUE: ("return 1 if a else 2", [[]]),
    Entry.UNARY: ("return -a, ~a", [5]),
    Entry.BINARY: ("return a * a", [1 << 20]),
    Entry.NEW_TUPLE: ("return a, 2", [1]),
    Entry.NEW_LIST: ("return [a, 2]", [1]),
    Entry.NEW_DICT: ("return {a: 2}", [1]),
    Entry.NEW_SET: ("return {a, 2}", [1]),
    Entry.SET_STORE: ("return {x for x in a}", [[1, 2]]),
    Entry.LIST_APPEND: ("return [x for x in a]", [[1, 2]]),
    Entry.DICT_STORE: ("return {x: 1 for x in a}", [[1, 2]]),
    Entry.MAKE_FUNCTION: ("g = lambda x=a: x\n    return g()", [3]),
    Entry.CALL: ("return helper(a)", [3]),
    Entry.CALL_METHOD: ("return a.index(2, 0)", [[1, 2]]),
    Entry.CALL_METHOD_STAR: ("return helper(*a)", [[3]]),
    Entry.GET_ITERATOR: ("n = 0\n    for x in a:\n        n += int(x)\n    return [n]", [[1, 2]]),
    Entry.ITERATOR_NEXT: ("for x in a:\n        return x", [{4}]),
    Entry.PUSH_HANDLER: ("try:\n        return a[0]\n    except IndexError:\n        return 'none'", [[]]),
    Entry.POP_HANDLER: ("try:\n        return a[0]\n    except IndexError:\n        return 'none'", [[1]]),
    Entry.RAISE: ("raise ValueError(a)", [3]),
    Entry.IMPORT_NAME: ("import math\n    return math.sqrt(a)", [4]),
    Entry.IMPORT_FROM: ("from math import floor\n    return floor(a)", [4.5]),
    Entry.NEW_SLICE: ("return a[1:3]", [[1, 2, 3, 4]]),
    Entry.UNPACK: ("x, y = a\n    return y, x", [(1, 2)]),
    Entry.UNPACK_STAR: ("x, *y = a\n    return y, x", ["abc"]),
    Entry.NEW_CLOSURE: ("g = lambda: a\n    return g()", [3]),
    Entry.BIND_ARGUMENTS: ("g = other\n    return g(k=a, a=1)", [3]),
    Entry.BUILD_CLASS: ("class C:\n        x = 5\n    return C.x, a", [3]),
    Entry.STORE_NAME: ("class C:\n        x = 5\n        def f(self): return self.x\n    return C().f(), a", [3]),
    Entry.DELETE_NAME: ("class C:\n        x = 5\n        del x\n    return hasattr(C, 'x'), a", [3]),
    Entry.MEMMOVE: ("g = copied\n    return g(a, bytes(range(50)), 50, a)", [bytearray(64)]),
    Entry.GET_BUFFER: ("g = copied\n    return g(a, bytes(range(50)), 50, a)", [bytearray(64)]),
    Entry.ARRAY_GET: ("x = float(half(a))\n    return [x, a]", [5.0]),
    Entry.ARRAY_SET: ("return half(a), a", [5.0]),
}

AROUND = """
def helper(x):
    return x
@viper
def other(a, *, k):
    return a, k
@viper
def copied(to: ptr8, source: ptr8, count: int, o):
    for i in range(count):
        to[i] = source[i]
    return [o, int(to[33])]
@viper
def half(x: float) -> float:
    return x / 2.0
"""


@pytest.mark.parametrize("entry", Entry, ids=lambda entry: entry.name)
def test_entry(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    body, arguments = CASES[entry]
    called: set[int] = set()
    served = World._served

    def spying(self: World, callback: Any, count: int) -> Any:
        hook = served(self, callback, count)

        def spy(machine: Any, words: Any) -> Any:
            called.update(number for number, known in tables[-1].callbacks.items() if known == callback)
            return hook(machine, words)

        return spy

    tables: list[FunctionTable] = []
    made = FunctionTable.__init__

    def keeping(self: FunctionTable, world: World) -> None:
        tables.append(self)
        made(self, world)

    monkeypatch.setattr(World, "_served", spying)
    monkeypatch.setattr(FunctionTable, "__init__", keeping)
    text = f"{AROUND}@viper\ndef f(a):\n    {body}\n"
    names, python = execute(text, "cortex-m0"), plain(text)
    expected = outcome(python["f"], arguments)
    found = outcome(names["f"], arguments)
    assert repr(found).replace(repr(names["helper"]), "") == repr(expected).replace(repr(python["helper"]), "")
    assert entry in VALUES or entry in called


def test_every_entry_has_a_case() -> None:
    assert set(CASES) == set(Entry)
