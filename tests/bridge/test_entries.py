"""Each entry of the function table that generated code uses is there at the desk: a function that calls it, run."""

from typing import Any

import pytest

from nativecomp.desk.bridge.table import FunctionTable
from nativecomp.desk.bridge.world import World
from nativecomp.runtime_calls import TABLE, VALUES
from tests.bridge.oracle import execute, outcome, plain

"""Entries that are no functions."""

CASES: dict[str, tuple[str, list[Any]]] = {
    "none": ("return a, None", [1]),
    "false": ("return a, False", [1]),
    "true": ("return a, True", [1]),
    "type_type": (
        "@native\n    def g():\n        yield from a\n    i = g()\n    next(i)\n    try:\n        i.throw(KeyError)\n"
        "    except KeyError:\n        return a",
        [[1, 2]],
    ),
    "type_list": ("return a[0]", [[1]]),
    "to_native": ("n: int = int(a)\n    return n, a", [-(1 << 31)]),
    "from_native": ("n = 1 << 30\n    return [n, a]", [1]),
    "swap_globals": ("return helper(a)", [1]),
    "load_global": ("return helper, a", [1]),
    "load_attr": ("return a.real", [7]),
    "load_method": ("return a.count(1)", [[1, 1]]),
    "store_global": ("global changed\n    changed = a\n    return changed", [5]),
    "store_attr": ("helper.mark = a\n    return helper.mark", [5]),
    "subscript": ("a[0] = a[1]\n    del a[2]\n    return a", [[1, 2, 3]]),
    "is_true": ("return 1 if a else 2", [[]]),
    "unary": ("return -a, ~a", [5]),
    "binary": ("return a * a", [1 << 20]),
    "yield_from": ("@native\n    def g():\n        yield from a\n    return list(g())", [[1, 2]]),
    "load_super_method": (
        "class C(list):\n        def count(self, x):\n            return super().count(x), 1\n    return C(a).count(1)",
        [[1, 1]],
    ),
    "new_tuple": ("return a, 2", [1]),
    "new_list": ("return [a, 2]", [1]),
    "new_dict": ("return {a: 2}", [1]),
    "new_set": ("return {a, 2}", [1]),
    "set_store": ("return {x for x in a}", [[1, 2]]),
    "list_append": ("return [x for x in a]", [[1, 2]]),
    "dict_store": ("return {x: 1 for x in a}", [[1, 2]]),
    "make_function": ("g = lambda x=a: x\n    return g()", [3]),
    "call": ("return helper(a)", [3]),
    "call_method": ("return a.index(2, 0)", [[1, 2]]),
    "call_method_star": ("return helper(*a)", [[3]]),
    "get_iterator": ("n = 0\n    for x in a:\n        n += int(x)\n    return [n]", [[1, 2]]),
    "iterator_next": ("for x in a:\n        return x", [{4}]),
    "push_handler": ("try:\n        return a[0]\n    except IndexError:\n        return 'none'", [[]]),
    "pop_handler": ("try:\n        return a[0]\n    except IndexError:\n        return 'none'", [[1]]),
    "raise": ("raise ValueError(a)", [3]),
    "import_name": ("import math\n    return math.sqrt(a)", [4]),
    "import_from": ("from math import floor\n    return floor(a)", [4.5]),
    "new_slice": ("return a[1:3]", [[1, 2, 3, 4]]),
    "unpack": ("x, y = a\n    return y, x", [(1, 2)]),
    "unpack_star": ("x, *y = a\n    return y, x", ["abc"]),
    "new_closure": ("g = lambda: a\n    return g()", [3]),
    "bind_arguments": ("g = other\n    return g(k=a, a=1)", [3]),
    "build_class": ("class C:\n        x = 5\n    return C.x, a", [3]),
    "store_name": ("class C:\n        x = 5\n        def f(self): return self.x\n    return C().f(), a", [3]),
    "delete_name": ("class C:\n        x = 5\n        del x\n    return hasattr(C, 'x'), a", [3]),
    "realloc": ("@native\n    def g(n):\n        for i in range(n):\n            a\n    return g(9999), a", [5]),
    "memmove": ("g = copied\n    return g(a, bytes(range(50)), 50, a)", [bytearray(64)]),
    "get_buffer": ("g = copied\n    return g(a, bytes(range(50)), 50, a)", [bytearray(64)]),
    "array_get": ("x = float(half(a))\n    return [x, a]", [5.0]),
    "array_set": ("return half(a), a", [5.0]),
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


@pytest.mark.parametrize("entry", CASES)
def test_entry(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body, arguments = CASES[entry]
    called: set[str] = set()
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
    assert CASES.keys() == VALUES.keys() | {call.name for call in TABLE.values() if not call.upstream}
