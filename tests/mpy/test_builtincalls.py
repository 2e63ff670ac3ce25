"""`len`, `abs`, `min`, `max` and `divmod` give what they give in bytecode, of whatever, and whatever replaces them."""

import pytest

from tests.mpy.micropython import build, run

FUNCTIONS = """
def one(x, y, change):
    found = []
    for i in range(3):
        found.append((len(x), i))
    return found
def opposite(x, y, change):
    return [abs(x) for i in range(2)], abs(y)
def extremes(x, y, change):
    found = []
    for i in range(2):
        found.append((min(x, y) is x, max(x, y) is x, min(x, i), max(i, y), min(x, y), max(y, x)))
    return found
def unpacked(x, y, change):
    a, b = divmod(x, y)
    return a, b
def in_turns(x, y, change):
    found = []
    n = 0
    while n < 9:
        x, d = divmod(x, y)
        n += 1
        found.append((x, d))
    return found
def changes(x, y, change):
    found = []
    for i in range(7):
        a, b = divmod(x, change(i) or y)
        found.append((a, b, i, len(found), min(i, 3), max(i, 3), abs(-i)))
    return found
def in_handlers(x, y, change):
    found = []
    for i in range(3):
        a = b = 'unset'
        try:
            a, b = divmod(x, y)
        except Exception as error:
            found.append(repr(error))
        found.append((a, b))
    return found
def kept(x, y, change):
    a, b = c = divmod(x, y)
    return a, b, c
def three(x, y, change):
    a, b, c = divmod(x, y)
    return a, b, c
def others(x, y, change):
    return min(x, y, 1), max([x, y]), min(x, y, key=str), divmod(*(x, y)), max(x, y, key=str)
def swaps(x, y, change):
    x, y = divmod(y, x)
    y, y = divmod(x, y)
    return x, y
def of_floats(x, y, change):
    top = s = 0.0
    for i in range(4):
        v = x * 0.5
        top = max(top, v)
        s += abs(v - 1.5) * min(top, s, 2.0) + max(s, v)
        v = max(-0.0, 0.0) * min(v, 0.0 * s)
        top = min(top, y)
    return top, s, v
def of_integers(x, y, change):
    low, s, n = 9, 0, x
    for i in range(5):
        low = min(low, i - 2)
        n = n - 1
        s += abs(low) + max(s, low, i) - min(i, s)
        last = abs(n)
    return low, s, last
def to_places(x, y, change):
    s = [0, 0]
    for i in range(2):
        s[0], s[divmod(1, 1)[0]] = divmod(x, y)
    return s
"""

_CODE = """
from array import array
from collections import OrderedDict, namedtuple
import app, plain, builtins
P = namedtuple('P', 'a b c')
N = namedtuple('tuple', 'a b')
class L(list):
    def __len__(self):
        return 77
class T(tuple):
    pass
class C:
    def __len__(self):
        return 5
    def __lt__(self, other):
        return True
    def __gt__(self, other):
        return False
    def __abs__(self):
        return 'abs'
    def __divmod__(self, other):
        return 8, 9
    def __repr__(self):
        return 'C'
small = (1 << 30) - 1
values = [
    0, 1, -1, 2, -2, 3, -7, 255, small, small - 1, -small, -small - 1, small + 1, -small - 2, 1 << 62, -1 << 62,
    (1 << 62) - 1, 1 << 70, -1 << 70, True, False, 0.0, -0.0, 2.5, float('nan'), None, 'a', 'aé', b'ab', '', (),
    (1, 2), [], [1], {}, {1: 2}, bytearray(3), array('h', [1, 2]), memoryview(b'abc'), L([1]), T((1,)), P(1, 2, 3),
    N(1, 2), C(), range(5), {1, 2}, OrderedDict(), len,
]
def outcome(f, *given):
    try:
        return repr(f(*given))
    except Exception as error:
        return repr(error)
def mine(*x):
    return x[0], 'mine'
def pair(*x):
    return iter((1, 2))
def story(m):
    shown = []
    for replaced in (mine, pair, len, None):
        for name in ('divmod', 'len', 'min', 'max', 'abs'):
            old = getattr(builtins, name)
            def change(i):
                if i == 2:
                    setattr(m, name, replaced)
                if i == 4:
                    delattr(m, name)
            shown.append(outcome(m.changes, 7, 2, change))
            if hasattr(m, name):
                delattr(m, name)
            def change(i):
                if i == 2:
                    setattr(builtins, name, replaced)
                if i == 4:
                    setattr(builtins, name, old)
            if BUILTINS:
                shown.append(outcome(m.changes, -7, 3, change))
                setattr(builtins, name, old)
    return shown
count = 0
names = [name for name in dir(plain) if name[0] != '_' and name != 'micropython']
def all_values():
    global count
    for name in names:
        f, g = getattr(app, name), getattr(plain, name)
        for x in values:
            for y in values if name not in ('one',) else (0,):
                got, expected = [outcome(one, x, y, lambda i: None) for one in (f, g)]
                count += 1
                if got != expected:
                    print(name, repr(x), repr(y), got, expected)
BUILTINS = False
all_values()
a, b = story(app), story(plain)
print(a == b)
BUILTINS = True
a, b = story(app), story(plain)
print(a == b, len(set(a)) > 10)
print(count == (len(names) - 1) * len(values) ** 2 + len(values))
"""


@pytest.mark.parametrize(("opt", "collect"), [("balanced", False), ("speed", False), ("size", False)])
def test_as_bytecode(opt: str, collect: bool) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt, collect=collect), "plain.py": FUNCTIONS.encode()}
    assert run(files, _CODE) == "True\nTrue True\nTrue\n"


def test_collection() -> None:
    """Both parts of what is left to the runtime are kept while it allocates."""
    code = "import app\nfor x in (10**40, -10**40 + 7, 12345, 2**31):\n    print(app.in_turns(x, 10**4, None)[:3])\n"
    app = "import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef ")
    built, bare = build(app, opt="balanced", collect=True), FUNCTIONS.encode()
    assert run({"app.mpy": built}, code) == run({"app.py": bare}, code)


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "rv32imc"])
def test_cores(target: str) -> None:
    """Cores without division leave it to the runtime: shared code calls nothing that does it."""
    assert build("import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef "), target)
