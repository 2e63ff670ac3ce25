"""Attributes, methods and globals that code looks up itself are those of bytecode, whatever the objects are."""

import pytest

from nativecomp.codegen.lower import lookups
from tests.bridge.oracle import CORES, execute, outcome, plain
from tests.mpy.micropython import build, run

FUNCTIONS = """
def load(o, v, change):
    return o.x
def store(o, v, change):
    o.x = v
    return o.x
def add(o, v, change):
    o.x += v
    o.y = o.x
    return o.x, o.y
def invoke(o, v, change):
    return o.f(v), o.f(v + 1)
def keywords(o, v, change):
    return o.g(v, b=v), o.g(*[v])
def special(o, v, change):
    return o.__class__.__name__, o.__dict__
def changing(o, v, change):
    found = []
    for i in range(4):
        change(o, i)
        try:
            found.append(o.x)
        except AttributeError as error:
            found.append(repr(error))
        try:
            found.append(o.f(i))
        except (AttributeError, TypeError) as error:
            found.append(repr(error))
        o.x = i
        found.append(o.x)
    return found
def globals_(o, v, change):
    found = []
    for i in range(7):
        try:
            found.append(late)
        except NameError as error:
            found.append(repr(error))
        found.append(early)
        try:
            found.append(helper(i))
        except TypeError as error:
            found.append(repr(error))
        if i == 1:
            set_global(MODULE, 'late', 5)
        elif i == 2:
            set_global(MODULE, 'early', None)
            set_global(MODULE, 'helper', len)
        elif i == 3:
            for n in range(60):
                set_global(MODULE, 'name%d' % n, n)
            set_global(MODULE, 'helper', lambda x: -x)
        elif i == 4:
            delattr(MODULE, 'late')
    return found, len([1, 2])
def helper(x):
    return x + 1
early = 'early'
from objects import set_global, builtins
"""
OBJECTS = """
import builtins, sys
from collections import OrderedDict, namedtuple
def set_global(module, name, value): setattr(module, name, value)
class Plain:
    def __init__(self, *names):
        for name in names: setattr(self, name, name)
    def f(self, a): return 'f', a
    def g(self, a, b=3): return 'g', a, b
class Empty: pass
class Child(Plain):
    def g(self, a, b=4): return super().g(a, b), 'child'
class Grandchild(Child): x = 'class'
class Left:
    def f(self, a): return 'left', a
class Right:
    x = 'right'
    def g(self, a, b=0): return 'right', b
class Both(Left, Right): pass
class Many(Empty, Right, Plain): pass
class Property:
    def __init__(self): self.seen = []
    @property
    def x(self): return len(self.seen)
    @x.setter
    def x(self, v): self.seen.append(v)
    def f(self, a): return self.seen
    @property
    def g(self): return lambda *a, **k: (a, k)
class Under(Property):
    def f(self, a): return 'under', a
class Getattr:
    def __getattr__(self, name): return name if name == 'x' else lambda *a, **k: (name, a, k)
class Setattr(Plain):
    def __setattr__(self, name, value): self.__dict__; object.__setattr__(self, name, (name, value))
class Descriptor:
    def __get__(self, o, c): return 'got'
    def __set__(self, o, v): o.y = v
class Described:
    x = Descriptor()
    f = Descriptor()
class Static:
    @staticmethod
    def f(a): return 'static', a
    @classmethod
    def g(cls, a, b=1): return cls.__name__, a, b
class Odd:
    f = len
    x = None
    g = Plain
class Lambdas:
    f = lambda self, a: ('lambda', a)
    def __init__(self): self.x = 0; self.g = lambda a, b=9: ('member', a, b)
def closure(n):
    class Closed:
        def f(self, a): return n, a
        def g(self, a, b=1): yield n; yield b
    return Closed()
class List(list):
    def __init__(self): super().__init__([1, 2]); self.x = 1
    def f(self, a): self.append(a); return len(self)
class Listlike(list): pass
class Dict(dict): x = 3
class Error(Exception):
    def f(self, a): return self.args, a
class Callable:
    def __call__(self, *a, **k): return 'called', a, k
class Holder:
    f = Callable()
    def __init__(self): self.g = Callable()
class Generates:
    def f(self, a): yield a
def many(n):
    o = Plain()
    for i in range(n): setattr(o, 'a%d' % i, i)
    o.x = n
    return o
def deleted(n):
    o = many(n)
    for i in range(0, n, 2): delattr(o, 'a%d' % i)
    return o
def without():
    o = Plain('x', 'y')
    del o.x
    return o
def shadowed():
    o = Plain('x')
    o.f = lambda a: ('shadow', a)
    o.g = 5
    return o
def again(o):
    o.x = 'again'
    return o
def made(base, names, dict_=dict): return type('Made', base, dict_(names))()
f = lambda a: ('module', a)
x = 'module'
MAKE = [
    Plain, lambda: Plain('x'), lambda: Plain('y', 'x', 'z'), lambda: Plain('f'), Empty, Child, lambda: Child('x'),
    Grandchild, Both, Many, Property, Under, Getattr, Setattr, Described, Static, Odd, Lambdas, lambda: closure(7),
    List, Listlike, Dict, lambda: Error(1), Holder, Generates, without, shadowed, Callable,
    lambda: made((), {'x': 1, 'f': lambda self, a: a}), lambda: made((Plain,), {}), lambda: made((object,), {'x': 2}),
    lambda: made((Plain,), [('f', lambda s, a: 'ordered'), ('x', 1)], OrderedDict),
    lambda: made((Left, Right, Plain), {}), lambda: made((list,), {'f': list.append}),
    lambda: namedtuple('Point', 'x f')(1, len), lambda: namedtuple('Plain', 'y x')(1, 2),
    lambda: Plain, lambda: again(Grandchild), lambda: Static, lambda: again(sys.modules['objects']), lambda: sys,
    lambda: None, lambda: 5, lambda: 2**70, lambda: 'text', lambda: 'a longer text than others', lambda: 2.5,
    lambda: True, lambda: [1], lambda: {}, lambda: len, lambda: Plain.f, lambda: Plain().f, lambda: super,
    lambda: ValueError(1), lambda: object(), lambda: ...,
]
MAKE.append(lambda: made((Left,) * 512, {'x': 1}))
MAKE += [(lambda n=n: many(n)) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 17, 18, 40, 300)]
MAKE += [(lambda n=n: deleted(n)) for n in (2, 3, 4, 8, 17, 40)]
def grow(o, i):
    for n in range(i * 3): setattr(o, 'n%d' % n, n)
def remove(o, i):
    if i % 2: del o.x
def shadow(o, i):
    o.f = lambda a, i=i: (i, a)
    if i == 3: del o.f
def replace_method(o, i):
    type(o).f = [lambda self, a: ('new', a), 5, staticmethod(lambda a: ('static', a)), lambda self, a: 'last'][i]
def add_class(o, i):
    type(o).x = i
    if i == 2: del type(o).f
CHANGES = [grow, remove, shadow, replace_method, add_class]
"""
_COMPARE = """
import app, plain
from objects import *
app.MODULE, plain.MODULE = app, plain
def keep(o):
    # The functions of a class, which a change may replace.
    return [(n, o.__dict__[n]) for n in ('f', 'g', 'x') if n in o.__dict__] if isinstance(o, type) else []
def outcome(f, make, v, change):
    o = make()
    kept = [(c, keep(c)) for c in (Plain, Left, Right, Child, Odd, Static, Lambdas, Empty, type(o)) if c is not type]
    try:
        got = repr(f(o, v, change))
    except Exception as error:
        got = repr(error)
    try:
        got += repr((o.x, o.y))
    except Exception as error:
        got += repr(error)
    for c, names in kept:
        for name in ('f', 'g', 'x'):
            if hasattr(c, '__dict__') and name in c.__dict__ and name not in dict(names):
                try: delattr(c, name)
                except Exception: pass
        for name, value in names:
            try: setattr(c, name, value)
            except Exception: pass
    return got
count = 0
for name in ('load', 'store', 'add', 'invoke', 'keywords', 'special', 'changing'):
    for number, make in enumerate(MAKE):
        for v in (1, 'v', None):
            for change in CHANGES if name == 'changing' else CHANGES[:1]:
                got, expected = [outcome(getattr(m, name), make, v, change) for m in (app, plain)]
                count += 1
                if got != expected and ' at ' not in got:
                    print(name, number, v, got, expected)
got, expected = [outcome(m.globals_, Plain, 1, None) for m in (app, plain)]
if got != expected: print(got, expected)
for m in (app, plain):
    m.found = [m.globals_(Plain(), 1, None)]
    builtins.len = lambda x: 'mine'
    m.found.append(m.globals_(Plain(), 1, None)[1])
    builtins.late = 'builtin'
    m.found.append(m.globals_(Plain(), 1, None))
    del builtins.late
    del builtins.len
    m.found.append(m.globals_(Plain(), 1, None)[1])
    m.len = lambda x: 'own'
    m.found.append(m.globals_(Plain(), 1, None)[1])
if app.found != plain.found: print(app.found, plain.found)
print(count)
"""


def _compare(opt: str) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("\ndef ", "\n@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt), "plain.py": FUNCTIONS.encode(), "objects.py": OBJECTS.encode()}
    shown = run(files, _COMPARE, "-X", "heapsize=4m")
    assert shown.strip().isdigit(), shown
    assert int(shown) > 2000


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_as_bytecode(opt: str) -> None:
    _compare(opt)


def test_a_hash_is_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Firmware with other hashes than the code expects has its entries elsewhere."""
    right = lookups.name_hash
    monkeypatch.setattr(lookups, "name_hash", lambda name: right(name) * 7 % 251)
    _compare("balanced")


def test_hash_is_that_of_micropython() -> None:
    assert lookups.name_hash("len") == 0x4062


@pytest.mark.parametrize("target", CORES)
def test_at_the_desk(target: str) -> None:
    text = FUNCTIONS.replace("\ndef ", "\n@native\ndef ").replace("from objects import set_global, builtins\n", "")
    compiled, expected = execute(text, target, "balanced"), plain(text)

    class Thing:
        def __init__(self) -> None:
            self.x = 2

        def __repr__(self) -> str:
            return repr(self.__dict__)

        def f(self, a: int) -> tuple[int, int]:
            self.x += a
            return self.x, a

        def g(self, a: int, b: int = 3) -> tuple[int, int]:
            return a, b

    class Property(Thing):
        x = property(lambda self: 5, lambda self, v: None)

    for name in ("load", "store", "add", "invoke", "keywords"):
        for make in (Thing, Property, lambda: 5, lambda: [1]):
            given = [outcome(names[name], [make(), 4, None]) for names in (compiled, expected)]
            assert repr(given[0]) == repr(given[1]), name
