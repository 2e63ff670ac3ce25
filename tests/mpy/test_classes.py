"""Classes inside compiled functions, on the real MicroPython."""

import pytest

from nativecomp.language.diagnostics import CompileError
from tests.mpy.micropython import build, run, run_built

SOURCE = """
import gc
from nativecomp import asm_thumb, const, viper

class Base:
    def __init__(self, x):
        self.x = x
    def hello(self):
        return "base", self.x

class Other:
    def other(self):
        return "other"

def marked(word):
    def mark(cls):
        cls.marks = getattr(cls, "marks", "") + word
        return cls
    return mark

@viper
def make(a: int, b):
    k = 3
    k += 1
    @marked("first ")
    @marked("second ")
    class C(Base):
        "What it is."
        count = 0
        names = [b, k]
        count += 5
        LIMIT: int = 7
        SIZE = const(12)
        big = 1 << 40
        left, (right, *rest) = 1, (2, 3, 4)
        def __init__(self, x):
            super().__init__(x)
            self.y = k
            C.count = int(C.count) + 1
        @staticmethod
        def times(n: int) -> int:
            return n * a
        @classmethod
        def called(cls):
            return cls.__name__
        @property
        def pair(self):
            return self.x, b
        def hello(self):
            nonlocal k
            k += 1
            def inner():
                return super(C, self).hello(), k
            return inner()
        if a > 3:
            extra = "more"
            for i in range(3):
                extra = extra + str(i)
        try:
            nowhere
        except NameError as error:
            caught = repr(error)[:9]
        len = len
        temporary = 5
        del temporary
        squares = [z * z for z in range(int(count))]
        double = (lambda: 2 * a)()
        class Inner:
            v = k
            def get(self):
                return __class__, self.v
    return C, k

@viper
def counters(n: int):
    made = []
    for i in range(n):
        class Counter:
            step = i
            def __init__(self):
                self.n = 0
            def up(self):
                self.n += self.step
                return self
            __add__ = lambda self, other: self.n + other
        made.append(Counter)
    return made

name = "global"

@viper
def shadows(name):
    class Own:
        name = "own"
        def get(self):
            return name
    class Global:
        name = name
        seen = [name for _ in range(1)]
    class Free:
        seen = name
    class Local:
        nonlocal name
        name = "changed"
    return Own.name, Own().get(), Global.name, Global.seen, Free.seen, name, hasattr(Local, "name")

@viper
def two_bases(a, b, *more):
    class Both(a, b):
        pass
    class Many(a, *more):
        pass
    return Both, Many

@viper
def fails(order):
    try:
        class Half:
            order.append("begun")
            raise ValueError("in the body")
    except ValueError as error:
        order.append(str(error))
    class Whole:
        order.append("again")
    return order, Whole.__name__

@viper
def error_class(a: int):
    class Problem(Exception):
        def __str__(self):
            return "problem " + str(a)
    try:
        raise Problem(a)
    except Problem as error:
        return str(error), error.args

class Outer:
    @viper
    def inner_of(self, n: int):
        class Part:
            whole = self
            def __len__(self):
                return n
            def again(self):
                return Part
        return Part
"""
CALL = """
C, k = make(4, "bee")
print(k, C.__name__, C.marks, C.count, C.names, C.LIMIT, C.SIZE, C.big, C.left, C.right, C.rest)
print(C.extra, C.i, C.caught, C.len("abc"), hasattr(C, "temporary"), C.squares, C.double)
c = C("ex")
print(c.x, c.y, C.count, C.times(5), c.times(3), C.called(), c.pair, c.hello(), c.hello())
print(C.Inner().get()[1], C.Inner().get()[0] is C.Inner, C.Inner.__name__, issubclass(C, Base))
D, _ = make(2, 0)
print(hasattr(D, "extra"), D.count, C.count, D is C, C.__module__, C.__qualname__)
print([c().up().up() + 1 for c in counters(3)])
print(shadows("given"))
Both, Many = two_bases(Base, Other, Other)
print(Both(1).hello(), Both(1).other(), Many(2).hello(), Many(2).other())
print(fails([]))
print(error_class(5))
o = Outer()
Part = o.inner_of(6)
print(len(Part()), Part.whole is o, Part().again() is Part)
"""
EXPECTED = """4 C second first  5 ['bee', 4] 7 12 1099511627776 1 2 [3, 4]
more012 2 NameError 3 False [0, 1, 4, 9, 16] 8
ex 4 6 20 12 C ('ex', 'bee') (('base', 'ex'), 5) (('base', 'ex'), 6)
4 True Inner True
False 5 6 False app C
[1, 3, 5]
('own', 'global', 'global', ['global'], 'given', 'changed', False)
('base', 1) other ('base', 2) other
(['begun', 'in the body', 'again'], 'Whole')
('problem 5', (5,))
6 True True
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_classes(opt: str) -> None:
    assert run_built(SOURCE, CALL, opt) == EXPECTED


def test_a_collection_at_any_time() -> None:
    assert run({"app.mpy": build(SOURCE, collect=True)}, f"from app import *\n{CALL}") == EXPECTED


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f"])
def test_boards(target: str) -> None:
    assert build(SOURCE, target)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("class C:\n        return 3", "'return' outside function"),
        ("class C:\n        def g(self):\n            yield 1", "a generator is not supported"),
        ("class C:\n        async def g(self):\n            pass", "an asynchronous function"),
        ("class C:\n        @micropython.asm_thumb\n        def g(r0):\n            nop()", "`g` is inside a viper"),
    ],
)
def test_refused(body: str, message: str) -> None:
    with pytest.raises(CompileError, match=message):
        build(f"import micropython\n\n@micropython.viper\ndef f(a):\n    {body}\n")


def test_an_assembler_function_inside() -> None:
    lines = ["@nativecomp.viper", "def f(a: int) -> int:", "    @nativecomp.asm_thumb", "    def g(r0):"]
    assert build("\n".join(["import nativecomp", *lines, "        add(r0, 1)", "    return g(a)", ""]), "cortex-m4f")
