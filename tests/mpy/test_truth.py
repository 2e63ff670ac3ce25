"""The truth of objects is that of bytecode, whatever their classes have and get."""

import pytest

from tests.mpy.micropython import build, run

FUNCTIONS = """
def known(o, change):
    return not o, 1 if o else 2
def chosen(o, change):
    return o and 1, o or 2
def walk(o, change):
    found = 0
    while o and found < 3:
        found += 1
        o = getattr(o, 'next', None)
    return found
class Class:
    def method(self):
        return 1 if self else 2
def changing(o, change):
    found = []
    for i in range(6):
        if o:
            found.append(i)
        elif not o:
            found.append('no')
        change(o, i)
    return found
"""
_CODE = """
import app, plain
from collections import namedtuple
class Plain:
    next = None
class Many:
    pass
for i in range(40):
    setattr(Many, 'f%d' % i, i)
class Child(Plain):
    def f(self):
        pass
class Grandchild(Child):
    pass
class Node:
    def __init__(self, next):
        self.next = next
def special(**names):
    return type('S', (), names)
class Both(Plain, Many):
    pass
class Third(Plain, special(__len__=lambda self: 0)):
    pass
class Object(object):
    pass
class OfList(list):
    pass
class OfError(ValueError):
    pass
class OfDict(dict):
    def __bool__(self):
        return True
class Getattr:
    def __getattr__(self, name):
        return lambda: 0
def member():
    o = Plain()
    o.__bool__ = lambda: False
    o.__len__ = lambda: 0
    return o
def raising(self):
    raise ValueError('no truth')
bools = [lambda self: True, lambda self: False, lambda self: 2, lambda self: None, lambda self: 0, raising]
lengths = [lambda self: 0, lambda self: 3, lambda self: None, lambda self: -1, raising]
MAKE = [
    lambda: None, lambda: True, lambda: False, lambda: 0, lambda: 1, lambda: -5, lambda: 1 << 70, lambda: 0.0,
    lambda: 0.5, lambda: '', lambda: 'a', lambda: 'a' * 99, lambda: b'', lambda: b'a', lambda: [], lambda: [0],
    lambda: (), lambda: (0,), lambda: {}, lambda: {0: 0}, lambda: range(0), lambda: range(3), lambda: bytearray(),
    lambda: len, lambda: Plain, lambda: namedtuple('N', 'a')(0), Plain, Many, Child, Grandchild, Both, Third, Object,
    OfList, lambda: OfList([1]),
    OfError, OfDict, Getattr, member, lambda: Node(Node(None)), lambda: Node(Node([])), lambda: Node(Third()),
]
MAKE += [special(__bool__=one) for one in bools] + [special(__len__=one) for one in lengths]
MAKE += [type('S', (special(__bool__=one),), {}) for one in bools]
MAKE += [type('S', (Child,), {'__len__': one}) for one in lengths]
MAKE += [special(__bool__=one, __len__=raising) for one in bools[:3]]
def nothing(o, i):
    pass
def outcome(f, o, change=nothing):
    try:
        return repr(f(o, change))
    except Exception as error:
        return repr(error)
count = 0
for name in ('known', 'chosen', 'walk'):
    for number, make in enumerate(MAKE):
        o = make()
        got, expected = [outcome(getattr(one, name), o) for one in (app, plain)]
        count += got == expected
        if got != expected:
            print(name, number, o, got, expected)
print(count == 3 * len(MAKE))
def story(module, classes):
    class A:
        pass
    class B(A):
        pass
    def change(o, i):
        c = (A, B)[classes]
        if i == 0:
            c.other = 1
        elif i == 1:
            c.__bool__ = lambda self: False
        elif i == 2:
            del c.__bool__
        elif i == 3:
            del c.other
            c.__len__ = lambda self: 0
        elif i == 4:
            c.__len__ = lambda self: 7
    return outcome(module.changing, B(), change)
for classes in (0, 1):
    print(story(app, classes), story(plain, classes) == story(app, classes))
"""


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_as_bytecode(opt: str) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("\ndef ", "\n@micropython.native\ndef ")
    app = app.replace("    def method", "    @micropython.native\n    def method")
    assert b"__bool__" in build(app, opt=opt), "classes are looked into"
    shown = run({"app.mpy": build(app, opt=opt), "plain.py": FUNCTIONS.encode()}, _CODE)
    assert shown == "True\n" + "[0, 1, 'no', 3, 'no', 5] True\n" * 2
