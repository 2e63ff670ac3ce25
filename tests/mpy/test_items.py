"""Items that code reads and stores itself are those of bytecode, of whatever object, at any index."""

import pytest

from tests.bridge.oracle import CORES, execute, outcome, plain
from tests.mpy.micropython import build, run

FUNCTIONS = """
def get(a, i, v):
    return a[i]
def first(a, i, v):
    return a[0], a[-1]
def put(a, i, v):
    a[i] = v
def scan(a, n, v):
    i = s = 0
    while i < n:
        s = s * 3 + a[i]
        i += 1
    return s
def back(a, n, v):
    s = 0
    for i in range(-1, -n, -1):
        s ^= a[i]
    return s
def fill(a, n, v):
    for i in range(n):
        a[i] = v + i
    return n
def shift(a, n, v):
    for i in range(n - 1):
        if a[i] > a[i + 1]:
            a[i], a[i + 1] = a[i + 1], a[i]
def changing(a, n, v):
    s = i = 0
    while i < 6:
        s += a[i]
        CHANGES[n % 4](a, i)
        i += 1
    return s
def rows(a, n, v):
    s = 0
    for i in range(2):
        for j in range(2):
            a[i][j] += j
            s += a[i][j]
    return s
def sequence(a, n, v):
    c = 0
    for i in range(len(a)):
        if a[i] == 'b':
            c += 1
    return c, i
def each(a, n, v):
    found = []
    for x in a:
        found.append(x)
        if len(found) == n:
            break
    for x in a:
        for y in a:
            if x is y:
                found.append(y)
    return found
def each_changing(a, n, v):
    count = 0
    for x in a:
        if count < 5:
            CHANGES[n % 4](a, 0)
        count += 1
    return count
def summed(a, n, v):
    s = 0
    for x in a:
        s += x
    return s
CHANGES = [lambda a, i: a.append(i), lambda a, i: a.pop(), lambda a, i: a.clear(), lambda a, i: a.__setitem__(0, None)]
"""
OBJECTS = """
from array import array
from collections import OrderedDict, namedtuple
class Odd(list):
    def __getitem__(self, i): return 'odd', i
class Plain(list):
    pass
class Items:
    def __init__(self): self.seen = []
    def __getitem__(self, i):
        if i == 9: raise IndexError
        return len(self.seen) + 2
    def __setitem__(self, i, v): self.seen.append((i, v))
    def __repr__(self): return repr(self.seen)
class bytearray_(bytearray):
    pass
def codes(b): return [array(code, [1, 2, 3]) for code in b]
MAKE = [
    lambda: [1, 2, 3], lambda: [3, 2, 1] * 3, lambda: [], lambda: [1, None, 'x'], lambda: [2**29, 2**61, 2**70],
    lambda: [[1, 2], [3, 4]], lambda: [bytearray(2), array('h', [1, 2])], lambda: ([1, 2], [3, 4]), lambda: ['a', 'b'],
    lambda: (1, 2, 3), lambda: (), lambda: b'abc', lambda: bytearray(b'abc'), lambda: bytearray(b'abcdef')[1:4],
    lambda: memoryview(bytearray(b'abc')), lambda: 'abc', lambda: 'a', lambda: {0: 1, 1: 2, 2: 3}, lambda: range(3),
    lambda: OrderedDict([(0, 5), (1, 6)]), lambda: Odd([1, 2]), lambda: Plain([1, 2, 3]), lambda: Items(),
    lambda: bytearray_(b'abc'), lambda: None, lambda: 5, lambda: True, lambda: 2.5, lambda: Items, lambda: len,
    lambda: namedtuple('tuple', 'a b c')(1, 2, 3), lambda: namedtuple('bytearray', 'a b c')(1, 2, 3),
    lambda: namedtuple('array', 'a b c')(1, 2, 3), lambda: namedtuple('list', 'a b c')(1, 2, 3),
    lambda: codes('b')[0], lambda: codes('B')[0], lambda: codes('h')[0], lambda: codes('H')[0], lambda: codes('i')[0],
    lambda: codes('I')[0], lambda: codes('l')[0], lambda: codes('L')[0], lambda: codes('q')[0], lambda: codes('Q')[0],
    lambda: codes('f')[0], lambda: codes('d')[0], lambda: array('i', [2**31 - 1, -(2**31), 2**30]),
    lambda: array('I', [2**32 - 1, 2**31, 2**30]), lambda: array('q', [2**62, -(2**62) - 1, 2**63 - 1]),
    lambda: array('L', [2**62, 2**63, 2**64 - 1]), lambda: memoryview(b'abc'),
    lambda: memoryview(bytearray(b'abcdef'))[2:5],
    lambda: memoryview(array('h', [-1, 2, -3, 4, 5]))[1:4], lambda: memoryview(array('I', [1, 2**31, 3, 4]))[1:],
    lambda: memoryview(array('q', [1, 2, 2**62, 2**63 - 1]))[1:], lambda: memoryview(array('f', [1, 2, 3]))[1:],
    lambda: namedtuple('memoryview', 'a b c')(1, 2, 3),
]
INDICES = [0, 1, 2, -1, -3, 3, -4, 7, 2**29, -(2**62), True, 2**70, None, 1.0, 'x']
STORED = [0, 1, 255, 256, -1, 127, 128, -128, -129, 32767, 32768, 65535, 65536, 2**30, 2**31 - 1, 2**31, 2**32 - 1,
          2**32, 2**62, 2**63, 2**70, -(2**31), -(2**31) - 1, True, 2.5, None, 'x']
"""
_COMPARE = """
import app, plain
from objects import *
def outcome(f, make, i, v):
    a = make()
    try:
        return repr((f(a, i, v), a if len(repr(a)) < 1000 else 0))
    except Exception as error:
        return repr((error, a))
count = 0
for name in dir(plain):
    if name[0] in '_CA':
        continue
    for number, make in enumerate(MAKE):
        for i in INDICES if name in ('get', 'put') else (1, 2, 3, 8):
            for v in STORED if name in ('put', 'fill') else (0,):
                got, expected = outcome(getattr(app, name), make, i, v), outcome(getattr(plain, name), make, i, v)
                count += 1
                # An instance's text holds its address.
                if got != expected and '0x' not in got:
                    print(name, number, i, v, got, expected)
print(count)
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_as_bytecode(opt: str) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("\ndef ", "\n@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt), "plain.py": FUNCTIONS.encode(), "objects.py": OBJECTS.encode()}
    shown = run(files, _COMPARE, "-X", "heapsize=4m")
    assert shown.strip().isdigit(), shown
    assert int(shown) > 20_000


@pytest.mark.parametrize("target", CORES)
def test_at_the_desk(target: str) -> None:
    text = FUNCTIONS.replace("\ndef ", "\n@native\ndef ")
    things = [[1, 2, 3], [3, 2, 1] * 3, (1, 2, 3), b"abc", bytearray(b"abc"), {0: 1, 1: 2, 2: 3}, [[1, 2], [3, 4]]]
    compiled, expected = execute(text, target, "speed"), plain(text)
    for name in ("get", "put", "scan", "back", "fill", "shift", "rows", "changing", "each", "each_changing", "summed"):
        for thing in things:
            for index in (0, 2, -3, 3, -4, 1 << 40) if name in ("get", "put") else (2, 3, 4):
                given = [outcome(names[name], [thing, index, 5]) for names in (compiled, expected)]
                # The text of an error at the end of an array is MicroPython's own.
                assert repr(given[0]) == repr(given[1]), (name, thing, index)


RANGES = """
def each(a, b, c, f):
    found = []
    for x in range(a, b, c):
        found.append(x)
        if len(found) > 5:
            break
    return found
def given(r, f, c, b):
    s = 0
    for x in r:
        s += x
        f(x)
    for y in r:
        s ^= y
        break
    return s
"""
_RANGES = """
import app, plain
ends = [0, 1, -1, 5, -7, 2**30 - 2, -2**30 + 1, 2**62 - 2, -2**62 + 2, 2**62 + 1, 2**63 - 1, -2**63]
def outcome(f, *given):
    try:
        return repr(f(*given))
    except Exception as error:
        return repr(error)
class Range:
    def __iter__(self):
        return iter(range(3))
count = 0
for a in ends:
    for b in ends:
        for c in (1, 2, -1, -3, 0, 2**61, -2**62):
            got, expected = [outcome(one.each, a, b, c, None) for one in (app, plain)]
            count += got == expected
            if got != expected:
                print(a, b, c, got, expected)
for r in (range(4), range(9, 0, -4), range(0), Range(), range(-3, 3)):
    for f in (abs, lambda x: [].pop(0)):
        got, expected = [outcome(one.given, r, f, 1, 2) for one in (app, plain)]
        count += got == expected
        if got != expected:
            print(r, got, expected)
print(count)
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_ranges_as_bytecode(opt: str) -> None:
    app = "import micropython\n" + RANGES.replace("def ", "@micropython.native\ndef ")
    shown = run({"app.mpy": build(app, opt=opt), "plain.py": RANGES.encode()}, _RANGES)
    assert shown == f"{12 * 12 * 7 + 10}\n", shown
