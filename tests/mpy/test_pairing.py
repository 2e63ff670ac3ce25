"""Loops over `enumerate` and `zip` do what they do in bytecode, over whatever, and whatever replaces the functions."""

import pytest

from tests.mpy.micropython import build, run

FUNCTIONS = """
def numbered(x, y, change):
    found = []
    for i, v in enumerate(x):
        change(x, i)
        if i == 3:
            continue
        found.append((i, v))
        if len(found) == 5:
            break
    else:
        found.append('else')
    return found
def both(x, y, change):
    found = []
    for a, b in zip(x, y):
        change(x, len(found))
        found.append((a, b))
        if len(found) == 4:
            break
    else:
        found.append('else')
    return found
def weighted(x, y, change):
    s = 0
    for i, v in enumerate(x):
        s += i * v
    t = 0.0
    for a, b in zip(x, y):
        t += a * 0.5 - b
    return s, t
def nested(x, y, change):
    found = []
    for i, (a, b) in enumerate(zip(x, y)):
        for j, c in enumerate(y):
            if i == j:
                found.append((i, a, b, c))
    return found
def caught(x, y, change):
    found = []
    try:
        for i, v in enumerate(x):
            try:
                found.append(v // (i - 1))
            except (ZeroDivisionError, TypeError) as error:
                found.append(repr(error))
        for v, w in zip(x, y):
            found.append(v < w)
    except Exception as error:
        found.append(repr(error))
    return found
def odd(x, y, change):
    found = []
    for t in enumerate(x):
        found.append(t)
    for i, v in enumerate(x, 3):
        found.append((i, v))
    for a, b in zip(x, y, x):
        found.append((a, b))
    return found
def names(x, y, change):
    found = []
    for turn in range(6):
        change(None, turn)
        for i, v in enumerate(x):
            found.append((i, v))
        for a, b in zip(x, y):
            found.append((a, b))
    return found
"""
_CODE = """
from array import array
import app, plain, builtins
class Counts:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        if self.n == 90:
            raise ValueError('ninety')
        return self.n
class Got:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i
def produce():
    yield 5
    yield 6
    yield 7
LOG = []
def logged(name, n):
    for i in range(n):
        LOG.append((name, i))
        yield i
    LOG.append((name, 'end'))
MAKE = [
    lambda: [3, 1, 2], lambda: [], lambda: [1.5, 2, 3, 4, 5, 6, 7], lambda: (4, 5), lambda: range(4), lambda: b'abcd',
    lambda: bytearray(b'xyz'), lambda: array('h', [-1, 2]), lambda: memoryview(b'abcd')[1:], lambda: 'abc',
    lambda: {1: 2, 3: 4}, produce, lambda: Counts(3), lambda: Counts(93), Got, lambda: 5, lambda: None,
    lambda: enumerate('ab'), lambda: zip('ab', 'cd'), lambda: [(1, 2), (3, 4)], lambda: logged('a', 2),
    lambda: logged('b', 3), lambda: iter([7, 8]),
]
CHANGES = [
    lambda x, i: None, lambda x, i: i < 2 and x.append(i), lambda x, i: i == 1 and x.pop(), lambda x, i: x.clear(),
]
def outcome(f, x, y, change):
    del LOG[:]
    try:
        return repr((f(x(), y(), change), LOG))
    except Exception as error:
        return repr((error, LOG))
count = 0
for name in ('numbered', 'both', 'weighted', 'nested', 'caught', 'odd'):
    for x in MAKE:
        for y in MAKE[::4] if name in ('numbered', 'odd') else MAKE:
            for change in CHANGES if name in ('numbered', 'both') else CHANGES[:1]:
                got, expected = [outcome(getattr(one, name), x, y, change) for one in (app, plain)]
                count += got == expected
                if got != expected:
                    print(name, MAKE.index(x), MAKE.index(y), got, expected)
print(count)
def mine(*given):
    return [('mine', len(given))]
def story(m):
    old = builtins.enumerate, builtins.zip
    def change(x, turn):
        if turn == 1:
            m.enumerate = mine
        elif turn == 2:
            del m.enumerate
            m.zip = lambda *given: ['ab', 'cd']
        elif turn == 3:
            del m.zip
            builtins.enumerate = builtins.zip = mine
        elif turn == 4:
            builtins.enumerate, builtins.zip = old
    found = outcome(m.names, MAKE[0], MAKE[3], change)
    builtins.enumerate, builtins.zip = old
    return found
print(story(app) == story(plain), len(story(plain)) > 100)
"""


@pytest.mark.parametrize(("opt", "collect"), [("balanced", False), ("speed", True)])
def test_as_bytecode(opt: str, collect: bool) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("\ndef ", "\n@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt, collect=collect), "plain.py": FUNCTIONS.encode()}
    shown = run(files, _CODE, "-X", "heapsize=4m")
    assert shown == "4393\nTrue True\n", shown
