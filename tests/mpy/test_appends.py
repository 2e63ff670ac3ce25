"""Lists that grow by `append`, and what is unpacked, are those of bytecode, whatever the objects are."""

import pytest

from tests.mpy.micropython import build, run

FUNCTIONS = """
def add(x, n, f):
    r = 0
    for i in range(n):
        r = x.append(i)
    return r
def left_in_the_middle(x, n, f):
    a = [2, 0.5, 2**40, 1.5]
    b = [0.5, 1, 2, 3]
    for i in range(1, len(a)):
        x.append((a[i] ** 2 + b[i] ** 2, i))
    return i
def argument_changes(x, n, f):
    return x.append(f(x))
def in_turns(x, n, f):
    for i in range(n):
        x.append(f(x))
        if i > 3:
            x = [0.5]
    return x
def kept(x, n, f):
    g = x.append
    g(n)
    g(f(x))
    return g(1)
def two_arguments(x, n, f):
    return x.append(n, n)
def bytes_(x, n, f):
    for v in (0, 1, 255, n, True, 2.0 if n else 7, 256 if n == 9 else 3, -1, 2**31 - n, 'a'):
        try:
            x.append(v)
        except (TypeError, ValueError, OverflowError) as error:
            x.append(len(x))
    return bytes(x)
def behind_bytes(x, n, f):
    y = bytearray(x)
    for i in range(n * 30):
        y.append(i & 255)
        if i % 7 == 3:
            y += b'12'
            f(y)
    return bytes(y), bytes(memoryview(y)[2:])
def two(x, n, f):
    a, b = x
    return b, a
def nested(x, n, f):
    (a, b), c = x
    return a, b, c
def three(x, n, f):
    s = []
    for a, b, c in x:
        s.append((c, b, a))
    return s
def by_calls(x, n, f):
    a, b = f(x), n
    a, b = b, a
    return a, b
def shrinks(x, n, f):
    s = 0
    for i in range(n):
        a, b = x
        f(x)
        s += a + b
    return s
"""

CASES = """
from array import array
from collections import namedtuple, OrderedDict
P = namedtuple('P', 'a b')
class L(list):
    def append(self, v):
        super().append((v,))
        return 7
class B(bytearray):
    pass
class C:
    def __init__(self, method=True):
        self.got = []
        if not method:
            self.append = lambda v: self.got.append(-1)
    def append(self, v):
        self.got.append(v)
        return len(self.got)
    def __iter__(self):
        return iter([5, 6])
    def __repr__(self):
        return 'C' + repr(self.got)
class N:
    append = 3
    def __repr__(self):
        return 'N'
def clear(x):
    while x:
        x.pop()
    return 'c'
def grow(x):
    x.append(3)
    x += [1, 2, 3, 4, 5]
    return len(x)
def pop(x):
    if len(x) > 1:
        x.pop()
    return 1
def fail(x):
    raise ValueError(type(x))
made = [
    lambda: [], lambda: [1, 2], lambda: L([1]), lambda: C(), lambda: C(False), lambda: N(), lambda: (1, 2),
    lambda: 'ab', lambda: P(1, 2), lambda: [(1, 2), 3], lambda: ([1, 2], 'x'), lambda: None, lambda: 5,
    lambda: {1: 2, 3: 4}, lambda: bytearray(b'xy'), lambda: [[1, 2, 3], (4, 5, 6), 'xyz', P(1, 2)],
    lambda: map(abs, [-1, 2]),
    lambda: [1, 2, 3], lambda: (1, 2, 3), lambda: set([1]), lambda: [(1, 2, 3)] * 9,
    lambda: bytearray(), lambda: bytearray(range(9)), lambda: array('B', [1]), lambda: array('h', [1, -2]),
    lambda: B(b'a'), lambda: memoryview(bytearray(b'abc')), lambda: b'abc',
]
def show(x):
    return 'map' if isinstance(x, map) else repr(x)
def outcome(f, make, n, g):
    x = make()
    try:
        return show(f(x, n, g)), show(x)
    except Exception as error:
        return repr(error), show(x)
import app, plain
count = 0
for name in sorted(dir(plain)):
    if name[0] != '_':
        for number, make in enumerate(made):
            for n in (0, 1, 9):
                for g in (clear, grow, pop, fail, len):
                    got, expected = [outcome(getattr(one, name), make, n, g) for one in (app, plain)]
                    count += 1
                    if got != expected:
                        print(name, number, n, g, got, expected)
print(count)
"""


@pytest.mark.parametrize(("opt", "collect"), [("balanced", False), ("balanced", True), ("speed", False)])
def test_as_bytecode(opt: str, collect: bool) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt, collect=collect), "plain.py": FUNCTIONS.encode()}
    shown = run(files, CASES)
    assert shown == f"{13 * 28 * 3 * 5}\n", shown
